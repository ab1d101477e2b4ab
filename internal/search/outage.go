package search

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"orion/internal/store"
)

// tellSpare tells Postgres of all that waits while the engine does not take it: shops are
// searched with it meanwhile. The changes stay until the engine has them too. Each is told
// once, however long the engine is away.
func (s *Service) tellSpare(ctx context.Context, vendor uuid.UUID) error {
	if s.engine.Name() == s.spare.Name() {
		return nil
	}
	for from, n := 0, atOnce; n == atOnce; from += n {
		var told []uuid.UUID
		err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
			told, err = s.tellSpareSome(ctx, tx, vendor, from)
			return err
		})
		if err != nil {
			return fmt.Errorf("tell Postgres of changes: %w", err)
		}
		s.noteSpared(vendor, told) // not before it stands
		n = len(told)
	}
	return nil
}

// tellSpareSome returns the changes that Postgres knows of now.
func (s *Service) tellSpareSome(ctx context.Context, tx *store.Tx, vendor uuid.UUID, from int) ([]uuid.UUID, error) {
	if err := lock(ctx, tx); err != nil {
		return nil, err
	}
	changes, products, err := changesOf(ctx, tx, from)
	if err != nil {
		return nil, err
	}
	ids := s.unspared(vendor, changes, products)
	if len(ids) == 0 {
		return changes, nil
	}
	put, gone, err := load(ctx, tx, vendor, ids)
	if err != nil {
		return nil, err
	}
	if err := s.spare.Index(ctx, vendor, put, gone); err != nil {
		return nil, err
	}
	return changes, tx.Notify(ctx, "catalog", vendor.String())
}

// unspared returns the products of changes that Postgres has not been told of, each once
// and in order.
func (s *Service) unspared(vendor uuid.UUID, changes, products []uuid.UUID) []uuid.UUID {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []uuid.UUID
	for i, change := range changes {
		if !s.spared[vendor][change] {
			out = append(out, products[i])
		}
	}
	slices.SortFunc(out, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(out)
}

func (s *Service) noteSpared(vendor uuid.UUID, changes []uuid.UUID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.spared[vendor] == nil {
		s.spared[vendor] = map[uuid.UUID]bool{}
	}
	for _, change := range changes {
		s.spared[vendor][change] = true
	}
}

// toldAll forgets what was noted of an outage that is over.
func (s *Service) toldAll(vendor uuid.UUID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.spared, vendor)
}
