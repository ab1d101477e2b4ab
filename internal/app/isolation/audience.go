package isolation

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/membership"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
)

// Bearers knows who bears what token in a scene. It stands in for the sign-in, so that
// the walls are tried whatever the state of sessions.
type Bearers struct{ known map[string]*viewer.Viewer }

// Authenticate returns the viewer of a token, UNAUTHENTICATED where it is unknown.
func (b *Bearers) Authenticate(_ context.Context, bearer string) (*viewer.Viewer, error) {
	if v := b.known[bearer]; v != nil {
		return v, nil
	}
	return nil, errs.New(errs.Unauthenticated, "sign in again")
}

// An audience is somebody who asks.
type audience struct {
	name   string
	bearer string
	shop   string // the slug of the shop that they are in, without a token
	staff  bool
	own    names
	// others are what is foreign to them, by whose it is.
	others []other
}

type other struct {
	whose string // "" for another vendor's
	names names
}

// settlePeople makes everybody who asks.
func (s *scene) settlePeople(f filling, b *Bearers) {
	b.known = map[string]*viewer.Viewer{}
	vendors := []other{{names: s.theirs.names}}
	shoppers := append(slices.Clone(vendors), other{"another customer's", s.neighbour})
	team := append(slices.Clone(vendors), other{"a colleague's", s.colleagueOf(f)})
	guest := s.guest(f)
	s.audiences = []*audience{
		{name: "nobody", own: s.mine.names, others: vendors},
		{name: "guest", shop: s.mine.vendor.Slug, own: guest, others: shoppers},
		s.enter(b, f, "customer", &viewer.Viewer{Audience: viewer.Customer, CustomerID: s.mine.rows["customers"]}, shoppers),
		s.enter(b, f, "member without a grant", s.member(f, nil), team),
		s.enter(b, f, "owner", &viewer.Viewer{Audience: viewer.Vendor, UserID: s.owner(f), Grants: grants(enum.VendorPermissions()...)}, team),
		s.enter(b, f, "API key, catalog.read", &viewer.Viewer{Audience: viewer.Vendor, KeyID: s.mine.rows["api_keys"], Grants: grants(enum.PermissionCatalogRead)}, team),
		s.enter(b, f, "impersonator", &viewer.Viewer{Audience: viewer.Vendor, ImpersonatorID: s.staffMember(f), Grants: impersonated()}, team),
		s.enter(b, f, "unproved member", s.member(f, func(v *viewer.Viewer) { v.Unproved = true }), team),
		s.enter(b, f, "auditor", &viewer.Viewer{Audience: viewer.Admin, UserID: s.staffMember(f), Grants: auditor()}, vendors),
		s.enter(b, f, "super-admin", &viewer.Viewer{Audience: viewer.Admin, UserID: s.staffMember(f), Grants: grants(enum.PlatformPermissions()...)}, vendors),
	}
}

// enter gives a viewer a session and a token.
func (s *scene) enter(b *Bearers, f filling, name string, v *viewer.Viewer, others []other) *audience {
	a := &audience{name: name, bearer: unique("token"), staff: v.Audience == viewer.Admin, others: others}
	a.own = names{}
	for k, n := range s.mine.names {
		a.own[k] = n
	}
	if a.staff {
		row := got(s.db.Membership.Query().Where(membership.UserID(s.join(f, nil))).Only(fixture.Platform(f)))
		a.own["Membership"], a.own["Role"] = string(row.PublicID()), string(publicid.New("Role", row.RoleID))
	} else {
		v.VendorID = s.mine.vendor.ID
	}
	if v.KeyID == uuid.Nil {
		row := s.session(f, v)
		v.SessionID, a.own["Session"] = row.ID, string(row.PublicID())
	}
	b.known[a.bearer] = v
	return a
}

func (s *scene) owner(f filling) uuid.UUID {
	return got(s.db.Membership.Get(fixture.Platform(f), s.mine.rows["memberships"])).UserID
}

// member makes one more in the team, who may nothing.
func (s *scene) member(f filling, change func(*viewer.Viewer)) *viewer.Viewer {
	v := &viewer.Viewer{Audience: viewer.Vendor, UserID: s.join(f, s.mine.vendor)}
	if change != nil {
		change(v)
	}
	return v
}

func (s *scene) staffMember(f filling) uuid.UUID { return s.join(f, nil) }

// join makes a user in a team or, without a vendor, on the staff.
func (s *scene) join(f filling, v *ent.Vendor) uuid.UUID {
	ctx := fixture.Platform(f)
	var vendor *uuid.UUID
	if v != nil {
		vendor = &v.ID
	}
	u := got(s.db.User.Create().SetEmail(unique("m") + "@team.example").Save(ctx))
	r := got(s.db.Role.Create().SetNillableVendorID(vendor).SetName(unique("r")).Save(ctx))
	got(s.db.Membership.Create().SetNillableVendorID(vendor).SetUserID(u.ID).SetRoleID(r.ID).Save(ctx))
	return u.ID
}

// colleagueOf is what is a colleague's own.
func (s *scene) colleagueOf(f filling) names {
	u := s.join(f, s.mine.vendor)
	row := s.session(f, &viewer.Viewer{Audience: viewer.Vendor, VendorID: s.mine.vendor.ID, UserID: u})
	return names{"Session": string(row.PublicID())}
}

// guest has a cart that is nobody's else.
func (s *scene) guest(f filling) names {
	own := names{}
	for k, n := range s.mine.names {
		own[k] = n
	}
	cart, line := fixture.GuestCart(f, s.db, s.mine.vendor, s.mine.rows["product_variants"])
	own["Cart"], own["CartLine"] = string(cart.PublicID()), string(publicid.New("CartLine", line))
	return own
}

// impersonated is what staff may who act for a vendor.
func impersonated() map[string]bool {
	out := grants(enum.VendorPermissions()...)
	for p := range out {
		if p == "team.write" || strings.HasPrefix(p, "key.") || p == "settings.write" || p == "audit.export" {
			delete(out, p)
		}
	}
	return out
}

// auditor may read what the staff may.
func auditor() map[string]bool {
	out := grants(enum.PlatformPermissions()...)
	for p := range out {
		if !strings.HasSuffix(p, ".read") && p != string(enum.PermissionAuditExport) {
			delete(out, p)
		}
	}
	return out
}
