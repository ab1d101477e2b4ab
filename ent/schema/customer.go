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

// Customer has an account in one shop. The same address in two shops is two customers.
type Customer struct{ ent.Schema }

// Mixin of Customer.
func (Customer) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of Customer.
func (Customer) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Customer.
func (Customer) Fields() []ent.Field {
	return []ent.Field{
		field.String("email").NotEmpty().MaxRuneLen(254).Annotations(Personal{}),
		field.String("password_hash").Optional().Nillable().Sensitive(),
		field.String("first_name").Optional().Nillable().MaxRuneLen(100).Annotations(Personal{}),
		field.String("last_name").Optional().Nillable().MaxRuneLen(100).Annotations(Personal{}),
		field.String("language").Default("en").MaxRuneLen(2),
		field.Time("verified_at").Optional().Nillable(),
		field.Time("disabled_at").Optional().Nillable(),
		field.String("disabled_reason").Optional().Nillable().MaxRuneLen(500),
		field.String("phone").Optional().Nillable().MaxRuneLen(40).Annotations(Personal{}),
		field.Time("last_sign_in_at").Optional().Nillable(),
		field.Time("erased_at").Optional().Nillable().Comment("what was personal is gone"),
	}
}

// Indexes of Customer.
func (Customer) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "email").Unique().StorageKey("customer_email_per_vendor"),
	}
}

// Policy of Customer, beyond that of VendorScoped.
func (Customer) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// CustomerAddress is an address that a customer keeps.
type CustomerAddress struct{ ent.Schema }

// Mixin of CustomerAddress.
func (CustomerAddress) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of CustomerAddress.
func (CustomerAddress) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of CustomerAddress.
func (CustomerAddress) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("customer_id", uuid.UUID{}).Immutable(),
		field.JSON("address", postal.Address{}).Annotations(Personal{}),
		field.Bool("is_default").Default(false),
		field.Bool("is_default_billing").Default(false),
	}
}

// Edges of CustomerAddress.
func (CustomerAddress) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("customer", Customer.Type).Field("customer_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of CustomerAddress.
func (CustomerAddress) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "customer_id"),
	}
}

// Policy of CustomerAddress, beyond that of VendorScoped.
func (CustomerAddress) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.OwnCustomer(), rule.NotForTeams()}}
}
