package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"

	"orion/internal/app/isolation"
	"orion/internal/config"
	"orion/internal/kit/ratelimit"
)

type isolationCmd struct {
	Runs int `default:"5" help:"How often each question is asked; times are medians."`
}

// Run implements kong's command. It fails if what is another vendor's can be told from
// what is not there, and where a question ended in an internal error: nobody knows then.
func (c *isolationCmd) Run(ctx context.Context, p *process) (err error) {
	d, err := openDatabase(ctx, &p.cfg, p.log, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.stop()) }()
	p.log.InfoContext(ctx, "doctor: trying every name in the graph as everybody; this takes a minute or two")
	t := trial{cfg: p.cfg, log: p.log, runs: c.Runs}
	report, err := t.run(ctx, d.url)
	if err != nil {
		return err
	}
	if err := report.Print(p.stdout); err != nil {
		return err
	}
	if n := len(report.Differences); n > 0 {
		return fmt.Errorf("%d differences: vendors can learn of each other", n)
	}
	if n := len(report.Broken); n > 0 {
		return fmt.Errorf("%d fields end in an internal error", n)
	}
	return nil
}

// A trial tries the walls of a platform that it starts for the purpose.
type trial struct {
	cfg  config.Config
	log  *slog.Logger
	runs int

	// spoil changes the scratch database before it is tried, and door what stands before
	// the platform: for those who want to see walls fall.
	spoil func(ctx context.Context, url string) error
	door  func(http.Handler) http.Handler
}

// run makes a scratch database on the server of url, and drops it in the end.
func (t *trial) run(ctx context.Context, url string) (report *isolation.Report, err error) {
	own, drop, err := scratch(ctx, url)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, drop(context.WithoutCancel(ctx))) }()
	dir, err := os.MkdirTemp("", "orion-doctor-")
	if err != nil {
		return nil, fmt.Errorf("make a scratch folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	cfg := scratchConfig(t.cfg, own, dir)
	p, err := Start(ctx, &cfg, slog.New(onlyErrors{t.log.Handler()}), Options{Limiter: unlimited{}})
	if err != nil {
		return nil, fmt.Errorf("start a platform on the scratch database: %w", err)
	}
	defer func() { err = errors.Join(err, p.Stop(context.WithoutCancel(ctx))) }()
	if t.spoil != nil {
		if err := t.spoil(ctx, own); err != nil {
			return nil, err
		}
	}
	return t.examine(ctx, p)
}

func (t *trial) examine(ctx context.Context, p *Platform) (*isolation.Report, error) {
	bearers := &isolation.Bearers{}
	srv, err := p.front(bearers)
	if err != nil {
		return nil, err
	}
	var door http.Handler = srv
	if t.door != nil {
		door = t.door(srv)
	}
	report, err := isolation.Run(ctx, isolation.Target{DB: p.world.db, Schema: srv.Schema, Door: door, Bearers: bearers, Runs: t.runs})
	if err != nil {
		return nil, err
	}
	stopped, err := p.tripped()
	report.Differences = append(report.Differences, stopped...)
	return report, err
}

// tripped says what the tripwire has stopped: walls have let it through before.
func (p *Platform) tripped() (lines []string, err error) {
	families, err := p.metrics.Gather()
	if err != nil {
		return nil, fmt.Errorf("read the metrics: %w", err)
	}
	for _, f := range families {
		if f.GetName() != "orion_isolation_tripwire_total" {
			continue
		}
		for _, m := range f.GetMetric() {
			lines = append(lines, fmt.Sprintf("%s: %v rows of another vendor got as far as the tripwire", m.GetLabel()[0].GetValue(), m.GetCounter().GetValue()))
		}
	}
	return lines, nil
}

// scratchConfig is a configuration that touches nothing but the scratch database and
// folder, and refuses nobody for asking much.
func scratchConfig(c config.Config, url, dir string) config.Config {
	c.Env, c.BaseDomain, c.PublicURL = "development", "localhost", ""
	c.DatabaseURL, c.DatabaseMaxConns = config.URL(url), 4
	c.DataDir, c.Storage, c.RedisURL, c.SMTPURL = dir, "", "", ""
	c.SecretKey = config.Secret(rand.Text() + rand.Text())
	c.MetricsAddr = ""
	const plenty = 1 << 30
	c.CostLimit, c.CostSignedIn, c.CostAnonymous = plenty, config.Rate{Maximum: plenty, PerSecond: plenty}, config.Rate{Maximum: plenty, PerSecond: plenty}
	return c
}

// unlimited lets everybody do as much as they like.
type unlimited struct{}

// Take implements ratelimit.Limiter.
func (unlimited) Take(_ context.Context, _ string, l ratelimit.Limit, _ int) ratelimit.State {
	return ratelimit.State{Allowed: true, Available: l.Burst}
}

// Give implements ratelimit.Limiter.
func (unlimited) Give(_ context.Context, _ string, l ratelimit.Limit, _ int) ratelimit.State {
	return ratelimit.State{Allowed: true, Available: l.Burst}
}

// onlyErrors leaves out of a log what is not an error: many thousand requests.
type onlyErrors struct{ slog.Handler }

// Enabled implements slog.Handler.
func (onlyErrors) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelError }

// WithAttrs implements slog.Handler.
func (h onlyErrors) WithAttrs(a []slog.Attr) slog.Handler { return onlyErrors{h.Handler.WithAttrs(a)} }

// WithGroup implements slog.Handler.
func (h onlyErrors) WithGroup(name string) slog.Handler { return onlyErrors{h.Handler.WithGroup(name)} }

// scratchName is what scratch databases are called, by which a left one is known.
func scratchName() string { return "orion_doctor_" + strings.ToLower(rand.Text()[:10]) }
