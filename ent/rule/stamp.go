package rule

import (
	"context"

	"entgo.io/ent"
	"github.com/google/uuid"

	"orion/internal/kit/errs"
	"orion/internal/viewer"
)

// StampVendor gives every new row the viewer's vendor, because a rule that filters
// has nothing to filter on a create. A row for another vendor is FORBIDDEN; the
// platform has to name the vendor.
func StampVendor(next ent.Mutator) ent.Mutator {
	type scoped interface {
		VendorID() (uuid.UUID, bool)
		SetVendorID(uuid.UUID)
	}
	return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
		if !m.Op().Is(ent.OpCreate) {
			return next.Mutate(ctx, m)
		}
		v := viewer.From(ctx)
		s, ok := m.(scoped)
		if v == nil || !ok {
			return nil, errs.New(errs.Unauthenticated, "sign in first")
		}
		switch id, set := s.VendorID(); {
		case !set && v.VendorID == uuid.Nil:
			return nil, errs.New(errs.Required, "a vendor is required")
		case !set:
			s.SetVendorID(v.VendorID)
		case v.VendorID != uuid.Nil && id != v.VendorID:
			return nil, errs.New(errs.Forbidden, "that belongs to another vendor")
		}
		return next.Mutate(ctx, m)
	})
}

// StampOptional is StampVendor for entities whose rows may be the platform's: only
// the platform makes those, and a vendor's rows are its own.
func StampOptional(next ent.Mutator) ent.Mutator {
	stamp := StampVendor(next)
	return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
		if viewer.From(ctx).Platform() {
			return next.Mutate(ctx, m)
		}
		return stamp.Mutate(ctx, m)
	})
}
