package stats

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/vendor"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// overlap is how long before a mark is looked at once more: what a transaction writes is
// seen when it ends, and machines' clocks differ. Days are made anew, so twice does no harm.
const overlap = 10 * time.Minute

// Roll brings the figures of all vendors up to now. Those of whom nothing was written are
// only marked. What fails for one vendor does not hold up the others.
func (s *Service) Roll(ctx context.Context) error {
	ids, err := s.due(ctx, s.clock.Now())
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range ids {
		if err := s.Refresh(ctx, id); err != nil {
			failed = append(failed, fmt.Errorf("vendor %s: %w", id, err))
		}
	}
	return errors.Join(failed...)
}

// Refresh makes the days of a vendor anew on which something changed since its mark,
// however long ago they are; all of them where there is no mark, or where its days were cut
// in another time zone.
func (s *Service) Refresh(ctx context.Context, id uuid.UUID) error {
	return s.roll(ctx, id, false)
}

// Rebuild makes all figures of a vendor anew from its orders and carts. Visits stay as they
// were counted.
func (s *Service) Rebuild(ctx context.Context, id uuid.UUID) error {
	return s.roll(ctx, id, true)
}

// RebuildAll rebuilds the figures of the vendor with a slug, of all where it is "", and
// tells of each. NOT_FOUND where there is no such vendor.
func (s *Service) RebuildAll(ctx context.Context, slug string, tell func(slug string)) error {
	q := s.db.Vendor.Query().Order(vendor.BySlug())
	if slug != "" {
		q = q.Where(vendor.Slug(slug))
	}
	all, err := q.All(store.AcrossVendors(ctx, store.ReasonSchedule))
	if err != nil {
		return fmt.Errorf("list vendors: %w", err)
	}
	if slug != "" && len(all) == 0 {
		return errs.New(errs.NotFound, "there is no vendor %q", slug)
	}
	for _, v := range all {
		if err := s.Rebuild(ctx, v.ID); err != nil {
			return fmt.Errorf("vendor %s: %w", v.Slug, err)
		}
		tell(v.Slug)
	}
	return nil
}

func (s *Service) roll(ctx context.Context, id uuid.UUID, whole bool) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(id))
	now := s.clock.Now() // before anything is read
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		v, err := tx.Vendor.Get(ctx, id)
		if err != nil {
			return fmt.Errorf("read the vendor: %w", err)
		}
		return rollTo(ctx, tx, v, now, whole)
	})
	if err != nil {
		return fmt.Errorf("make figures: %w", err)
	}
	return nil
}

func rollTo(ctx context.Context, tx *store.Tx, v *ent.Vendor, now time.Time, whole bool) error {
	asOf, zone, err := lockMark(ctx, tx, v.TimeZone)
	if err != nil {
		return err
	}
	since := asOf.Add(-overlap)
	if whole || zone != v.TimeZone {
		since = time.Time{}
		if err := forget(ctx, tx); err != nil {
			return err
		}
	}
	days, err := changedDays(ctx, tx, v.TimeZone, since)
	if err != nil {
		return err
	}
	if len(days) > 0 {
		if err := makeDays(ctx, tx, v.TimeZone, days); err != nil {
			return err
		}
	}
	return setMark(ctx, tx, v.TimeZone, now)
}
