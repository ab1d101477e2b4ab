package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/jobs"
)

// settling is after how long rules are asked that a change may concern: changes come in
// crowds, and one answer is enough for all of them. It is also longer than the clocks of
// two processes may differ, so that no change is older than the answer that it waits for.
const settling = time.Second

// askRules has the rules of a collection asked at once; one by hand has none.
func (s *Service) askRules(ctx context.Context, tx *store.Tx, c *ent.Collection) error {
	if c.Kind != enum.CollectionKindRules {
		return nil
	}
	return s.queue.Insert(ctx, tx, jobs.CollectionsEvaluate{VendorID: c.VendorID, At: s.clock.Now().UTC()})
}

// QueueEvaluations has the rules of those of the vendors asked that have collections by
// rule, in about a second; of all vendors where none is named. It is for workers.
func (s *Service) QueueEvaluations(ctx context.Context, vendors ...uuid.UUID) error {
	ctx = store.AcrossVendors(ctx, store.ReasonSchedule)
	at := s.clock.Now().UTC().Truncate(settling).Add(2 * settling)
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		q := tx.Collection.Query().Where(collection.KindEQ(enum.CollectionKindRules))
		if len(vendors) > 0 {
			q.Where(filter.AnyOf(collection.FieldVendorID, vendors))
		}
		var with []uuid.UUID
		if err := q.Unique(true).Select(collection.FieldVendorID).Scan(ctx, &with); err != nil {
			return fmt.Errorf("look for collections by rule: %w", err)
		}
		for _, v := range with {
			if err := s.queue.InsertAt(ctx, tx, at, jobs.CollectionsEvaluate{VendorID: v, At: at}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("have rules asked: %w", err)
	}
	return nil
}

// Evaluate asks the rules of all collections of the viewer's vendor, one statement each,
// whatever they hold. It writes what differs, so that asking again changes nothing. It is
// for workers.
func (s *Service) Evaluate(ctx context.Context) error {
	ids, err := s.db.Collection.Query().Where(collection.KindEQ(enum.CollectionKindRules)).Order(collection.ByID()).IDs(ctx)
	if err != nil {
		return fmt.Errorf("look for collections by rule: %w", err)
	}
	for _, id := range ids {
		if err := s.evaluate(ctx, id); err != nil {
			return fmt.Errorf("ask the rules of collection %s: %w", id, err)
		}
	}
	return nil
}

// evaluate asks the rules of a collection, unless it is kept by hand by now.
func (s *Service) evaluate(ctx context.Context, id uuid.UUID) error {
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		c, err := lockCollection(ctx, tx, publicid.New("Collection", id))
		if errs.CodeOf(err) == errs.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if c.Kind != enum.CollectionKindRules || c.Rules == nil {
			return nil
		}
		return bringIn(ctx, tx, c)
	})
}
