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
	"orion/internal/kit/terms"
)

// Payment is a payment of an order with one provider.
type Payment struct{ ent.Schema }

// Mixin of Payment.
func (Payment) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of Payment.
func (Payment) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Payment.
func (Payment) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("order_id", uuid.UUID{}).Immutable(),
		field.String("method").NotEmpty().MaxRuneLen(40).Immutable(),
		field.Enum("status").GoType(enum.PaymentStatus("")).Default(string(enum.PaymentStatusPending)),
		field.String("currency").MinLen(3).MaxRuneLen(3).Immutable(),
		field.Int64("amount_minor").NonNegative().Immutable(),
		field.String("provider_ref").Optional().Nillable().MaxRuneLen(200),
		field.String("account_id").Optional().Nillable().MaxRuneLen(100).Comment("of the vendor with the provider"),
		field.Int64("refunded_minor").Default(0).NonNegative().Comment("with what is reserved for refunds that are under way"),
		field.Int64("fee_minor").Default(0).NonNegative().Comment("the platform's"),
		field.String("failure").Optional().Nillable().MaxRuneLen(500),
		field.Time("paid_at").Optional().Nillable(),
	}
}

// Edges of Payment.
func (Payment) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("order", Order.Type).Field("order_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of Payment.
func (Payment) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "order_id"),
		index.Fields("vendor_id", "provider_ref"),
	}
}

// Policy of Payment, beyond that of VendorScoped.
func (Payment) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// Refund is money that goes back to a buyer. Its row reserves the amount before the provider is asked.
type Refund struct{ ent.Schema }

// Mixin of Refund.
func (Refund) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of Refund.
func (Refund) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Refund.
func (Refund) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("order_id", uuid.UUID{}).Immutable(),
		field.UUID("payment_id", uuid.UUID{}).Immutable(),
		field.UUID("return_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.Enum("status").GoType(enum.RefundStatus("")).Default(string(enum.RefundStatusPending)),
		field.String("currency").MinLen(3).MaxRuneLen(3).Immutable(),
		field.Int64("amount_minor").NonNegative().Immutable(),
		field.Int64("shipping_minor").Default(0).NonNegative().Immutable().Comment("of the amount, for delivery"),
		field.Int64("fee_minor").Default(0).NonNegative().Comment("of the platform's fee, given back"),
		field.String("reason").Optional().Nillable().MaxRuneLen(500),
		field.String("provider_ref").Optional().Nillable().MaxRuneLen(200),
		field.String("failure").Optional().Nillable().MaxRuneLen(500),
		field.UUID("user_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.Time("settled_at").Optional().Nillable(),
		field.String("idempotency_key").MaxRuneLen(255).Immutable().Annotations(Personal{}),
		field.Bytes("request_hash").Immutable(),
	}
}

// Edges of Refund.
func (Refund) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("order", Order.Type).Field("order_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("payment", Payment.Type).Field("payment_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of Refund.
func (Refund) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "order_id", "id"),
		index.Fields("vendor_id", "status", "id"),
		index.Fields("vendor_id", "provider_ref"),
		index.Fields("vendor_id", "idempotency_key").Unique().StorageKey("refund_idempotency"),
	}
}

// Policy of Refund, beyond that of VendorScoped.
func (Refund) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// RefundLine is so much of a line of an order in a refund.
type RefundLine struct{ ent.Schema }

// Mixin of RefundLine.
func (RefundLine) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of RefundLine.
func (RefundLine) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("refund_id", uuid.UUID{}).Immutable(),
		field.UUID("order_line_id", uuid.UUID{}).Immutable(),
		field.Int("quantity").NonNegative().Immutable(),
		field.String("currency").MinLen(3).MaxRuneLen(3).Immutable(),
		field.Int64("amount_minor").NonNegative().Immutable(),
		field.Int("restocked").Default(0).NonNegative().Immutable(),
	}
}

// Edges of RefundLine.
func (RefundLine) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("refund", Refund.Type).Field("refund_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("order_line", OrderLine.Type).Field("order_line_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of RefundLine.
func (RefundLine) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "refund_id", "order_line_id").Unique().StorageKey("refund_line_once"),
		index.Fields("vendor_id", "order_line_id"),
	}
}

// Policy of RefundLine, beyond that of VendorScoped.
func (RefundLine) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.OwnCustomer()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// PaymentMethod is a way of paying that a vendor offers, with the words for it.
type PaymentMethod struct{ ent.Schema }

// Mixin of PaymentMethod.
func (PaymentMethod) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of PaymentMethod.
func (PaymentMethod) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of PaymentMethod.
func (PaymentMethod) Fields() []ent.Field {
	return []ent.Field{
		field.String("handle").NotEmpty().MaxRuneLen(40).Immutable(),
		field.String("provider").NotEmpty().MaxRuneLen(40).Immutable(),
		field.Bool("enabled").Default(true),
		field.JSON("title", map[string]string{}).Optional().Comment("by language; the provider's own where there is none"),
		field.JSON("instructions", map[string]string{}).Optional().Comment("what the buyer reads after ordering, by language"),
		field.JSON("bank", &terms.BankDetails{}).Optional(),
		field.Int("position").Default(0),
		field.Int("version").Default(1).Positive(),
	}
}

// Indexes of PaymentMethod.
func (PaymentMethod) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "handle").Unique().StorageKey("payment_method_handle"),
	}
}

// Policy of PaymentMethod, beyond that of VendorScoped.
func (PaymentMethod) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionPaymentWrite)}}
}

// VendorPaymentConfig is how a vendor is paid: its account with the provider, and the platform's commission.
type VendorPaymentConfig struct{ ent.Schema }

// Mixin of VendorPaymentConfig.
func (VendorPaymentConfig) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of VendorPaymentConfig.
func (VendorPaymentConfig) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of VendorPaymentConfig.
func (VendorPaymentConfig) Fields() []ent.Field {
	return []ent.Field{
		field.String("account_id").Optional().Nillable().MaxRuneLen(100),
		field.Bool("live").Default(false).Comment("with real money"),
		field.Bool("details_submitted").Default(false),
		field.Bool("charges_enabled").Default(false),
		field.Bool("payouts_enabled").Default(false),
		field.JSON("requirements", []terms.Requirement{}).Optional(),
		field.Time("requirements_due_at").Optional().Nillable(),
		field.String("disabled_reason").Optional().Nillable().MaxRuneLen(200),
		field.Int("commission_bp").Optional().Nillable().Range(0, 10000).Comment("none: the platform's default"),
		field.Time("synced_at").Optional().Nillable(),
		field.Int("version").Default(1).Positive(),
	}
}

// Indexes of VendorPaymentConfig.
func (VendorPaymentConfig) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id").Unique().StorageKey("payment_config_per_vendor"),
		index.Fields("account_id").Unique().StorageKey("payment_config_account").Annotations(entsql.IndexWhere("account_id IS NOT NULL")),
	}
}

// Policy of VendorPaymentConfig, beyond that of VendorScoped.
func (VendorPaymentConfig) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// WebhookEvent is a message of a payment provider, kept before it is handled.
type WebhookEvent struct{ ent.Schema }

// Mixin of WebhookEvent.
func (WebhookEvent) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of WebhookEvent.
func (WebhookEvent) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of WebhookEvent.
func (WebhookEvent) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("vendor_id", uuid.UUID{}).Optional().Nillable().Comment("whose account it names; none while that is unknown"),
		field.String("provider").NotEmpty().MaxRuneLen(40).Immutable(),
		field.String("event_id").NotEmpty().MaxRuneLen(255).Immutable(),
		field.String("account").Optional().Nillable().MaxRuneLen(100).Immutable(),
		field.String("kind").NotEmpty().MaxRuneLen(100).Immutable(),
		field.Bytes("payload").Sensitive().Immutable(),
		field.Enum("status").GoType(enum.WebhookStatus("")).Default(string(enum.WebhookStatusReceived)),
		field.Int("attempts").Default(0).NonNegative(),
		field.String("failure").Optional().Nillable().MaxRuneLen(1000),
		field.Time("handled_at").Optional().Nillable(),
		field.Time("occurred_at").Immutable(),
	}
}

// Edges of WebhookEvent.
func (WebhookEvent) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique(),
	}
}

// Indexes of WebhookEvent.
func (WebhookEvent) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("event_id", "provider").Unique().StorageKey("webhook_event_once"),
		index.Fields("vendor_id", "id"),
		index.Fields("status", "id"),
	}
}

// Policy of WebhookEvent.
func (WebhookEvent) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.PlatformOnly()}, Mutation: privacy.MutationPolicy{rule.PlatformOnly()}}
}
