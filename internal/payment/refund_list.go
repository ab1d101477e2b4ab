package payment

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/refund"
	"orion/ent/gen/ent/refundline"
	"orion/internal/kit/filter"
	"orion/internal/store"
	"orion/internal/viewer"
)

// RefundsOf returns the refunds of orders that the viewer has been shown, the oldest first,
// in one statement.
func (s *Service) RefundsOf(ctx context.Context, orders []uuid.UUID) (map[uuid.UUID][]*ent.Refund, error) {
	rows, err := s.DB.Refund.Query().Where(filter.AnyOf(refund.FieldOrderID, orders)).Order(refund.ByID()).All(viewer.Elevate(ctx))
	if err != nil {
		return nil, fmt.Errorf("list the refunds of orders: %w", err)
	}
	out := make(map[uuid.UUID][]*ent.Refund, len(orders))
	for _, r := range rows {
		out[r.OrderID] = append(out[r.OrderID], r)
	}
	return out, nil
}

// RefundLinesOf returns the lines of refunds that the viewer has been shown, with the lines
// of the order that they are of. It takes two statements.
func RefundLinesOf(ctx context.Context, db *store.DB, refunds []uuid.UUID) (map[uuid.UUID][]*ent.RefundLine, error) {
	rows, err := db.RefundLine.Query().Where(filter.AnyOf(refundline.FieldRefundID, refunds)).WithOrderLine().
		Order(refundline.ByID()).All(viewer.Elevate(ctx))
	if err != nil {
		return nil, fmt.Errorf("list the lines of refunds: %w", err)
	}
	out := make(map[uuid.UUID][]*ent.RefundLine, len(refunds))
	for _, l := range rows {
		out[l.RefundID] = append(out[l.RefundID], l)
	}
	return out, nil
}
