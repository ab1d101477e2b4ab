package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// The bars of a whole checkout: how many orders a second it makes of those that its own
// statements make without the program around them, and what one takes of the processors,
// in milliseconds.
const (
	ordersBar   = 0.4
	orderCPUBar = 8.0
)

// An article is what a caller orders again and again; each has one of its own.
type article struct{ product, variant uuid.UUID }

// A counter is where orders are placed, in one way or another.
type counter struct {
	name  string
	of    *target // whose processor time counts
	order func(ctx context.Context, caller int) error
}

// benchCheckout measures orders through the whole graph, from an empty cart to a placed
// order, beside the statements of one such checkout, sent as they were and answered to
// nobody.
func benchCheckout(ctx context.Context) error {
	b, err := newStage(ctx)
	if err != nil {
		return err
	}
	defer b.close()
	articles, err := b.stock(ctx)
	if err != nil {
		return fmt.Errorf("fill the shelves: %w", err)
	}
	script, err := b.recordCheckout(ctx, articles[0])
	if err != nil {
		return fmt.Errorf("record a checkout: %w", err)
	}
	raw, err := b.replay(ctx, script, articles)
	if err != nil {
		return err
	}
	defer raw.close(ctx)
	graph, err := b.startCheckout(ctx)
	if err != nil {
		return err
	}
	shoppers := make([]*shopper, callers)
	for i := range shoppers {
		shoppers[i] = newShopper(graph, articles[i])
	}
	if err := b.steps(ctx, shoppers[0], script); err != nil {
		return err
	}
	return b.race(ctx, []counter{
		{"graph", graph, func(ctx context.Context, i int) error { return shoppers[i].buy(ctx) }},
		{"raw", &target{name: "raw", pid: os.Getpid()}, raw.order},
	})
}

func (s *stage) startCheckout(ctx context.Context) (*target, error) {
	binary := filepath.Join(s.dir, "orion")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build: %w: %s", err, out)
	}
	return s.startOrion(ctx, "checkout", binary, filepath.Join(s.dir, "checkout"), "67108864")
}

// warmUp is how long all order before anything is measured: until every connection has
// planned every statement often enough for Postgres to keep the plans.
const warmUp = 6 * window

// race lets the counters take turns, so that whatever else the machine does meets both.
func (s *stage) race(ctx context.Context, counters []counter) error {
	for _, c := range counters {
		if _, err := s.rush(ctx, c, warmUp); err != nil {
			return fmt.Errorf("order at %s: %w", c.name, err)
		}
	}
	samples := map[string][]sample{}
	for range windows {
		for _, c := range counters {
			one, err := s.rush(ctx, c, window)
			if err != nil {
				return fmt.Errorf("order at %s: %w", c.name, err)
			}
			samples[c.name] = append(samples[c.name], one)
		}
	}
	for _, c := range counters {
		m := median(samples[c.name])
		n := time.Duration(max(m.requests, 1))
		fmt.Printf("checkout.%s %.0f orders/s cpu=%s (program %s, database %s)\n", c.name, m.perSecond(),
			m.cpu().Round(time.Microsecond), (m.server / n).Round(time.Microsecond), (m.pg / n).Round(time.Microsecond))
	}
	graph, raw := median(samples["graph"]), median(samples["raw"])
	milliseconds := float64(graph.cpu()) / float64(time.Millisecond)
	return errors.Join(
		verdictLeast("checkout.orders", fmt.Sprintf("%.0f/s", graph.perSecond()), graph.perSecond()/raw.perSecond(), ordersBar),
		verdict("checkout.cpu", fmt.Sprintf("%.2fms", milliseconds), milliseconds, orderCPUBar))
}

// rush has all callers order for a while.
func (s *stage) rush(ctx context.Context, c counter, span time.Duration) (sample, error) {
	server, pg, err := s.used(c.of)
	if err != nil {
		return sample{}, err
	}
	start := time.Now()
	var n atomic.Int64
	failed := make([]error, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			for time.Since(start) < span && failed[i] == nil {
				failed[i] = c.order(ctx, i)
				n.Add(1)
			}
		})
	}
	wg.Wait()
	out := sample{requests: int(n.Load()), elapsed: time.Since(start)}
	serverAfter, pgAfter, err := s.used(c.of)
	out.server, out.pg = serverAfter-server, pgAfter-pg
	return out, errors.Join(append(failed, err)...)
}

// steps prints what each step asks of the database, and makes sure that the script asks as
// often as the server does.
func (s *stage) steps(ctx context.Context, b *shopper, script *script) error {
	if err := b.buy(ctx); err != nil { // what is asked once is asked by now
		return err
	}
	for i, step := range script.steps {
		before, err := figure(ctx, b.at, tripsFigure)
		if err != nil {
			return err
		}
		if err := b.step(ctx, i); err != nil {
			return err
		}
		after, err := figure(ctx, b.at, tripsFigure)
		if err != nil {
			return err
		}
		fmt.Printf("checkout.%s %d statements in %d round trips, %d at the server\n", step.name, step.statements(), len(step.asked), after-before)
	}
	return nil
}
