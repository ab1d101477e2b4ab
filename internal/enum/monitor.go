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
