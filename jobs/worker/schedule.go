package worker

import (
	"time"

	"github.com/riverqueue/river"

	"orion/jobs"
)

// periodic are the jobs that nobody asks for. Of several processes one puts them in the
// queue.
func periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		// Also at the start, or a program that is restarted each day would never do it.
		river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) {
			return jobs.AuditExpire{}, nil
		}, &river.PeriodicJobOpts{RunOnStart: true}),
		// The record says soon that an impersonation's time was up.
		river.NewPeriodicJob(river.PeriodicInterval(5*time.Minute), func() (river.JobArgs, *river.InsertOpts) {
			return jobs.AuthSweep{}, nil
		}, &river.PeriodicJobOpts{RunOnStart: true}),
		// Held stock is given back, and paid orders are placed, within minutes.
		river.NewPeriodicJob(river.PeriodicInterval(time.Minute), func() (river.JobArgs, *river.InsertOpts) {
			return jobs.CheckoutSweep{}, nil
		}, &river.PeriodicJobOpts{RunOnStart: true}),
		// Also at the start, as above: products have grown older meanwhile.
		river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) {
			return jobs.CollectionsSweep{}, nil
		}, &river.PeriodicJobOpts{RunOnStart: true}),
		river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) {
			return jobs.InventoryProve{}, nil
		}, &river.PeriodicJobOpts{RunOnStart: true}),
		// Also at the start, as above.
		river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) {
			return jobs.LedgerProve{}, nil
		}, &river.PeriodicJobOpts{RunOnStart: true}),
		// What was due while the program was down is begun at its start.
		river.NewPeriodicJob(river.PeriodicInterval(time.Minute), func() (river.JobArgs, *river.InsertOpts) {
			return jobs.MarketplaceSchedule{}, nil
		}, &river.PeriodicJobOpts{RunOnStart: true}),
		// Also at the start, as above.
		river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) {
			return jobs.MediaSweep{}, nil
		}, &river.PeriodicJobOpts{RunOnStart: true}),
		// Also at the start, as above.
		river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) {
			return jobs.MessagesSweep{}, nil
		}, &river.PeriodicJobOpts{RunOnStart: true}),
		// What no notice came for; the first time at the start, for what came before it.
		river.NewPeriodicJob(river.PeriodicInterval(time.Minute), func() (river.JobArgs, *river.InsertOpts) {
			return jobs.SearchSweep{}, nil
		}, &river.PeriodicJobOpts{RunOnStart: true}),
	}
}
