package vendor

import "orion/internal/enum"

// Where is the graph's VendorWhere.
type Where struct {
	Search *string
	Status []enum.VendorStatus
}

// CreateInput is the graph's VendorCreateInput.
type CreateInput struct {
	Name         string
	Slug         string
	OwnerEmail   string
	CurrencyCode *string
	Language     *string
}
