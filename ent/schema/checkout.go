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
	"orion/internal/kit/postal"
)

// Cart is what a shopper means to buy. For guests the token, 128 random bits, is the key to it.
type Cart struct{ ent.Schema }

// Mixin of Cart.
func (Cart) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of Cart.
func (Cart) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Cart.
func (Cart) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("token", uuid.UUID{}).Immutable().Default(newToken).Annotations(Personal{}),
		field.UUID("customer_id", uuid.UUID{}).Optional().Nillable(),
		field.String("currency").MinLen(3).MaxRuneLen(3),
		field.String("email").Optional().Nillable().MaxRuneLen(254).Annotations(Personal{}),
		field.JSON("shipping_address", &postal.Address{}).Optional().Annotations(Personal{}),
		field.JSON("billing_address", &postal.Address{}).Optional().Annotations(Personal{}).Comment("where it is another"),
		field.Strings("discount_codes").Optional().Comment("in capitals, as entered"),
		field.String("note").Optional().Nillable().MaxRuneLen(1000).Annotations(Personal{}),
		field.String("delivery_handle").Optional().Nillable().MaxRuneLen(40),
		field.Int("version").Default(1),
		field.Time("claimed_at").Optional().Nillable(),
		field.String("claim_key").Optional().Nillable().MaxRuneLen(255).Annotations(Personal{}),
		field.Time("completed_at").Optional().Nillable(),
		field.Time("expires_at"),
	}
}

// Edges of Cart.
func (Cart) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("customer", Customer.Type).Field("customer_id").Unique(),
	}
}

// Indexes of Cart.
func (Cart) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "token").Unique().StorageKey("cart_token"),
		index.Fields("vendor_id", "customer_id"),
		index.Fields("vendor_id", "expires_at"),
	}
}

// Policy of Cart, beyond that of VendorScoped.
func (Cart) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.OwnCustomer(), rule.NotForTeams()}}
}

// CartLine is a variant in a cart.
type CartLine struct{ ent.Schema }

// Mixin of CartLine.
func (CartLine) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of CartLine.
func (CartLine) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of CartLine.
func (CartLine) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("cart_id", uuid.UUID{}).Immutable(),
		field.UUID("variant_id", uuid.UUID{}).Immutable(),
		field.Int("quantity").Positive(),
		field.String("currency").MinLen(3).MaxRuneLen(3),
		field.Int64("unit_price_minor").NonNegative().Comment("as the buyer last saw it"),
	}
}

// Edges of CartLine.
func (CartLine) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("cart", Cart.Type).Field("cart_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("variant", ProductVariant.Type).Field("variant_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of CartLine.
func (CartLine) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "cart_id", "variant_id").Unique().StorageKey("cart_line_variant"),
		index.Fields("vendor_id", "variant_id"),
	}
}

// Policy of CartLine, beyond that of VendorScoped.
func (CartLine) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.OwnCustomer(), rule.NotForTeams()}}
}
