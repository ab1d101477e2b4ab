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
		field.Text("description").Default(""),
		field.String("brand").Optional().Nillable().MaxRuneLen(70),
		field.String("product_type").Optional().Nillable().MaxRuneLen(750),
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

// Indexes of Product.
func (Product) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "slug").Unique().StorageKey("product_slug_per_vendor"),
		index.Fields("vendor_id", "id").Annotations(entsql.IndexWhere("status = 'ACTIVE'")).StorageKey("product_shop_list"),
		index.Fields("vendor_id", "min_price_minor", "id").Annotations(entsql.IndexWhere("status = 'ACTIVE'")).StorageKey("product_shop_price"),
		index.Fields("vendor_id", "title", "id").Annotations(entsql.IndexWhere("status = 'ACTIVE'")).StorageKey("product_shop_title"),
		index.Fields("vendor_id", "sold_count", "id").Annotations(entsql.IndexWhere("status = 'ACTIVE'")).StorageKey("product_shop_best"),
		index.Fields("vendor_id", "updated_at", "id").StorageKey("product_updated"),
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
		field.Int("position").Default(0),
		field.Bool("available_for_sale").Default(false).Comment("follows the stock in its transaction"),
		field.Bool("published").Default(false).Comment("whether its product is in the shop; follows it in its transaction"),
	}
}

// Edges of ProductVariant.
func (ProductVariant) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("product", Product.Type).Field("product_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of ProductVariant.
func (ProductVariant) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "product_id", "position"),
		index.Fields("vendor_id", "sku").Unique().StorageKey("variant_sku_per_vendor"),
	}
}

// Policy of ProductVariant, beyond that of VendorScoped.
func (ProductVariant) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.ShopSeesVariantsOfPublished()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCatalogWrite)}}
}

// Collection is a named shelf of products.
type Collection struct{ ent.Schema }

// Mixin of Collection.
func (Collection) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of Collection.
func (Collection) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Collection.
func (Collection) Fields() []ent.Field {
	return []ent.Field{
		field.String("slug").NotEmpty().MaxRuneLen(100),
		field.String("title").NotEmpty().MaxRuneLen(100),
		field.Text("description").Default(""),
		field.Int("position").Default(0),
	}
}

// Indexes of Collection.
func (Collection) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "slug").Unique().StorageKey("collection_slug_per_vendor"),
		index.Fields("vendor_id", "position", "id"),
	}
}

// Policy of Collection, beyond that of VendorScoped.
func (Collection) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCatalogWrite)}}
}

// CollectionProduct puts a product on a shelf.
type CollectionProduct struct{ ent.Schema }

// Mixin of CollectionProduct.
func (CollectionProduct) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of CollectionProduct.
func (CollectionProduct) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("collection_id", uuid.UUID{}).Immutable(),
		field.UUID("product_id", uuid.UUID{}).Immutable(),
		field.Int("position").Default(0),
	}
}

// Edges of CollectionProduct.
func (CollectionProduct) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("collection", Collection.Type).Field("collection_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("product", Product.Type).Field("product_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of CollectionProduct.
func (CollectionProduct) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "collection_id", "product_id").Unique().StorageKey("collection_product_once"),
		index.Fields("vendor_id", "product_id"),
	}
}

// Policy of CollectionProduct, beyond that of VendorScoped.
func (CollectionProduct) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCatalogWrite)}}
}

// MediaFile is a picture. Its content is in the blob store under key, which names the vendor and nothing that a user chose.
type MediaFile struct{ ent.Schema }

// Mixin of MediaFile.
func (MediaFile) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of MediaFile.
func (MediaFile) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of MediaFile.
func (MediaFile) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("status").GoType(enum.MediaStatus("")).Default(string(enum.MediaStatusPending)),
		field.String("key").Optional().Nillable().MaxRuneLen(200),
		field.String("source_url").Optional().Nillable().MaxRuneLen(2000),
		field.String("alt").Default("").MaxRuneLen(500),
		field.Bytes("sha256").Optional().Nillable(),
		field.String("content_type").Optional().Nillable().MaxRuneLen(100),
		field.Int64("byte_size").Default(0),
		field.Int("width").Optional().Nillable(),
		field.Int("height").Optional().Nillable(),
		field.String("color").Optional().Nillable().MaxRuneLen(7),
		field.String("failure").Optional().Nillable().MaxRuneLen(200),
	}
}

// Indexes of MediaFile.
func (MediaFile) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "id"),
		index.Fields("vendor_id", "sha256"),
	}
}

// Policy of MediaFile, beyond that of VendorScoped.
func (MediaFile) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.ShopSeesReady()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCatalogWrite)}}
}

// ProductMedia puts a picture into a product.
type ProductMedia struct{ ent.Schema }

// Mixin of ProductMedia.
func (ProductMedia) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of ProductMedia.
func (ProductMedia) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("product_id", uuid.UUID{}).Immutable(),
		field.UUID("media_id", uuid.UUID{}).Immutable(),
		field.Int("position").Default(0),
	}
}

// Edges of ProductMedia.
func (ProductMedia) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("product", Product.Type).Field("product_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("media", MediaFile.Type).Field("media_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of ProductMedia.
func (ProductMedia) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "product_id", "position", "media_id").Unique().StorageKey("product_media_place"),
		index.Fields("vendor_id", "media_id"),
	}
}

// Policy of ProductMedia, beyond that of VendorScoped.
func (ProductMedia) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCatalogWrite)}}
}
