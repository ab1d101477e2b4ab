package enum

import "io"

// DeliveryKind is how goods come to the buyer.
type DeliveryKind string

// The values of DeliveryKind.
const (
	DeliveryKindShipping DeliveryKind = "SHIPPING"
	DeliveryKindPickup   DeliveryKind = "PICKUP"
)

var deliveryKindValues = []DeliveryKind{
	DeliveryKindShipping,
	DeliveryKindPickup,
}

// Values implements ent's EnumValues.
func (DeliveryKind) Values() []string { return values(deliveryKindValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (d DeliveryKind) MarshalGQL(w io.Writer) { marshal(w, d) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (d *DeliveryKind) UnmarshalGQL(v any) error { return unmarshal(d, deliveryKindValues, v) }

// DeliveryBasis is what the price of a delivery goes by.
type DeliveryBasis string

// The values of DeliveryBasis.
const (
	DeliveryBasisFlat DeliveryBasis = "FLAT"
	// DeliveryBasisWeight goes by grams.
	DeliveryBasisWeight DeliveryBasis = "WEIGHT"
	// DeliveryBasisTotal goes by what the goods cost after discounts, in minor units.
	DeliveryBasisTotal DeliveryBasis = "TOTAL"
	// DeliveryBasisQuantity goes by the number of articles.
	DeliveryBasisQuantity DeliveryBasis = "QUANTITY"
)

var deliveryBasisValues = []DeliveryBasis{
	DeliveryBasisFlat,
	DeliveryBasisWeight,
	DeliveryBasisTotal,
	DeliveryBasisQuantity,
}

// Values implements ent's EnumValues.
func (DeliveryBasis) Values() []string { return values(deliveryBasisValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (d DeliveryBasis) MarshalGQL(w io.Writer) { marshal(w, d) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (d *DeliveryBasis) UnmarshalGQL(v any) error { return unmarshal(d, deliveryBasisValues, v) }

// TaxSource is where a rate of tax comes from.
type TaxSource string

// The values of TaxSource.
const (
	// TaxSourceOwn is a rate of the vendor's own.
	TaxSourceOwn TaxSource = "OWN"
	// TaxSourceUnion is what the tables of the European Union's member states say.
	TaxSourceUnion TaxSource = "UNION"
	// TaxSourceNone is for what is not taxed.
	TaxSourceNone TaxSource = "NONE"
)

var taxSourceValues = []TaxSource{
	TaxSourceOwn,
	TaxSourceUnion,
	TaxSourceNone,
}

// Values implements ent's EnumValues.
func (TaxSource) Values() []string { return values(taxSourceValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (t TaxSource) MarshalGQL(w io.Writer) { marshal(w, t) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (t *TaxSource) UnmarshalGQL(v any) error { return unmarshal(t, taxSourceValues, v) }
