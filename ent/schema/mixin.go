// Package schema is what Orion stores: one file per domain's entities. The
// generated models, the migrations and the privacy of rows come from it.
package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/mixin"
	"github.com/google/uuid"

	"orion/ent/rule"
)

// Base gives a row its id, a UUIDv7 so that ids sort by age, and its times (UTC).
type Base struct{ mixin.Schema }

// Fields of Base.
func (Base) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("id", uuid.UUID{}).Default(newID).Immutable(),
		field.Time("created_at").Default(now).Immutable(),
		field.Time("updated_at").Default(now).UpdateDefault(now),
	}
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Public marks an entity that the graph shows as a node; its prefix is in
// internal/kit/publicid.
type Public struct{}

// Name implements schema.Annotation.
func (Public) Name() string { return "Public" }

// Personal marks a field that says something of a person, or that opens something to
// whoever knows it: the record of who did what names it when it changes and keeps its
// values to itself.
type Personal struct{}

// Name implements schema.Annotation.
func (Personal) Name() string { return "Personal" }

var _, _ schema.Annotation = Public{}, Personal{}

// VendorScoped ties every row to one vendor.
type VendorScoped struct{ mixin.Schema }

// Fields of VendorScoped.
func (VendorScoped) Fields() []ent.Field {
	return []ent.Field{field.UUID("vendor_id", uuid.UUID{}).Immutable()}
}

// Edges of VendorScoped.
func (VendorScoped) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("vendor", Vendor.Type).Field("vendor_id").Unique().Required().Immutable(),
	}
}

// Policy of VendorScoped.
func (VendorScoped) Policy() ent.Policy { return rule.SameVendor() }

// Hooks of VendorScoped.
func (VendorScoped) Hooks() []ent.Hook { return []ent.Hook{rule.StampVendor} }
