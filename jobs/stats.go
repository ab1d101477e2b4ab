package jobs

import "github.com/riverqueue/river"

// StatsRoll brings the figures of all vendors up to now: see stats.Service.Roll.
type StatsRoll struct{}

// Kind implements river.JobArgs.
func (StatsRoll) Kind() string { return "stats.rollup" }

// InsertOpts implements river.JobArgsWithInsertOpts. The next one does what one leaves.
func (StatsRoll) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: onceAtATime}
}
