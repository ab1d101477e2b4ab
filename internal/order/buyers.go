package order

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/order"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/money"
	"orion/internal/store"
)

// CountsOf returns how many orders customers have placed, in one statement.
func CountsOf(ctx context.Context, db *store.DB, customers []uuid.UUID) (map[uuid.UUID]int, error) {
	var rows []struct {
		CustomerID uuid.UUID `json:"customer_id"`
		Count      int       `json:"count"`
	}
	err := db.Order.Query().Where(filter.AnyOf(order.FieldCustomerID, customers), order.PlacedAtNotNil()).
		GroupBy(order.FieldCustomerID).Aggregate(ent.Count()).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count the orders of customers: %w", err)
	}
	out := make(map[uuid.UUID]int, len(rows))
	for _, r := range rows {
		out[r.CustomerID] = r.Count
	}
	return out, nil
}

// SpentOf returns what customers paid less what went back, an amount a currency and each in
// order of the currency, in one statement.
func SpentOf(ctx context.Context, db *store.DB, customers []uuid.UUID) (map[uuid.UUID][]money.Money, error) {
	var rows []struct {
		CustomerID uuid.UUID `json:"customer_id"`
		Currency   string    `json:"currency"`
		Paid       int64     `json:"paid"`
		Back       int64     `json:"back"`
	}
	err := db.Order.Query().Where(
		filter.AnyOf(order.FieldCustomerID, customers), order.PlacedAtNotNil(),
		order.PaymentStatusIn(enum.PaymentStatusPaid, enum.PaymentStatusPartiallyRefunded, enum.PaymentStatusRefunded),
	).Order(order.ByCurrency()).GroupBy(order.FieldCustomerID, order.FieldCurrency).
		Aggregate(ent.As(ent.Sum(order.FieldTotalMinor), "paid"), ent.As(ent.Sum(order.FieldRefundedMinor), "back")).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("add up what customers spent: %w", err)
	}
	out := make(map[uuid.UUID][]money.Money, len(rows))
	for _, r := range rows {
		out[r.CustomerID] = append(out[r.CustomerID], money.New(r.Paid-r.Back, r.Currency))
	}
	return out, nil
}
