package auth

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent/session"
	"orion/internal/audit"
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
	// Challenge stands alone where the account has a second factor: ConfirmSignIn takes it.
	Challenge string
	// email is a user's, where it is known.
	email string
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

// SignIn begins a session, or returns a Challenge alone where the account has a second
// factor. An unknown address, a wrong password, somebody who is not in the team, a vendor
// whose door is closed and one that differs from the request's are all
// INVALID_CREDENTIALS, in the same time; a customer's address that is not proved is
// NOT_VERIFIED, for the right password alone. A VENDOR or CUSTOMER without a vendor is
// REQUIRED at input.vendor. Too many tries of the account or from the address, and too
// many at once, are THROTTLED.
func (s *Service) SignIn(ctx context.Context, in SignInInput) (*Tokens, error) {
	slug, err := place(ctx, in.Audience, in.Vendor)
	if err != nil {
		return nil, err
	}
	key := accountKey(in.Audience, slug, in.Email)
	if err := s.throttle(ctx, key); err != nil {
		return nil, err
	}
	if err := s.lockedOut(ctx, key); err != nil {
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
		s.wrong(ctx, key)
		s.log.WarnContext(ctx, "auth: sign-in refused", "audience", in.Audience, "vendor", slug,
			"address", viewer.RequestFrom(ctx).Address)
		return nil, refused()
	}
	return s.admit(ctx, in.Audience, a)
}

// admit lets an account go on that has shown its password.
func (s *Service) admit(ctx context.Context, audience viewer.Audience, a *account) (*Tokens, error) {
	switch {
	case !a.verified:
		return nil, errs.New(errs.NotVerified, "the address is not confirmed yet: follow the link in the mail").At("input.email")
	case a.factorSince != nil:
		challenge, err := s.challenge(audience, a)
		return &Tokens{Challenge: challenge}, err
	}
	return s.begin(ctx, audience, a)
}

// begin makes the session of an account that has shown who it is.
func (s *Service) begin(ctx context.Context, audience viewer.Audience, a *account) (*Tokens, error) {
	var t *Tokens
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		t, err = s.open(ctx, tx, audience, a)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("begin a session: %w", err)
	}
	return t, nil
}

// open makes the session in a transaction of the platform's.
func (s *Service) open(ctx context.Context, tx *store.Tx, audience viewer.Audience, a *account) (*Tokens, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, fmt.Errorf("make an id: %w", err)
	}
	t, err := s.tokens(a.viewer(audience, id), a.slug)
	if err != nil {
		return nil, err
	}
	req := viewer.RequestFrom(ctx)
	err = tx.Session.Create().SetID(id).SetAudience(session.Audience(audience)).
		SetNillableVendorID(a.vendorID).SetNillableUserID(a.userID).SetNillableCustomerID(a.customerID).
		SetRefreshHash(hashOf(t.RefreshToken)).SetExpiresAt(t.RefreshExpiresAt).SetLastUsedAt(s.clock.Now()).
		SetUserAgent(clip(req.UserAgent, 400)).SetAddress(clip(req.Address, 64)).Exec(ctx)
	if err != nil {
		return nil, err
	}
	if err := a.signedIn(ctx, tx.Pgx, s.clock.Now()); err != nil {
		return nil, err
	}
	if a.userID != nil {
		t.email = a.email
	}
	return t, audit.Record(viewer.NewContext(ctx, t.Viewer), tx, audit.Event{
		Action: "session.begin", TargetType: a.kind(), Target: a.name(), VendorID: orNil(a.vendorID),
	})
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
