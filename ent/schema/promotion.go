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

// Promotion takes something off what is bought while it runs: by itself, or for who enters its code.
type Promotion struct{ ent.Schema }

// Mixin of Promotion.
func (Promotion) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of Promotion.
func (Promotion) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Promotion.
func (Promotion) Fields() []ent.Field {
	return []ent.Field{
		field.String("title").NotEmpty().MaxRuneLen(100),
		field.JSON("public_title", map[string]string{}).Optional().Comment("what buyers see, by language; the title where there is none"),
		field.String("code").Optional().Nillable().MaxRuneLen(40).Comment("in capitals; none: it applies by itself"),
		field.Int("percent_bp").Default(0).Range(0, 10000),
		field.Int64("amount_minor").Default(0).NonNegative(),
		field.Bool("free_delivery").Default(false),
		field.String("currency").MinLen(3).MaxRuneLen(3),
		field.Int64("minimum_minor").Optional().Nillable().NonNegative().Comment("of the goods that it is about"),
		field.JSON("product_ids", []uuid.UUID{}).Optional(),
		field.JSON("collection_ids", []uuid.UUID{}).Optional(),
		field.Bool("combines").Default(false).Comment("with others that do"),
		field.Int("priority").Default(0).Comment("the highest goes first"),
		field.Int("usage_limit").Optional().Nillable().Positive(),
		field.Int("customer_limit").Optional().Nillable().Positive(),
		field.Int("used_count").Default(0).NonNegative().Comment("counts under the lock of the row"),
		field.Time("starts_at").Optional().Nillable(),
		field.Time("ends_at").Optional().Nillable(),
		field.Time("archived_at").Optional().Nillable(),
		field.Int("version").Default(1).Positive(),
	}
}

// Indexes of Promotion.
func (Promotion) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "code").Unique().StorageKey("promotion_code_per_vendor").Annotations(entsql.IndexWhere("code IS NOT NULL AND archived_at IS NULL")),
		index.Fields("vendor_id", "id"),
	}
}

// Policy of Promotion, beyond that of VendorScoped.
func (Promotion) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionPromotionWrite)}}
}

// PromotionUse is an order that a promotion took something off.
type PromotionUse struct{ ent.Schema }

// Mixin of PromotionUse.
func (PromotionUse) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of PromotionUse.
func (PromotionUse) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("promotion_id", uuid.UUID{}).Immutable(),
		field.UUID("order_id", uuid.UUID{}).Immutable(),
		field.UUID("customer_id", uuid.UUID{}).Optional().Nillable(),
		field.String("email").NotEmpty().MaxRuneLen(254).Annotations(Personal{}),
		field.String("currency").MinLen(3).MaxRuneLen(3).Immutable(),
		field.Int64("amount_minor").NonNegative().Immutable(),
		field.Time("released_at").Optional().Nillable().Comment("when its order came to nothing, so that it does not count"),
	}
}

// Edges of PromotionUse.
func (PromotionUse) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("promotion", Promotion.Type).Field("promotion_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("order", Order.Type).Field("order_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of PromotionUse.
func (PromotionUse) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "promotion_id", "order_id").Unique().StorageKey("promotion_use_per_order"),
		index.Fields("vendor_id", "promotion_id", "email"),
		index.Fields("vendor_id", "order_id"),
	}
}

// Policy of PromotionUse, beyond that of VendorScoped.
func (PromotionUse) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}
