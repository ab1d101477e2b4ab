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

// OrderEvent is something that happened to an order. It is never changed.
type OrderEvent struct{ ent.Schema }

// Mixin of OrderEvent.
func (OrderEvent) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of OrderEvent.
func (OrderEvent) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of OrderEvent.
func (OrderEvent) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("order_id", uuid.UUID{}).Immutable(),
		field.Enum("kind").GoType(enum.OrderEventKind("")).Immutable(),
		field.Bool("public").Default(false).Immutable().Comment("whether the buyer sees it"),
		field.UUID("user_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("of the team; none for the buyer and the program"),
		field.String("message").Optional().Nillable().MaxRuneLen(2000).Immutable().Annotations(Personal{}),
		field.JSON("data", map[string]string{}).Optional().Immutable(),
	}
}

// Edges of OrderEvent.
func (OrderEvent) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("order", Order.Type).Field("order_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of OrderEvent.
func (OrderEvent) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "order_id", "created_at"),
	}
}

// Policy of OrderEvent, beyond that of VendorScoped.
func (OrderEvent) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.SystemWrites(), rule.OnlyCreate()}}
}

// Fulfillment is a part of an order that was sent, or picked up.
type Fulfillment struct{ ent.Schema }

// Mixin of Fulfillment.
func (Fulfillment) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of Fulfillment.
func (Fulfillment) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Fulfillment.
func (Fulfillment) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("order_id", uuid.UUID{}).Immutable(),
		field.String("carrier").Optional().Nillable().MaxRuneLen(60),
		field.String("tracking_number").Optional().Nillable().MaxRuneLen(100),
		field.String("tracking_url").Optional().Nillable().MaxRuneLen(500),
		field.Time("delivered_at").Optional().Nillable(),
		field.Time("cancelled_at").Optional().Nillable(),
		field.String("idempotency_key").MaxRuneLen(255).Immutable().Annotations(Personal{}),
		field.Bytes("request_hash").Immutable(),
	}
}

// Edges of Fulfillment.
func (Fulfillment) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("order", Order.Type).Field("order_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of Fulfillment.
func (Fulfillment) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "order_id", "id"),
		index.Fields("vendor_id", "idempotency_key").Unique().StorageKey("fulfillment_idempotency"),
	}
}

// Policy of Fulfillment, beyond that of VendorScoped.
func (Fulfillment) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionOrderWrite)}}
}

// FulfillmentLine is so much of a line of an order in a fulfilment.
type FulfillmentLine struct{ ent.Schema }

// Mixin of FulfillmentLine.
func (FulfillmentLine) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of FulfillmentLine.
func (FulfillmentLine) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of FulfillmentLine.
func (FulfillmentLine) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("fulfillment_id", uuid.UUID{}).Immutable(),
		field.UUID("order_line_id", uuid.UUID{}).Immutable(),
		field.Int("quantity").Positive().Immutable(),
	}
}

// Edges of FulfillmentLine.
func (FulfillmentLine) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("fulfillment", Fulfillment.Type).Field("fulfillment_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("order_line", OrderLine.Type).Field("order_line_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of FulfillmentLine.
func (FulfillmentLine) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "fulfillment_id", "order_line_id").Unique().StorageKey("fulfillment_line_once"),
		index.Fields("vendor_id", "order_line_id"),
	}
}

// Policy of FulfillmentLine, beyond that of VendorScoped.
func (FulfillmentLine) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// OrderReturn is goods that a buyer sends back, or wants to.
type OrderReturn struct{ ent.Schema }

// Mixin of OrderReturn.
func (OrderReturn) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of OrderReturn.
func (OrderReturn) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of OrderReturn.
func (OrderReturn) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("order_id", uuid.UUID{}).Immutable(),
		field.Enum("status").GoType(enum.ReturnStatus("")).Default(string(enum.ReturnStatusRequested)),
		field.Enum("reason").GoType(enum.ReturnReason("")).Immutable(),
		field.String("message").Optional().Nillable().MaxRuneLen(2000).Annotations(Personal{}),
		field.String("answer").Optional().Nillable().MaxRuneLen(2000),
		field.Bool("by_buyer").Default(false).Immutable(),
		field.Time("decided_at").Optional().Nillable(),
		field.Time("received_at").Optional().Nillable(),
		field.String("idempotency_key").MaxRuneLen(255).Immutable().Annotations(Personal{}),
		field.Bytes("request_hash").Immutable(),
	}
}

// Edges of OrderReturn.
func (OrderReturn) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("order", Order.Type).Field("order_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of OrderReturn.
func (OrderReturn) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "order_id", "id"),
		index.Fields("vendor_id", "status", "id"),
		index.Fields("vendor_id", "idempotency_key").Unique().StorageKey("order_return_idempotency"),
	}
}

// Policy of OrderReturn, beyond that of VendorScoped.
func (OrderReturn) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// OrderReturnLine is so much of a line of an order in a return.
type OrderReturnLine struct{ ent.Schema }

// Mixin of OrderReturnLine.
func (OrderReturnLine) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of OrderReturnLine.
func (OrderReturnLine) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of OrderReturnLine.
func (OrderReturnLine) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("return_id", uuid.UUID{}).Immutable(),
		field.UUID("order_line_id", uuid.UUID{}).Immutable(),
		field.Int("quantity").Positive().Immutable(),
		field.Int("restocked").Default(0).NonNegative().Comment("of what came back, how many can be sold again"),
	}
}

// Edges of OrderReturnLine.
func (OrderReturnLine) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("order_return", OrderReturn.Type).Field("return_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("order_line", OrderLine.Type).Field("order_line_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of OrderReturnLine.
func (OrderReturnLine) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "return_id", "order_line_id").Unique().StorageKey("order_return_line_once"),
		index.Fields("vendor_id", "order_line_id"),
	}
}

// Policy of OrderReturnLine, beyond that of VendorScoped.
func (OrderReturnLine) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// CustomerNote is what a vendor's team writes down of a customer, for itself.
type CustomerNote struct{ ent.Schema }

// Mixin of CustomerNote.
func (CustomerNote) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of CustomerNote.
func (CustomerNote) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of CustomerNote.
func (CustomerNote) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("customer_id", uuid.UUID{}).Immutable(),
		field.UUID("user_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.String("text").NotEmpty().MaxRuneLen(2000).Immutable().Annotations(Personal{}),
	}
}

// Edges of CustomerNote.
func (CustomerNote) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("customer", Customer.Type).Field("customer_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of CustomerNote.
func (CustomerNote) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "customer_id", "id"),
	}
}

// Policy of CustomerNote, beyond that of VendorScoped.
func (CustomerNote) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCustomerWrite), rule.OnlyCreate()}}
}
