package cleanup

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// Sweep removes what is over, kind by kind and vendor by vendor, each as it has set, and
// writes down that it did. It works in portions, so that it locks little and can be broken
// off. What keeps one kind or one vendor keeps no other. It is safe to run twice.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = store.AcrossVendors(ctx, store.ReasonCleanup)
	of, err := s.spans(ctx)
	if err != nil {
		return err
	}
	for _, k := range kinds {
		if k.Stays() {
			continue
		}
		if wrong := s.sweepKind(ctx, k, of[k.Setting]); wrong != nil {
			err = errors.Join(err, fmt.Errorf("clean up %s: %w", k.Key, wrong))
		}
	}
	return err
}

// sweepKind removes all of a kind that is over. It says when it ran only where nothing was
// in its way.
func (s *Service) sweepKind(ctx context.Context, k *Kind, of span) (err error) {
	now, removed := s.clock.Now(), 0
	for _, p := range k.parts {
		n, wrong := s.sweepPart(ctx, p, of, now)
		removed, err = removed+n, errors.Join(err, wrong)
	}
	if err != nil {
		return err
	}
	if _, err := s.db.Platform.Exec(ctx, markRan, k.Key, now, removed); err != nil {
		return fmt.Errorf("write down that it ran: %w", err)
	}
	return nil
}

func (s *Service) sweepPart(ctx context.Context, p part, of span, now time.Time) (removed int, err error) {
	if p.of != ofVendors {
		return s.remove(ctx, p, uuid.Nil, of.until(now), now)
	}
	due, err := s.due(ctx, p, of, now)
	if err != nil {
		return 0, err
	}
	for _, d := range due {
		n, wrong := s.remove(p.as(ctx, d.vendor), p, d.vendor, d.before, now)
		if removed += n; wrong != nil {
			err = errors.Join(err, fmt.Errorf("of vendor %s: %w", d.vendor, wrong))
		}
	}
	return removed, err
}

// as returns a context of the program that removes rows of a vendor: the vendor's own,
// behind its wall, where that may.
func (p part) as(ctx context.Context, vendor uuid.UUID) context.Context {
	if p.beyond {
		return ctx
	}
	return viewer.NewContext(ctx, viewer.ForVendor(vendor))
}

// A debtor is a vendor that has rows that are over, and up to when its rows are kept.
type debtor struct {
	vendor uuid.UUID
	before time.Time
}

func (s *Service) due(ctx context.Context, p part, of span, now time.Time) ([]debtor, error) {
	rows, err := s.db.Platform.Query(ctx, p.finding(), of.every(now)...)
	if err != nil {
		return nil, fmt.Errorf("look for %s: %w", p.table, err)
	}
	due, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (d debtor, err error) {
		return d, row.Scan(&d.vendor, &d.before)
	})
	if err != nil {
		return nil, fmt.Errorf("look for %s: %w", p.table, err)
	}
	return due, nil
}

// remove removes rows of one vendor, or of none, portion by portion.
func (s *Service) remove(ctx context.Context, p part, vendor uuid.UUID, before, now time.Time) (removed int, err error) {
	for {
		n, err := s.portion(ctx, p, vendor, before, now)
		if removed += n; err != nil {
			return removed, fmt.Errorf("remove from %s: %w", p.table, err)
		}
		if n < p.size() {
			return removed, nil
		}
	}
}

// portion removes a portion, and has the files of its rows removed once they are gone.
func (s *Service) portion(ctx context.Context, p part, vendor uuid.UUID, before, now time.Time) (n int, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		rows, err := tx.Pgx.Query(ctx, p.removing(), vendor, before, now, p.size())
		if err != nil {
			return err
		}
		keys, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		n = len(keys)
		return s.drop(ctx, tx, vendor, keys)
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// drop has files of a vendor removed when tx has committed. Empty keys are none.
func (s *Service) drop(ctx context.Context, tx *store.Tx, vendor uuid.UUID, keys []string) error {
	var sets [][]string
	for _, key := range keys {
		if key != "" {
			sets = append(sets, []string{key})
		}
	}
	if len(sets) == 0 {
		return nil
	}
	return s.queue.Insert(ctx, tx, jobs.MediaClean{VendorID: vendor, Sets: sets})
}
