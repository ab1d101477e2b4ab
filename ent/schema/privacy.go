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

// PrivacyRequest is a customer's wish for a copy of their data, or for its end. The record of it outlives the data.
type PrivacyRequest struct{ ent.Schema }

// Mixin of PrivacyRequest.
func (PrivacyRequest) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of PrivacyRequest.
func (PrivacyRequest) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of PrivacyRequest.
func (PrivacyRequest) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("customer_id", uuid.UUID{}).Immutable().Comment("whose row may be gone"),
		field.Enum("kind").GoType(enum.PrivacyRequestKind("")).Immutable(),
		field.Enum("status").GoType(enum.PrivacyRequestStatus("")).Default(string(enum.PrivacyRequestStatusPending)),
		field.UUID("user_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("of the team, who did it for the customer"),
		field.Time("due_at").Immutable().Comment("when it is carried out"),
		field.String("blob_key").Optional().Nillable().MaxRuneLen(200),
		field.Int64("byte_size").Default(0).NonNegative(),
		field.Int("downloads").Default(0).NonNegative(),
		field.Time("expires_at").Optional().Nillable().Comment("when the file goes"),
		field.Time("done_at").Optional().Nillable(),
		field.String("failure").Optional().Nillable().MaxRuneLen(500),
	}
}

// Indexes of PrivacyRequest.
func (PrivacyRequest) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "customer_id"),
		index.Fields("vendor_id", "id"),
		index.Fields("status", "due_at"),
	}
}

// Policy of PrivacyRequest, beyond that of VendorScoped.
func (PrivacyRequest) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// Consent is what a customer has agreed to, or taken back, one row a decision.
type Consent struct{ ent.Schema }

// Mixin of Consent.
func (Consent) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of Consent.
func (Consent) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("customer_id", uuid.UUID{}).Immutable(),
		field.String("purpose").NotEmpty().MaxRuneLen(40).Immutable().Comment("such as marketing-mail"),
		field.Bool("granted").Immutable(),
		field.String("words").MaxRuneLen(500).Immutable().Comment("that were agreed to, in the language they were read in"),
	}
}

// Edges of Consent.
func (Consent) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("customer", Customer.Type).Field("customer_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of Consent.
func (Consent) Indexes() []ent.Index {
	return []ent.Index{index.Fields("vendor_id", "customer_id", "id")}
}

// Policy of Consent, beyond that of VendorScoped.
func (Consent) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.SystemWrites(), rule.OnlyCreate()}}
}
