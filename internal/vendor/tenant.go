package vendor

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/vendor"
	"orion/ent/gen/ent/vendordomain"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Topic is that of notices that a vendor has changed: its slug.
const Topic = "vendor"

const (
	vendorsKept = 10_000
	// knownLife bounds how long a change made by hand goes unseen; what this program
	// changes is known at once.
	knownLife = 15 * time.Second
	// unknownLife is short: a vendor may be made at any time.
	unknownLife = 3 * time.Second
)

func life(known bool) time.Duration {
	if known {
		return knownLife
	}
	return unknownLife
}

func vendorLife(v *ent.Vendor) time.Duration { return life(v != nil) }

// heard forgets what is kept of a vendor, of all where slug is "". Ids and hosts are
// few that change and many that do not; a change forgets them all.
func (s *Service) heard(slug string) {
	if slug == "" {
		s.bySlug.DropAll()
	} else {
		s.bySlug.Drop(slug)
	}
	s.byID.DropAll()
	s.byHost.DropAll()
}

// Changed makes every process read a vendor anew once tx has committed. Whoever changes
// a vendor's row or its domains calls it.
func (s *Service) Changed(ctx context.Context, tx *store.Tx, v *ent.Vendor) error {
	tx.AfterCommit(func() { s.heard(v.Slug) })
	return tx.Notify(ctx, Topic, v.Slug)
}

// BySlug returns the vendor with a slug, whatever its status: the caller looks at it.
// It is kept for a while and shared: do not change it. NOT_FOUND where there is none.
func (s *Service) BySlug(ctx context.Context, slug string) (*ent.Vendor, error) {
	if !slugPattern.MatchString(slug) {
		return nil, notFound()
	}
	v, err := s.bySlug.Get(ctx, slug, func(ctx context.Context) (*ent.Vendor, error) {
		ctx = store.AcrossVendors(ctx, store.ReasonTenant)
		return orNil(s.db.Vendor.Query().Where(vendor.Slug(slug)).Only(ctx))
	})
	return found(v, err)
}

// ByHost returns the vendor whose shop a host is: <slug>.<base domain> or a verified
// domain of its own, with or without a port. It is kept and shared as that of BySlug.
// NOT_FOUND where it is nobody's, as the base domain itself.
func (s *Service) ByHost(ctx context.Context, host string) (*ent.Vendor, error) {
	host = hostName(host)
	if slug, ok := strings.CutSuffix(host, "."+s.baseDomain); ok {
		return s.BySlug(ctx, slug)
	}
	if host == s.baseDomain || !hostPattern.MatchString(host) {
		return nil, notFound()
	}
	slug, err := s.byHost.Get(ctx, host, func(ctx context.Context) (string, error) {
		return s.slugOf(ctx, host)
	})
	switch {
	case err != nil:
		return nil, err
	case slug == "":
		return nil, notFound()
	}
	return s.BySlug(ctx, slug)
}

// slugOf returns the slug of the vendor who has shown that a domain is its own, "" for
// nobody's.
func (s *Service) slugOf(ctx context.Context, host string) (string, error) {
	ctx = store.AcrossVendors(ctx, store.ReasonTenant)
	d, err := s.db.VendorDomain.Query().
		Where(vendordomain.Host(host), vendordomain.VerifiedAtNotNil()).WithVendor().Only(ctx)
	if ent.IsNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("find the vendor of a host: %w", err)
	}
	return d.Edges.Vendor.Slug, nil
}

// Current returns the viewer's vendor, nil where the viewer has none. It is kept and
// shared as that of BySlug.
func (s *Service) Current(ctx context.Context) (*ent.Vendor, error) {
	v := viewer.From(ctx)
	if v == nil || v.VendorID == uuid.Nil {
		return nil, nil
	}
	return s.ByID(ctx, v.VendorID)
}

// ByID returns the vendor with an id, whatever its status, for those who serve what is
// its: files, jobs. It is kept and shared as that of BySlug. NOT_FOUND where there is none.
func (s *Service) ByID(ctx context.Context, id uuid.UUID) (*ent.Vendor, error) {
	return found(s.byID.Get(ctx, id, func(ctx context.Context) (*ent.Vendor, error) {
		ctx = store.AcrossVendors(ctx, store.ReasonTenant)
		return orNil(s.db.Vendor.Query().Where(vendor.ID(id)).Only(ctx))
	}))
}

func orNil(v *ent.Vendor, err error) (*ent.Vendor, error) {
	if ent.IsNotFound(err) {
		return nil, nil
	}
	return v, err
}

func found(v *ent.Vendor, err error) (*ent.Vendor, error) {
	switch {
	case err != nil:
		return nil, fmt.Errorf("find a vendor: %w", err)
	case v == nil:
		return nil, notFound()
	}
	return v, nil
}

func notFound() error { return errs.New(errs.NotFound, "not found") }

// hostName is a host without port and final dot, in lower case.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
