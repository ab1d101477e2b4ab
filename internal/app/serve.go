package app

import (
	"context"
	"errors"
	"time"
)

type serveCmd struct {
	Workers bool `default:"true" negatable:"" help:"Also do background work; --no-workers leaves that to orion worker."`
	Demo    bool `help:"Fill an empty database with the demo first."`
}

// Run implements kong's command.
func (c *serveCmd) Run(ctx context.Context, p *process) error {
	return p.platform(ctx, Options{HTTP: true, Workers: c.Workers, Demo: c.Demo})
}

type workerCmd struct{}

// Run implements kong's command.
func (*workerCmd) Run(ctx context.Context, p *process) error {
	return p.platform(ctx, Options{Workers: true})
}

// platform runs until it is asked to stop or a part of it ends by itself.
func (p *process) platform(ctx context.Context, o Options) error {
	began := time.Now()
	p.warn(ctx)
	running, err := Start(ctx, &p.cfg, p.log, o)
	if err != nil && ctx.Err() != nil {
		return nil //nolint:nilerr // it was asked to stop while starting, and has
	}
	if err != nil {
		return err
	}
	p.greet(running, o, time.Since(began))
	err = running.Wait(ctx)
	p.log.InfoContext(ctx, "stopping", "within", p.cfg.ShutdownTimeout)
	err = errors.Join(err, running.Stop(context.WithoutCancel(ctx)))
	p.log.InfoContext(ctx, "stopped")
	return err
}

// withServices runs f with the services of a platform that neither answers nor works,
// beside one that does or without it.
func (p *process) withServices(ctx context.Context, o Options, f func(*services) error) (err error) {
	running, err := Start(ctx, &p.cfg, p.log, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, running.Stop(context.WithoutCancel(ctx))) }()
	return f(running.services)
}

// warn names what is set and has no effect.
func (p *process) warn(ctx context.Context) {
	if len(p.unknown) > 0 {
		p.log.WarnContext(ctx, "nothing reads these variables; are they misspelt?", "names", p.unknown)
	}
	if p.cfg.Production() && p.cfg.SMTPURL == "" {
		p.log.WarnContext(ctx, "no mail goes out: ORION_SMTP_URL is not set, mails are written to the mailbox folder of the data dir")
	}
}
