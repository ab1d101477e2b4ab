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

// MonitorClean removes figures and notes that are older than they are kept.
type MonitorClean struct{}

// Kind implements river.JobArgs.
func (MonitorClean) Kind() string { return "monitor.clean" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (MonitorClean) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 3, UniqueOpts: onceAtATime}
}
