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
	"orion/internal/kit/rendition"
)

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
		field.String("filename").Default("").MaxRuneLen(255).Comment("as it was when it was sent; keys never hold it"),
		field.String("alt").Default("").MaxRuneLen(500).Comment("in the shop's own language"),
		field.JSON("alts", map[string]string{}).Optional().Comment("in its other languages"),
		field.Strings("tags").Optional(),
		field.Bool("private").Default(false).Comment("shown at signed addresses alone"),
		field.Int("focal_x").Default(500).Range(0, 1000).Comment("what must not be cropped away, in thousandths of the width"),
		field.Int("focal_y").Default(500).Range(0, 1000).Comment("and of the height"),
		field.JSON("renditions", []rendition.Rendition{}).Optional().Comment("smaller copies, narrowest first"),
		field.Bytes("sha256").Optional().Nillable(),
		field.String("content_type").Optional().Nillable().MaxRuneLen(100),
		field.Int64("byte_size").Default(0),
		field.Int64("stored_bytes").Default(0).Comment("with its renditions; what counts against the quota"),
		field.Int("version").Default(1),
		field.UUID("duplicate_of", uuid.UUID{}).Optional().Nillable().Comment("a file with the same pixels that was there before"),
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
		index.Fields("vendor_id").Annotations(entsql.IncludeColumns("stored_bytes")).StorageKey("media_room"),
		index.Fields("vendor_id", "sha256"),
		index.Fields("vendor_id", "status", "id"),
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
