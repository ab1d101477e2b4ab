package enum

import "io"

// AlertStatus is where an alert stands.
type AlertStatus string

// The values of AlertStatus.
const (
	AlertStatusOpen AlertStatus = "OPEN"
	// AlertStatusAcknowledged is being looked at.
	AlertStatusAcknowledged AlertStatus = "ACKNOWLEDGED"
	AlertStatusResolved     AlertStatus = "RESOLVED"
)

var alertStatusValues = []AlertStatus{
	AlertStatusOpen,
	AlertStatusAcknowledged,
	AlertStatusResolved,
}

// Values implements ent's EnumValues.
func (AlertStatus) Values() []string { return values(alertStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s AlertStatus) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *AlertStatus) UnmarshalGQL(v any) error { return unmarshal(s, alertStatusValues, v) }

// BackupStatus is how far a backup or a restore has come.
type BackupStatus string

// The values of BackupStatus.
const (
	BackupStatusRunning   BackupStatus = "RUNNING"
	BackupStatusSucceeded BackupStatus = "SUCCEEDED"
	BackupStatusFailed    BackupStatus = "FAILED"
)

var backupStatusValues = []BackupStatus{
	BackupStatusRunning,
	BackupStatusSucceeded,
	BackupStatusFailed,
}

// Values implements ent's EnumValues.
func (BackupStatus) Values() []string { return values(backupStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s BackupStatus) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *BackupStatus) UnmarshalGQL(v any) error { return unmarshal(s, backupStatusValues, v) }

// HealthStatus is how a part of the program does.
type HealthStatus string

// The values of HealthStatus.
const (
	HealthStatusUp HealthStatus = "UP"
	// HealthStatusDegraded works by something that stands in for it, or is about to fail.
	HealthStatusDegraded HealthStatus = "DEGRADED"
	HealthStatusDown     HealthStatus = "DOWN"
	// HealthStatusOff is not set up, and nothing waits for it.
	HealthStatusOff HealthStatus = "OFF"
)

var healthStatusValues = []HealthStatus{
	HealthStatusUp,
	HealthStatusDegraded,
	HealthStatusDown,
	HealthStatusOff,
}

// Values returns all values.
func (HealthStatus) Values() []string { return values(healthStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s HealthStatus) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *HealthStatus) UnmarshalGQL(v any) error { return unmarshal(s, healthStatusValues, v) }

// QueueJobState is where a piece of background work stands.
type QueueJobState string

// The values of QueueJobState.
const (
	// QueueJobStateWaiting may run as soon as a worker is free.
	QueueJobStateWaiting QueueJobState = "WAITING"
	// QueueJobStateScheduled runs later.
	QueueJobStateScheduled QueueJobState = "SCHEDULED"
	QueueJobStateRunning   QueueJobState = "RUNNING"
	// QueueJobStateRetrying failed and is tried again.
	QueueJobStateRetrying QueueJobState = "RETRYING"
	QueueJobStateDone     QueueJobState = "DONE"
	// QueueJobStateCancelled was ended by somebody, or by what it found.
	QueueJobStateCancelled QueueJobState = "CANCELLED"
	// QueueJobStateDiscarded failed as often as it may.
	QueueJobStateDiscarded QueueJobState = "DISCARDED"
)

var queueJobStateValues = []QueueJobState{
	QueueJobStateWaiting,
	QueueJobStateScheduled,
	QueueJobStateRunning,
	QueueJobStateRetrying,
	QueueJobStateDone,
	QueueJobStateCancelled,
	QueueJobStateDiscarded,
}

// Values returns all values.
func (QueueJobState) Values() []string { return values(queueJobStateValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s QueueJobState) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *QueueJobState) UnmarshalGQL(v any) error { return unmarshal(s, queueJobStateValues, v) }
