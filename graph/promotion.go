package graph

import (
	"context"

	"orion/ent/gen/ent"
	"orion/graph/gen/model"
)

func promotionPayload(ctx context.Context, p, current *ent.Promotion, err error) (*model.PromotionPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.PromotionPayload{Promotion: p, Current: current, UserErrors: mistakes}, err
}
