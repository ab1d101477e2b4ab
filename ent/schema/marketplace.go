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
	"orion/internal/kit/i18n"
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
	return []ent.Field{
		field.String("handle").NotEmpty().MaxRuneLen(40).Immutable(),
		field.String("name").NotEmpty().MaxRuneLen(100),
		field.String("currency").MinLen(3).MaxRuneLen(3).Default("EUR").Comment("of prices that name none"),
		field.Enum("decimal_mark").Values("AUTO", "POINT", "COMMA").Default("AUTO"),
		field.Int("default_stock").Default(10).NonNegative().Comment("of in_stock rows without a quantity"),
	}
}

// Indexes of MarketplaceSource.
func (MarketplaceSource) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "handle").Unique().StorageKey("source_handle_per_vendor"),
	}
}

// Policy of MarketplaceSource, beyond that of VendorScoped.
func (MarketplaceSource) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

// StagedUpload is a place that one file may be sent to, once.
type StagedUpload struct{ ent.Schema }

// Mixin of StagedUpload.
func (StagedUpload) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of StagedUpload.
func (StagedUpload) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of StagedUpload.
func (StagedUpload) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("purpose").GoType(enum.UploadPurpose("")).Immutable(),
		field.String("filename").NotEmpty().MaxRuneLen(255).Immutable(),
		field.String("content_type").NotEmpty().MaxRuneLen(100).Immutable(),
		field.Int64("byte_size").Positive().Immutable(),
		field.String("key").NotEmpty().MaxRuneLen(200).Immutable(),
		field.Time("received_at").Optional().Nillable(),
		field.Time("expires_at").Immutable(),
	}
}

// Indexes of StagedUpload.
func (StagedUpload) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "id"),
	}
}

// Policy of StagedUpload, beyond that of VendorScoped.
func (StagedUpload) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionImportRun)}}
}

// MarketplaceImportJob is one run of one file. Its counters, its cursor and the rows of a chunk are written together.
type MarketplaceImportJob struct{ ent.Schema }

// Mixin of MarketplaceImportJob.
func (MarketplaceImportJob) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of MarketplaceImportJob.
func (MarketplaceImportJob) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of MarketplaceImportJob.
func (MarketplaceImportJob) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("source_id", uuid.UUID{}).Immutable(),
		field.UUID("upload_id", uuid.UUID{}).Immutable(),
		field.String("filename").NotEmpty().MaxRuneLen(255).Immutable(),
		field.Int64("byte_size").Immutable(),
		field.String("key").NotEmpty().MaxRuneLen(200).Immutable(),
		field.Enum("mode").GoType(enum.ImportMode("")).Immutable(),
		field.Enum("error_policy").GoType(enum.ImportErrorPolicy("")).Immutable(),
		field.Bool("dry_run").Immutable(),
		field.Enum("status").GoType(enum.ImportStatus("")).Default(string(enum.ImportStatusQueued)),
		field.Int("total").Default(0),
		field.Int("processed").Default(0),
		field.Int("created").Default(0),
		field.Int("updated").Default(0),
		field.Int("unchanged").Default(0),
		field.Int("failed").Default(0),
		field.Int("warnings").Default(0),
		field.Int64("bytes_read").Default(0),
		field.Int("cursor").Default(0).Comment("records done; a resumed run skips them"),
		field.Int("sequence").Default(0).Comment("counts up with every step, for watchers"),
		field.JSON("failure", &i18n.Message{}).Optional(),
		field.String("encoding").Optional().Nillable().MaxRuneLen(40),
		field.String("separator").Optional().Nillable().MaxRuneLen(4),
		field.Strings("unknown_columns").Optional(),
		field.Bool("cancel_requested").Default(false),
		field.String("idempotency_key").MaxRuneLen(255).Immutable(),
		field.Bytes("request_hash").Immutable(),
		field.UUID("requested_by", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.Time("started_at").Optional().Nillable(),
		field.Time("finished_at").Optional().Nillable(),
	}
}

// Edges of MarketplaceImportJob.
func (MarketplaceImportJob) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("source", MarketplaceSource.Type).Field("source_id").Unique().Required().Immutable(),
		edge.To("upload", StagedUpload.Type).Field("upload_id").Unique().Required().Immutable(),
	}
}

// Indexes of MarketplaceImportJob.
func (MarketplaceImportJob) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "id"),
		index.Fields("vendor_id", "idempotency_key").Unique().StorageKey("import_idempotency"),
		index.Fields("vendor_id", "source_id").Unique().Annotations(entsql.IndexWhere("status = 'QUEUED' OR status = 'VALIDATING' OR status = 'APPLYING'")).StorageKey("import_one_running"),
	}
}

// Policy of MarketplaceImportJob, beyond that of VendorScoped.
func (MarketplaceImportJob) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionImportRun)}}
}

// ImportRowError is a row of a file that could not be staged as it is, or deserves a look.
type ImportRowError struct{ ent.Schema }

// Mixin of ImportRowError.
func (ImportRowError) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of ImportRowError.
func (ImportRowError) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of ImportRowError.
func (ImportRowError) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("job_id", uuid.UUID{}).Immutable(),
		field.Int("line").Immutable(),
		field.Int("record").Immutable(),
		field.String("column").Optional().Nillable().MaxRuneLen(100).Immutable(),
		field.String("value").Optional().Nillable().MaxRuneLen(200).Immutable(),
		field.String("code").NotEmpty().MaxRuneLen(40).Immutable(),
		field.JSON("message", i18n.Message{}).Immutable(),
		field.JSON("hint", &i18n.Message{}).Optional().Immutable(),
		field.Bool("warning").Default(false).Immutable(),
	}
}

// Edges of ImportRowError.
func (ImportRowError) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("job", MarketplaceImportJob.Type).Field("job_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of ImportRowError.
func (ImportRowError) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "job_id", "record", "id"),
	}
}

// Policy of ImportRowError, beyond that of VendorScoped.
func (ImportRowError) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}

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
		field.JSON("attributes", map[string]string{}).Optional().Comment("known columns without a field of their own"),
		field.Bytes("row_hash").Comment("of the row as it was read; equal hashes are equal rows"),
		field.Enum("status").GoType(enum.MarketplaceProductStatus("")).Default(string(enum.MarketplaceProductStatusImported)),
		field.UUID("product_id", uuid.UUID{}).Optional().Nillable(),
	}
}

// Edges of MarketplaceProduct.
func (MarketplaceProduct) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("source", MarketplaceSource.Type).Field("source_id").Unique().Required().Immutable(),
		edge.To("product", Product.Type).Field("product_id").Unique(),
	}
}

// Indexes of MarketplaceProduct.
func (MarketplaceProduct) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "source_id", "external_id").Unique().StorageKey("marketplace_product_key"),
		index.Fields("vendor_id", "status", "updated_at", "id").StorageKey("marketplace_product_list"),
		index.Fields("vendor_id", "updated_at", "id").StorageKey("marketplace_product_all"),
		index.Fields("vendor_id", "product_id"),
	}
}

// Policy of MarketplaceProduct, beyond that of VendorScoped.
func (MarketplaceProduct) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionImportRun)}}
}
