package vendor

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/vendor"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Suspend closes an ACTIVE vendor's shop and console and ends the sessions of its team
// and its customers. Its data is kept. INVALID_STATE unless it is ACTIVE; the reason is
// 1 to 500 characters. The viewer needs vendor.write.
func (s *Service) Suspend(ctx context.Context, id uuid.UUID, reason string) (*ent.Vendor, error) {
	return s.move(ctx, id, reason, step{
		action: "vendor.suspend", from: enum.VendorStatusActive, to: enum.VendorStatusSuspended,
		also: func(tx *store.Tx) error { return s.auth.RevokeVendor(ctx, tx, id) },
	})
}

// Reinstate opens a SUSPENDED vendor again; its people sign in anew. INVALID_STATE
// unless it is SUSPENDED; the reason is 1 to 500 characters. The viewer needs
// vendor.write.
func (s *Service) Reinstate(ctx context.Context, id uuid.UUID, reason string) (*ent.Vendor, error) {
	return s.move(ctx, id, reason, step{
		action: "vendor.reinstate", from: enum.VendorStatusSuspended, to: enum.VendorStatusActive,
		also: func(*store.Tx) error { return nil },
	})
}

// A step is one edge in the life of a vendor.
type step struct {
	action   string
	from, to enum.VendorStatus
	also     func(*store.Tx) error
}

func (s *Service) move(ctx context.Context, id uuid.UUID, reason string, to step) (*ent.Vendor, error) {
	reason = strings.TrimSpace(reason)
	if err := checkText(reason, 500, "reason"); err != nil {
		return nil, err
	}
	if !viewer.From(ctx).May(string(enum.PermissionVendorWrite)) { // the lock comes before any rule of the row
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	var v *ent.Vendor
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		if v, err = tx.Vendor.Query().Where(vendor.ID(id)).ForUpdate().Only(ctx); err != nil {
			return err
		}
		if v.Status != to.from {
			return errs.New(errs.InvalidState, "the vendor is %s, not %s", v.Status, to.from)
		}
		if v, err = v.Update().SetStatus(to.to).SetStatusReason(reason).Save(ctx); err != nil {
			return err
		}
		if err := to.also(tx); err != nil {
			return err
		}
		if err := s.Changed(ctx, tx, v); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{
			Action: to.action, TargetType: "Vendor", Target: v.Slug, Reason: reason, VendorID: v.ID,
		})
	})
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", to.action, id, err)
	}
	return v, nil
}
