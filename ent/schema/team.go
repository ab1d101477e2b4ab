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

// Invitation asks somebody into a vendor's team, or without a vendor to the platform's staff. Its token is kept as a hash.
type Invitation struct{ ent.Schema }

// Mixin of Invitation.
func (Invitation) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Invitation.
func (Invitation) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Invitation.
func (Invitation) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("vendor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.String("email").NotEmpty().MaxRuneLen(254).Immutable().Annotations(Personal{}),
		field.UUID("role_id", uuid.UUID{}),
		field.UUID("invited_by_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.Bytes("hash").Sensitive(),
		field.Time("expires_at"),
		field.Time("accepted_at").Optional().Nillable(),
		field.Time("revoked_at").Optional().Nillable(),
	}
}

// Edges of Invitation.
func (Invitation) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique().Immutable(),
		edge.To("role", Role.Type).Field("role_id").Unique().Required(),
	}
}

// Indexes of Invitation.
func (Invitation) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("hash").Unique().StorageKey("invitation_hash"),
		index.Fields("vendor_id", "id"),
	}
}

// Hooks of Invitation.
func (Invitation) Hooks() []ent.Hook { return []ent.Hook{rule.StampOptional} }

// Policy of Invitation.
func (Invitation) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.SameVendor(), rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SameVendor(), rule.SystemWrites()}}
}

// ApiKey lets a program act for a vendor with some of its permissions. The key is kept as a hash.
type ApiKey struct{ ent.Schema } // ent and the graph call it so

// Mixin of ApiKey.
func (ApiKey) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of ApiKey.
func (ApiKey) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of ApiKey.
func (ApiKey) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty().MaxRuneLen(60),
		field.String("prefix").NotEmpty().MaxRuneLen(40).Immutable().Comment("the beginning of the key, which may be shown"),
		field.Bytes("hash").Immutable().Sensitive(),
		field.Strings("permissions").Default([]string{}),
		field.UUID("created_by_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.UUID("replaces_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("the key that it was made to follow"),
		field.Time("expires_at").Optional().Nillable(),
		field.Time("revoked_at").Optional().Nillable(),
		field.Time("last_used_at").Optional().Nillable(),
	}
}

// Indexes of ApiKey.
func (ApiKey) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("hash").Unique().StorageKey("api_key_hash"),
		index.Fields("vendor_id", "id"),
	}
}

// Policy of ApiKey, beyond that of VendorScoped.
func (ApiKey) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}
