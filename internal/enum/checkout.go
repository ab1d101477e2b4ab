package enum

import "io"

// WarningCode is what the server changed in a cart by itself.
type WarningCode string

// The values of WarningCode.
const (
	WarningCodeQuantityReduced WarningCode = "QUANTITY_REDUCED"
	WarningCodePriceChanged    WarningCode = "PRICE_CHANGED"
	WarningCodeLineRemoved     WarningCode = "LINE_REMOVED"
	WarningCodeCodeRemoved     WarningCode = "CODE_REMOVED"
)

var warningCodeValues = []WarningCode{
	WarningCodeQuantityReduced,
	WarningCodePriceChanged,
	WarningCodeLineRemoved,
	WarningCodeCodeRemoved,
}

// Values implements ent's EnumValues.
func (WarningCode) Values() []string { return values(warningCodeValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (c WarningCode) MarshalGQL(w io.Writer) { marshal(w, c) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (c *WarningCode) UnmarshalGQL(v any) error { return unmarshal(c, warningCodeValues, v) }

// CheckoutRequirementCode is what is missing before an order can be placed.
type CheckoutRequirementCode string

// The values of CheckoutRequirementCode.
const (
	CheckoutRequirementCodeLines           CheckoutRequirementCode = "LINES"
	CheckoutRequirementCodeEmail           CheckoutRequirementCode = "EMAIL"
	CheckoutRequirementCodeShippingAddress CheckoutRequirementCode = "SHIPPING_ADDRESS"
	CheckoutRequirementCodeDeliveryOption  CheckoutRequirementCode = "DELIVERY_OPTION"
	CheckoutRequirementCodeStock           CheckoutRequirementCode = "STOCK"
	CheckoutRequirementCodeShopOpen        CheckoutRequirementCode = "SHOP_OPEN"
)

var checkoutRequirementCodeValues = []CheckoutRequirementCode{
	CheckoutRequirementCodeLines,
	CheckoutRequirementCodeEmail,
	CheckoutRequirementCodeShippingAddress,
	CheckoutRequirementCodeDeliveryOption,
	CheckoutRequirementCodeStock,
	CheckoutRequirementCodeShopOpen,
}

// Values implements ent's EnumValues.
func (CheckoutRequirementCode) Values() []string { return values(checkoutRequirementCodeValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (c CheckoutRequirementCode) MarshalGQL(w io.Writer) { marshal(w, c) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (c *CheckoutRequirementCode) UnmarshalGQL(v any) error {
	return unmarshal(c, checkoutRequirementCodeValues, v)
}
