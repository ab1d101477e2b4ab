package jobs

import (
	"github.com/riverqueue/river"
)

// QueueBackup does one backup at a time, each of which may take hours.
const QueueBackup = "backup"

// BackupSchedule makes a backup where one is due.
type BackupSchedule struct{}

// Kind implements river.JobArgs.
func (BackupSchedule) Kind() string { return "backup.schedule" }

// InsertOpts implements river.JobArgsWithInsertOpts. The next hour tries again.
func (BackupSchedule) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueBackup, MaxAttempts: 1, UniqueOpts: onceAtATime}
}
