package customer

import "orion/internal/kit/postal"

// RegisterInput is the graph's CustomerRegisterInput.
type RegisterInput struct {
	Email     string
	Password  string
	FirstName string
	LastName  string
}

// VerifyInput is the graph's CustomerVerifyInput.
type VerifyInput struct {
	Token string
}

// ResendInput is the graph's CustomerVerificationResendInput.
type ResendInput struct {
	Email string
}

// UpdateInput is the graph's CustomerUpdateInput. What is nil stays.
type UpdateInput struct {
	FirstName *string
	LastName  *string
	Phone     *string
	Language  *string
}

// AddressInput is the graph's CustomerAddressInput.
type AddressInput struct {
	Address          *postal.Input
	IsDefault        *bool
	IsDefaultBilling *bool
}

// Where is the graph's CustomerWhere.
type Where struct {
	Search  *string
	Blocked *bool
}
