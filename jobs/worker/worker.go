// Package worker does the work that package jobs names. A worker restores the
// viewer, calls one service and decides whether to try again.
package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/backup"
	"orion/internal/catalog"
	"orion/internal/checkout"
	"orion/internal/cleanup"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/tracing"
	"orion/internal/ledger"
	"orion/internal/marketplace"
	"orion/internal/media"
	"orion/internal/monitor"
	"orion/internal/notify"
	"orion/internal/order"
	"orion/internal/payment"
	"orion/internal/privacy"
	"orion/internal/search"
	"orion/internal/stats"
	"orion/internal/store"
	"orion/internal/webhook"
	"orion/jobs"
)

// Services is what the workers call. All but Notices are required.
type Services struct {
	Audit       *audit.Log
	Auth        *auth.Service
	Backups     *backup.Service
	Catalog     *catalog.Service
	Checkout    *checkout.Service
	Cleanup     *cleanup.Service
	Inventory   *inventory.Service
	Ledger      *ledger.Service
	Marketplace *marketplace.Service
	Media       *media.Service
	Monitor     *monitor.Service
	Notify      *notify.Service
	Payments    *payment.Service
	Privacy     *privacy.Service
	Queue       *jobs.Queue
	Orders      *order.Service
	// Owners are told of low stock.
	Owners   inventory.Owners
	Search   *search.Service
	Stats    *stats.Service
	Vendors  Directory
	Webhooks *webhook.Service
	// Traces has a span made of each try of a job; nil makes none.
	Traces tracing.Provider
	// Notices brings what becomes of vendors whose work is under way; it may be nil.
	Notices *store.Listener
}

// rescueAfter is how long a job may run over its time before another worker takes it over: its
// own is there, or its pulse would have stopped, and does not heed the time.
const rescueAfter = 2 * time.Minute

// A Pool works the queue until it is stopped.
type Pool struct {
	client  *river.Client[pgx.Tx]
	shelves *shelfWatch
	pulse   *pulse
	stop    context.CancelFunc
	hush    context.CancelFunc // of the pulse, which goes on while jobs are brought to an end
}

// New returns a Pool of workers for all jobs there are.
func New(db *store.DB, s Services, log *slog.Logger) (*Pool, error) {
	workers := river.NewWorkers()
	add := func(errs ...error) error { return errors.Join(errs...) }
	if err := add(
		river.AddWorkerSafely(workers, NewAuditExport(s.Audit)),
		river.AddWorkerSafely(workers, &auditExpire{audit: s.Audit}),
		river.AddWorkerSafely(workers, &authSweep{auth: s.Auth}),
		river.AddWorkerSafely(workers, &passwordReset{auth: s.Auth}),
		river.AddWorkerSafely(workers, &backupCreate{backups: s.Backups}),
		river.AddWorkerSafely(workers, &backupVerify{backups: s.Backups}),
		river.AddWorkerSafely(workers, &backupSchedule{backups: s.Backups}),
		river.AddWorkerSafely(workers, &catalogTask{catalog: s.Catalog}),
		river.AddWorkerSafely(workers, &cleanupSweep{cleanup: s.Cleanup}),
		river.AddWorkerSafely(workers, newCollectionsEvaluate(s.Catalog)),
		river.AddWorkerSafely(workers, &collectionsSweep{catalog: s.Catalog}),
		river.AddWorkerSafely(workers, NewInventoryProve(s.Inventory, log)),
		river.AddWorkerSafely(workers, NewInventoryLow(s.Inventory, s.Owners, clock.System{}.Now)),
		river.AddWorkerSafely(workers, NewLedgerProve(s.Ledger, log)),
		river.AddWorkerSafely(workers, NewRefundReturn(s.Payments)),
		river.AddWorkerSafely(workers, NewPaymentEvent(s.Payments)),
		river.AddWorkerSafely(workers, &marketplaceImport{marketplace: s.Marketplace}),
		river.AddWorkerSafely(workers, &marketplaceSchedule{marketplace: s.Marketplace}),
		river.AddWorkerSafely(workers, &stagingTask{marketplace: s.Marketplace}),
		river.AddWorkerSafely(workers, &mediaFetch{media: s.Media}),
		river.AddWorkerSafely(workers, &mediaProcess{media: s.Media}),
		river.AddWorkerSafely(workers, &mediaClean{media: s.Media}),
		river.AddWorkerSafely(workers, NewMonitorEvaluate(s.Monitor)),
		river.AddWorkerSafely(workers, &privacyExport{privacy: s.Privacy}),
		river.AddWorkerSafely(workers, &privacySweep{privacy: s.Privacy}),
		river.AddWorkerSafely(workers, NewCheckoutSweep(s.Checkout)),
		river.AddWorkerSafely(workers, &searchReindex{search: s.Search}),
		river.AddWorkerSafely(workers, &searchSweep{search: s.Search}),
		river.AddWorkerSafely(workers, &statsRoll{stats: s.Stats}),
		river.AddWorkerSafely(workers, NewMailSend(s.Notify, s.Queue, log)),
		river.AddWorkerSafely(workers, NewMailHeed(s.Notify)),
		river.AddWorkerSafely(workers, NewEventTell(db, s.Webhooks, s.Orders, s.Catalog)),
		river.AddWorkerSafely(workers, NewWebhookSend(s.Webhooks, clock.System{}.Now)),
		river.AddWorkerSafely(workers, &messagesSweep{mail: s.Notify}),
	); err != nil {
		return nil, fmt.Errorf("register workers: %w", err)
	}
	client, err := river.NewClient(riverpgxv5.New(db.Platform), &river.Config{
		Schema:  store.QueueSchema,
		Workers: workers,
		Logger:  log,
		Queues: map[string]river.QueueConfig{
			jobs.QueueDefault: {MaxWorkers: 10},
			jobs.QueueImport:  {MaxWorkers: 2},
			jobs.QueueMedia:   {MaxWorkers: 4},
			jobs.QueueMail:    {MaxWorkers: 4},
			jobs.QueueBackup:  {MaxWorkers: 1},
			jobs.QueueEvents:  {MaxWorkers: 4},
			jobs.QueueWebhook: {MaxWorkers: 8},
		},
		PeriodicJobs:         periodic(),
		RescueStuckJobsAfter: rescueAfter,
		ErrorHandler:         reporter{log: log},
		Middleware:           around(s, log),
	})
	if err != nil {
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	return &Pool{
		client: client, shelves: newShelfWatch(s.Notices, s.Catalog.QueueEvaluations, log), pulse: newPulse(s.Queue, client.ID(), log),
	}, nil
}

// around is what each try of a job passes, outermost first.
func around(s Services, log *slog.Logger) []rivertype.Middleware {
	gate := NewGate(s.Vendors, s.Notices, log)
	if s.Traces == nil {
		return []rivertype.Middleware{finish{}, gate}
	}
	return []rivertype.Middleware{traced{s.Traces.Tracer("orion/jobs")}, finish{}, gate}
}

// Start begins to work and returns at once.
func (p *Pool) Start(ctx context.Context) error {
	if err := p.client.Start(ctx); err != nil {
		return fmt.Errorf("start workers: %w", err)
	}
	beating, hush := context.WithCancel(ctx)
	ctx, p.stop = context.WithCancel(ctx)
	p.hush = hush
	go p.shelves.run(ctx)
	go p.pulse.run(beating)
	return nil
}

// Stop takes no new job and waits for those that run; when ctx ends it breaks them
// off, and they go on from where they were when a worker is there again.
func (p *Pool) Stop(ctx context.Context) error {
	if p.stop != nil {
		p.stop()
		defer p.hush()
	}
	err := p.client.Stop(ctx)
	if err == nil {
		return nil
	}
	stopped, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := p.client.StopAndCancel(stopped); err != nil {
		return fmt.Errorf("stop workers: %w", err)
	}
	return nil
}

// reporter logs where a job's error stops.
type reporter struct{ log *slog.Logger }

// HandleError implements river.ErrorHandler.
func (r reporter) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	if expected(err) {
		r.log.InfoContext(ctx, "worker: tried again later", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "err", err)
		return nil
	}
	r.log.ErrorContext(ctx, "worker: job failed", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "err", err)
	return nil
}

// HandlePanic implements river.ErrorHandler.
func (r reporter) HandlePanic(ctx context.Context, job *rivertype.JobRow, panicked any, trace string) *river.ErrorHandlerResult {
	r.log.ErrorContext(ctx, "worker: job panicked", "kind", job.Kind, "job", job.ID, "panic", panicked, "trace", trace)
	return nil
}

// final reports whether trying again cannot help: what was asked is wrong or gone.
func final(err error) bool {
	code := store.Public(err).Code
	return code.User() || code == errs.Forbidden
}
