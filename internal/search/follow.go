package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"orion/internal/store"
	"orion/internal/viewer"
)

const (
	// settle is how long changes are gathered before the index is told.
	settle = 100 * time.Millisecond
	// lookAgain is how often work is looked for that no notice came for.
	lookAgain = 30 * time.Second
	// atOnce is how many changes the index is told together, drains how many vendors are
	// served at a time.
	atOnce = 500
	drains = 2
)

// hear notes whose catalogue has changed; "" is anybody's.
func (s *Service) hear(payload string) {
	id, err := uuid.Parse(payload)
	if err != nil {
		id = uuid.Nil
	}
	s.forgetSynonyms(id)
	s.mu.Lock()
	s.changed[id] = true
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default: // it wakes already
	}
}

// follow tells the index of what has changed.
func (s *Service) follow(ctx context.Context) {
	again := time.NewTicker(lookAgain)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
			s.hear("")
			s.buildWaiting(ctx)
		case <-s.wake:
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(settle):
		}
		s.catchUp(ctx)
	}
}

// catchUp drains the vendors that were heard of, each once, a few at a time.
func (s *Service) catchUp(ctx context.Context) {
	s.mu.Lock()
	heard := s.changed
	s.changed = map[uuid.UUID]bool{}
	s.mu.Unlock()
	if heard[uuid.Nil] {
		delete(heard, uuid.Nil)
		behind, err := s.behind(ctx)
		if err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "search: find whose changes wait", "err", err)
		}
		for _, id := range behind {
			heard[id] = true
		}
	}
	gate := make(chan struct{}, drains)
	var wg sync.WaitGroup
	for vendor := range heard {
		gate <- struct{}{}
		wg.Go(func() {
			defer func() { <-gate }()
			s.drainLogged(ctx, vendor)
		})
	}
	wg.Wait()
}

func (s *Service) drainLogged(ctx context.Context, vendor uuid.UUID) {
	_, err := s.Drain(ctx, vendor)
	if err != nil && ctx.Err() == nil && !errors.Is(err, ErrHeld) {
		s.log.ErrorContext(ctx, "search: tell the index of changes", "vendor", vendor, "err", err)
	}
}

// Sweep drains every vendor whose changes wait: what no notice came for. It is for a job
// that runs each minute, and safe to run twice.
func (s *Service) Sweep(ctx context.Context) error {
	behind, err := s.behind(ctx)
	if err != nil {
		return err
	}
	for _, vendor := range behind {
		if _, one := s.Drain(ctx, vendor); one != nil && !errors.Is(one, ErrHeld) {
			err = errors.Join(err, fmt.Errorf("vendor %s: %w", vendor, one))
		}
	}
	return err
}

// Drain tells the engines of all that has changed of a vendor's products, and returns how
// many changes that were. A change is forgotten when both have taken it: one that is told
// twice is no harm. It is ErrHeld where another process has the index.
func (s *Service) Drain(ctx context.Context, vendor uuid.UUID) (told int, err error) {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(vendor))
	for n := atOnce; n == atOnce; told += n {
		err = s.db.Tx(ctx, func(tx *store.Tx) (err error) {
			n, err = s.drainSome(ctx, tx, vendor)
			return err
		})
		if err != nil {
			err = fmt.Errorf("drain the changes of a catalogue: %w", err)
			if ctx.Err() == nil {
				err = errors.Join(err, s.tellSpare(ctx, vendor))
			}
			return told, err
		}
	}
	s.toldAll(vendor)
	return told, nil
}

// drainSome holds the vendor's lock, so that nobody tells the index of an older state at
// the same time. The answers that shops keep are dropped once more, for they may have been
// found before the index knew.
func (s *Service) drainSome(ctx context.Context, tx *store.Tx, vendor uuid.UUID) (int, error) {
	if err := lock(ctx, tx); err != nil {
		return 0, err
	}
	changes, products, err := changesOf(ctx, tx, 0)
	if err != nil || len(changes) == 0 {
		return 0, err
	}
	if err := s.tell(ctx, tx, vendor, products); err != nil {
		return 0, err
	}
	if err := forget(ctx, tx, changes); err != nil {
		return 0, err
	}
	return len(changes), tx.Notify(ctx, "catalog", vendor.String())
}

func (s *Service) tell(ctx context.Context, tx *store.Tx, vendor uuid.UUID, products []uuid.UUID) error {
	slices.SortFunc(products, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	put, gone, err := load(ctx, tx, vendor, slices.Compact(products))
	if err != nil {
		return err
	}
	if err := s.spare.Index(ctx, vendor, put, gone); err != nil || s.engine.Name() == s.spare.Name() {
		return err
	}
	err = s.engine.Index(ctx, vendor, put, gone)
	if errors.Is(err, ErrMissing) { // it will be built from all there is
		s.want(vendor)
		return nil
	}
	return err
}
