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

// LedgerEntry is one side of a posting. The entries of a posting add up to nothing. It is never changed.
type LedgerEntry struct{ ent.Schema }

// Mixin of LedgerEntry.
func (LedgerEntry) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of LedgerEntry.
func (LedgerEntry) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of LedgerEntry.
func (LedgerEntry) Fields() []ent.Field {
	return []ent.Field{
		field.String("posting").NotEmpty().MaxRuneLen(100).Immutable().Comment("what it is about, once: such as charge:<payment>"),
		field.Enum("kind").GoType(enum.LedgerKind("")).Immutable(),
		field.Enum("account").GoType(enum.LedgerAccount("")).Immutable(),
		field.UUID("order_id", uuid.UUID{}).Immutable(),
		field.String("currency").MinLen(3).MaxRuneLen(3).Immutable(),
		field.Int64("amount_minor").Immutable().Comment("debits are positive, credits negative"),
		field.Time("occurred_at").Immutable(),
	}
}

// Edges of LedgerEntry.
func (LedgerEntry) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("order", Order.Type).Field("order_id").Unique().Required().Immutable(),
	}
}

// Indexes of LedgerEntry.
func (LedgerEntry) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "posting", "account").Unique().StorageKey("ledger_entry_once"),
		index.Fields("vendor_id", "occurred_at", "id"),
		index.Fields("vendor_id", "order_id"),
	}
}

// Policy of LedgerEntry, beyond that of VendorScoped.
func (LedgerEntry) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites(), rule.OnlyCreate()}}
}

// LedgerCheck is what a proof of the ledger came to.
type LedgerCheck struct{ ent.Schema }

// Mixin of LedgerCheck.
func (LedgerCheck) Mixin() []ent.Mixin { return []ent.Mixin{Base{}, VendorScoped{}} }

// Annotations of LedgerCheck.
func (LedgerCheck) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of LedgerCheck.
func (LedgerCheck) Fields() []ent.Field {
	return []ent.Field{
		field.Int("orders").NonNegative().Immutable(),
		field.Int("entries").NonNegative().Immutable(),
		field.Strings("faults").Optional().Immutable().Comment("what did not agree; none: it balances"),
	}
}

// Indexes of LedgerCheck.
func (LedgerCheck) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("vendor_id", "created_at"),
	}
}

// Policy of LedgerCheck, beyond that of VendorScoped.
func (LedgerCheck) Policy() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.NotForShoppers()}, Mutation: privacy.MutationPolicy{rule.SystemWrites(), rule.OnlyCreate()}}
}
