package graph

import (
	"context"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/kit/i18n"
	"orion/internal/kit/page"
	"orion/internal/order"
)

// tagline is the vendor's sentence in the request's language, else in its own.
func tagline(ctx context.Context, v *ent.Vendor) *string {
	for _, lang := range []string{i18n.From(ctx).String(), v.Language} {
		if s, ok := v.Tagline[lang]; ok {
			return &s
		}
	}
	return nil
}

// hint says how a row can be put right, nil where there is nothing to say.
func hint(ctx context.Context, e *ent.ImportRowError) *string {
	if e.Hint == nil {
		return nil
	}
	text := e.Hint.In(i18n.From(ctx))
	return &text
}

// orderLines returns the first page of lines of each order, one statement for all.
func (r *Resolver) orderLines(ctx context.Context, orders []*ent.Order, arg page.Arg) ([]*order.OrderLineConnection, error) {
	ids := make([]uuid.UUID, len(orders))
	for i, o := range orders {
		ids[i] = o.ID
	}
	lines, err := r.Orders.LinesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]*order.OrderLineConnection, len(orders))
	for i, o := range orders {
		if out[i], err = r.Orders.LinesPage(o, lines[o.ID], arg); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ofOrders gives each order what find knows of it, one statement for all.
func ofOrders[T any](ctx context.Context, orders []*ent.Order, find func(context.Context, []uuid.UUID) (map[uuid.UUID][]T, error)) ([][]T, error) {
	ids := make([]uuid.UUID, len(orders))
	for i, o := range orders {
		ids[i] = o.ID
	}
	found, err := find(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([][]T, len(orders))
	for i, o := range orders {
		out[i] = append([]T{}, found[o.ID]...) // never null
	}
	return out, nil
}
