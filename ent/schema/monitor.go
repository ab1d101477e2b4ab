package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"orion/ent/gen/ent/privacy"
	"orion/ent/rule"
	"orion/internal/enum"
)

// platformsOwn is the policy of what only the platform sees.
func platformsOwn() ent.Policy {
	return privacy.Policy{Query: privacy.QueryPolicy{rule.PlatformOnly()}, Mutation: privacy.MutationPolicy{rule.PlatformOnly()}}
}

// Alert is something that the staff have to look after. As long as it is not resolved, what happens again adds to it.
type Alert struct{ ent.Schema }

// Mixin of Alert.
func (Alert) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of Alert.
func (Alert) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of Alert.
func (Alert) Fields() []ent.Field {
	return []ent.Field{
		field.String("rule").NotEmpty().MaxRuneLen(40).Immutable(),
		field.Enum("severity").GoType(enum.Severity("")),
		field.Enum("status").GoType(enum.AlertStatus("")).Default(string(enum.AlertStatusOpen)),
		field.String("subject").Default("").MaxRuneLen(200).Immutable().Comment("what of many it is about, such as a queue"),
		field.UUID("concerns_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("the vendor"),
		field.JSON("data", map[string]string{}).Optional().Comment("the words of its text, as of the last time"),
		field.String("open_key").Optional().Nillable().MaxRuneLen(300).Comment("rule, vendor and subject, until it is resolved"),
		field.Int("occurrences").Default(1).Positive(),
		field.Time("last_seen_at"),
		field.UUID("acknowledged_by_id", uuid.UUID{}).Optional().Nillable(),
		field.Time("acknowledged_at").Optional().Nillable(),
		field.Time("snoozed_until").Optional().Nillable(),
		field.UUID("resolved_by_id", uuid.UUID{}).Optional().Nillable().Comment("none where it ended by itself"),
		field.Time("resolved_at").Optional().Nillable(),
		field.String("note").Optional().Nillable().MaxRuneLen(1000),
	}
}

// Indexes of Alert.
func (Alert) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("open_key").Unique().StorageKey("alert_open_once"),
		index.Fields("status", "id"),
	}
}

// Policy of Alert.
func (Alert) Policy() ent.Policy { return platformsOwn() }

// AlertRule is what the staff have said of a rule of the program: whether it holds, and from when on.
type AlertRule struct{ ent.Schema }

// Mixin of AlertRule.
func (AlertRule) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Fields of AlertRule.
func (AlertRule) Fields() []ent.Field {
	return []ent.Field{
		field.String("rule").NotEmpty().MaxRuneLen(40).Immutable(),
		field.Bool("enabled").Default(true),
		field.Int64("threshold").Optional().Nillable().Comment("in the unit of the rule; none: its default"),
		field.Bool("by_mail").Default(false).Comment("also tells the staff by mail"),
		field.Int("version").Default(1).Positive(),
	}
}

// Indexes of AlertRule.
func (AlertRule) Indexes() []ent.Index {
	return []ent.Index{index.Fields("rule").Unique().StorageKey("alert_rule_once")}
}

// Policy of AlertRule.
func (AlertRule) Policy() ent.Policy { return platformsOwn() }

// ErrorLog is an error of the program, once for all the times that it happened.
type ErrorLog struct{ ent.Schema }

// Mixin of ErrorLog.
func (ErrorLog) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of ErrorLog.
func (ErrorLog) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of ErrorLog.
func (ErrorLog) Fields() []ent.Field {
	return []ent.Field{
		field.String("fingerprint").NotEmpty().MaxRuneLen(64).Immutable(),
		field.String("source").NotEmpty().MaxRuneLen(20).Immutable().Comment("graph, http, job"),
		field.String("operation").Default("").MaxRuneLen(200).Immutable().Comment("the field, route or kind of job"),
		field.String("message").NotEmpty().MaxRuneLen(1000).Comment("without values"),
		field.String("stack").Default("").MaxRuneLen(8000),
		field.Int64("occurrences").Default(1).Positive(),
		field.String("version").Default("").MaxRuneLen(60).Comment("of the program, the last time"),
		field.String("request_id").Default("").MaxRuneLen(64).Comment("the last time"),
		field.UUID("concerns_id", uuid.UUID{}).Optional().Nillable().Comment("the vendor, the last time"),
		field.Time("last_seen_at"),
		field.Time("resolved_at").Optional().Nillable(),
	}
}

// Indexes of ErrorLog.
func (ErrorLog) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("fingerprint").Unique().StorageKey("error_log_once"),
		index.Fields("last_seen_at"),
	}
}

// Policy of ErrorLog.
func (ErrorLog) Policy() ent.Policy { return platformsOwn() }

// PerformanceMetric is a figure of one process in one minute.
type PerformanceMetric struct{ ent.Schema }

// Mixin of PerformanceMetric.
func (PerformanceMetric) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Fields of PerformanceMetric.
func (PerformanceMetric) Fields() []ent.Field {
	return []ent.Field{
		field.Time("minute").Immutable(),
		field.String("process").MaxRuneLen(60).Immutable().Comment("which one measured; empty for the whole platform"),
		field.String("name").NotEmpty().MaxRuneLen(60).Immutable(),
		field.String("label").Default("").MaxRuneLen(120).Immutable().Comment("such as the queue or the operation"),
		field.Float("value").Immutable(),
	}
}

// Indexes of PerformanceMetric.
func (PerformanceMetric) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("name", "label", "minute", "process").Unique().StorageKey("performance_metric_once"),
		index.Fields("minute"),
	}
}

// Policy of PerformanceMetric.
func (PerformanceMetric) Policy() ent.Policy { return platformsOwn() }

// BackupLog is a backup of the whole platform.
type BackupLog struct{ ent.Schema }

// Mixin of BackupLog.
func (BackupLog) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of BackupLog.
func (BackupLog) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of BackupLog.
func (BackupLog) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty().MaxRuneLen(100).Immutable(),
		field.Enum("status").GoType(enum.BackupStatus("")).Default(string(enum.BackupStatusRunning)),
		field.String("location").NotEmpty().MaxRuneLen(500).Immutable().Comment("without secrets"),
		field.Bool("scheduled").Default(false).Immutable(),
		field.Int64("byte_size").Default(0).NonNegative(),
		field.Int64("row_count").Default(0).NonNegative(),
		field.Int64("file_count").Default(0).NonNegative().Comment("of media"),
		field.String("checksum").Optional().Nillable().MaxRuneLen(64).Comment("of the manifest, SHA-256"),
		field.String("failure").Optional().Nillable().MaxRuneLen(500),
		field.Time("ended_at").Optional().Nillable(),
		field.Time("verified_at").Optional().Nillable(),
		field.String("verify_failure").Optional().Nillable().MaxRuneLen(500),
		field.Time("removed_at").Optional().Nillable().Comment("its files are gone; this record stays"),
	}
}

// Indexes of BackupLog.
func (BackupLog) Indexes() []ent.Index {
	return []ent.Index{index.Fields("name").Unique().StorageKey("backup_log_name")}
}

// Policy of BackupLog.
func (BackupLog) Policy() ent.Policy { return platformsOwn() }

// RestoreLog is the bringing back of a backup, or of one vendor's archive.
type RestoreLog struct{ ent.Schema }

// Mixin of RestoreLog.
func (RestoreLog) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of RestoreLog.
func (RestoreLog) Annotations() []schema.Annotation {
	return []schema.Annotation{Public{}}
}

// Fields of RestoreLog.
func (RestoreLog) Fields() []ent.Field {
	return []ent.Field{
		field.String("source").NotEmpty().MaxRuneLen(500).Immutable().Comment("the name of the backup or archive"),
		field.Enum("status").GoType(enum.BackupStatus("")).Default(string(enum.BackupStatusRunning)),
		field.Bool("forced").Default(false).Immutable(),
		field.UUID("concerns_id", uuid.UUID{}).Optional().Nillable().Comment("the vendor that was made of an archive"),
		field.Int64("row_count").Default(0).NonNegative(),
		field.String("failure").Optional().Nillable().MaxRuneLen(500),
		field.Time("ended_at").Optional().Nillable(),
	}
}

// Policy of RestoreLog.
func (RestoreLog) Policy() ent.Policy { return platformsOwn() }
