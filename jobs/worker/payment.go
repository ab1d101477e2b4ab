package worker

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// A returner is what the worker needs of payment.Service.
type returner interface {
	Return(ctx context.Context, refund uuid.UUID) error
}

type refundReturn struct {
	river.WorkerDefaults[jobs.RefundReturn]
	payments returner
}

// NewRefundReturn returns the worker that brings refunds to their end.
func NewRefundReturn(r returner) river.Worker[jobs.RefundReturn] { return &refundReturn{payments: r} }

// Timeout implements river.Worker.
func (*refundReturn) Timeout(*river.Job[jobs.RefundReturn]) time.Duration { return 30 * time.Second }

// Work implements river.Worker. It is safe to run twice.
func (w *refundReturn) Work(ctx context.Context, job *river.Job[jobs.RefundReturn]) error {
	err := w.payments.Return(viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID)), job.Args.RefundID)
	if err != nil && store.Public(err).Code == errs.NotFound {
		return river.JobCancel(err) // deleted since; trying again cannot help
	}
	return err
}

// A heeder is what the worker needs of payment.Service.
type heeder interface {
	Heed(ctx context.Context, event uuid.UUID) error
}

type paymentEvent struct {
	river.WorkerDefaults[jobs.PaymentEvent]
	payments heeder
}

// NewPaymentEvent returns the worker that heeds messages of payment providers.
func NewPaymentEvent(h heeder) river.Worker[jobs.PaymentEvent] { return &paymentEvent{payments: h} }

// Timeout implements river.Worker: a few questions to the provider, each of ten seconds.
func (*paymentEvent) Timeout(*river.Job[jobs.PaymentEvent]) time.Duration { return time.Minute }

// Work implements river.Worker. It is safe to run twice. The service looks for whose message
// it is, which it does as the platform, and goes on as that vendor.
func (w *paymentEvent) Work(ctx context.Context, job *river.Job[jobs.PaymentEvent]) error {
	err := w.payments.Heed(viewer.NewContext(ctx, viewer.ForPlatform()), job.Args.EventID)
	if ent.IsNotFound(err) {
		return river.JobCancel(err) // deleted since; trying again cannot help
	}
	return err
}

// A ledgerProver is what the worker needs of ledger.Service.
type ledgerProver interface {
	Prove(ctx context.Context) ([]*ent.LedgerCheck, error)
}

type ledgerProve struct {
	river.WorkerDefaults[jobs.LedgerProve]
	ledger ledgerProver
	log    *slog.Logger
}

// NewLedgerProve returns the worker that proves ledgers. What does not agree it logs as an
// error.
func NewLedgerProve(p ledgerProver, log *slog.Logger) river.Worker[jobs.LedgerProve] {
	return &ledgerProve{ledger: p, log: log}
}

// Timeout implements river.Worker.
func (*ledgerProve) Timeout(*river.Job[jobs.LedgerProve]) time.Duration { return 10 * time.Minute }

// Work implements river.Worker. It mends nothing, so it is safe to run twice.
func (w *ledgerProve) Work(ctx context.Context, _ *river.Job[jobs.LedgerProve]) error {
	faulty, err := w.ledger.Prove(ctx)
	for _, c := range faulty {
		w.log.ErrorContext(ctx, "ledger: it does not agree with payments and refunds", "vendor", c.VendorID, "check", c.ID, "faults", c.Faults)
	}
	return err
}
