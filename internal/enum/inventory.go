package enum

import "io"

// InventoryMovementKind is what a stock movement was.
type InventoryMovementKind string

// The values of InventoryMovementKind.
const (
	// InventoryMovementKindReceipt is the first stock of a published product.
	InventoryMovementKindReceipt InventoryMovementKind = "RECEIPT"
	// InventoryMovementKindReserve holds stock for an order.
	InventoryMovementKindReserve InventoryMovementKind = "RESERVE"
	// InventoryMovementKindRelease gives held stock back.
	InventoryMovementKindRelease InventoryMovementKind = "RELEASE"
	// InventoryMovementKindAdjust is a count or correction by hand.
	InventoryMovementKindAdjust InventoryMovementKind = "ADJUST"
	// InventoryMovementKindShip sends what an order held.
	InventoryMovementKindShip InventoryMovementKind = "SHIP"
	// InventoryMovementKindUnship puts back, for the order, what was not sent after all.
	InventoryMovementKindUnship InventoryMovementKind = "UNSHIP"
	// InventoryMovementKindReturn puts back on the shelf what a buyer returned.
	InventoryMovementKindReturn InventoryMovementKind = "RETURN"
)

var inventoryMovementKindValues = []InventoryMovementKind{
	InventoryMovementKindReceipt,
	InventoryMovementKindReserve,
	InventoryMovementKindRelease,
	InventoryMovementKindAdjust,
	InventoryMovementKindShip,
	InventoryMovementKindUnship,
	InventoryMovementKindReturn,
}

// Values implements ent's EnumValues.
func (InventoryMovementKind) Values() []string { return values(inventoryMovementKindValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (i InventoryMovementKind) MarshalGQL(w io.Writer) { marshal(w, i) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (i *InventoryMovementKind) UnmarshalGQL(v any) error {
	return unmarshal(i, inventoryMovementKindValues, v)
}
