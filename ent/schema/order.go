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
	"orion/internal/kit/postal"
	"orion/internal/kit/terms"
)

// Order is what a buyer bought, as it was agreed. Its number is taken when it is placed, so that none is lost.
type Order struct{ ent.Schema }

// Mixin of Order.
func (Order) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of Order.
func (Order) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Order.
func (Order) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("number").Optional().Nillable(),
		field.UUID("token", uuid.UUID{}).Immutable().Default(newToken).Annotations(Personal{}),
		field.UUID("cart_id", uuid.UUID{}).Immutable(),
		field.UUID("customer_id", uuid.UUID{}).Optional().Nillable().Comment("set later where a guest makes an account"),
		field.Enum("status").GoType(enum.OrderStatus("")).Default(string(enum.OrderStatusPendingPayment)),
		field.Enum("payment_status").GoType(enum.PaymentStatus("")).Default(string(enum.PaymentStatusPending)),
		field.Enum("fulfillment_status").GoType(enum.FulfillmentStatus("")).Default(string(enum.FulfillmentStatusUnfulfilled)),
		field.String("email").NotEmpty().MaxRuneLen(254).Annotations(Personal{}),
		field.String("currency").MinLen(3).MaxRuneLen(3),
		field.Int64("subtotal_minor").NonNegative(),
		field.Int64("discount_minor").Default(0).NonNegative(),
		field.Int64("shipping_minor").NonNegative(),
		field.Int64("tax_minor").NonNegative(),
		field.Int64("total_minor").NonNegative(),
		field.Bool("tax_included").Default(true),
		field.JSON("shipping_address", postal.Address{}).Annotations(Personal{}),
		field.JSON("billing_address", &postal.Address{}).Optional().Annotations(Personal{}).Comment("where it is another"),
		field.JSON("taxes", []terms.Tax{}).Optional().Comment("by rate"),
		field.JSON("discounts", []terms.Discount{}).Optional(),
		field.Int64("shipping_discount_minor").Default(0).NonNegative(),
		field.Int64("shipping_tax_minor").Default(0).NonNegative(),
		field.Int64("refunded_minor").Default(0).NonNegative().Comment("what has gone back"),
		field.Int64("shipping_refunded_minor").Default(0).NonNegative().Comment("of that, for delivery"),
		field.Bool("open_return").Default(false).Comment("whether a return waits for the team"),
		field.Strings("tags").Optional(),
		field.String("buyer_note").Optional().Nillable().MaxRuneLen(1000).Annotations(Personal{}),
		field.String("delivery_title").NotEmpty().MaxRuneLen(100),
		field.String("delivery_handle").NotEmpty().MaxRuneLen(40),
		field.String("payment_method").NotEmpty().MaxRuneLen(40),
		field.String("language").Default("en").MaxRuneLen(2),
		field.String("idempotency_key").MaxRuneLen(255).Immutable().Annotations(Personal{}),
		field.Bytes("request_hash").Immutable(),
		field.Time("expires_at").Optional().Nillable().Comment("until when stock is held for an order that is not placed"),
		field.Time("placed_at").Optional().Nillable(),
		field.Time("paid_at").Optional().Nillable(),
		field.Time("completed_at").Optional().Nillable(),
		field.Time("cancelled_at").Optional().Nillable(),
		field.String("cancel_reason").Optional().Nillable().MaxRuneLen(500),
	}
}

// Edges of Order.
func (Order) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("cart", Cart.Type).Field("cart_id").Unique().Required().Immutable(),
		edge.To("customer", Customer.Type).Field("customer_id").Unique(),
	}
}

// Indexes of Order.
func (Order) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "number").Unique().StorageKey("order_number_per_vendor"),
		index.Fields("vendor_id", "token").Unique().StorageKey("order_token"),
		index.Fields("vendor_id", "cart_id").Unique().Annotations(entsql.IndexWhere("status <> 'CANCELLED'")).StorageKey("order_per_cart"),
		index.Fields("vendor_id", "cart_id").StorageKey("order_of_cart"),
		index.Fields("vendor_id", "status", "id"),
		index.Fields("vendor_id", "placed_at", "id").StorageKey("order_placed"),
		index.Fields("vendor_id", "customer_id", "id"),
		index.Fields("vendor_id", "fulfillment_status", "placed_at", "id").StorageKey("order_fulfillment"),
		index.Fields("vendor_id", "payment_status", "placed_at", "id").StorageKey("order_payment"),
		index.Fields("vendor_id", "placed_at", "id").Annotations(entsql.IndexWhere("open_return")).StorageKey("order_open_return"),
		index.Fields("vendor_id", "email", "id").StorageKey("order_email"),
		index.Fields("id").Annotations(entsql.IndexWhere("placed_at IS NULL AND (status = 'PENDING_PAYMENT' OR payment_status = 'PAID' OR payment_status = 'AUTHORIZED')")).StorageKey("order_unsettled"),
		index.Fields("vendor_id", "idempotency_key").StorageKey("order_idempotency"),
	}
}

// Policy of Order, beyond that of VendorScoped.
func (Order) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionOrderWrite)}}
}

// OrderLine is a variant in an order, with the words and the price it was sold by.
type OrderLine struct{ ent.Schema }

// Mixin of OrderLine.
func (OrderLine) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of OrderLine.
func (OrderLine) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of OrderLine.
func (OrderLine) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("order_id", uuid.UUID{}).Immutable(),
		field.UUID("product_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.UUID("variant_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.UUID("media_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.String("title").NotEmpty().MaxRuneLen(400).Immutable(),
		field.String("sku").Optional().Nillable().MaxRuneLen(64).Immutable(),
		field.Int("quantity").Positive().Immutable(),
		field.String("currency").MinLen(3).MaxRuneLen(3).Immutable(),
		field.Int64("unit_price_minor").NonNegative().Immutable(),
		field.Int64("total_minor").NonNegative().Immutable(),
		field.Int64("discount_minor").Default(0).NonNegative().Immutable(),
		field.Int("tax_rate_bp").Default(0).NonNegative().Immutable(),
		field.Int64("tax_minor").Default(0).NonNegative().Immutable().Comment("contained in the total less the discount, or on top, as the order's"),
		field.Int("fulfilled_quantity").Default(0).NonNegative(),
		field.Int("returned_quantity").Default(0).NonNegative().Comment("what came back"),
		field.Int("refunded_quantity").Default(0).NonNegative(),
		field.Int64("refunded_minor").Default(0).NonNegative(),
		field.Int("position").Default(0).Immutable(),
	}
}

// Edges of OrderLine.
func (OrderLine) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("order", Order.Type).Field("order_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of OrderLine.
func (OrderLine) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "order_id", "position"),
	}
}

// Policy of OrderLine, beyond that of VendorScoped.
func (OrderLine) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}
