package vendor

import (
	"context"
	"fmt"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/vendor"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
)

// List lists the vendors that the viewer may see, newest first: the platform all, a
// team its own. A search of more than 100 characters is TOO_LONG.
func (s *Service) List(ctx context.Context, arg page.Arg, where *Where) (*VendorConnection, error) {
	narrow, err := where.apply()
	if err != nil {
		return nil, err
	}
	plan, err := s.signer.Plan(arg, nil, "vendors", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	rows, err := narrow(s.db.Vendor.Query()).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list vendors: %w", err)
	}
	return page.Cut(plan, rows, func(v *ent.Vendor) ([]any, uuid.UUID) { return nil, v.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := narrow(s.db.Vendor.Query()).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// apply returns what the filter leaves of a query. Nothing filters nothing, and an
// empty list of states matches nothing.
func (w *Where) apply() (func(*ent.VendorQuery) *ent.VendorQuery, error) {
	if w == nil {
		return func(q *ent.VendorQuery) *ent.VendorQuery { return q }, nil
	}
	text, err := filter.Search(w.Search, "where.search")
	if err != nil {
		return nil, err
	}
	text = strings.ReplaceAll(text, "\x00", "\uFFFD") // which no name has either, and Postgres can read
	return func(q *ent.VendorQuery) *ent.VendorQuery {
		if text != "" {
			q.Where(vendor.Or(vendor.NameContainsFold(text), vendor.SlugContainsFold(text)))
		}
		if w.Status != nil {
			q.Where(vendor.StatusIn(w.Status...))
		}
		for _, p := range w.CreatedAt.Where(vendor.FieldCreatedAt) {
			q.Where(func(s *sql.Selector) { s.Where(p) })
		}
		return q
	}, nil
}

// Find returns a vendor by slug or id, nil where the viewer sees none.
func (s *Service) Find(ctx context.Context, slug *string, id *publicid.ID) (*ent.Vendor, error) {
	q := s.db.Vendor.Query()
	switch {
	case slug != nil && slugPattern.MatchString(*slug):
		q.Where(vendor.Slug(*slug))
	case slug == nil && id != nil:
		q.Where(vendor.ID(id.As("Vendor")))
	default:
		return nil, nil
	}
	v, err := orNil(q.Only(ctx))
	if err != nil {
		return nil, fmt.Errorf("find a vendor: %w", err)
	}
	return v, nil
}

// Members lists the team of a vendor, with the zero id the platform's staff, longest there
// first. The viewer must be of the team, or of the platform.
func (s *Service) Members(ctx context.Context, vendorID uuid.UUID, arg page.Arg) (*MemberConnection, error) {
	plan, err := s.signer.Plan(arg, []page.Key{{Column: membership.FieldCreatedAt, Time: true}}, "members", vendorID)
	if err != nil {
		return nil, err
	}
	of := ofVendor(nil)
	if vendorID != uuid.Nil {
		of = ofVendor(&vendorID)
	}
	base := func() *ent.MembershipQuery { return s.db.Membership.Query().Where(of) }
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list members: %w", err)
	}
	return page.Cut(plan, rows, func(m *ent.Membership) ([]any, uuid.UUID) { return []any{m.CreatedAt}, m.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := base().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}
