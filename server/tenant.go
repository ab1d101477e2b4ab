package server

import (
	"context"
	"net"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/viewer"
)

// Vendors finds the vendor of a request. All return NOT_FOUND where there is none, and
// vendors of every status; all are asked for nearly every request, so they should know.
type Vendors interface {
	// BySlug returns the vendor with that name in addresses.
	BySlug(ctx context.Context, slug string) (*ent.Vendor, error)
	// ByHost returns the vendor whose verified domain that is.
	ByHost(ctx context.Context, host string) (*ent.Vendor, error)
	// ByID returns the vendor with that id.
	ByID(ctx context.Context, id uuid.UUID) (*ent.Vendor, error)
}

// A site is what a host stands for.
type site struct {
	kind   siteKind
	vendor *ent.Vendor // of a shop's host
}

type siteKind int

const (
	siteUnknown siteKind = iota
	siteBase             // the platform's own host, where everything has a path
	siteAdmin
	siteAPI
	siteShop
)

// siteOf tells what a host stands for. A host that is nobody's is siteUnknown and no
// error.
func (s *Server) siteOf(ctx context.Context, host string) (site, error) {
	label, under := strings.CutSuffix(host, "."+s.BaseDomain)
	switch {
	case host == s.BaseDomain, s.ByPath && nameless(host):
		return site{kind: siteBase}, nil
	case under && label == "admin":
		return site{kind: siteAdmin}, nil
	case under && label == "api":
		return site{kind: siteAPI}, nil
	}
	find := s.Vendors.ByHost
	if under {
		find, host = s.Vendors.BySlug, label
	}
	if host == "" || under && strings.Contains(label, ".") {
		return site{}, nil
	}
	v, err := find(ctx, host)
	if missing(err) {
		return site{}, nil
	}
	if err != nil {
		return site{}, err
	}
	return site{kind: siteShop, vendor: v}, nil
}

// nameless reports whether a host is how one reaches a machine that has no name in the
// world: by address, as localhost, or by a name without a dot, as containers have.
func nameless(host string) bool {
	return net.ParseIP(host) != nil || host != "" && !strings.Contains(host, ".")
}

func missing(err error) bool { return err != nil && errs.CodeOf(err) == errs.NotFound }

// active reports whether there is a vendor whose shop is open.
func active(v *ent.Vendor) bool { return v != nil && v.Status == enum.VendorStatusActive }

// waits reports whether there is a vendor whose console is open and whose shop is not yet.
func waits(v *ent.Vendor) bool { return v != nil && v.Status == enum.VendorStatusPending }

type vendorKey struct{}

// vendorOf returns the vendor that the request names, nil where it names none.
func vendorOf(ctx context.Context) *ent.Vendor {
	v, _ := ctx.Value(vendorKey{}).(*ent.Vendor)
	return v
}

// withVendor puts the vendor into the context and, since nobody has signed in yet, a
// visitor of its shop. One that waits has a console and no shop, and so no visitors.
func withVendor(ctx context.Context, v *ent.Vendor) context.Context {
	exchangeOf(ctx).vendor = v.Slug
	req := viewer.RequestFrom(ctx)
	req.Vendor = v.Slug
	ctx = context.WithValue(viewer.WithRequest(ctx, req), vendorKey{}, v)
	if waits(v) {
		return ctx
	}
	return viewer.NewContext(ctx, &viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID})
}

// tenant finds the vendor that a request to the graph names by its host or by the
// header Orion-Vendor. Two that differ are refused; one whose shop is not open is
// answered like one that does not exist, but that the team of one that waits gets in.
func (s *Server) tenant(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := s.named(r)
		switch {
		case err != nil:
			s.fail(w, r, err)
		case v == nil:
			next.ServeHTTP(w, r)
		case !active(v) && !waits(v):
			s.fail(w, r, errNoShop)
		default:
			next.ServeHTTP(w, r.WithContext(withVendor(r.Context(), v)))
		}
	})
}

var (
	errNoShop     = errs.New(errs.NotFound, "there is no such shop")
	errOtherShop  = errs.New(errs.Forbidden, "host and header name different shops")
	errWrongToken = errs.New(errs.Forbidden, "the token is for another shop")
)

// named returns the vendor that host and header name, nil where they name none. A host
// that is nobody's names nobody.
func (s *Server) named(r *http.Request) (*ent.Vendor, error) {
	at, err := s.siteOf(r.Context(), exchangeOf(r.Context()).host)
	if err != nil {
		return nil, err
	}
	slugs := r.Header.Values("Orion-Vendor")
	if len(slugs) == 0 || len(slugs) == 1 && slugs[0] == "" {
		return at.vendor, nil
	}
	v, err := s.Vendors.BySlug(r.Context(), slugs[0])
	switch {
	case missing(err):
		return nil, errNoShop
	case err != nil:
		return nil, err
	case len(slugs) > 1, at.vendor != nil && at.vendor.ID != v.ID:
		return nil, errOtherShop
	}
	return v, nil
}
