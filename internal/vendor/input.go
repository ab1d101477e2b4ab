package vendor

import (
	"time"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/postal"
	"orion/internal/kit/publicid"
)

// Where is the graph's VendorWhere.
type Where struct {
	Search    *string
	Status    []enum.VendorStatus
	CreatedAt *filter.DateTime
}

// UserWhere is the graph's input of the same name.
type UserWhere struct {
	Search           *string
	State            []enum.UserState
	TwoFactorEnabled *bool
	VendorID         *publicid.ID
	Staff            *bool
}

// InvitationWhere is the graph's input of the same name.
type InvitationWhere struct {
	Status []enum.InvitationStatus
}

// CreateInput is the graph's VendorCreateInput.
type CreateInput struct {
	Name         string
	Slug         string
	OwnerEmail   string
	CurrencyCode *string
	Language     *string
}

// ApplyInput is the graph's VendorApplyInput.
type ApplyInput struct {
	Name         string
	Slug         string
	Email        string
	CountryCode  *string
	CurrencyCode *string
	Language     *string
	AcceptTerms  bool
}

// BulkInput is the graph's VendorsBulkInput.
type BulkInput struct {
	Action enum.VendorAction
	Ids    []publicid.ID
	Reason string
	DryRun bool
}

// Result is the graph's VendorResult. Err is nil where all went well.
type Result struct {
	ID     publicid.ID
	Vendor *ent.Vendor
	Err    *errs.Error
}

// UsersBulkInput is the graph's input of the same name.
type UsersBulkInput struct {
	Action enum.UserAction
	Ids    []publicid.ID
	Reason string
	DryRun bool
}

// UserResult is the graph's type of the same name. Err is nil where all went well.
type UserResult struct {
	ID   publicid.ID
	User *ent.User
	Err  *errs.Error
}

// UpdateInput is the graph's VendorUpdateInput. What is nil stays.
type UpdateInput struct {
	Name               *string
	Taglines           []*LocalizedText
	Languages          []string
	CurrencyCode       *string
	TimeZone           *string
	CountryCode        *string
	LegalName          *string
	RegistrationNumber *string
	VatNumber          *string
	LegalAddress       *postal.Input
	ContactEmail       *string
	ContactPhone       *string
	Imprint            *string
	RequireTwoFactor   *bool
	AcceptTerms        *bool
}

// LocalizedText is the graph's type and, as LocalizedTextInput, its input.
type LocalizedText struct {
	Language string
	Text     string
}

// InviteInput is the graph's MemberInviteInput.
type InviteInput struct {
	Email  string
	RoleID publicid.ID
}

// AcceptInput is the graph's InvitationAcceptInput.
type AcceptInput struct {
	Token    string
	Password string
	Name     *string
}

// RoleInput is the graph's input of the same name.
type RoleInput struct {
	Name        string
	Description *string
	Permissions []enum.Permission
}

// OnboardingStep is the graph's type of the same name.
type OnboardingStep struct {
	Code     enum.OnboardingCode
	Done     bool
	Required bool
}

// PermissionInfo is the graph's type of the same name. Description is English and the
// key of its translation.
type PermissionInfo struct {
	Permission  enum.Permission
	Group       string
	Description string
}

// InvitationOffer is the graph's type of the same name.
type InvitationOffer struct {
	Email string
	// Vendor is nil for the platform's staff.
	Vendor     *ent.Vendor
	RoleName   string
	HasAccount bool
	ExpiresAt  time.Time
}
