package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"orion/ent/gen/ent/privacy"
	"orion/ent/rule"
	"orion/internal/enum"
)

// AuditEntry is a line of the record of who did what. It is never changed or removed; the application's role cannot.
type AuditEntry struct{ ent.Schema }

// Mixin of AuditEntry.
func (AuditEntry) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of AuditEntry.
func (AuditEntry) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of AuditEntry.
func (AuditEntry) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("vendor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.String("action").NotEmpty().MaxRuneLen(60).Immutable(),
		field.String("audience").MaxRuneLen(10).Immutable(),
		field.UUID("actor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.UUID("customer_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.String("target_type").NotEmpty().MaxRuneLen(40).Immutable(),
		field.String("target").NotEmpty().MaxRuneLen(200).Immutable(),
		field.String("reason").Optional().Nillable().MaxRuneLen(500).Immutable(),
		field.JSON("data", map[string]string{}).Optional().Immutable(),
		field.UUID("impersonator_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("of the staff, who did it on the vendor's behalf"),
		field.UUID("api_key_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.JSON("changes", []enum.Change{}).Optional().Immutable(),
		field.String("user_agent").Optional().Nillable().MaxRuneLen(400).Immutable(),
		field.String("request_id").Optional().Nillable().MaxRuneLen(64).Immutable(),
		field.String("address").Optional().Nillable().MaxRuneLen(64).Immutable(),
	}
}

// Edges of AuditEntry.
func (AuditEntry) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique().Immutable(),
	}
}

// Indexes of AuditEntry.
func (AuditEntry) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "id"),
		index.Fields("vendor_id", "action", "id"),
		index.Fields("actor_id", "id"),
		index.Fields("target", "id"),
		index.Fields("created_at"),
	}
}

// Hooks of AuditEntry.
func (AuditEntry) Hooks() []ent.Hook { return []ent.Hook{rule.StampOptional} }

// Policy of AuditEntry.
func (AuditEntry) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.SameVendor(), rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SameVendor(), rule.OnlyCreate()}}
}

// AuditSeal chains the entries of one vendor, or of the platform, by their hashes. The database writes it when the entry's
// transaction commits; nobody else can.
type AuditSeal struct{ ent.Schema }

// Fields of AuditSeal.
func (AuditSeal) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("id", uuid.UUID{}).Immutable().Comment("of the entry"),
		field.UUID("chain", uuid.UUID{}).Immutable().Comment("the vendor; zero for the platform"),
		field.Int64("sequence").Immutable().Comment("1, 2, 3 … in the chain"),
		field.Bytes("hash").Immutable(),
		field.Int16("version").Immutable().Comment("of the digest"),
	}
}

// Indexes of AuditSeal.
func (AuditSeal) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("chain", "sequence").Unique().StorageKey("audit_seal_sequence"),
	}
}

// Policy of AuditSeal.
func (AuditSeal) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.PlatformOnly()}, Mutation: privacy.MutationPolicy{privacy.AlwaysDenyRule()}}
}

// AuditHead is the last seal of a chain.
type AuditHead struct{ ent.Schema }

// Fields of AuditHead.
func (AuditHead) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("id", uuid.UUID{}).Immutable().Comment("the chain"),
		field.Int64("sequence"),
		field.Bytes("hash"),
	}
}

// Policy of AuditHead.
func (AuditHead) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.PlatformOnly()}, Mutation: privacy.MutationPolicy{privacy.AlwaysDenyRule()}}
}

// DataExport is a file that somebody had made of what they may see, and the record that they did. It is the platform's where it
// has no vendor.
type DataExport struct{ ent.Schema }

// Mixin of DataExport.
func (DataExport) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of DataExport.
func (DataExport) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of DataExport.
func (DataExport) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("vendor_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.UUID("requested_by_id", uuid.UUID{}).Optional().Nillable().Immutable(),
		field.Enum("kind").GoType(enum.ExportKind("")).Immutable(),
		field.Enum("status").GoType(enum.ExportStatus("")).Default(string(enum.ExportStatusQueued)),
		field.JSON("criteria", map[string]any{}).Optional().Immutable().Comment("as it was asked"),
		field.Int64("row_count").Default(0).NonNegative(),
		field.Int64("byte_size").Default(0).NonNegative(),
		field.String("blob_key").Optional().Nillable().MaxRuneLen(200),
		field.String("problem").Optional().Nillable().MaxRuneLen(200),
		field.Int("downloads").Default(0).NonNegative(),
		field.Time("expires_at").Optional().Nillable().Comment("when the file goes; the record stays"),
	}
}

// Edges of DataExport.
func (DataExport) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique().Immutable(),
	}
}

// Indexes of DataExport.
func (DataExport) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "id"),
	}
}

// Hooks of DataExport.
func (DataExport) Hooks() []ent.Hook { return []ent.Hook{rule.StampOptional} }

// Policy of DataExport.
func (DataExport) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.SameVendor(), rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SameVendor(), rule.SystemWrites()}}
}
