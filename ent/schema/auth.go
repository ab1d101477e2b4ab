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
)

// User is a person who works in vendors' teams or on the platform's staff. What they may do is in their memberships.
type User struct{ ent.Schema }

// Mixin of User.
func (User) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of User.
func (User) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of User.
func (User) Fields() []ent.Field {
	return []ent.Field{
		field.String("email").NotEmpty().MaxRuneLen(254),
		field.String("name").Default("").MaxRuneLen(100),
		field.String("password_hash").Optional().Nillable().Sensitive(),
		field.String("language").Default("en").MaxRuneLen(2),
		field.Time("disabled_at").Optional().Nillable(),
	}
}

// Indexes of User.
func (User) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("email").Unique().StorageKey("user_email"),
	}
}

// Policy of User.
func (User) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.Colleagues()}, Mutation: privacy.MutationPolicy{rule.PlatformOnly()}}
}

// Role is what a member may do. A role without a vendor is the platform's.
type Role struct{ ent.Schema }

// Mixin of Role.
func (Role) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Role.
func (Role) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Role.
func (Role) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("vendor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.String("name").NotEmpty().MaxRuneLen(60),
		field.Strings("permissions").Default([]string{}),
		field.String("template").Optional().Nillable().MaxRuneLen(30),
	}
}

// Edges of Role.
func (Role) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique().Immutable(),
	}
}

// Indexes of Role.
func (Role) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "name").Unique().StorageKey("role_name_per_vendor"),
	}
}

// Hooks of Role.
func (Role) Hooks() []ent.Hook { return []ent.Hook{rule.StampOptional} }

// Policy of Role.
func (Role) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.SameVendor(), rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SameVendor(), rule.SystemWrites()}}
}

// Membership binds a user to a vendor with a role; without a vendor, to the platform's staff.
type Membership struct{ ent.Schema }

// Mixin of Membership.
func (Membership) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Membership.
func (Membership) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Membership.
func (Membership) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("vendor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.UUID("user_id", uuid.UUID{}).Immutable(),
		field.UUID("role_id", uuid.UUID{}),
	}
}

// Edges of Membership.
func (Membership) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique().Immutable(),
		edge.To("user", User.Type).Field("user_id").Unique().Required().Immutable(),
		edge.To("role", Role.Type).Field("role_id").Unique().Required(),
	}
}

// Indexes of Membership.
func (Membership) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "user_id").Unique().StorageKey("membership_per_vendor"),
		index.Fields("user_id"),
	}
}

// Hooks of Membership.
func (Membership) Hooks() []ent.Hook { return []ent.Hook{rule.StampOptional} }

// Policy of Membership.
func (Membership) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.SameVendor(), rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SameVendor(), rule.SystemWrites()}}
}

// Session is one sign-in. Its refresh token is kept as a hash, and so is the one before it: if that comes again, the session ends.
type Session struct{ ent.Schema }

// Mixin of Session.
func (Session) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Fields of Session.
func (Session) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("vendor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.Enum("audience").Values("CUSTOMER", "VENDOR", "ADMIN").Immutable(),
		field.UUID("user_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.UUID("customer_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.Bytes("refresh_hash").Sensitive(),
		field.Bytes("previous_hash").Optional().Nillable().Sensitive(),
		field.Time("rotated_at").Optional().Nillable(),
		field.Time("expires_at"),
		field.Time("revoked_at").Optional().Nillable(),
		field.String("revoked_reason").Optional().Nillable().MaxRuneLen(60),
		field.String("user_agent").Default("").MaxRuneLen(400),
		field.String("address").Default("").MaxRuneLen(64),
		field.Time("last_used_at"),
	}
}

// Edges of Session.
func (Session) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique().Immutable(),
		edge.To("user", User.Type).Field("user_id").Unique().Immutable(),
	}
}

// Indexes of Session.
func (Session) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("refresh_hash").Unique().StorageKey("session_refresh"),
		index.Fields("previous_hash").StorageKey("session_previous"),
		index.Fields("vendor_id", "id"),
		index.Fields("user_id"),
		index.Fields("customer_id"),
	}
}

// Hooks of Session.
func (Session) Hooks() []ent.Hook { return []ent.Hook{rule.StampOptional} }

// Policy of Session.
func (Session) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.PlatformOnly()}, Mutation: privacy.MutationPolicy{rule.PlatformOnly()}}
}

// OneTimeToken is the hash of a token that was sent to somebody for one purpose, once.
type OneTimeToken struct{ ent.Schema }

// Mixin of OneTimeToken.
func (OneTimeToken) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Fields of OneTimeToken.
func (OneTimeToken) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("user_id", uuid.UUID{}).Immutable(),
		field.Enum("purpose").Values("SET_PASSWORD").Immutable(),
		field.Bytes("hash").Immutable().Sensitive(),
		field.Time("expires_at"),
		field.Time("used_at").Optional().Nillable(),
	}
}

// Edges of OneTimeToken.
func (OneTimeToken) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("user", User.Type).Field("user_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of OneTimeToken.
func (OneTimeToken) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("hash").Unique().StorageKey("one_time_token_hash"),
	}
}

// Policy of OneTimeToken.
func (OneTimeToken) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.PlatformOnly()}, Mutation: privacy.MutationPolicy{rule.PlatformOnly()}}
}
