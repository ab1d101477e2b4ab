package graph

import (
	"context"

	"orion/ent/gen/ent"
	"orion/graph/gen/model"
	"orion/graph/loader"
	"orion/internal/checkout"
)

type viewsKey struct{}

// Loaders puts what gathers and keeps the look-ups of one answer into a context. It is
// made anew for each answer: it keeps what the viewer was allowed to see.
func (r *Resolver) Loaders(ctx context.Context) context.Context {
	ctx = context.WithValue(ctx, viewsKey{}, r.Checkout.NewViews())
	return loader.NewContext(ctx, loader.New(ctx, r.DB, r.Tripwire))
}

// view is what a cart shows; all its fields share one read.
func view(ctx context.Context, c *ent.Cart) (*checkout.View, error) {
	views, _ := ctx.Value(viewsKey{}).(*checkout.Views)
	return views.Of(ctx, c)
}

func cartPayload(ctx context.Context, c *checkout.Change, err error) (*model.CartPayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.CartPayload{Warnings: []*checkout.Warning{}, UserErrors: mistakes}
	if c != nil {
		if views, ok := ctx.Value(viewsKey{}).(*checkout.Views); ok {
			views.Know(c)
		}
		out.Cart, out.Warnings = c.Cart, c.Warnings
	}
	return out, err
}

func completionPayload(ctx context.Context, c *checkout.Completion, err error) (*model.CheckoutCompletePayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.CheckoutCompletePayload{UserErrors: mistakes}
	if c != nil {
		out.Order, out.Cart, out.Replayed, out.NextAction = c.Order, c.Cart, c.Replayed, c.NextAction
	}
	return out, err
}
