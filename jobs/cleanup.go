package jobs

import "github.com/riverqueue/river"

// CleanupSweep removes what has been kept long enough.
type CleanupSweep struct{}

// Kind implements river.JobArgs.
func (CleanupSweep) Kind() string { return "cleanup.sweep" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (CleanupSweep) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 3, UniqueOpts: onceAtATime}
}
