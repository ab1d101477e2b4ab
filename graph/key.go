package graph

import (
	"context"

	"orion/ent/gen/ent"
	"orion/graph/gen/model"
	"orion/graph/loader"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/kit/publicid"
)

// defaultOverlap is that of apiKeyRotate, in hours, for who says null.
const defaultOverlap = 24

// keyStatus says whether a key works. Whether another follows it is asked for those alone
// that end some day, which a key that retires always does.
func (r *Resolver) keyStatus(ctx context.Context, k *ent.ApiKey) (enum.ApiKeyStatus, error) {
	if status := r.Auth.KeyStatus(k, false); status != enum.ApiKeyStatusActive || k.ExpiresAt == nil {
		return status, nil
	}
	next, err := loader.Find(ctx, loader.From(ctx).KeyAfter, k.ID)
	if err != nil {
		return "", err
	}
	return r.Auth.KeyStatus(k, next != nil), nil
}

// keyPayload answers with a key and, once, its secret.
func keyPayload(ctx context.Context, k *ent.ApiKey, secret string, err error) (*model.APIKeyPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.APIKeyPayload{APIKey: k, Secret: optional(secret), UserErrors: mistakes}, err
}

func (r *Resolver) keyRotate(ctx context.Context, id publicid.ID, overlapHours *int) (*model.APIKeyPayload, error) {
	overlap := defaultOverlap
	if overlapHours != nil {
		overlap = *overlapHours
	}
	k, secret, err := r.Auth.RotateKey(ctx, id, overlap)
	return keyPayload(ctx, k, secret, err)
}

func (r *Resolver) impersonationStart(ctx context.Context, input auth.ImpersonationStartInput) (*model.ImpersonationStartPayload, error) {
	url, ends, err := r.Auth.StartImpersonation(ctx, input)
	if err != nil {
		mistakes, err := userErrors(ctx, err)
		return &model.ImpersonationStartPayload{UserErrors: mistakes}, err
	}
	return &model.ImpersonationStartPayload{URL: &url, EndsAt: &ends, UserErrors: []*model.UserError{}}, nil
}
