package enum

import "io"

// PrivacyRequestKind is what a customer asks for of their own data.
type PrivacyRequestKind string

// The values of PrivacyRequestKind.
const (
	// PrivacyRequestKindExport is a copy of it.
	PrivacyRequestKindExport PrivacyRequestKind = "EXPORT"
	// PrivacyRequestKindErasure is its end; orders stay, without a name.
	PrivacyRequestKindErasure PrivacyRequestKind = "ERASURE"
)

var privacyRequestKindValues = []PrivacyRequestKind{
	PrivacyRequestKindExport,
	PrivacyRequestKindErasure,
}

// Values implements ent's EnumValues.
func (PrivacyRequestKind) Values() []string { return values(privacyRequestKindValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (p PrivacyRequestKind) MarshalGQL(w io.Writer) { marshal(w, p) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (p *PrivacyRequestKind) UnmarshalGQL(v any) error {
	return unmarshal(p, privacyRequestKindValues, v)
}

// PrivacyRequestStatus is how far a request has come.
type PrivacyRequestStatus string

// The values of PrivacyRequestStatus.
const (
	// PrivacyRequestStatusPending waits: for the job, or for the end of the time in which an erasure can be taken back.
	PrivacyRequestStatusPending PrivacyRequestStatus = "PENDING"
	PrivacyRequestStatusDone    PrivacyRequestStatus = "DONE"
	// PrivacyRequestStatusCancelled was taken back.
	PrivacyRequestStatusCancelled PrivacyRequestStatus = "CANCELLED"
	// PrivacyRequestStatusExpired has no file any more.
	PrivacyRequestStatusExpired PrivacyRequestStatus = "EXPIRED"
)

var privacyRequestStatusValues = []PrivacyRequestStatus{
	PrivacyRequestStatusPending,
	PrivacyRequestStatusDone,
	PrivacyRequestStatusCancelled,
	PrivacyRequestStatusExpired,
}

// Values implements ent's EnumValues.
func (PrivacyRequestStatus) Values() []string { return values(privacyRequestStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s PrivacyRequestStatus) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *PrivacyRequestStatus) UnmarshalGQL(v any) error {
	return unmarshal(s, privacyRequestStatusValues, v)
}

// PolicyKind is what a text of a shop's law is about.
type PolicyKind string

// The values of PolicyKind.
const (
	PolicyKindTerms         PolicyKind = "TERMS"
	PolicyKindPrivacy       PolicyKind = "PRIVACY"
	PolicyKindWithdrawal    PolicyKind = "WITHDRAWAL"
	PolicyKindDelivery      PolicyKind = "DELIVERY"
	PolicyKindAccessibility PolicyKind = "ACCESSIBILITY"
)

var policyKindValues = []PolicyKind{
	PolicyKindTerms,
	PolicyKindPrivacy,
	PolicyKindWithdrawal,
	PolicyKindDelivery,
	PolicyKindAccessibility,
}

// Values implements ent's EnumValues.
func (PolicyKind) Values() []string { return values(policyKindValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (p PolicyKind) MarshalGQL(w io.Writer) { marshal(w, p) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (p *PolicyKind) UnmarshalGQL(v any) error { return unmarshal(p, policyKindValues, v) }
