package jobs

import "github.com/riverqueue/river"

// MonitorEvaluate looks at the platform by the rules of alerts.
type MonitorEvaluate struct{}

// Kind implements river.JobArgs.
func (MonitorEvaluate) Kind() string { return "monitor.evaluate" }

// InsertOpts implements river.JobArgsWithInsertOpts. The next look sees what one has missed.
func (MonitorEvaluate) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: onceAtATime}
}
