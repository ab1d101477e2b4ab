package auth

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
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
}

// Describe returns the viewer of the context as they may see themselves; nil for one
// who has not signed in.
func (s *Service) Describe(ctx context.Context) (*Profile, error) {
	v := viewer.From(ctx)
	if v == nil || v.Audience == viewer.Shop || v.Audience == viewer.System {
		return nil, nil
	}
	p := &Profile{Audience: v.Audience, Permissions: permissions(v)}
	if err := s.describe(ctx, v, p); err != nil {
		return nil, fmt.Errorf("describe the viewer: %w", err)
	}
	return p, nil
}

func (s *Service) describe(ctx context.Context, v *viewer.Viewer, p *Profile) (err error) {
	if v.VendorID != uuid.Nil {
		if p.Vendor, err = s.db.Vendor.Get(ctx, v.VendorID); err != nil {
			return err
		}
	}
	if v.CustomerID != uuid.Nil {
		if p.Customer, err = s.db.Customer.Get(ctx, v.CustomerID); err != nil {
			return err
		}
		p.Email = p.Customer.Email
		return nil
	}
	u, err := s.db.User.Get(ctx, v.UserID)
	if err != nil {
		return err
	}
	p.Email = u.Email
	return nil
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
