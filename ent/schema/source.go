package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"orion/ent/gen/ent/privacy"
	"orion/ent/rule"
	"orion/internal/enum"
)

// MarketplaceSource is where feeds of one marketplace come from, and how they are read.
type MarketplaceSource struct{ ent.Schema }

// Mixin of MarketplaceSource.
func (MarketplaceSource) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of MarketplaceSource.
func (MarketplaceSource) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of MarketplaceSource.
func (MarketplaceSource) Fields() []ent.Field {
	return append(append(sourceReading(), sourceFetching()...), sourcePublishing()...)
}

// sourceReading is how a source's files are read.
func sourceReading() []ent.Field {
	return []ent.Field{
		field.String("handle").NotEmpty().MaxRuneLen(40).Immutable(),
		field.String("name").NotEmpty().MaxRuneLen(100),
		field.Enum("format").GoType(enum.FeedFormat("")).Default(string(enum.FeedFormatGoogle)),
		field.String("currency").MinLen(3).MaxRuneLen(3).Default("EUR").Comment("of prices that name none"),
		field.Enum("decimal_mark").GoType(enum.DecimalMark("")).Default(string(enum.DecimalMarkAuto)),
		field.String("encoding").Optional().Nillable().MaxRuneLen(20).Comment("declared; found in the file where it is not"),
		field.String("separator").Optional().Nillable().MaxRuneLen(1),
		field.JSON("mapping", json.RawMessage{}).Optional().Comment("of columns to fields, as package feed reads it"),
		field.Strings("languages").Optional().Comment("of its texts, the best first"),
		field.Int("version").Default(1).Positive(),
	}
}

// sourceFetching is where a source's files come from when nobody brings one.
func sourceFetching() []ent.Field {
	return []ent.Field{
		field.String("feed_url").Optional().Nillable().MaxRuneLen(2000),
		field.Bytes("credentials").Optional().Nillable().Annotations(Personal{}).Comment("sealed; written, never shown"),
		field.String("schedule").Optional().Nillable().MaxRuneLen(100).Comment("five fields of cron, in the vendor's time zone"),
		field.Time("next_run_at").Optional().Nillable(),
		field.Bool("complete").Default(true).Comment("what is fetched is the whole feed: products gone from it are MISSING"),
		field.String("etag").Optional().Nillable().MaxRuneLen(500),
		field.String("last_modified").Optional().Nillable().MaxRuneLen(100),
		field.Time("fetched_at").Optional().Nillable(),
		field.Int("failures").Default(0).NonNegative().Comment("runs that failed since one that did not"),
		field.Int("failure_limit").Default(5).Positive().Comment("after so many it pauses itself"),
		field.Time("paused_at").Optional().Nillable(),
		field.Enum("pause_reason").GoType(enum.PauseReason("")).Optional().Nillable(),
		field.String("pause_note").Optional().Nillable().MaxRuneLen(500),
	}
}

// sourcePublishing is what becomes of a source's products on their way to the catalogue.
func sourcePublishing() []ent.Field {
	return []ent.Field{
		field.Int("markup_bp").Default(0).Comment("hundredths of a percent put on every price"),
		field.Int64("surcharge_minor").Default(0).Comment("added after that, in the source's currency"),
		field.Enum("rounding").GoType(enum.PriceRounding("")).Default(string(enum.PriceRoundingNone)),
		field.Enum("tax_class").GoType(enum.TaxClass("")).Default(string(enum.TaxClassStandard)).Comment("of what is published from it"),
		field.JSON("category_map", []enum.CategoryRule{}).Optional(),
		field.Enum("stock_policy").GoType(enum.StockPolicy("")).Default(string(enum.StockPolicyOnPublication)),
		field.Int("default_stock").Default(10).NonNegative().Comment("of in_stock rows without a quantity"),
	}
}

// Indexes of MarketplaceSource.
func (MarketplaceSource) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "handle").Unique().StorageKey("source_handle_per_vendor"),
		index.Fields("next_run_at").Annotations(entsql.IndexWhere("next_run_at IS NOT NULL AND paused_at IS NULL")).StorageKey("source_due"),
	}
}

// Policy of MarketplaceSource, beyond that of VendorScoped.
func (MarketplaceSource) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}
