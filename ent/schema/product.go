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
	"orion/internal/kit/option"
)

// Product is an article of a vendor's catalogue. What came in from a marketplace and is not yet chosen lives in MarketplaceProduct.
type Product struct{ ent.Schema }

// Mixin of Product.
func (Product) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of Product.
func (Product) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Product.
func (Product) Fields() []ent.Field {
	return []ent.Field{
		field.String("slug").NotEmpty().MaxRuneLen(100),
		field.String("title").NotEmpty().MaxRuneLen(200),
		field.Text("description").Default("").Comment("the words of description_html alone"),
		field.Text("description_html").Default("").Comment("clean; empty where it is all in description"),
		field.String("brand").Optional().Nillable().MaxRuneLen(70),
		field.String("product_type").Optional().Nillable().MaxRuneLen(750),
		field.UUID("category_id", uuid.UUID{}).Optional().Nillable(),
		field.Strings("tags").Optional(),
		field.Enum("tax_class").GoType(enum.TaxClass("")).Default(string(enum.TaxClassStandard)),
		field.JSON("options", []option.Option{}).Optional().Comment("what its variants differ in, in their order"),
		field.String("seo_title").Optional().Nillable().MaxRuneLen(70),
		field.String("seo_description").Optional().Nillable().MaxRuneLen(320),
		field.JSON("translations", localized.Texts{}).Optional().Comment("in the languages other than the shop's own"),
		field.Enum("status").GoType(enum.ProductStatus("")).Default(string(enum.ProductStatusDraft)),
		field.String("currency").MinLen(3).MaxRuneLen(3),
		field.Int64("min_price_minor").NonNegative().Comment("of the variants; what lists sort and filter by"),
		field.Int64("max_price_minor").NonNegative(),
		field.Bool("in_stock").Default(false).Comment("whether any variant can be sold; follows the stock in its transaction"),
		field.Int("sold_count").Default(0).NonNegative(),
		field.Int("version").Default(1),
		field.Time("published_at").Optional().Nillable(),
	}
}

// Edges of Product.
func (Product) Edges() []ent.Edge {
	return []ent.Edge{edge.To("category", Category.Type).Field("category_id").Unique()}
}

// Indexes of Product.
func (Product) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "slug").Unique().StorageKey("product_slug_per_vendor"),
		index.Fields("vendor_id", "id").Annotations(entsql.IndexWhere("status = 'ACTIVE'")).StorageKey("product_shop_list"),
		index.Fields("vendor_id", "min_price_minor", "id").Annotations(entsql.IndexWhere("status = 'ACTIVE'")).StorageKey("product_shop_price"),
		index.Fields("vendor_id", "title", "id").Annotations(entsql.IndexWhere("status = 'ACTIVE'")).StorageKey("product_shop_title"),
		index.Fields("vendor_id", "sold_count", "id").Annotations(entsql.IndexWhere("status = 'ACTIVE'")).StorageKey("product_shop_best"),
		index.Fields("vendor_id", "updated_at", "id").StorageKey("product_updated"),
		index.Fields("vendor_id", "category_id").Annotations(entsql.IndexWhere("category_id IS NOT NULL")),
	}
}

// Policy of Product, beyond that of VendorScoped.
func (Product) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.ShopSeesPublished()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCatalogWrite)}}
}

// ProductVariant is what is put into a cart: one form of a product.
type ProductVariant struct{ ent.Schema }

// Mixin of ProductVariant.
func (ProductVariant) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of ProductVariant.
func (ProductVariant) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of ProductVariant.
func (ProductVariant) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("product_id", uuid.UUID{}).Immutable(),
		field.String("sku").Optional().Nillable().MaxRuneLen(64),
		field.String("title").NotEmpty().MaxRuneLen(200),
		field.String("currency").MinLen(3).MaxRuneLen(3),
		field.Int64("price_minor").NonNegative(),
		field.Int64("compare_at_minor").Optional().Nillable().NonNegative(),
		field.Int64("cost_minor").Optional().Nillable().NonNegative().Comment("never shown to shoppers"),
		field.String("gtin").Optional().Nillable().MaxRuneLen(14),
		field.Int64("prior_price_minor").Optional().Nillable().NonNegative().Comment("the lowest of the 30 days before the price was last lowered; kept by the database"),
		field.Strings("options").Optional().Comment("its values of the product's options, in their order"),
		field.Int("weight_grams").Optional().Nillable().NonNegative(),
		field.UUID("media_id", uuid.UUID{}).Optional().Nillable().Comment("the picture that shows it"),
		field.Int("position").Default(0),
		field.Bool("available_for_sale").Default(false).Comment("follows the stock in its transaction"),
		field.Bool("low_stock").Default(false).Comment("as available_for_sale"),
		field.Bool("published").Default(false).Comment("whether its product is in the shop; follows it in its transaction"),
	}
}

// Edges of ProductVariant.
func (ProductVariant) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("product", Product.Type).Field("product_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("media", MediaFile.Type).Field("media_id").Unique(),
	}
}

// Indexes of ProductVariant.
func (ProductVariant) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "product_id", "position"),
		index.Fields("vendor_id", "sku").Unique().StorageKey("variant_sku_per_vendor"),
		index.Fields("vendor_id", "media_id").Annotations(entsql.IndexWhere("media_id IS NOT NULL")),
	}
}

// Policy of ProductVariant, beyond that of VendorScoped.
func (ProductVariant) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.ShopSeesVariantsOfPublished()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCatalogWrite)}}
}

// PriceChange is a price that a variant has had since it was made. The database writes it
// with every change of a price, whoever makes it; nobody changes it after.
type PriceChange struct{ ent.Schema }

// Mixin of PriceChange.
func (PriceChange) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of PriceChange.
func (PriceChange) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("variant_id", uuid.UUID{}).Immutable(),
		field.String("currency").MinLen(3).MaxRuneLen(3).Immutable(),
		field.Int64("price_minor").NonNegative().Immutable(),
		field.Int64("compare_at_minor").Optional().Nillable().NonNegative().Immutable(),
	}
}

// Edges of PriceChange.
func (PriceChange) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("variant", ProductVariant.Type).Field("variant_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of PriceChange.
func (PriceChange) Indexes() []ent.Index {
	return []ent.Index{index.Fields("vendor_id", "variant_id", "created_at")}
}

// Policy of PriceChange, beyond that of VendorScoped.
func (PriceChange) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites(), rule.OnlyCreate()}}
}

// SlugRedirect is a name in addresses that something had before, so that old links lead to it.
type SlugRedirect struct{ ent.Schema }

// Mixin of SlugRedirect.
func (SlugRedirect) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of SlugRedirect.
func (SlugRedirect) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("kind").GoType(enum.SlugKind("")).Immutable(),
		field.String("slug").NotEmpty().MaxRuneLen(100).Immutable(),
		field.UUID("target_id", uuid.UUID{}).Comment("of a product or a collection, by kind"),
	}
}

// Indexes of SlugRedirect.
func (SlugRedirect) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "kind", "slug").Unique().StorageKey("slug_redirect_per_vendor"),
		index.Fields("vendor_id", "target_id"),
	}
}

// Policy of SlugRedirect, beyond that of VendorScoped.
func (SlugRedirect) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCatalogWrite)}}
}

// CatalogTask is one change of many products in the background. Its counters and the products of a chunk are written together.
type CatalogTask struct{ ent.Schema }

// Mixin of CatalogTask.
func (CatalogTask) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of CatalogTask.
func (CatalogTask) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of CatalogTask.
func (CatalogTask) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("action").GoType(enum.CatalogAction("")).Immutable(),
		field.Enum("status").GoType(enum.TaskStatus("")).Default(string(enum.TaskStatusQueued)),
		field.JSON("criteria", json.RawMessage{}).Immutable().Comment("which products, and what is changed of them"),
		field.Int("total").Default(0),
		field.Int("processed").Default(0),
		field.Int("succeeded").Default(0),
		field.Int("failed").Default(0),
		field.UUID("cursor", uuid.UUID{}).Optional().Nillable().Comment("the last product done; a resumed run goes on behind it"),
		field.Int("sequence").Default(0).Comment("counts up with every step, for watchers"),
		field.Bool("cancel_requested").Default(false),
		field.JSON("problems", json.RawMessage{}).Optional().Comment("the first 100 products that were left as they were"),
		field.JSON("failure", &i18n.Message{}).Optional(),
		field.String("idempotency_key").MaxRuneLen(255).Immutable(),
		field.Bytes("request_hash").Immutable(),
		field.UUID("requested_by", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.Time("started_at").Optional().Nillable(),
		field.Time("finished_at").Optional().Nillable(),
	}
}

// Indexes of CatalogTask.
func (CatalogTask) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "id"),
		index.Fields("vendor_id", "idempotency_key").Unique().StorageKey("catalog_task_idempotency"),
		index.Fields("vendor_id").Unique().Annotations(entsql.IndexWhere("status = 'QUEUED' OR status = 'RUNNING'")).StorageKey("catalog_task_one_running"),
	}
}

// Policy of CatalogTask, beyond that of VendorScoped.
func (CatalogTask) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCatalogWrite)}}
}
