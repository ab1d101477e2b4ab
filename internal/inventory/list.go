package inventory

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/inventorymovement"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/kit/page"
	"orion/internal/viewer"
)

// Available is how much of a level can still be sold.
func Available(l *ent.InventoryLevel) int64 { return l.OnHand - l.Reserved }

// low reports whether so many available of a level count as low.
func low(available int64, l *ent.InventoryLevel) bool {
	return l.LowStockAt != nil && available <= *l.LowStockAt
}

// scarcest orders levels by what is available.
var scarcest = []page.Key{{Column: inventorylevel.FieldOnHand, Minus: inventorylevel.FieldReserved}}

// Levels lists the stock of the viewer's vendor, the scarcest first.
func (s *Service) Levels(ctx context.Context, arg page.Arg, where *LevelWhere) (*InventoryLevelConnection, error) {
	if err := where.validate(); err != nil {
		return nil, err
	}
	plan, err := s.pages.Plan(arg, scarcest, "levels", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	base := func() *ent.InventoryLevelQuery { return s.db.InventoryLevel.Query().Where(where.match) }
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list stock: %w", err)
	}
	return page.Cut(plan, rows, func(l *ent.InventoryLevel) ([]any, uuid.UUID) { return []any{Available(l)}, l.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := base().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

func (w *LevelWhere) validate() error {
	if w == nil {
		return nil
	}
	return w.Sku.Validate("where.sku")
}

// match is the condition on levels.
func (w *LevelWhere) match(s *sql.Selector) {
	if w == nil {
		return
	}
	if w.AvailableAtMost != nil {
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString(s.C(inventorylevel.FieldOnHand)).WriteString(" - ").
				WriteString(s.C(inventorylevel.FieldReserved)).WriteString(" <= ").Arg(*w.AvailableAtMost)
		}))
	}
	if w.Low != nil {
		s.Where(isLow(s, *w.Low))
	}
	if w.Sku != nil {
		inventorylevel.HasVariantWith(func(v *sql.Selector) {
			for _, cond := range w.Sku.Where(v.C(productvariant.FieldSku)) {
				v.Where(cond)
			}
		})(s)
	}
}

// isLow matches levels that are low, or all others. One without a threshold never is.
func isLow(s *sql.Selector, low bool) *sql.Predicate {
	p := sql.P(func(b *sql.Builder) {
		b.WriteString("coalesce(" + s.C(inventorylevel.FieldOnHand) + " - " + s.C(inventorylevel.FieldReserved) + " <= " +
			s.C(inventorylevel.FieldLowStockAt) + ", false)")
	})
	if low {
		return p
	}
	return sql.Not(p)
}

// Movements lists what changed a level, newest first.
func (s *Service) Movements(ctx context.Context, l *ent.InventoryLevel, arg page.Arg) (*InventoryMovementConnection, error) {
	plan, err := s.pages.Plan(arg, nil, "movements", l.VendorID, l.VariantID)
	if err != nil {
		return nil, err
	}
	base := func() *ent.InventoryMovementQuery {
		return s.db.InventoryMovement.Query().Where(inventorymovement.VariantID(l.VariantID))
	}
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list movements: %w", err)
	}
	return page.Cut(plan, rows, func(m *ent.InventoryMovement) ([]any, uuid.UUID) { return nil, m.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := base().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// LevelsOf returns the levels of variants, in any order. It is for services that
// have decided that the viewer may know; shoppers see no level.
func LevelsOf(ctx context.Context, c *ent.Client, variants []uuid.UUID) (map[uuid.UUID]*ent.InventoryLevel, error) {
	rows, err := c.InventoryLevel.Query().Where(ofVariants(variants)).All(viewer.Elevate(ctx))
	if err != nil {
		return nil, fmt.Errorf("read stock: %w", err)
	}
	return byVariant(rows), nil
}

func byVariant(rows []*ent.InventoryLevel) map[uuid.UUID]*ent.InventoryLevel {
	out := make(map[uuid.UUID]*ent.InventoryLevel, len(rows))
	for _, l := range rows {
		out[l.VariantID] = l
	}
	return out
}

// ofVariants matches the variant of a row against ids with one parameter, so that any
// number of ids is the same statement to Postgres.
func ofVariants(ids []uuid.UUID) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString(s.C(inventorylevel.FieldVariantID)).WriteString(" = ANY(").Arg(ids).WriteByte(')')
		}))
	}
}
