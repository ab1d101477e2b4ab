package auth

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent/session"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Tokens are what a session is carried on with.
type Tokens struct {
	// AccessToken is the bearer token, good until ExpiresAt.
	AccessToken string
	ExpiresAt   time.Time
	// RefreshToken is good for one exchange, until RefreshExpiresAt.
	RefreshToken     string
	RefreshExpiresAt time.Time
	// Viewer is who has signed in: Describe tells more in a context that carries it.
	Viewer *viewer.Viewer
	// Vendor is the slug of the viewer's vendor, "" for the staff.
	Vendor string
}

// refused is the one answer to all that do not get in.
func refused() error {
	return errs.New(errs.InvalidCredentials, "the address or the password is wrong")
}

var slugPattern = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// nowhere is the slug of a vendor that there is not.
const nowhere = ""

// place returns the slug of the vendor to sign in to. An input that differs from what
// host, path or header say leads nowhere, as does text that is no slug.
func place(ctx context.Context, audience viewer.Audience, input *string) (string, error) {
	switch audience {
	case viewer.Admin:
		return nowhere, nil
	case viewer.Vendor, viewer.Customer:
	default:
		return nowhere, errs.Field("input.audience", "must be CUSTOMER, VENDOR or ADMIN")
	}
	named := viewer.RequestFrom(ctx).Vendor
	slug := named
	if input != nil && *input != "" {
		slug = strings.ToLower(strings.TrimSpace(*input))
	}
	switch {
	case slug == "":
		return nowhere, errs.New(errs.Required, "is required").At("input.vendor")
	case named != "" && named != slug, !slugPattern.MatchString(slug):
		return nowhere, nil
	}
	return slug, nil
}

// SignIn begins a session. An unknown address, a wrong password, somebody who is not in
// the team, a vendor that is not active and one that differs from the request's are all
// INVALID_CREDENTIALS, in the same time. A VENDOR or CUSTOMER without a vendor is
// REQUIRED at input.vendor. Too many tries of the account or from the address, and too
// many at once, are THROTTLED.
func (s *Service) SignIn(ctx context.Context, in SignInInput) (*Tokens, error) {
	slug, err := place(ctx, in.Audience, in.Vendor)
	if err != nil {
		return nil, err
	}
	if err := s.throttle(ctx, accountKey(in.Audience, slug, in.Email)); err != nil {
		return nil, err
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSignIn)
	email, _ := NormalEmail(in.Email) // "" is nobody's
	a, err := s.account(ctx, in.Audience, slug, email)
	if err != nil {
		return nil, err
	}
	if a == nil {
		a = &account{}
	}
	ok, err := s.hasher.matches(ctx, in.Password, a.hash)
	if err != nil {
		return nil, err
	}
	if !ok {
		s.log.WarnContext(ctx, "auth: sign-in refused", "audience", in.Audience, "vendor", slug,
			"address", viewer.RequestFrom(ctx).Address)
		return nil, refused()
	}
	return s.begin(ctx, in.Audience, a)
}

// begin makes the session of an account that has shown who it is.
func (s *Service) begin(ctx context.Context, audience viewer.Audience, a *account) (*Tokens, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, fmt.Errorf("begin a session: %w", err)
	}
	t, err := s.tokens(a.viewer(audience, id), a.slug)
	if err != nil {
		return nil, err
	}
	req := viewer.RequestFrom(ctx)
	err = s.db.Session.Create().SetID(id).SetAudience(session.Audience(audience)).
		SetNillableVendorID(a.vendorID).SetNillableUserID(a.userID).SetNillableCustomerID(a.customerID).
		SetRefreshHash(hashOf(t.RefreshToken)).SetExpiresAt(t.RefreshExpiresAt).SetLastUsedAt(s.clock.Now()).
		SetUserAgent(clip(req.UserAgent, 400)).SetAddress(clip(req.Address, 64)).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("begin a session: %w", err)
	}
	return t, nil
}

// tokens makes the next pair of a viewer's session.
func (s *Service) tokens(v *viewer.Viewer, slug string) (*Tokens, error) {
	access, ends, err := s.access.make(v, slug)
	if err != nil {
		return nil, err
	}
	return &Tokens{
		AccessToken: access, ExpiresAt: ends, Viewer: v, Vendor: slug,
		RefreshToken: s.refresh.make(v.SessionID), RefreshExpiresAt: s.clock.Now().Add(RefreshLife),
	}, nil
}

// clip returns what can be stored of a text that a stranger sent.
func clip(s string, size int) string {
	s = strings.ReplaceAll(s, "\x00", "")
	return strings.ToValidUTF8(s[:min(len(s), size)], "")
}
