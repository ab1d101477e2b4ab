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
