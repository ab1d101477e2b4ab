package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"orion/ent/gen/ent/privacy"
	"orion/ent/rule"
	"orion/internal/enum"
)

// InventoryLevel is the stock of a variant: the sum of its movements, kept under a row lock.
type InventoryLevel struct{ ent.Schema }

// Mixin of InventoryLevel.
func (InventoryLevel) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of InventoryLevel.
func (InventoryLevel) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}, entsql.Checks(map[string]string{
		"level_not_oversold": "reserved >= 0 AND on_hand >= reserved AND on_hand <= 2147483647",
	})}
}

// Fields of InventoryLevel.
func (InventoryLevel) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("variant_id", uuid.UUID{}).Immutable(),
		field.Int64("on_hand").Default(0),
		field.Int64("reserved").Default(0),
		field.Int64("low_stock_at").Optional().Nillable().NonNegative().Comment("what is available counts as low from here down; null never"),
	}
}

// Edges of InventoryLevel.
func (InventoryLevel) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("variant", ProductVariant.Type).Field("variant_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of InventoryLevel.
func (InventoryLevel) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "variant_id").Unique().StorageKey("level_per_variant"),
	}
}

// Policy of InventoryLevel, beyond that of VendorScoped.
func (InventoryLevel) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionInventoryWrite)}}
}

// InventoryMovement is a line of the stock ledger. It is never changed.
type InventoryMovement struct{ ent.Schema }

// Mixin of InventoryMovement.
func (InventoryMovement) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of InventoryMovement.
func (InventoryMovement) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of InventoryMovement.
func (InventoryMovement) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("variant_id", uuid.UUID{}).Immutable(),
		field.Enum("kind").GoType(enum.InventoryMovementKind("")).Immutable(),
		field.Int64("on_hand_delta").Default(0).Immutable(),
		field.Int64("reserved_delta").Default(0).Immutable(),
		field.String("reason").Optional().Nillable().MaxRuneLen(200).Immutable(),
		field.UUID("order_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.UUID("actor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.String("idempotency_key").Optional().Nillable().MaxRuneLen(255).Immutable(),
		field.Bytes("request_hash").Optional().Nillable().Immutable(),
	}
}

// Edges of InventoryMovement.
func (InventoryMovement) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("variant", ProductVariant.Type).Field("variant_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of InventoryMovement.
func (InventoryMovement) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "variant_id", "id"),
		index.Fields("vendor_id", "order_id"),
		index.Fields("vendor_id", "idempotency_key").Unique().StorageKey("movement_idempotency"),
	}
}

// Policy of InventoryMovement, beyond that of VendorScoped.
func (InventoryMovement) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionInventoryWrite), rule.OnlyCreate()}}
}
