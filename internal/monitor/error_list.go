package monitor

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/errorlog"
	"orion/ent/gen/ent/predicate"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	"orion/internal/store"
)

// The pages of errors, and their edges.
type (
	ErrorLogConnection = page.Connection[*ent.ErrorLog]
	ErrorLogEdge       = page.Edge[*ent.ErrorLog]
)

// ErrorWhere is the graph's ErrorLogWhere. All given conditions must hold.
type ErrorWhere struct {
	Resolved *bool
	Search   *string
}

func (w *ErrorWhere) apply() (out []predicate.ErrorLog, err error) {
	if w == nil {
		return nil, nil
	}
	if w.Resolved != nil && *w.Resolved {
		out = append(out, errorlog.ResolvedAtNotNil())
	}
	if w.Resolved != nil && !*w.Resolved {
		out = append(out, errorlog.ResolvedAtIsNil())
	}
	if w.Search != nil && *w.Search != "" {
		words, err := text.Line(*w.Search, maxOperation, "where.search")
		if err != nil {
			return nil, err
		}
		out = append(out, errorlog.Or(errorlog.MessageContainsFold(words), errorlog.OperationContainsFold(words), errorlog.RequestID(words)))
	}
	return out, nil
}

// Errors lists errors, the newest first by when they first happened. INVALID at where.search.
func (s *Service) Errors(ctx context.Context, arg page.Arg, where *ErrorWhere) (*ErrorLogConnection, error) {
	plan, err := s.pages.Plan(arg, nil, "errors", where)
	if err != nil {
		return nil, err
	}
	narrow, err := where.apply()
	if err != nil {
		return nil, err
	}
	rows, err := s.db.ErrorLog.Query().Where(narrow...).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list errors: %w", err)
	}
	return page.Cut(plan, rows, func(e *ent.ErrorLog) ([]any, uuid.UUID) { return nil, e.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.ErrorLog.Query().Where(narrow...).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// ResolveError says that an error has been dealt with; if it happens again, it is open again.
// NOT_FOUND; INVALID_STATE where it is resolved already.
func (s *Service) ResolveError(ctx context.Context, id publicid.ID) (*ent.ErrorLog, error) {
	var out *ent.ErrorLog
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		e, err := tx.ErrorLog.Query().Where(errorlog.ID(id.As("ErrorLog"))).ForUpdate().Only(ctx)
		switch {
		case ent.IsNotFound(err):
			return errs.New(errs.NotFound, "not found").At("id")
		case err != nil:
			return err
		case e.ResolvedAt != nil:
			return errs.New(errs.InvalidState, "the error is resolved already").At("id")
		}
		if out, err = tx.ErrorLog.UpdateOne(e).SetResolvedAt(s.clock.Now()).Save(ctx); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Action: "error.resolve", TargetType: "ErrorLog", Target: string(e.PublicID())})
	})
	if err != nil {
		return nil, fmt.Errorf("resolve an error: %w", err)
	}
	return out, nil
}
