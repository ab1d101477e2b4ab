package main

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"time"
)

// How an answer is measured: windows of the three servers take turns, so that whatever else
// the machine does meets all.
const (
	callers = 8
	windows = 5
	window  = 2 * time.Second
	counted = 300 // requests whose round trips are counted
)

// The servers of a scenario.
type servers struct{ fresh, kept, bare *target }

func (s servers) all() []*target { return []*target{s.fresh, s.kept, s.bare} }

// benchShop measures the scenarios that are named, all where none is.
func benchShop(ctx context.Context, names ...string) error {
	b, err := newStage(ctx)
	if err != nil {
		return err
	}
	defer b.close()
	if err := b.startAll(ctx); err != nil {
		return err
	}
	var behind error
	for _, sc := range scenarios {
		if len(names) > 0 && names[0] != sc.name {
			continue
		}
		err := b.scenario(ctx, sc)
		if err != nil && !errors.Is(err, errBehind) {
			return fmt.Errorf("%s: %w", sc.name, err)
		}
		behind = errors.Join(behind, err)
	}
	return behind
}

func (s *stage) scenario(ctx context.Context, sc scenario) error {
	of, err := s.aim(ctx, sc)
	if err != nil {
		return err
	}
	if err := sameBytes(ctx, of.all()); err != nil {
		return err
	}
	trips := map[*target]float64{}
	for _, t := range []*target{of.fresh, of.kept} {
		if trips[t], err = s.roundTrips(ctx, t); err != nil {
			return err
		}
	}
	samples := map[*target][]sample{}
	for i := range windows + 1 {
		for _, t := range of.all() {
			one, err := s.measure(ctx, t, window)
			if err != nil {
				return fmt.Errorf("measure %s: %w", t.name, err)
			}
			if i > 0 { // the first warms up
				samples[t] = append(samples[t], one)
			}
		}
	}
	return s.report(ctx, sc, of, samples, trips)
}

func (s *stage) report(ctx context.Context, sc scenario, of servers, samples map[*target][]sample, trips map[*target]float64) error {
	middle := map[*target]sample{}
	for _, t := range of.all() {
		middle[t] = median(samples[t])
		if err := s.line(ctx, sc, t, middle[t]); err != nil {
			return err
		}
	}
	fresh, kept, bare := middle[of.fresh], middle[of.kept], middle[of.bare]
	return errors.Join(
		verdict(sc.name+".fresh-cpu", fresh.cpu().Round(time.Microsecond).String(), float64(fresh.cpu())/float64(bare.cpu()), freshBar),
		verdict(sc.name+".fresh-roundtrips", fmt.Sprintf("%.2f", trips[of.fresh]), trips[of.fresh], roundTripBar),
		verdictLeast(sc.name+".kept-rate", fmt.Sprintf("%.0f/s", kept.perSecond()), kept.perSecond()/bare.perSecond(), keptBar),
		verdict(sc.name+".kept-roundtrips", fmt.Sprintf("%.2f", trips[of.kept]), trips[of.kept], 0))
}

func (s *stage) line(ctx context.Context, sc scenario, t *target, m sample) error {
	peak, err := peakOf(t.pid)
	if err != nil {
		return err
	}
	allocs, err := allocations(ctx, t)
	if err != nil {
		return err
	}
	n := time.Duration(m.requests)
	fmt.Printf("%s.%s %.0f req/s cpu=%s (server %s, database %s) peak=%dMiB allocs=%s\n", sc.name, t.name, m.perSecond(),
		m.cpu().Round(time.Microsecond), (m.server / n).Round(time.Microsecond), (m.pg / n).Round(time.Microsecond), peak>>20, allocs)
	return nil
}

// median returns the sample with the middle cost.
func median(of []sample) sample {
	sort.Slice(of, func(i, j int) bool { return of[i].cpu() < of[j].cpu() })
	return of[len(of)/2]
}
