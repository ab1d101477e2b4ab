package schema

import (
	"encoding/json"

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
	"orion/internal/kit/i18n"
	"orion/internal/kit/localized"
)

// MarketplaceProduct is a product as a marketplace feed describes it: staging. The shop shows nothing of it until it is published.
type MarketplaceProduct struct{ ent.Schema }

// Mixin of MarketplaceProduct.
func (MarketplaceProduct) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of MarketplaceProduct.
func (MarketplaceProduct) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of MarketplaceProduct.
func (MarketplaceProduct) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("source_id", uuid.UUID{}).Immutable(),
		field.UUID("import_job_id", uuid.UUID{}).Comment("the run that last wrote the row, for people; a key would be checked for every row of a file"),
		field.String("external_id").NotEmpty().MaxRuneLen(50).Immutable(),
		field.String("title").NotEmpty().MaxRuneLen(150),
		field.Text("description").Default(""),
		field.String("link").Optional().Nillable().MaxRuneLen(2000),
		field.String("image_link").Optional().Nillable().MaxRuneLen(2000),
		field.Strings("additional_image_links").Optional(),
		field.String("availability").Optional().Nillable().MaxRuneLen(20),
		field.String("currency").MinLen(3).MaxRuneLen(3),
		field.Int64("price_minor").NonNegative(),
		field.Int64("sale_price_minor").Optional().Nillable().NonNegative(),
		field.String("brand").Optional().Nillable().MaxRuneLen(70),
		field.String("gtin").Optional().Nillable().MaxRuneLen(14),
		field.String("mpn").Optional().Nillable().MaxRuneLen(70),
		field.String("condition").Optional().Nillable().MaxRuneLen(20),
		field.String("product_type").Optional().Nillable().MaxRuneLen(750),
		field.String("google_category").Optional().Nillable().MaxRuneLen(750),
		field.String("item_group_id").Optional().Nillable().MaxRuneLen(50),
		field.String("color").Optional().Nillable().MaxRuneLen(100),
		field.String("size").Optional().Nillable().MaxRuneLen(100),
		field.Int64("quantity").Optional().Nillable(),
		field.JSON("options", []enum.Option{}).Optional().Comment("what tells it from the others of its group"),
		field.JSON("attributes", map[string]string{}).Optional().Comment("known columns without a field of their own"),
		field.Bytes("row_hash").Comment("of the row as it was read; equal hashes are equal rows"),
		field.Enum("status").GoType(enum.MarketplaceProductStatus("")).Default(string(enum.MarketplaceProductStatusImported)),
		field.UUID("product_id", uuid.UUID{}).Optional().Nillable(),
		field.UUID("variant_id", uuid.UUID{}).Optional().Nillable(),
		field.String("own_title").Optional().Nillable().MaxRuneLen(150).Comment("what the team wants instead of the feed's; so own_description …"),
		field.Text("own_description").Optional().Nillable(),
		field.Int64("own_price_minor").Optional().Nillable().NonNegative(),
		field.String("own_product_type").Optional().Nillable().MaxRuneLen(750),
		field.Enum("own_tax_class").GoType(enum.TaxClass("")).Optional().Nillable(),
		field.UUID("own_category_id", uuid.UUID{}).Optional().Nillable().Comment("one that is gone by publication counts as none"),
		field.JSON("own_translations", localized.Texts{}).Optional().Comment("the team's words in the languages other than the shop's own"),
		field.JSON("adopted", map[string]string{}).Optional().Comment("of a published product: the feed's values that were last taken over or waved through, by field"),
		field.Strings("pinned").Optional().Comment("fields of a published product that the feed shall not touch"),
		field.Bool("changed").Default(false).Comment("a published product whose feed has said something new since"),
	}
}

// Edges of MarketplaceProduct.
func (MarketplaceProduct) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("source", MarketplaceSource.Type).Field("source_id").Unique().Required().Immutable(),
		edge.To("product", Product.Type).Field("product_id").Unique(),
		edge.To("variant", ProductVariant.Type).Field("variant_id").Unique(),
	}
}

// Indexes of MarketplaceProduct.
func (MarketplaceProduct) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "source_id", "external_id").Unique().StorageKey("marketplace_product_key"),
		index.Fields("vendor_id", "status", "updated_at", "id").StorageKey("marketplace_product_list"),
		index.Fields("vendor_id", "updated_at", "id").StorageKey("marketplace_product_all"),
		index.Fields("vendor_id", "product_id").Annotations(entsql.IndexWhere("product_id IS NOT NULL")),
		index.Fields("vendor_id", "variant_id").Annotations(entsql.IndexWhere("variant_id IS NOT NULL")),
		index.Fields("vendor_id", "source_id", "item_group_id").Annotations(entsql.IndexWhere("item_group_id IS NOT NULL")).StorageKey("marketplace_product_group"),
		index.Fields("vendor_id", "updated_at", "id").Annotations(entsql.IndexWhere("changed")).StorageKey("marketplace_product_changed"),
		index.Fields("vendor_id", "updated_at", "id").Annotations(entsql.IndexWhere("pinned <> '[]'")).StorageKey("marketplace_product_pinned"),
	}
}

// Policy of MarketplaceProduct, beyond that of VendorScoped.
func (MarketplaceProduct) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionImportRun)}}
}

// StagingTask does one thing to many staged products in the background: those that a filter matches.
type StagingTask struct{ ent.Schema }

// Mixin of StagingTask.
func (StagingTask) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of StagingTask.
func (StagingTask) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of StagingTask.
func (StagingTask) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("action").GoType(enum.StagingAction("")).Immutable(),
		field.Enum("status").GoType(enum.TaskStatus("")).Default(string(enum.TaskStatusQueued)),
		field.JSON("criteria", json.RawMessage{}).Immutable().Comment("the filter as it was asked"),
		field.Int("total").Default(0),
		field.Int("processed").Default(0),
		field.Int("succeeded").Default(0),
		field.Int("failed").Default(0),
		field.UUID("cursor", uuid.UUID{}).Optional().Nillable().Comment("the last staged product that is done"),
		field.Int("sequence").Default(0).Comment("counts up with every step, for watchers"),
		field.Bool("cancel_requested").Default(false),
		field.JSON("problems", []enum.TaskProblem{}).Optional().Comment("the first 100 that could not be done, and why"),
		field.JSON("failure", &i18n.Message{}).Optional(),
		field.String("idempotency_key").MaxRuneLen(255).Immutable(),
		field.Bytes("request_hash").Immutable(),
		field.UUID("requested_by", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.Time("started_at").Optional().Nillable(),
		field.Time("finished_at").Optional().Nillable(),
	}
}

// Indexes of StagingTask.
func (StagingTask) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "id"),
		index.Fields("vendor_id", "idempotency_key").Unique().StorageKey("staging_task_idempotency"),
		index.Fields("vendor_id").Unique().Annotations(entsql.IndexWhere("status = 'QUEUED' OR status = 'RUNNING'")).StorageKey("staging_task_one_running"),
	}
}

// Policy of StagingTask, beyond that of VendorScoped.
func (StagingTask) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionImportRun)}}
}
