package auth

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/optional"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Profile is who is asking: the graph's Viewer.
type Profile struct {
	Audience    viewer.Audience
	Email       string
	Permissions []enum.Permission
	// Vendor is nil for the staff, Customer for teams and staff.
	Vendor   *ent.Vendor
	Customer *ent.Customer

	viewer *viewer.Viewer
	user   *ent.User
}

// In returns a context of the viewer that the profile is of. In the answer of a sign-in
// that is not the one who asked.
func (p *Profile) In(ctx context.Context) context.Context {
	if p.viewer == nil {
		return ctx
	}
	return viewer.NewContext(ctx, p.viewer)
}

// Describe returns the viewer of the context as they may see themselves; nil for one
// who has not signed in.
func (s *Service) Describe(ctx context.Context) (*Profile, error) {
	v := viewer.From(ctx)
	if v == nil || v.Audience == viewer.Shop || v.Audience == viewer.System {
		return nil, nil
	}
	return s.profile(ctx, v, "")
}

// Welcome is Describe for who has just come in. It asks for less, because signing in has
// seen the account.
func (s *Service) Welcome(ctx context.Context, t *Tokens) (*Profile, error) {
	return s.profile(ctx, t.Viewer, t.email)
}

// profile describes a viewer. email is a user's where it is known already.
func (s *Service) profile(ctx context.Context, v *viewer.Viewer, email string) (*Profile, error) {
	p := &Profile{Audience: v.Audience, Email: email, Permissions: permissions(v), viewer: v}
	// What is read is the viewer's own, by the ids of their session.
	err := s.describe(store.AcrossVendors(ctx, store.ReasonSignIn), v, p)
	if err != nil {
		return nil, fmt.Errorf("describe the viewer: %w", err)
	}
	return p, nil
}

func (s *Service) describe(across context.Context, v *viewer.Viewer, p *Profile) (err error) {
	if v.VendorID != uuid.Nil {
		if p.Vendor, err = s.db.Vendor.Get(across, v.VendorID); err != nil {
			return err
		}
	}
	switch {
	case v.CustomerID != uuid.Nil:
		if p.Customer, err = s.db.Customer.Get(across, v.CustomerID); err == nil {
			p.Email = p.Customer.Email
		}
	case v.ImpersonatorID != uuid.Nil:
		var by *Impersonation
		if by, err = s.Impersonation(p.In(across)); by != nil {
			p.Email = by.By
		}
	case v.UserID != uuid.Nil && p.Email == "":
		if p.user, err = s.db.User.Get(across, v.UserID); err == nil {
			p.Email = p.user.Email
		}
	}
	return err
}

// Name returns what the viewer of a profile calls themselves, "" where they have not said.
func (s *Service) Name(ctx context.Context, p *Profile) (string, error) {
	if c := p.Customer; c != nil {
		return strings.TrimSpace(optional.Value(c.FirstName) + " " + optional.Value(c.LastName)), nil
	}
	if p.viewer == nil || p.viewer.UserID == uuid.Nil {
		return "", nil
	}
	u := p.user
	if u == nil {
		var err error
		if u, err = s.db.User.Get(store.AcrossVendors(ctx, store.ReasonSignIn), p.viewer.UserID); err != nil {
			return "", fmt.Errorf("find the viewer's name: %w", err)
		}
	}
	return u.Name, nil
}

// permissions lists what the viewer may, in the order of the graph.
func permissions(v *viewer.Viewer) []enum.Permission {
	out := []enum.Permission{}
	seen := map[enum.Permission]bool{}
	for _, p := range append(enum.VendorPermissions(), enum.PlatformPermissions()...) {
		if v.May(string(p)) && !seen[p] {
			out, seen[p] = append(out, p), true
		}
	}
	return out
}
