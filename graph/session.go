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
	p, err := r.Auth.Welcome(ctx, t)
	if err != nil {
		return nil, err
	}
	out := &model.SignInPayload{AccessToken: &t.AccessToken, ExpiresAt: &t.ExpiresAt, Viewer: p, UserErrors: []*model.UserError{}}
	if !cookiejar.SetRefresh(ctx, string(t.Viewer.Audience), t.Vendor, t.RefreshToken, t.RefreshExpiresAt) {
		out.RefreshToken = &t.RefreshToken
	}
	return out, nil
}

// entered answers a sign-in with what it led to: tokens, a challenge, or what was wrong.
func (r *Resolver) entered(ctx context.Context) func(*auth.Tokens, error) (*model.SignInPayload, error) {
	return func(t *auth.Tokens, err error) (*model.SignInPayload, error) {
		switch {
		case err != nil:
			mistakes, err := userErrors(ctx, err)
			return &model.SignInPayload{UserErrors: mistakes}, err
		case t.Challenge != "":
			return &model.SignInPayload{Challenge: &t.Challenge, UserErrors: []*model.UserError{}}, nil
		}
		return r.signedInAs(ctx, t)
	}
}

func (r *Resolver) twoFactorBegin(ctx context.Context, password string) (*model.TwoFactorBeginPayload, error) {
	begun, err := r.Auth.BeginTwoFactor(ctx, password)
	mistakes, err := userErrors(ctx, err)
	out := &model.TwoFactorBeginPayload{UserErrors: mistakes}
	if begun != nil {
		out.Secret, out.URI, out.QRCode = &begun.Secret, &begun.URI, &begun.QRCode
	}
	return out, err
}

// recoveryCodes answers with codes that are shown this once.
func recoveryCodes(ctx context.Context) func([]string, error) (*model.RecoveryCodesPayload, error) {
	return func(codes []string, err error) (*model.RecoveryCodesPayload, error) {
		mistakes, err := userErrors(ctx, err)
		return &model.RecoveryCodesPayload{RecoveryCodes: codes, UserErrors: mistakes}, err
	}
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
