package worker

import (
	"context"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"orion/internal/inventory"
	"orion/internal/store"
	"orion/jobs"
)

// A prover is what the workers need of inventory.Service.
type prover interface {
	Prove(ctx context.Context) ([]inventory.Difference, error)
}

type inventoryProve struct {
	river.WorkerDefaults[jobs.InventoryProve]
	inventory prover
	log       *slog.Logger
}

// NewInventoryProve returns the worker that proves stock. What differs it logs as an error.
func NewInventoryProve(p prover, log *slog.Logger) river.Worker[jobs.InventoryProve] {
	return &inventoryProve{inventory: p, log: log}
}

// Timeout implements river.Worker.
func (*inventoryProve) Timeout(*river.Job[jobs.InventoryProve]) time.Duration {
	return 10 * time.Minute
}

// Work implements river.Worker. It mends nothing, so it is safe to run twice.
func (w *inventoryProve) Work(ctx context.Context, _ *river.Job[jobs.InventoryProve]) error {
	found, err := w.inventory.Prove(ctx)
	for _, d := range found {
		w.log.ErrorContext(ctx, "inventory: stock is not what its movements say", "vendor", d.VendorID, "levels", d.Levels, "variants", d.Variants)
	}
	return err
}

// A lowTeller is what the worker needs of inventory.Service.
type lowTeller interface {
	TellLow(ctx context.Context, now time.Time, owners inventory.Owners) error
}

type inventoryLow struct {
	river.WorkerDefaults[jobs.InventoryLow]
	inventory lowTeller
	owners    inventory.Owners
	now       func() time.Time
}

// NewInventoryLow returns the worker that tells owners of low stock.
func NewInventoryLow(of lowTeller, owners inventory.Owners, now func() time.Time) river.Worker[jobs.InventoryLow] {
	return &inventoryLow{inventory: of, owners: owners, now: now}
}

// Timeout implements river.Worker.
func (*inventoryLow) Timeout(*river.Job[jobs.InventoryLow]) time.Duration { return 10 * time.Minute }

// Work implements river.Worker. A second run tells nobody twice.
func (w *inventoryLow) Work(ctx context.Context, _ *river.Job[jobs.InventoryLow]) error {
	return w.inventory.TellLow(store.AcrossVendors(ctx, store.ReasonSchedule), w.now(), w.owners)
}
