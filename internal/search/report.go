package search

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/searchreindex"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/store"
)

// maxDays is how far back a report goes.
const maxDays = 365

// Report lists what was searched for in the last days, today among them, the most frequent
// first; with emptyOnly what never found anything. Languages are added up.
func (s *Service) Report(ctx context.Context, vendor *ent.Vendor, days int, emptyOnly bool, arg page.Arg) (*SearchTermConnection, error) {
	if days < 1 || days > maxDays {
		return nil, errs.Field("days", "must be %d to %d", 1, maxDays)
	}
	plan, err := s.signer.Plan(arg, []page.Key{{Column: "searches", Desc: true}, {Column: "term"}}, "search-report", vendor.ID, days, emptyOnly)
	if err != nil {
		return nil, err
	}
	since := dayOf(s.clock.Now(), vendor.TimeZone).AddDate(0, 0, 1-days)
	var rows []*Term
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		after, term := reportAfter(plan)
		rows, err = listTerms(ctx, tx, since, emptyOnly, after, term, plan.Limit())
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list what was searched for: %w", err)
	}
	return page.Cut(plan, rows, termKeys, s.termCount(since, emptyOnly)), nil
}

func termKeys(t *Term) ([]any, uuid.UUID) { return []any{t.Searches, t.Term}, uuid.Nil }

func reportAfter(plan *page.Plan) (searches *int64, term string) {
	values, _, ok := plan.After()
	if !ok {
		return nil, ""
	}
	n, _ := values[0].(int64)
	term, _ = values[1].(string)
	return &n, term
}

func (s *Service) termCount(since time.Time, emptyOnly bool) func(context.Context, int) (int, error) {
	return func(ctx context.Context, limit int) (n int, err error) {
		err = s.db.Tx(ctx, func(tx *store.Tx) error {
			n, err = countTerms(ctx, tx, since, emptyOnly, limit)
			return err
		})
		return n, err
	}
}

// Index says what the vendor's shop is searched with.
func (s *Service) Index(ctx context.Context, vendor *ent.Vendor) (*Index, error) {
	out := &Index{Engine: s.engine.Name(), Serving: s.engine.Name(), DegradedSince: s.watch.since(vendor.ID)}
	var err error
	if out.DegradedSince == nil {
		out.Documents, err = s.engine.Count(ctx, vendor.ID)
	}
	if out.DegradedSince != nil || err != nil { // it shows at the next search why
		out.Serving = s.spare.Name()
		if out.DegradedSince == nil {
			now := s.clock.Now()
			out.DegradedSince = &now
		}
		if out.Documents, err = s.spare.Count(ctx, vendor.ID); err != nil {
			return nil, fmt.Errorf("count what can be found: %w", err)
		}
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if out.Pending, err = pending(ctx, tx); err != nil {
			return err
		}
		last, err := tx.SearchReindex.Query().Order(ent.Desc(searchreindex.FieldID)).Limit(1).All(ctx)
		if len(last) > 0 {
			out.Reindex = last[0]
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("see how the index is: %w", err)
	}
	return out, nil
}

// escapeLike takes their meaning from the signs that LIKE takes for wildcards.
func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
