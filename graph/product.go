package graph

import (
	"context"

	"orion/ent/gen/ent"
	"orion/graph/gen/model"
	"orion/internal/catalog"
)

// productPayload is the answer to a change of one product. A change that came too late is
// answered with the product as it is.
func productPayload(ctx context.Context, p *ent.Product, err error) (*model.ProductPayload, error) {
	current := catalog.CurrentOf(err)
	mistakes, err := userErrors(ctx, err)
	return &model.ProductPayload{Product: p, Current: current, UserErrors: mistakes}, err
}

// orEmpty is a list for nothing: a list that is never null.
func orEmpty[T any](of []T) []T {
	if of == nil {
		return []T{}
	}
	return of
}
