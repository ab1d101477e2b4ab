package monitor

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// facts gathers what the rules ask for. It runs outside of any transaction: parts are asked
// over the network.
func (s *Service) facts(ctx context.Context) (facts, error) {
	f := facts{now: s.clock.Now(), parts: s.Health(ctx).Components, diskPercent: -1}
	var err error
	if f.queues, err = s.waiting(ctx); err != nil {
		return f, err
	}
	hour := f.now.Add(-time.Hour)
	for _, count := range []struct {
		to    *map[uuid.UUID]int64
		query string
		args  []any
	}{
		{&f.imports, failedImports, []any{hour}},
		{&f.webhooks, failedWebhooks, []any{hour}},
		{&f.stock, lowStock, nil},
		{&f.ledgers, faultyLedgers, nil},
	} {
		if *count.to, err = s.byVendor(ctx, count.query, count.args...); err != nil {
			return f, fmt.Errorf("gather facts: %w", err)
		}
	}
	if f.backup, err = s.lastBackup(ctx); err != nil {
		return f, err
	}
	if f.requests, f.failed, f.tripped, err = s.rates(ctx, f.now); err != nil {
		return f, err
	}
	if s.disk != nil {
		if used, err := s.disk(); err == nil { // a file system that cannot be asked says nothing
			f.diskPercent = used
		}
	}
	return f, nil
}

// figures are the facts that are kept: of the platform as a whole, not of one process.
func (f facts) figures() (out []Figure) {
	for _, q := range f.queues {
		out = append(out, Figure{"queue.waiting", q.name, float64(q.waiting)}, Figure{"queue.oldest", q.name, q.oldest.Seconds()})
	}
	return out
}
