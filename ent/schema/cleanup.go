package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// CleanupRun says when rows of a kind were last cleaned up, for all vendors at once. The queue forgets its jobs within a day.
type CleanupRun struct{ ent.Schema }

// Mixin of CleanupRun.
func (CleanupRun) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Fields of CleanupRun.
func (CleanupRun) Fields() []ent.Field {
	return []ent.Field{
		field.String("kind").NotEmpty().MaxRuneLen(40).Immutable(),
		field.Time("ran_at").Default(time.Now),
		field.Int64("removed").Default(0).NonNegative().Comment("rows that went then"),
	}
}

// Indexes of CleanupRun.
func (CleanupRun) Indexes() []ent.Index {
	return []ent.Index{index.Fields("kind").Unique().StorageKey("cleanup_run_once")}
}

// Policy of CleanupRun.
func (CleanupRun) Policy() ent.Policy { return platformsOwn() }
