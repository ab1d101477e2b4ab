package enum

import "io"

// VendorAction is what is done to many vendors at once.
type VendorAction string

// The values of VendorAction.
const (
	VendorActionApprove   VendorAction = "APPROVE"
	VendorActionReject    VendorAction = "REJECT"
	VendorActionSuspend   VendorAction = "SUSPEND"
	VendorActionReinstate VendorAction = "REINSTATE"
	VendorActionClose     VendorAction = "CLOSE"
)

var vendorActionValues = []VendorAction{
	VendorActionApprove, VendorActionReject, VendorActionSuspend, VendorActionReinstate, VendorActionClose,
}

// Values implements ent's EnumValues.
func (VendorAction) Values() []string { return values(vendorActionValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (a VendorAction) MarshalGQL(w io.Writer) { marshal(w, a) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (a *VendorAction) UnmarshalGQL(v any) error { return unmarshal(a, vendorActionValues, v) }

// OnboardingCode is what a new vendor has to do.
type OnboardingCode string

// The values of OnboardingCode.
const (
	OnboardingCodeAccount       OnboardingCode = "ACCOUNT"
	OnboardingCodeTerms         OnboardingCode = "TERMS"
	OnboardingCodeLegalIdentity OnboardingCode = "LEGAL_IDENTITY"
	OnboardingCodeProfile       OnboardingCode = "PROFILE"
	OnboardingCodeProducts      OnboardingCode = "PRODUCTS"
	OnboardingCodeTwoFactor     OnboardingCode = "TWO_FACTOR"
	OnboardingCodeApproval      OnboardingCode = "APPROVAL"
)

var onboardingCodeValues = []OnboardingCode{
	OnboardingCodeAccount, OnboardingCodeTerms, OnboardingCodeLegalIdentity, OnboardingCodeProfile, OnboardingCodeProducts, OnboardingCodeTwoFactor, OnboardingCodeApproval,
}

// Values implements ent's EnumValues.
func (OnboardingCode) Values() []string { return values(onboardingCodeValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (o OnboardingCode) MarshalGQL(w io.Writer) { marshal(w, o) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (o *OnboardingCode) UnmarshalGQL(v any) error { return unmarshal(o, onboardingCodeValues, v) }

// DomainStatus is whether a domain serves the shop.
type DomainStatus string

// The values of DomainStatus.
const (
	DomainStatusPending  DomainStatus = "PENDING"
	DomainStatusVerified DomainStatus = "VERIFIED"
	DomainStatusFailed   DomainStatus = "FAILED"
)

var domainStatusValues = []DomainStatus{
	DomainStatusPending, DomainStatusVerified, DomainStatusFailed,
}

// Values implements ent's EnumValues.
func (DomainStatus) Values() []string { return values(domainStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (d DomainStatus) MarshalGQL(w io.Writer) { marshal(w, d) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (d *DomainStatus) UnmarshalGQL(v any) error { return unmarshal(d, domainStatusValues, v) }

// DomainProblem is why a domain could not be proved.
type DomainProblem string

// The values of DomainProblem.
const (
	DomainProblemNoRecord    DomainProblem = "NO_RECORD"
	DomainProblemWrongRecord DomainProblem = "WRONG_RECORD"
	DomainProblemNoAnswer    DomainProblem = "NO_ANSWER"
	DomainProblemInUse       DomainProblem = "IN_USE"
)

var domainProblemValues = []DomainProblem{
	DomainProblemNoRecord, DomainProblemWrongRecord, DomainProblemNoAnswer, DomainProblemInUse,
}

// Values implements ent's EnumValues.
func (DomainProblem) Values() []string { return values(domainProblemValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (d DomainProblem) MarshalGQL(w io.Writer) { marshal(w, d) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (d *DomainProblem) UnmarshalGQL(v any) error { return unmarshal(d, domainProblemValues, v) }
