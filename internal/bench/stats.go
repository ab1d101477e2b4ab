package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"orion/internal/kit/clock"
	"orion/internal/stats"
	"orion/internal/store"
)

const (
	statsOrders = 100_000
	// rebuildBar is how many seconds of the database's processor time it may take to make all
	// figures of these orders anew: that of a clock tells as much of what else runs.
	rebuildBar = 15.0
)

// benchStats measures how long the figures of a vendor take: all of them anew, and what an
// order of a year ago changes.
func benchStats(ctx context.Context) error {
	b, err := newBareStage(ctx)
	if err != nil {
		return err
	}
	defer b.close()
	for _, statement := range strings.Split(fillOrders, ";\n") {
		if _, err := b.owner.Exec(ctx, strings.ReplaceAll(statement, "$1", strconv.Itoa(statsOrders))); err != nil {
			return fmt.Errorf("fill the database: %w", err)
		}
	}
	if err := b.owner.QueryRow(ctx, benchVendor).Scan(&b.vendor); err != nil {
		return err
	}
	db, err := store.Open(ctx, b.url)
	if err != nil {
		return err
	}
	defer db.Close()
	s := stats.New(db, clock.System{})
	took, cpu, err := b.timed(func() error { return s.Rebuild(ctx, b.vendor) })
	if err != nil {
		return err
	}
	if _, err := b.owner.Exec(ctx, touchOrder, statsOrders); err != nil {
		return err
	}
	again, spent, err := b.timed(func() error { return s.Roll(ctx) })
	if err != nil {
		return err
	}
	fmt.Printf("stats-changed one order of %d in %s, %.1f s of the processor\n", statsOrders, again.Round(time.Millisecond), spent.Seconds())
	figure := fmt.Sprintf("%d orders in %s, %.0f/s, %.1f s of the processor", statsOrders, took.Round(time.Millisecond), statsOrders/took.Seconds(), cpu.Seconds())
	return verdict("stats-rebuild", figure, cpu.Seconds(), rebuildBar)
}

// timed returns how long something takes, and how much of the database's processor time.
func (s *stage) timed(do func() error) (took, cpu time.Duration, err error) {
	before, err := cpuOfTree(s.postgres)
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	if err := do(); err != nil {
		return 0, 0, err
	}
	took = time.Since(began)
	after, err := cpuOfTree(s.postgres)
	return took, after - before, err
}
