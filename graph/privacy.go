package graph

import (
	"context"

	"orion/ent/gen/ent"
	"orion/graph/gen/model"
)

func privacyRequestPayload(ctx context.Context, r *ent.PrivacyRequest, err error) (*model.PrivacyRequestPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.PrivacyRequestPayload{Request: r, UserErrors: mistakes}, err
}
