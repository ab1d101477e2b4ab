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

// WebhookEndpoint is where an integrator wants to be told of events.
type WebhookEndpoint struct{ ent.Schema }

// Mixin of WebhookEndpoint.
func (WebhookEndpoint) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of WebhookEndpoint.
func (WebhookEndpoint) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of WebhookEndpoint.
func (WebhookEndpoint) Fields() []ent.Field {
	return []ent.Field{
		field.String("url").NotEmpty().MaxRuneLen(2000),
		field.String("description").Default("").MaxRuneLen(200),
		field.Strings("events").Comment("the kinds that it is told of"),
		field.Bytes("secret_sealed").Sensitive(),
		field.Bytes("previous_sealed").Optional().Sensitive().Comment("signs beside the new one until it expires"),
		field.Time("previous_expires_at").Optional().Nillable(),
		field.Bool("enabled").Default(true),
		field.Int("failures").Default(0).NonNegative().Comment("in a row"),
		field.Time("disabled_at").Optional().Nillable().Comment("by the program, after too many"),
		field.Int("version").Default(1).Positive(),
	}
}

// Indexes of WebhookEndpoint.
func (WebhookEndpoint) Indexes() []ent.Index {
	return []ent.Index{index.Fields("vendor_id", "id")}
}

// Policy of WebhookEndpoint, beyond that of VendorScoped.
func (WebhookEndpoint) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionKeyWrite)}}
}

// WebhookDelivery is a message to an integrator and what became of it.
type WebhookDelivery struct{ ent.Schema }

// Mixin of WebhookDelivery.
func (WebhookDelivery) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of WebhookDelivery.
func (WebhookDelivery) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of WebhookDelivery.
func (WebhookDelivery) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("endpoint_id", uuid.UUID{}).Immutable(),
		field.String("event").NotEmpty().MaxRuneLen(60).Immutable(),
		field.UUID("event_id", uuid.UUID{}).Immutable().Comment("the same for all endpoints and for a replay"),
		field.Bytes("payload").Sensitive().Immutable(),
		field.Enum("status").GoType(enum.WebhookDeliveryStatus("")).Default(string(enum.WebhookDeliveryStatusPending)),
		field.Int("attempts").Default(0).NonNegative(),
		field.Int("response_status").Optional().Nillable(),
		field.String("response").Optional().Nillable().MaxRuneLen(1000).Comment("the beginning of the answer"),
		field.String("failure").Optional().Nillable().MaxRuneLen(500),
		field.Int("duration_ms").Optional().Nillable(),
		field.Time("next_attempt_at").Optional().Nillable(),
		field.Time("delivered_at").Optional().Nillable(),
	}
}

// Edges of WebhookDelivery.
func (WebhookDelivery) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("endpoint", WebhookEndpoint.Type).Field("endpoint_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of WebhookDelivery.
func (WebhookDelivery) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "endpoint_id", "id"),
		index.Fields("vendor_id", "id"),
		index.Fields("created_at"),
	}
}

// Policy of WebhookDelivery, beyond that of VendorScoped.
func (WebhookDelivery) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}
