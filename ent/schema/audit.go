package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"orion/ent/gen/ent/privacy"
	"orion/ent/rule"
)

// AuditEntry is a line of the record of who did what. It is never changed or removed; the application's role cannot.
type AuditEntry struct{ ent.Schema }

// Mixin of AuditEntry.
func (AuditEntry) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of AuditEntry.
func (AuditEntry) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of AuditEntry.
func (AuditEntry) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("vendor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.String("action").NotEmpty().MaxRuneLen(60).Immutable(),
		field.String("audience").MaxRuneLen(10).Immutable(),
		field.UUID("actor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.UUID("customer_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.String("target_type").NotEmpty().MaxRuneLen(40).Immutable(),
		field.String("target").NotEmpty().MaxRuneLen(200).Immutable(),
		field.String("reason").Optional().Nillable().MaxRuneLen(500).Immutable(),
		field.JSON("data", map[string]string{}).Optional().Immutable(),
		field.String("request_id").Optional().Nillable().MaxRuneLen(64).Immutable(),
		field.String("address").Optional().Nillable().MaxRuneLen(64).Immutable(),
	}
}

// Edges of AuditEntry.
func (AuditEntry) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique().Immutable(),
	}
}

// Indexes of AuditEntry.
func (AuditEntry) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "id"),
	}
}

// Hooks of AuditEntry.
func (AuditEntry) Hooks() []ent.Hook { return []ent.Hook{rule.StampOptional} }

// Policy of AuditEntry.
func (AuditEntry) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.SameVendor(), rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SameVendor(), rule.OnlyCreate()}}
}
