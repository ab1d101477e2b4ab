package worker

import (
	"context"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"orion/internal/inventory"
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
