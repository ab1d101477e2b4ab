package jobs

import "github.com/riverqueue/river"

// CheckoutSweep brings orders to their end that nobody else does: see
// checkout.Service.Sweep.
type CheckoutSweep struct{}

// Kind implements river.JobArgs.
func (CheckoutSweep) Kind() string { return "checkout.sweep" }

// InsertOpts implements river.JobArgsWithInsertOpts. The next one does what one leaves.
func (CheckoutSweep) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: onceAtATime}
}
