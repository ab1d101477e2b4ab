package graph

import (
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/graph/gen/model"
	"orion/graph/loader"
	"orion/internal/kit/money"
	"orion/internal/order"
)

func fulfillPayload(ctx context.Context, sent *order.Sent, err error) (*model.OrderFulfillPayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.OrderFulfillPayload{UserErrors: mistakes}
	if sent != nil {
		out.Order, out.Fulfillment = sent.Order, sent.Fulfillment
	}
	return out, err
}

func fulfillManyPayload(ctx context.Context, outcomes []order.Outcome, err error) (*model.OrdersFulfillPayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.OrdersFulfillPayload{Results: make([]*model.OrderFulfillResult, len(outcomes)), UserErrors: mistakes}
	for i, o := range outcomes {
		of, err := userErrors(ctx, o.Err)
		if err != nil {
			return nil, err
		}
		out.Results[i] = &model.OrderFulfillResult{OrderID: o.ID, Order: o.Order, UserErrors: of}
	}
	return out, err
}

func returnPayload(ctx context.Context, done *order.Returned, err error) (*model.OrderReturnPayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.OrderReturnPayload{OrderReturn: done.One(), UserErrors: mistakes}
	if done != nil {
		out.Order = done.Order
	}
	return out, err
}

func returnRequestPayload(ctx context.Context, done *order.Returned, err error) (*model.OrderReturnRequestPayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.OrderReturnRequestPayload{Returns: []*ent.OrderReturn{}, UserErrors: mistakes}
	if done != nil {
		out.Order, out.Returns = done.Order, done.Returns
	}
	return out, err
}

// withdrawal says how far the buyer can withdraw, by what was sent and what the shop gives.
func (r *Resolver) withdrawal(ctx context.Context, o *ent.Order) (*order.Withdrawal, error) {
	sent, err := loader.From(ctx).Fulfillments.Load(ctx, o.ID)()
	if err != nil {
		return nil, err
	}
	v, err := loader.Get(ctx, loader.From(ctx).Vendor, o.VendorID)
	if err != nil {
		return nil, err
	}
	w := r.Orders.Withdrawal(o, v.ReturnDays, sent)
	return &w, nil
}

// eventData is what an event says beside its kind, in the order of the names.
func eventData(e *ent.OrderEvent) []*model.OrderEventDatum {
	out := make([]*model.OrderEventDatum, 0, len(e.Data))
	for _, name := range slices.Sorted(maps.Keys(e.Data)) {
		out = append(out, &model.OrderEventDatum{Name: name, Value: e.Data[name]})
	}
	return out
}

// authorOf names who of a team did something, by the address where they have no name; nil
// for nobody.
func authorOf(ctx context.Context, user *uuid.UUID) (*string, error) {
	u, err := loader.FindOptional(ctx, loader.From(ctx).User, user)
	switch {
	case err != nil || u == nil:
		return nil, err
	case u.Name == "":
		return &u.Email, nil
	}
	return &u.Name, nil
}

func amounts(of []money.Money) []*money.Money {
	out := make([]*money.Money, len(of))
	for i := range of {
		out[i] = &of[i]
	}
	return out
}
