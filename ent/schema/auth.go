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
		field.String("email").NotEmpty().MaxRuneLen(254).Annotations(Personal{}),
		field.String("name").Default("").MaxRuneLen(100).Annotations(Personal{}),
		field.String("password_hash").Optional().Nillable().Sensitive(),
		field.String("language").Default("en").MaxRuneLen(2),
		field.Time("disabled_at").Optional().Nillable(),
		field.Bytes("totp_secret").Optional().Nillable().Sensitive().Comment("sealed; of a second factor that may not be confirmed yet"),
		field.Time("totp_confirmed_at").Optional().Nillable().Comment("since when sign-in asks for a code"),
		field.Int64("totp_step").Default(0).Comment("the step of the last code that was taken: none is taken twice"),
		field.Time("last_sign_in_at").Optional().Nillable(),
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
		field.String("description").Default("").MaxRuneLen(200),
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

// Annotations of Session.
func (Session) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

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
		field.String("user_agent").Default("").MaxRuneLen(400).Annotations(Personal{}),
		field.String("address").Default("").MaxRuneLen(64).Annotations(Personal{}),
		field.Time("last_used_at"),
		field.UUID("impersonator_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("of the staff, who acts for the vendor; such a session has no user"),
		field.String("impersonation_reason").Optional().Nillable().MaxRuneLen(500).Immutable(),
		field.Time("ends_at").Optional().Nillable().Immutable().Comment("when it ends however often it is refreshed"),
	}
}

// Edges of Session.
func (Session) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique().Immutable(),
		edge.To("user", User.Type).Field("user_id").Unique().Immutable(),
		edge.To("impersonator", User.Type).Field("impersonator_id").Unique().Immutable(),
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

// OneTimeToken is the hash of a token that was sent to somebody, a user or a customer, for one purpose, once.
type OneTimeToken struct{ ent.Schema }

// Mixin of OneTimeToken.
func (OneTimeToken) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Fields of OneTimeToken.
func (OneTimeToken) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("user_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.UUID("customer_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.Enum("purpose").Values("SET_PASSWORD", "RESET_PASSWORD", "VERIFY_EMAIL", "CHANGE_EMAIL").Immutable(),
		field.Bytes("hash").Immutable().Sensitive(),
		field.String("email").Optional().Nillable().MaxRuneLen(254).Immutable().Annotations(Personal{}).Comment("the account's address when it was sent: good for that alone"),
		field.String("new_email").Optional().Nillable().MaxRuneLen(254).Immutable().Annotations(Personal{}).Comment("what CHANGE_EMAIL changes it to"),
		field.Time("expires_at"),
		field.Time("used_at").Optional().Nillable(),
	}
}

// Edges of OneTimeToken.
func (OneTimeToken) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("user", User.Type).Field("user_id").Unique().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("customer", Customer.Type).Field("customer_id").Unique().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of OneTimeToken.
func (OneTimeToken) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("hash").Unique().StorageKey("one_time_token_hash"),
		index.Fields("user_id"),
		index.Fields("customer_id"),
	}
}

// Policy of OneTimeToken.
func (OneTimeToken) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.PlatformOnly()}, Mutation: privacy.MutationPolicy{rule.PlatformOnly()}}
}

// RecoveryCode is the hash of a code that stands in, once, for a lost second factor.
type RecoveryCode struct{ ent.Schema }

// Mixin of RecoveryCode.
func (RecoveryCode) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Fields of RecoveryCode.
func (RecoveryCode) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("user_id", uuid.UUID{}).Immutable(),
		field.Bytes("hash").Immutable().Sensitive(),
		field.Time("used_at").Optional().Nillable(),
	}
}

// Edges of RecoveryCode.
func (RecoveryCode) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("user", User.Type).Field("user_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of RecoveryCode.
func (RecoveryCode) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("user_id", "hash").Unique().StorageKey("recovery_code_per_user"),
	}
}

// Policy of RecoveryCode.
func (RecoveryCode) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.PlatformOnly()}, Mutation: privacy.MutationPolicy{rule.PlatformOnly()}}
}
