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
	"orion/internal/kit/localized"
	"orion/internal/kit/shelfrule"
)

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
		field.Text("description").Default("").Comment("the words of description_html alone"),
		field.Text("description_html").Default("").Comment("clean; empty where it is all in description"),
		field.Int("position").Default(0),
		field.Enum("kind").GoType(enum.CollectionKind("")).Default(string(enum.CollectionKindManual)),
		field.JSON("rules", &shelfrule.Rules{}).Optional().Comment("what its products have in common, for one by rule"),
		field.Enum("sort").GoType(enum.CollectionSort("")).Default(string(enum.CollectionSortManual)),
		field.UUID("media_id", uuid.UUID{}).Optional().Nillable().Comment("its picture; without one, that of its first product"),
		field.String("seo_title").Optional().Nillable().MaxRuneLen(70),
		field.String("seo_description").Optional().Nillable().MaxRuneLen(320),
		field.JSON("translations", localized.Texts{}).Optional().Comment("in the languages other than the shop's own"),
		field.Int("version").Default(1),
		field.Time("evaluated_at").Optional().Nillable().Comment("when its rules were last asked"),
	}
}

// Edges of Collection.
func (Collection) Edges() []ent.Edge {
	return []ent.Edge{edge.To("media", MediaFile.Type).Field("media_id").Unique()}
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
		index.Fields("vendor_id", "collection_id", "position", "product_id").StorageKey("collection_product_order"),
		index.Fields("vendor_id", "product_id"),
	}
}

// Policy of CollectionProduct, beyond that of VendorScoped.
func (CollectionProduct) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCatalogWrite)}}
}

// Category is what a product is, in the vendor's own tree; Google's number says so to others.
type Category struct{ ent.Schema }

// Mixin of Category.
func (Category) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of Category.
func (Category) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Category.
func (Category) Fields() []ent.Field {
	return []ent.Field{
		field.String("slug").NotEmpty().MaxRuneLen(100),
		field.String("title").NotEmpty().MaxRuneLen(100),
		field.UUID("parent_id", uuid.UUID{}).Optional().Nillable(),
		field.Int("google_id").Optional().Nillable().Positive().Comment("in Google's product taxonomy"),
		field.Int("position").Default(0),
		field.JSON("translations", localized.Texts{}).Optional().Comment("in the languages other than the shop's own"),
	}
}

// Edges of Category.
func (Category) Edges() []ent.Edge {
	return []ent.Edge{edge.To("children", Category.Type).From("parent").Field("parent_id").Unique()}
}

// Indexes of Category.
func (Category) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "slug").Unique().StorageKey("category_slug_per_vendor"),
		index.Fields("vendor_id", "position", "id"),
		index.Fields("vendor_id", "parent_id"),
	}
}

// Policy of Category, beyond that of VendorScoped.
func (Category) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCatalogWrite)}}
}
