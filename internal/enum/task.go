package enum

import "io"

// ImportKind is what a file is about.
type ImportKind string

// The values of ImportKind.
const (
	ImportKindProducts ImportKind = "PRODUCTS"
	// ImportKindInventory is how many there are of what the catalogue has, by sku.
	ImportKindInventory ImportKind = "INVENTORY"
)

var importKindValues = []ImportKind{ImportKindProducts, ImportKindInventory}

// Values implements ent's EnumValues.
func (ImportKind) Values() []string { return values(importKindValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (k ImportKind) MarshalGQL(w io.Writer) { marshal(w, k) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (k *ImportKind) UnmarshalGQL(v any) error { return unmarshal(k, importKindValues, v) }

// ImportTrigger is what began an import.
type ImportTrigger string

// The values of ImportTrigger.
const (
	// ImportTriggerUpload is somebody with a file.
	ImportTriggerUpload ImportTrigger = "UPLOAD"
	// ImportTriggerManual is somebody who had the source's address fetched.
	ImportTriggerManual   ImportTrigger = "MANUAL"
	ImportTriggerSchedule ImportTrigger = "SCHEDULE"
)

var importTriggerValues = []ImportTrigger{ImportTriggerUpload, ImportTriggerManual, ImportTriggerSchedule}

// Values implements ent's EnumValues.
func (ImportTrigger) Values() []string { return values(importTriggerValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (t ImportTrigger) MarshalGQL(w io.Writer) { marshal(w, t) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (t *ImportTrigger) UnmarshalGQL(v any) error { return unmarshal(t, importTriggerValues, v) }

// ImportRowStatus is what an import does, or would do, with a product.
type ImportRowStatus string

// The values of ImportRowStatus.
const (
	ImportRowStatusCreated ImportRowStatus = "CREATED"
	ImportRowStatusUpdated ImportRowStatus = "UPDATED"
	// ImportRowStatusMissing is no longer in the feed.
	ImportRowStatusMissing ImportRowStatus = "MISSING"
)

var importRowStatusValues = []ImportRowStatus{ImportRowStatusCreated, ImportRowStatusUpdated, ImportRowStatusMissing}

// Values implements ent's EnumValues.
func (ImportRowStatus) Values() []string { return values(importRowStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s ImportRowStatus) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *ImportRowStatus) UnmarshalGQL(v any) error { return unmarshal(s, importRowStatusValues, v) }

// StagingAction is what is done to many staged products at once.
type StagingAction string

// The values of StagingAction.
const (
	StagingActionSelect   StagingAction = "SELECT"
	StagingActionDeselect StagingAction = "DESELECT"
	StagingActionIgnore   StagingAction = "IGNORE"
	StagingActionPublish  StagingAction = "PUBLISH"
)

var stagingActionValues = []StagingAction{StagingActionSelect, StagingActionDeselect, StagingActionIgnore, StagingActionPublish}

// Values implements ent's EnumValues.
func (StagingAction) Values() []string { return values(stagingActionValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (k StagingAction) MarshalGQL(w io.Writer) { marshal(w, k) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (k *StagingAction) UnmarshalGQL(v any) error { return unmarshal(k, stagingActionValues, v) }

// TaskStatus is where work in the background stands.
type TaskStatus string

// The values of TaskStatus.
const (
	TaskStatusQueued    TaskStatus = "QUEUED"
	TaskStatusRunning   TaskStatus = "RUNNING"
	TaskStatusCompleted TaskStatus = "COMPLETED"
	// TaskStatusCompletedWithErrors has left some as they were, and says which.
	TaskStatusCompletedWithErrors TaskStatus = "COMPLETED_WITH_ERRORS"
	TaskStatusFailed              TaskStatus = "FAILED"
	TaskStatusCancelled           TaskStatus = "CANCELLED"
)

var taskStatusValues = []TaskStatus{
	TaskStatusQueued, TaskStatusRunning, TaskStatusCompleted, TaskStatusCompletedWithErrors, TaskStatusFailed, TaskStatusCancelled,
}

// Values implements ent's EnumValues.
func (TaskStatus) Values() []string { return values(taskStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s TaskStatus) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *TaskStatus) UnmarshalGQL(v any) error { return unmarshal(s, taskStatusValues, v) }

// A TaskProblem is why a task left one thing as it was.
type TaskProblem struct {
	// Target is the id on the graph, Title is for people.
	Target string `json:"target"`
	Title  string `json:"title"`
	// Code is one of the graph's error codes. Format and Args make the message; Format
	// is English and also the key of the translated one.
	Code   string   `json:"code"`
	Format string   `json:"format"`
	Args   []string `json:"args,omitempty"`
}
