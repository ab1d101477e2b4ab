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
)

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

// Policy of StagedUpload, beyond that of VendorScoped: feeds and pictures are sent to it.
func (StagedUpload) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.Require(enum.PermissionImportRun, enum.PermissionCatalogWrite)}}
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
		field.UUID("upload_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("none where the file is fetched"),
		field.Enum("kind").GoType(enum.ImportKind("")).Default(string(enum.ImportKindProducts)).Immutable(),
		field.Enum("trigger").GoType(enum.ImportTrigger("")).Default(string(enum.ImportTriggerUpload)).Immutable(),
		field.Bool("complete").Default(false).Immutable().Comment("the file is the whole feed"),
		field.JSON("mapping", json.RawMessage{}).Optional().Comment("as it was when the import began, or was given since"),
		field.Strings("columns").Optional().Comment("of the file, where they have to be mapped"),
		field.String("filename").NotEmpty().MaxRuneLen(255).Immutable(),
		field.Int64("byte_size"),
		field.String("key").NotEmpty().MaxRuneLen(200).Immutable(),
		field.Time("fetched_at").Optional().Nillable().Comment("when the file came from the source's address"),
		field.Enum("mode").GoType(enum.ImportMode("")).Immutable(),
		field.Enum("error_policy").GoType(enum.ImportErrorPolicy("")).Immutable(),
		field.Bool("dry_run").Comment("until it is applied"),
		field.Enum("status").GoType(enum.ImportStatus("")).Default(string(enum.ImportStatusQueued)),
		field.Int("total").Default(0),
		field.Int("processed").Default(0),
		field.Int("created").Default(0),
		field.Int("updated").Default(0),
		field.Int("unchanged").Default(0),
		field.Int("failed").Default(0),
		field.Int("missing").Default(0).Comment("products of the source that a whole feed does not have"),
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
		edge.To("upload", StagedUpload.Type).Field("upload_id").Unique().Immutable(),
	}
}

// Indexes of MarketplaceImportJob.
func (MarketplaceImportJob) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "id"),
		index.Fields("vendor_id", "source_id", "id").StorageKey("import_of_source"),
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

// ImportRow is what an import would do, or did, with one product. Dry runs keep up to 1,000 of each kind.
type ImportRow struct{ ent.Schema }

// Mixin of ImportRow.
func (ImportRow) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of ImportRow.
func (ImportRow) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of ImportRow.
func (ImportRow) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("job_id", uuid.UUID{}).Immutable(),
		field.Int("record").Immutable().Comment("0 for what the file does not have"),
		field.String("external_id").NotEmpty().MaxRuneLen(64).Immutable().Comment("or the sku, where stock is counted"),
		field.String("title").Default("").MaxRuneLen(255).Immutable(),
		field.Enum("status").GoType(enum.ImportRowStatus("")).Immutable(),
		field.JSON("changes", []enum.Change{}).Optional().Immutable(),
	}
}

// Edges of ImportRow.
func (ImportRow) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("job", MarketplaceImportJob.Type).Field("job_id").Unique().Required().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of ImportRow.
func (ImportRow) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "job_id", "status", "record", "id").StorageKey("import_row_list"),
	}
}

// Policy of ImportRow, beyond that of VendorScoped.
func (ImportRow) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites()}}
}
