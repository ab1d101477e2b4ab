package worker

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/internal/webhook"
	"orion/jobs"
)

// A Teller tells, in one transaction, the people whom an event concerns, and returns what
// integrators are told of it; nil where it is of no event that it knows.
type Teller interface {
	Tell(ctx context.Context, tx *store.Tx, e jobs.EventTell) (data any, err error)
}

type eventTell struct {
	river.WorkerDefaults[jobs.EventTell]
	db    *store.DB
	hooks *webhook.Service
	of    []Teller
}

// NewEventTell returns the worker that tells of events. Whatever it is broken off at, a
// second run tells nobody twice.
func NewEventTell(db *store.DB, hooks *webhook.Service, of ...Teller) river.Worker[jobs.EventTell] {
	return &eventTell{db: db, hooks: hooks, of: of}
}

// Work implements river.Worker.
func (w *eventTell) Work(ctx context.Context, job *river.Job[jobs.EventTell]) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	err := w.db.Tx(ctx, func(tx *store.Tx) error {
		var data any
		if len(job.Args.Data) > 0 {
			data = job.Args.Data
		}
		for _, t := range w.of {
			told, err := t.Tell(ctx, tx, job.Args)
			if err != nil {
				return err
			}
			if told != nil {
				data = told
			}
		}
		if data == nil {
			return nil
		}
		return w.hooks.Publish(ctx, tx, job.Args, data)
	})
	eventTold.Pass()
	if err != nil && final(err) { // what it happened to is gone
		return river.JobCancel(err)
	}
	return err
}

// webhookWaits are how long a message waits after each try that failed.
var webhookWaits = []time.Duration{
	10 * time.Second, time.Minute, 5 * time.Minute, 20 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour,
}

func webhookWait(attempt int) time.Duration {
	return webhookWaits[min(max(attempt, 1), len(webhookWaits))-1]
}

type webhookSend struct {
	river.WorkerDefaults[jobs.WebhookSend]
	hooks *webhook.Service
	now   func() time.Time
}

// NewWebhookSend returns the worker that sends messages to integrators.
func NewWebhookSend(hooks *webhook.Service, now func() time.Time) river.Worker[jobs.WebhookSend] {
	return &webhookSend{hooks: hooks, now: now}
}

// Timeout implements river.Worker: an endpoint has ten seconds.
func (*webhookSend) Timeout(*river.Job[jobs.WebhookSend]) time.Duration { return 30 * time.Second }

// NextRetry implements river.Worker.
func (w *webhookSend) NextRetry(job *river.Job[jobs.WebhookSend]) time.Time {
	return w.now().Add(webhookWait(job.Attempt))
}

// Work implements river.Worker. What an endpoint refused is written down and no error of
// ours; what may do better later is queued again.
func (w *webhookSend) Work(ctx context.Context, job *river.Job[jobs.WebhookSend]) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	var next *time.Time
	if job.Attempt < job.MaxAttempts {
		at := w.now().Add(webhookWait(job.Attempt))
		next = &at
	}
	err := w.hooks.Deliver(ctx, job.Args.DeliveryID, next)
	webhookSent.Pass()
	return err
}

type messagesSweep struct {
	river.WorkerDefaults[jobs.MessagesSweep]
	mail *notify.Service
}

// Work implements river.Worker.
func (w *messagesSweep) Work(ctx context.Context, _ *river.Job[jobs.MessagesSweep]) error {
	return w.mail.Sweep(viewer.NewContext(ctx, viewer.ForPlatform()))
}

// expected reports whether an error is one of somebody else's server, which its log tells.
func expected(err error) bool { return errors.Is(err, webhook.ErrAgain) }
