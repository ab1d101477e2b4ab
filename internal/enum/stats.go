package enum

import "io"

// TodoCode is a kind of work that waits for a vendor.
type TodoCode string

// The values of TodoCode, the most pressing first.
const (
	TodoCodeOrdersToFulfill  TodoCode = "ORDERS_TO_FULFILL"
	TodoCodeOrdersUnpaid     TodoCode = "ORDERS_UNPAID"
	TodoCodeReturnsToAnswer  TodoCode = "RETURNS_TO_ANSWER"
	TodoCodeFailedImports    TodoCode = "FAILED_IMPORTS"
	TodoCodeLowStock         TodoCode = "LOW_STOCK"
	TodoCodeChangedAtSource  TodoCode = "CHANGED_AT_SOURCE"
	TodoCodeProductsSelected TodoCode = "PRODUCTS_SELECTED"
)

var todoCodeValues = []TodoCode{
	TodoCodeOrdersToFulfill, TodoCodeOrdersUnpaid, TodoCodeReturnsToAnswer, TodoCodeFailedImports, TodoCodeLowStock, TodoCodeChangedAtSource,
	TodoCodeProductsSelected,
}

// MarshalGQL implements gqlgen's Marshaler.
func (c TodoCode) MarshalGQL(w io.Writer) { marshal(w, c) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (c *TodoCode) UnmarshalGQL(v any) error { return unmarshal(c, todoCodeValues, v) }

// SetupCode is a step of setting up a shop.
type SetupCode string

// The values of SetupCode, in the order in which they are taken.
const (
	SetupCodeProfile  SetupCode = "PROFILE"
	SetupCodeImport   SetupCode = "IMPORT"
	SetupCodeProduct  SetupCode = "PRODUCT"
	SetupCodeDelivery SetupCode = "DELIVERY"
	SetupCodePayment  SetupCode = "PAYMENT"
	SetupCodeDomain   SetupCode = "DOMAIN"
)

var setupCodeValues = []SetupCode{
	SetupCodeProfile, SetupCodeImport, SetupCodeProduct, SetupCodeDelivery, SetupCodePayment, SetupCodeDomain,
}

// MarshalGQL implements gqlgen's Marshaler.
func (c SetupCode) MarshalGQL(w io.Writer) { marshal(w, c) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (c *SetupCode) UnmarshalGQL(v any) error { return unmarshal(c, setupCodeValues, v) }

// AttentionCode is a kind of thing that the staff have to look after.
type AttentionCode string

// The values of AttentionCode, the most pressing first.
const (
	AttentionCodeOpenAlerts     AttentionCode = "OPEN_ALERTS"
	AttentionCodePendingVendors AttentionCode = "PENDING_VENDORS"
	AttentionCodeStuckImports   AttentionCode = "STUCK_IMPORTS"
	AttentionCodeFailedImports  AttentionCode = "FAILED_IMPORTS"
	AttentionCodeFailedJobs     AttentionCode = "FAILED_JOBS"
)

var attentionCodeValues = []AttentionCode{
	AttentionCodeOpenAlerts, AttentionCodePendingVendors, AttentionCodeStuckImports, AttentionCodeFailedImports, AttentionCodeFailedJobs,
}

// MarshalGQL implements gqlgen's Marshaler.
func (c AttentionCode) MarshalGQL(w io.Writer) { marshal(w, c) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (c *AttentionCode) UnmarshalGQL(v any) error { return unmarshal(c, attentionCodeValues, v) }
