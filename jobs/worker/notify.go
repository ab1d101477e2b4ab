package worker

import (
	"context"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"orion/internal/notify"
	"orion/internal/viewer"
	"orion/jobs"
)

// A deliverer is what the worker needs of notify.Service.
type deliverer interface {
	Deliver(ctx context.Context, job jobs.MailSend) error
	GiveUp(ctx context.Context, job jobs.MailSend) error
}

// A forgetter is what the worker needs of jobs.Queue.
type forgetter interface {
	ForgetMail(ctx context.Context, job int64) error
}

type mailSend struct {
	river.WorkerDefaults[jobs.MailSend]
	mail  deliverer
	queue forgetter
	log   *slog.Logger
}

// NewMailSend returns the worker that sends mails.
func NewMailSend(d deliverer, f forgetter, log *slog.Logger) river.Worker[jobs.MailSend] {
	return &mailSend{mail: d, queue: f, log: log}
}

// Timeout implements river.Worker: a few exchanges with a slow server.
func (*mailSend) Timeout(*river.Job[jobs.MailSend]) time.Duration { return 45 * time.Second }

// Work implements river.Worker. What a mail says is forgotten as soon as it has been sent
// or given up, before the job is done: one that runs again then has nothing to send.
func (w *mailSend) Work(ctx context.Context, job *river.Job[jobs.MailSend]) error {
	if len(job.Args.Sealed) == 0 {
		return nil
	}
	system := viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	err := w.mail.Deliver(system, job.Args)
	mailSent.Pass()
	switch {
	case notify.Sent(err):
		if err != nil {
			w.log.WarnContext(ctx, "worker: a mail was sent and the log does not say so", "job", job.ID, "err", err)
		}
		w.forget(ctx, job)
		return nil
	case ctx.Err() != nil, !notify.Final(err) && job.Attempt < job.MaxAttempts:
		return err
	}
	w.log.WarnContext(ctx, "worker: a mail is given up", "job", job.ID, "about", job.Args.About, "attempt", job.Attempt, "err", err)
	if err := w.mail.GiveUp(system, job.Args); err != nil {
		w.log.WarnContext(ctx, "worker: the log does not say that a mail was given up", "job", job.ID, "err", err)
	}
	w.forget(ctx, job)
	return river.JobCancel(err)
}

// forget must not make a mail that has been sent go out again, so it fails quietly: the
// queue drops what is left of the job within a day.
func (w *mailSend) forget(ctx context.Context, job *river.Job[jobs.MailSend]) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := w.queue.ForgetMail(ctx, job.ID); err != nil {
		w.log.WarnContext(ctx, "worker: a mail stays in the queue for a day", "job", job.ID, "err", err)
	}
}

// A reader is what the worker needs of notify.Service.
type reader interface {
	Heed(ctx context.Context, reports []jobs.MailReport) error
}

type mailHeed struct {
	river.WorkerDefaults[jobs.MailHeed]
	mail reader
}

// NewMailHeed returns the worker that heeds what the provider of mails tells.
func NewMailHeed(r reader) river.Worker[jobs.MailHeed] { return &mailHeed{mail: r} }

// Timeout implements river.Worker.
func (*mailHeed) Timeout(*river.Job[jobs.MailHeed]) time.Duration { return time.Minute }

// Work implements river.Worker. It is safe to run twice: each report is known again.
func (w *mailHeed) Work(ctx context.Context, job *river.Job[jobs.MailHeed]) error {
	return w.mail.Heed(viewer.NewContext(ctx, viewer.ForPlatform()), job.Args.Reports)
}

var (
	_ deliverer = (*notify.Service)(nil)
	_ reader    = (*notify.Service)(nil)
	_ forgetter = (*jobs.Queue)(nil)
)
