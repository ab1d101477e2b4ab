package marketplace

import (
	"context"
	"errors"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/ent/gen/ent/marketplacesource"
	"orion/ent/gen/ent/vendor"
	"orion/internal/enum"
	"orion/internal/store"
)

// dueAtOnce bounds how many sources are begun in one go; those that are left come next.
const dueAtOnce = 1000

// StartDue begins the import of every source whose time has come, of active vendors
// whose imports are not stopped. A source that has an import running waits for its next
// time. However many times have passed, each is begun once. What keeps one from being
// begun keeps no other. It is for a job that runs each minute, and safe to run twice.
func (s *Service) StartDue(ctx context.Context) (started int, err error) {
	due, err := s.due(store.AcrossVendors(ctx, store.ReasonSchedule))
	if err != nil {
		return 0, err
	}
	for _, src := range due {
		begun, one := s.startDue(asProgram(ctx, src.VendorID), src.ID)
		if store.Violates(one, "import_one_running") { // somebody was faster
			continue
		}
		if one != nil {
			err = errors.Join(err, fmt.Errorf("begin source %s: %w", src.ID, one))
		}
		if begun {
			started++
		}
	}
	return started, err
}

// due are the sources whose time has come, the longest overdue first.
func (s *Service) due(ctx context.Context) ([]*ent.MarketplaceSource, error) {
	all, err := s.db.MarketplaceSource.Query().
		Where(marketplacesource.NextRunAtLTE(s.clock.Now()), marketplacesource.PausedAtIsNil(), ofOpenVendors).
		Order(marketplacesource.ByNextRunAt(), marketplacesource.ByID()).Limit(dueAtOnce).
		Select(marketplacesource.FieldID, marketplacesource.FieldVendorID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find the sources that are due: %w", err)
	}
	return all, nil
}

// ofOpenVendors leaves those of vendors who import.
func ofOpenVendors(s *sql.Selector) {
	v := sql.Table(vendor.Table)
	s.Where(sql.In(s.C(marketplacesource.FieldVendorID), sql.Select(v.C(vendor.FieldID)).From(v).Where(sql.And(
		sql.EQ(v.C(vendor.FieldStatus), enum.VendorStatusActive), sql.IsNull(v.C(vendor.FieldImportsPausedAt))))))
}

// startDue begins one source, unless what made it due has changed since.
func (s *Service) startDue(ctx context.Context, id uuid.UUID) (begun bool, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		src, err := tx.MarketplaceSource.Query().Where(marketplacesource.ID(id)).ForUpdate().Only(ctx)
		if ent.IsNotFound(err) {
			return nil // removed since
		}
		if err != nil {
			return err
		}
		if src.PausedAt != nil || src.FeedURL == nil || src.NextRunAt == nil || src.NextRunAt.After(s.clock.Now()) {
			return nil
		}
		if err := s.plan(ctx, tx, src); err != nil {
			return err
		}
		if src, err = saveSource(ctx, tx, src, 0); err != nil {
			return err
		}
		running, err := running(ctx, tx, src.ID)
		if err != nil || running {
			return err
		}
		_, err = s.queueFetch(ctx, tx, src, enum.ImportTriggerSchedule, "schedule:"+uuid.NewString())
		begun = err == nil
		return err
	})
	return begun && err == nil, err
}

// running reports whether a source has an import that is not over.
func running(ctx context.Context, tx *store.Tx, source uuid.UUID) (bool, error) {
	on, err := tx.MarketplaceImportJob.Query().Where(marketplaceimportjob.SourceID(source),
		marketplaceimportjob.StatusIn(enum.ImportStatusQueued, enum.ImportStatusValidating, enum.ImportStatusApplying)).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("look for a running import: %w", err)
	}
	return on, nil
}
