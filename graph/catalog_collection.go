package graph

import (
	"context"

	"orion/graph/gen/model"
	"orion/internal/kit/publicid"
)

// removed answers the end of something of the catalogue.
func removed(ctx context.Context, id publicid.ID, err error) (*model.DeletePayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.DeletePayload{UserErrors: mistakes}
	if err == nil && len(mistakes) == 0 {
		out.DeletedID = &id
	}
	return out, err
}
