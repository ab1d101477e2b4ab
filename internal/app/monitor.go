package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	"orion/internal/enum"
	"orion/internal/kit/clock"
	"orion/internal/monitor"
	"orion/jobs/worker"
)

// newMonitor returns what watches the platform: the parts of this process, the same that /readyz
// asks, and those that something stands in for.
func newMonitor(w *world, s *services, now clock.Clock) *monitor.Service {
	disk := func() (int64, error) { return diskUsed(w.cfg.DataDir) }
	return monitor.New(monitor.Deps{
		DB: w.db, Pages: s.pages, Clock: now, Queue: s.queue, Notices: &w.notices, Periodic: worker.Schedule(), Disk: disk, Staff: s.vendors,
		Parts: []monitor.Part{
			{Name: "database", Required: true, Look: asked(w.db.Ping)},
			{Name: "redis", Look: w.lookAtRedis},
			{Name: "search", Look: func(context.Context) (enum.HealthStatus, string) { return searchHealth(s.search.Health()) }},
			{Name: "storage", Required: true, Look: asked(w.bucketThere)},
			{Name: "mail", Look: w.lookAtMail},
			{Name: "queue", Look: s.lookAtQueue},
			{Name: "payments", Look: w.lookAtPayments},
			{Name: "disk", Look: func(context.Context) (enum.HealthStatus, string) { return diskHealth(disk()) }},
		},
	})
}

// asked is a part that works where it answers without an error.
func asked(ask func(context.Context) error) func(context.Context) (enum.HealthStatus, string) {
	return func(ctx context.Context) (enum.HealthStatus, string) {
		if err := ask(ctx); err != nil {
			return enum.HealthStatusDown, err.Error()
		}
		return enum.HealthStatusUp, ""
	}
}

// bucketThere asks for the bucket of files.
func (w *world) bucketThere(ctx context.Context) error {
	ok, err := w.bucket.IsAccessible(ctx)
	if err == nil && !ok {
		err = errors.New("the bucket is not there")
	}
	return err
}

func (w *world) lookAtRedis(ctx context.Context) (enum.HealthStatus, string) {
	if w.redis == nil {
		return enum.HealthStatusOff, "each process counts and keeps for itself"
	}
	if err := w.redis.Ping(ctx).Err(); err != nil {
		return enum.HealthStatusDegraded, "each process counts and keeps for itself: " + err.Error()
	}
	return enum.HealthStatusUp, ""
}

// searchHealth reads what the search says of itself, as /readyz shows it.
func searchHealth(detail string) (enum.HealthStatus, string) {
	if strings.HasPrefix(detail, "database fallback") {
		return enum.HealthStatusDegraded, detail
	}
	return enum.HealthStatusUp, detail
}

func (w *world) lookAtMail(context.Context) (enum.HealthStatus, string) {
	if w.cfg.SMTPURL == "" {
		return enum.HealthStatusOff, "mails are written to the mailbox folder of the data dir"
	}
	return enum.HealthStatusUp, ""
}

func (w *world) lookAtPayments(context.Context) (enum.HealthStatus, string) {
	if w.cfg.Production() {
		return enum.HealthStatusOff, "no provider is set up: orders are paid by hand"
	}
	return enum.HealthStatusUp, "a provider that moves no money"
}

// lookAtQueue takes a queue for slow in which work has waited for five minutes.
func (s *services) lookAtQueue(ctx context.Context) (enum.HealthStatus, string) {
	queues, err := s.monitor.Queues(ctx)
	if err != nil {
		return enum.HealthStatusDown, err.Error()
	}
	for _, q := range queues {
		if q.OldestSeconds > 300 {
			return enum.HealthStatusDegraded, fmt.Sprintf("work waits for %d seconds in %s", q.OldestSeconds, q.Name)
		}
	}
	return enum.HealthStatusUp, ""
}

// diskHealth warns before the disk is full.
func diskHealth(used int64, err error) (enum.HealthStatus, string) {
	switch {
	case err != nil:
		return enum.HealthStatusOff, "it cannot be asked"
	case used >= 97:
		return enum.HealthStatusDown, fmt.Sprintf("%d%% used", used)
	case used >= 90:
		return enum.HealthStatusDegraded, fmt.Sprintf("%d%% used", used)
	}
	return enum.HealthStatusUp, fmt.Sprintf("%d%% used", used)
}

// diskUsed is how full the disk of a folder is, in percent of what programs may use.
func diskUsed(dir string) (int64, error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return 0, fmt.Errorf("ask the disk: %w", err)
	}
	used := fs.Blocks - fs.Bfree
	if used+fs.Bavail == 0 {
		return 0, errors.New("ask the disk: it has no size")
	}
	return int64(100 * used / (used + fs.Bavail)), nil //nolint:gosec // a percentage
}

// sample keeps the figures of this process, minute by minute, and its errors.
func (p *Platform) sample() {
	host, err := os.Hostname()
	if err != nil {
		host = "process"
	}
	s := monitor.Sampler{Service: p.services.monitor, Gather: p.metrics, Process: fmt.Sprintf("%.40s/%d", host, os.Getpid()), Log: p.log}
	p.beside(s.Run)
	p.beside(func(ctx context.Context) { p.faults.Run(ctx, p.services.monitor, p.log) })
}

// beside runs f until the platform is stopped, and waits for its end.
func (p *Platform) beside(f func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		f(ctx)
	}()
	p.onStop(func(context.Context) error {
		cancel()
		<-done
		return nil
	})
}
