package graph

import (
	"context"

	"orion/ent/gen/ent"
	"orion/graph/gen/model"
)

func customerVerifyPayload(ctx context.Context, email string, err error) (*model.CustomerVerifyPayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.CustomerVerifyPayload{UserErrors: mistakes}
	if email != "" {
		out.Email = &email
	}
	return out, err
}

func customerAddressPayload(ctx context.Context, a *ent.CustomerAddress, err error) (*model.CustomerAddressPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.CustomerAddressPayload{Address: a, UserErrors: mistakes}, err
}
