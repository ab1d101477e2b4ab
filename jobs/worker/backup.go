package worker

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"orion/internal/backup"
	"orion/internal/store"
	"orion/jobs"
)

// backupTime is how long a backup may take.
const backupTime = 6 * time.Hour

type backupCreate struct {
	river.WorkerDefaults[jobs.BackupCreate]
	backups *backup.Service
}

// Timeout implements river.Worker.
func (*backupCreate) Timeout(*river.Job[jobs.BackupCreate]) time.Duration { return backupTime }

// Work implements river.Worker. Run twice, it makes two backups.
func (w *backupCreate) Work(ctx context.Context, _ *river.Job[jobs.BackupCreate]) error {
	_, err := w.backups.Create(ctx, false)
	return err
}

type backupVerify struct {
	river.WorkerDefaults[jobs.BackupVerify]
	backups *backup.Service
}

// Timeout implements river.Worker.
func (*backupVerify) Timeout(*river.Job[jobs.BackupVerify]) time.Duration { return backupTime }

// Work implements river.Worker. It is safe to run twice.
func (w *backupVerify) Work(ctx context.Context, job *river.Job[jobs.BackupVerify]) error {
	_, err := w.backups.Verify(ctx, job.Args.Name)
	if final(err) {
		return river.JobCancel(err)
	}
	return err
}

type backupSchedule struct {
	river.WorkerDefaults[jobs.BackupSchedule]
	backups *backup.Service
}

// Timeout implements river.Worker.
func (*backupSchedule) Timeout(*river.Job[jobs.BackupSchedule]) time.Duration { return backupTime }

// Work implements river.Worker. Run twice, it does nothing the second time.
func (w *backupSchedule) Work(ctx context.Context, _ *river.Job[jobs.BackupSchedule]) error {
	return w.backups.Scheduled(store.AcrossVendors(ctx, store.ReasonSchedule))
}
