package promotion

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/promotion"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
)

// List lists the promotions of the viewer's vendor, newest first.
func (s *Service) List(ctx context.Context, arg page.Arg, where *Where) (*PromotionConnection, error) {
	match, err := where.predicates(s.clock.Now())
	if err != nil {
		return nil, err
	}
	plan, err := s.pages.Plan(arg, nil, "promotions", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	base := func() *ent.PromotionQuery { return s.db.Promotion.Query().Where(match...) }
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list promotions: %w", err)
	}
	return page.Cut(plan, rows, func(p *ent.Promotion) ([]any, uuid.UUID) { return nil, p.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := base().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// Find returns a promotion by its id, nil where the viewer sees none.
func (s *Service) Find(ctx context.Context, id publicid.ID) (*ent.Promotion, error) {
	p, err := s.db.Promotion.Query().Where(promotion.ID(id.As("Promotion"))).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find promotion: %w", err)
	}
	return p, nil
}

func (w *Where) predicates(now time.Time) ([]predicate.Promotion, error) {
	if w == nil {
		return nil, nil
	}
	text, err := filter.Search(w.Search, "where.search")
	if err != nil {
		return nil, err
	}
	var out []predicate.Promotion
	if text != "" {
		out = append(out, promotion.Or(promotion.TitleContainsFold(text), promotion.CodeHasPrefix(Code(text))))
	}
	if w.Status != nil {
		out = append(out, inStatus(w.Status, now))
	}
	return out, nil
}

// inStatus matches what status returns one of.
func inStatus(of []enum.PromotionStatus, now time.Time) predicate.Promotion {
	any := []predicate.Promotion{promotion.IDIn()} // none
	for _, s := range of {
		any = append(any, matching[s](now))
	}
	return promotion.Or(any...)
}

var matching = map[enum.PromotionStatus]func(time.Time) predicate.Promotion{
	enum.PromotionStatusArchived: func(time.Time) predicate.Promotion { return promotion.ArchivedAtNotNil() },
	enum.PromotionStatusEnded: func(now time.Time) predicate.Promotion {
		return promotion.And(promotion.ArchivedAtIsNil(), promotion.EndsAtLTE(now))
	},
	enum.PromotionStatusScheduled: func(now time.Time) predicate.Promotion {
		return promotion.And(running(now), promotion.StartsAtGT(now))
	},
	enum.PromotionStatusUsedUp: func(now time.Time) predicate.Promotion {
		return promotion.And(begun(now), usedUp)
	},
	enum.PromotionStatusActive: func(now time.Time) predicate.Promotion {
		return promotion.And(begun(now), promotion.Or(promotion.UsageLimitIsNil(), promotion.Not(usedUp)))
	},
}

// running matches what is neither over nor archived.
func running(now time.Time) predicate.Promotion {
	return promotion.And(promotion.ArchivedAtIsNil(), promotion.Or(promotion.EndsAtIsNil(), promotion.EndsAtGT(now)))
}

func begun(now time.Time) predicate.Promotion {
	return promotion.And(running(now), promotion.Or(promotion.StartsAtIsNil(), promotion.StartsAtLTE(now)))
}

func usedUp(s *sql.Selector) {
	s.Where(sql.ColumnsGTE(s.C(promotion.FieldUsedCount), s.C(promotion.FieldUsageLimit)))
}
