package payment

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/payment"
	"orion/ent/gen/ent/predicate"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/viewer"
)

// Where is the graph's PaymentWhere.
type Where struct {
	Status []enum.PaymentStatus
	Method []string
	PaidAt *filter.DateTime
}

func (w *Where) predicates() (out []predicate.Payment) {
	if w == nil {
		return nil
	}
	if w.Status != nil {
		out = append(out, payment.StatusIn(w.Status...))
	}
	if w.Method != nil {
		out = append(out, payment.MethodIn(w.Method...))
	}
	for _, cond := range w.PaidAt.Where(payment.FieldPaidAt) {
		out = append(out, func(s *sql.Selector) { s.Where(cond) })
	}
	return out
}

// List lists the payments of the viewer's vendor whose orders were placed, newest first.
func (s *Service) List(ctx context.Context, arg page.Arg, where *Where) (*PaymentConnection, error) {
	plan, err := s.Pages.Plan(arg, nil, "payments", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	base := func() *ent.PaymentQuery {
		return s.DB.Payment.Query().Where(payment.HasOrderWith(order.PlacedAtNotNil())).Where(where.predicates()...)
	}
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list payments: %w", err)
	}
	return page.Cut(plan, rows, func(p *ent.Payment) ([]any, uuid.UUID) { return nil, p.ID }, func(ctx context.Context, limit int) (int, error) {
		ids, err := base().Limit(limit).IDs(ctx)
		return len(ids), err
	}), nil
}

// OfOrders returns the payments of orders that the viewer has been shown, the oldest first,
// in one statement.
func (s *Service) OfOrders(ctx context.Context, orders []uuid.UUID) (map[uuid.UUID][]*ent.Payment, error) {
	rows, err := s.DB.Payment.Query().Where(filter.AnyOf(payment.FieldOrderID, orders)).Order(payment.ByID()).All(viewer.Elevate(ctx))
	if err != nil {
		return nil, fmt.Errorf("list the payments of orders: %w", err)
	}
	out := make(map[uuid.UUID][]*ent.Payment, len(orders))
	for _, p := range rows {
		out[p.OrderID] = append(out[p.OrderID], p)
	}
	return out, nil
}
