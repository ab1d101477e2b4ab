package jobs

import "github.com/riverqueue/river"

// InventoryProve proves that the stock of every vendor is what its movements say.
type InventoryProve struct{}

// Kind implements river.JobArgs.
func (InventoryProve) Kind() string { return "inventory.prove" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (InventoryProve) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 3, UniqueOpts: onceAtATime}
}

// InventoryLow tells owners which variants have begun to run low, once a day.
type InventoryLow struct{}

// Kind implements river.JobArgs.
func (InventoryLow) Kind() string { return "inventory.low" }

// InsertOpts implements river.JobArgsWithInsertOpts. The next look tells what one has missed.
func (InventoryLow) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 3, UniqueOpts: onceAtATime}
}
