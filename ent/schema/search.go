package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"orion/ent/gen/ent/privacy"
	"orion/ent/rule"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
)

// SearchChange says that what the search knows of a product is old. The database writes it
// with every change of what is searched; it goes when the index has been told.
type SearchChange struct{ ent.Schema }

// Mixin of SearchChange.
func (SearchChange) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of SearchChange.
func (SearchChange) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("product_id", uuid.UUID{}).Immutable().Comment("which may be gone by now"),
	}
}

// Indexes of SearchChange.
func (SearchChange) Indexes() []ent.Index {
	return []ent.Index{index.Fields("vendor_id", "created_at"), index.Fields("created_at")}
}

// Policy of SearchChange, beyond that of VendorScoped.
func (SearchChange) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// SearchQuery counts what shoppers searched for, by day.
type SearchQuery struct{ ent.Schema }

// Mixin of SearchQuery.
func (SearchQuery) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Fields of SearchQuery.
func (SearchQuery) Fields() []ent.Field {
	return []ent.Field{
		field.Time("day").Immutable().SchemaType(map[string]string{"postgres": "date"}).Comment("in the vendor's time zone"),
		field.String("term").NotEmpty().MaxRuneLen(100).Immutable().Comment("in lower case, spaces made one"),
		field.String("language").MinLen(2).MaxRuneLen(2).Immutable(),
		field.Int("searches").Default(0).NonNegative(),
		field.Int("empty").Default(0).NonNegative().Comment("those of them that found nothing"),
		field.Int("results").Default(0).NonNegative().Comment("how many the last of them found"),
		field.Time("last_at").Default(time.Now),
	}
}

// Indexes of SearchQuery.
func (SearchQuery) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "day", "term", "language").Unique().StorageKey("search_query_of_day"),
	}
}

// Policy of SearchQuery, beyond that of VendorScoped.
func (SearchQuery) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// SearchSynonym is a group of words that mean the same to a vendor's customers.
type SearchSynonym struct{ ent.Schema }

// Mixin of SearchSynonym.
func (SearchSynonym) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of SearchSynonym.
func (SearchSynonym) Annotations() []schema.Annotation { return []schema.Annotation{Public{}} }

// Fields of SearchSynonym.
func (SearchSynonym) Fields() []ent.Field {
	return []ent.Field{field.Strings("words").Comment("2 to 20, in lower case")}
}

// Indexes of SearchSynonym.
func (SearchSynonym) Indexes() []ent.Index {
	return []ent.Index{index.Fields("vendor_id", "id")}
}

// Policy of SearchSynonym, beyond that of VendorScoped. Shoppers search with them.
func (SearchSynonym) Policy() ent.Policy {
	return privacy.Policy{Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCatalogWrite)}}
}

// SearchReindex is one rebuilding of a vendor's index beside the one in use.
type SearchReindex struct{ ent.Schema }

// Mixin of SearchReindex.
func (SearchReindex) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of SearchReindex.
func (SearchReindex) Annotations() []schema.Annotation { return []schema.Annotation{Public{}} }

// Fields of SearchReindex.
func (SearchReindex) Fields() []ent.Field {
	return []ent.Field{
		field.String("engine").NotEmpty().MaxRuneLen(20).Immutable(),
		field.Enum("status").GoType(enum.TaskStatus("")).Default(string(enum.TaskStatusQueued)),
		field.Int("total").Default(0),
		field.Int("processed").Default(0),
		field.JSON("failure", &i18n.Message{}).Optional(),
		field.UUID("requested_by", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.Time("started_at").Optional().Nillable(),
		field.Time("finished_at").Optional().Nillable(),
	}
}

// Indexes of SearchReindex.
func (SearchReindex) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "id"),
		index.Fields("vendor_id").Unique().Annotations(entsql.IndexWhere("status = 'QUEUED' OR status = 'RUNNING'")).StorageKey("search_reindex_one_running"),
	}
}

// Policy of SearchReindex, beyond that of VendorScoped.
func (SearchReindex) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionCatalogWrite)}}
}
