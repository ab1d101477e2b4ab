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
