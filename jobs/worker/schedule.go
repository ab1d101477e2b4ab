package worker

import (
	"time"

	"github.com/riverqueue/river"

	"orion/internal/monitor"
	"orion/jobs"
)

// schedule are the jobs that nobody asks for. Each is also put into the queue at the start: a
// program that is restarted each day would never do what is done once a day, and what was due
// while it was down is done soon.
var schedule = []struct {
	every time.Duration
	args  river.JobArgs
}{
	{24 * time.Hour, jobs.AuditExpire{}},
	// The record says soon that an impersonation's time was up.
	{5 * time.Minute, jobs.AuthSweep{}},
	// Whether one is due is asked often.
	{time.Hour, jobs.BackupSchedule{}},
	// Held stock is given back, and paid orders are placed, within minutes.
	{time.Minute, jobs.CheckoutSweep{}},
	{24 * time.Hour, jobs.CleanupSweep{}},
	// Products have grown older meanwhile.
	{24 * time.Hour, jobs.CollectionsSweep{}},
	// Of a day that is over it tells soon, and once.
	{time.Hour, jobs.InventoryLow{}},
	{24 * time.Hour, jobs.InventoryProve{}},
	{24 * time.Hour, jobs.LedgerProve{}},
	{time.Minute, jobs.MarketplaceSchedule{}},
	{24 * time.Hour, jobs.MessagesSweep{}},
	{time.Minute, jobs.MonitorEvaluate{}},
	// An erasure that waits for an order goes on soon after.
	{time.Hour, jobs.PrivacySweep{}},
	// Figures are minutes old.
	{5 * time.Minute, jobs.StatsRoll{}},
	// What no notice came for; the first time also what came before the start.
	{time.Minute, jobs.SearchSweep{}},
}

// periodic is the schedule as River keeps it. Of several processes one puts its jobs in the queue.
func periodic() []*river.PeriodicJob {
	out := make([]*river.PeriodicJob, len(schedule))
	for i, s := range schedule {
		out[i] = river.NewPeriodicJob(river.PeriodicInterval(s.every), func() (river.JobArgs, *river.InsertOpts) {
			return s.args, nil
		}, &river.PeriodicJobOpts{RunOnStart: true})
	}
	return out
}

// Schedule is the same as the staff are shown it.
func Schedule() []monitor.Periodic {
	out := make([]monitor.Periodic, len(schedule))
	for i, s := range schedule {
		out[i] = monitor.Periodic{Kind: s.args.Kind(), Every: s.every}
	}
	return out
}
