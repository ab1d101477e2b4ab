package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"entgo.io/ent/dialect/entsql"

	"orion/ent/gen/ent/privacy"
	"orion/ent/rule"
)

// figures is the policy of what is counted: the program counts, teams read.
func figures() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// SalesRollup is what a vendor sold on one of its days, made of its orders and made anew when they change.
type SalesRollup struct{ ent.Schema }

// Mixin of SalesRollup.
func (SalesRollup) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of SalesRollup.
func (SalesRollup) Fields() []ent.Field {
	return []ent.Field{
		field.String("day").MinLen(10).MaxRuneLen(10).Immutable().Comment("such as 2026-11-30, in the vendor's time zone"),
		field.String("currency").MinLen(3).MaxRuneLen(3).Immutable(),
		field.Int("orders").Default(0).NonNegative().Comment("placed, cancelled ones left out"),
		field.Int("cancelled").Default(0).NonNegative(),
		field.Int("units").Default(0).NonNegative(),
		field.Int64("gross_minor").Default(0).Comment("what buyers pay"),
		field.Int64("tax_minor").Default(0),
		field.Int64("shipping_minor").Default(0),
		field.Int64("discount_minor").Default(0),
		field.Int64("refund_minor").Default(0).Comment("given back on this day"),
		field.Int64("fee_minor").Default(0).Comment("the platform's, of orders of this day"),
		field.Int("new_customers").Default(0).NonNegative().Comment("whose first order is of this day"),
	}
}

// Indexes of SalesRollup.
func (SalesRollup) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "day", "currency").Unique().StorageKey("sales_rollup_once"),
		index.Fields("day"),
	}
}

// Policy of SalesRollup, beyond that of VendorScoped.
func (SalesRollup) Policy() ent.Policy { return figures() }

// ProductRollup is what a vendor sold of one product on one of its days.
type ProductRollup struct{ ent.Schema }

// Mixin of ProductRollup.
func (ProductRollup) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of ProductRollup.
func (ProductRollup) Fields() []ent.Field {
	return []ent.Field{
		field.String("day").MinLen(10).MaxRuneLen(10).Immutable(),
		field.UUID("product_id", uuid.UUID{}).Immutable(),
		field.String("currency").MinLen(3).MaxRuneLen(3).Immutable(),
		field.Int("units").Default(0).NonNegative(),
		field.Int64("gross_minor").Default(0),
	}
}

// Edges of ProductRollup.
func (ProductRollup) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("product", Product.Type).Field("product_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of ProductRollup.
func (ProductRollup) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "day", "product_id", "currency").Unique().StorageKey("product_rollup_once"),
		index.Fields("vendor_id", "product_id"),
	}
}

// Policy of ProductRollup, beyond that of VendorScoped.
func (ProductRollup) Policy() ent.Policy { return figures() }

// FunnelRollup is how far visitors of a shop came on one of its days.
type FunnelRollup struct{ ent.Schema }

// Mixin of FunnelRollup.
func (FunnelRollup) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of FunnelRollup.
func (FunnelRollup) Fields() []ent.Field {
	return []ent.Field{
		field.String("day").MinLen(10).MaxRuneLen(10).Immutable(),
		field.Int("visits").Default(0).NonNegative().Comment("counted as pages are served, without knowing anybody"),
		field.Int("carts").Default(0).NonNegative().Comment("begun on this day with something in them"),
		field.Int("checkouts").Default(0).NonNegative().Comment("of these, with a buyer's address"),
		field.Int("orders").Default(0).NonNegative().Comment("of these, placed"),
		field.Int("paid").Default(0).NonNegative().Comment("of these, paid"),
	}
}

// Indexes of FunnelRollup.
func (FunnelRollup) Indexes() []ent.Index {
	return []ent.Index{index.Fields("vendor_id", "day").Unique().StorageKey("funnel_rollup_once")}
}

// Policy of FunnelRollup, beyond that of VendorScoped.
func (FunnelRollup) Policy() ent.Policy { return figures() }

// RollupMark is up to when a vendor's figures know of its orders.
type RollupMark struct{ ent.Schema }

// Mixin of RollupMark.
func (RollupMark) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of RollupMark.
func (RollupMark) Fields() []ent.Field {
	return []ent.Field{
		field.Time("as_of").Comment("changes up to here are counted"),
		field.String("time_zone").MaxRuneLen(60).Comment("in which days were cut"),
	}
}

// Indexes of RollupMark.
func (RollupMark) Indexes() []ent.Index {
	return []ent.Index{index.Fields("vendor_id").Unique().StorageKey("rollup_mark_once")}
}

// Policy of RollupMark, beyond that of VendorScoped.
func (RollupMark) Policy() ent.Policy { return figures() }
