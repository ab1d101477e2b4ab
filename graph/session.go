package graph

import (
	"context"

	"orion/graph/gen/model"
	"orion/internal/auth"
	"orion/internal/kit/cookiejar"
	"orion/internal/viewer"
)

// signedInAs tells who has just signed in, and hands the refresh token to the
// browser's jar or, where there is none, to the client.
func (r *Resolver) signedInAs(ctx context.Context, t *auth.Tokens) (*model.SignInPayload, error) {
	p, err := r.Auth.Describe(viewer.NewContext(ctx, t.Viewer))
	if err != nil {
		return nil, err
	}
	out := &model.SignInPayload{AccessToken: &t.AccessToken, ExpiresAt: &t.ExpiresAt, Viewer: p, UserErrors: []*model.UserError{}}
	if !cookiejar.SetRefresh(ctx, string(t.Viewer.Audience), t.Vendor, t.RefreshToken, t.RefreshExpiresAt) {
		out.RefreshToken = &t.RefreshToken
	}
	return out, nil
}

func (r *Resolver) signIn(ctx context.Context, input auth.SignInInput) (*model.SignInPayload, error) {
	t, err := r.Auth.SignIn(ctx, input)
	if err != nil {
		mistakes, err := userErrors(ctx, err)
		return &model.SignInPayload{UserErrors: mistakes}, err
	}
	return r.signedInAs(ctx, t)
}

func (r *Resolver) tokenRefresh(ctx context.Context, input auth.TokenRefreshInput) (*model.TokenRefreshPayload, error) {
	slug := viewer.RequestFrom(ctx).Vendor
	if input.Vendor != nil {
		slug = *input.Vendor
	}
	if input.RefreshToken == nil {
		if kept := cookiejar.Refresh(ctx, string(input.Audience), slug); kept != "" {
			input.RefreshToken = &kept
		}
	}
	t, err := r.Auth.Refresh(ctx, input)
	if err != nil {
		mistakes, err := userErrors(ctx, err)
		return &model.TokenRefreshPayload{UserErrors: mistakes}, err
	}
	in, err := r.signedInAs(ctx, t)
	if err != nil {
		return nil, err
	}
	return &model.TokenRefreshPayload{
		AccessToken: in.AccessToken, RefreshToken: in.RefreshToken, ExpiresAt: in.ExpiresAt,
		Viewer: in.Viewer, UserErrors: in.UserErrors,
	}, nil
}

// signOut ends the session of the access token and that of the browser's cookie, and
// has the browser forget it. Without a token it is the customer's in a shop and the
// staff's elsewhere.
func (r *Resolver) signOut(ctx context.Context) (*model.SignOutPayload, error) {
	audience, slug := viewer.Admin, viewer.RequestFrom(ctx).Vendor
	if v := viewer.From(ctx); v != nil {
		audience = v.Audience
	}
	if audience == viewer.Shop {
		audience = viewer.Customer
	}
	kept := cookiejar.Refresh(ctx, string(audience), slug)
	mistakes, err := userErrors(ctx, r.Auth.SignOut(ctx, kept))
	if err == nil {
		cookiejar.ClearRefresh(ctx, string(audience), slug)
	}
	return &model.SignOutPayload{UserErrors: mistakes}, err
}

// optional is nil for an empty text.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
