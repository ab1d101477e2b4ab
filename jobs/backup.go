package jobs

import (
	"github.com/riverqueue/river"
)

// QueueBackup does one backup at a time, each of which may take hours.
const QueueBackup = "backup"

// BackupCreate makes a backup because somebody asked for it.
type BackupCreate struct{}

// Kind implements river.JobArgs.
func (BackupCreate) Kind() string { return "backup.create" }

// InsertOpts implements river.JobArgsWithInsertOpts. What fails is tried once more: somebody
// waits for it, and sees in the log of backups why it failed.
func (BackupCreate) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueBackup, MaxAttempts: 2, UniqueOpts: onceAtATime}
}

// BackupVerify brings a backup back into a database that is thrown away.
type BackupVerify struct {
	Name string `json:"name" river:"unique"`
}

// Kind implements river.JobArgs.
func (BackupVerify) Kind() string { return "backup.verify" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (BackupVerify) InsertOpts() river.InsertOpts {
	unique := onceAtATime
	unique.ByArgs = true
	return river.InsertOpts{Queue: QueueBackup, MaxAttempts: 2, UniqueOpts: unique}
}

// BackupSchedule makes a backup where one is due.
type BackupSchedule struct{}

// Kind implements river.JobArgs.
func (BackupSchedule) Kind() string { return "backup.schedule" }

// InsertOpts implements river.JobArgsWithInsertOpts. The next hour tries again.
func (BackupSchedule) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueBackup, MaxAttempts: 1, UniqueOpts: onceAtATime}
}
