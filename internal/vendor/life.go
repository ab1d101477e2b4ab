package vendor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/apikey"
	"orion/ent/gen/ent/invitation"
	"orion/ent/gen/ent/vendor"
	"orion/ent/gen/ent/vendordomain"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Approve opens a PENDING vendor's shop and tells its owners. INVALID_STATE unless it is
// PENDING. The reason is 1 to 500 characters, and the viewer needs vendor.write, here and
// for every other step.
func (s *Service) Approve(ctx context.Context, id uuid.UUID, reason string) (*ent.Vendor, error) {
	return s.move(ctx, id, reason, steps[enum.VendorActionApprove], false)
}

// Reject turns a PENDING vendor down, which closes it for good, and tells its owners.
// INVALID_STATE unless it is PENDING.
func (s *Service) Reject(ctx context.Context, id uuid.UUID, reason string) (*ent.Vendor, error) {
	return s.move(ctx, id, reason, steps[enum.VendorActionReject], false)
}

// Suspend closes an ACTIVE vendor's shop and console and ends the sessions of its team
// and its customers; its keys and jobs rest. Its data is kept. INVALID_STATE unless it is
// ACTIVE.
func (s *Service) Suspend(ctx context.Context, id uuid.UUID, reason string) (*ent.Vendor, error) {
	return s.move(ctx, id, reason, steps[enum.VendorActionSuspend], false)
}

// Reinstate opens a SUSPENDED vendor again; its people sign in anew. INVALID_STATE
// unless it is SUSPENDED.
func (s *Service) Reinstate(ctx context.Context, id uuid.UUID, reason string) (*ent.Vendor, error) {
	return s.move(ctx, id, reason, steps[enum.VendorActionReinstate], false)
}

// Close closes a vendor for good: shop and console, sessions, keys, jobs and files. Its
// domains are free for others. INVALID_STATE unless it is ACTIVE or SUSPENDED.
func (s *Service) Close(ctx context.Context, id uuid.UUID, reason string) (*ent.Vendor, error) {
	return s.move(ctx, id, reason, steps[enum.VendorActionClose], false)
}

// A step is one edge in the life of a vendor.
type step struct {
	action string
	from   []enum.VendorStatus
	to     enum.VendorStatus
	// ends says that whoever is in goes out.
	ends bool
	// tells is the mail to the owners, "" for none.
	tells notify.Kind
}

var steps = map[enum.VendorAction]step{
	enum.VendorActionApprove: {
		action: "vendor.approve", from: []enum.VendorStatus{enum.VendorStatusPending}, to: enum.VendorStatusActive, tells: notify.VendorApproved,
	},
	enum.VendorActionReject: {
		action: "vendor.reject", from: []enum.VendorStatus{enum.VendorStatusPending}, to: enum.VendorStatusClosed, ends: true, tells: notify.VendorRejected,
	},
	enum.VendorActionSuspend: {
		action: "vendor.suspend", from: []enum.VendorStatus{enum.VendorStatusActive}, to: enum.VendorStatusSuspended, ends: true,
	},
	enum.VendorActionReinstate: {
		action: "vendor.reinstate", from: []enum.VendorStatus{enum.VendorStatusSuspended}, to: enum.VendorStatusActive,
	},
	enum.VendorActionClose: {
		action: "vendor.close", from: []enum.VendorStatus{enum.VendorStatusActive, enum.VendorStatusSuspended}, to: enum.VendorStatusClosed, ends: true,
	},
}

// errDry ends a transaction whose outcome was all that was asked for.
var errDry = errors.New("a dry run")

// move takes a vendor one step; dry, it decides and leaves everything as it was.
func (s *Service) move(ctx context.Context, id uuid.UUID, reason string, to step, dry bool) (*ent.Vendor, error) {
	reason = strings.TrimSpace(reason)
	if err := checkText(reason, 500, "reason"); err != nil {
		return nil, err
	}
	if err := need(ctx, enum.PermissionVendorWrite); err != nil { // the lock comes before any rule of the row
		return nil, err
	}
	var v *ent.Vendor
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		if v, err = s.take(ctx, tx, id, reason, to); err == nil && dry {
			return errDry
		}
		return err
	})
	if err != nil && !errors.Is(err, errDry) {
		return nil, fmt.Errorf("%s %s: %w", to.action, id, err)
	}
	return v, nil
}

func (s *Service) take(ctx context.Context, tx *store.Tx, id uuid.UUID, reason string, to step) (*ent.Vendor, error) {
	before, err := tx.Vendor.Query().Where(vendor.ID(id)).ForUpdate().Only(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(to.from, before.Status) {
		return nil, errs.New(errs.InvalidState, "the vendor is %s", before.Status)
	}
	v, err := s.enter(ctx, tx, before, reason, to)
	if err != nil {
		return nil, err
	}
	if to.ends {
		if err := s.auth.RevokeVendor(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	if to.to == enum.VendorStatusClosed {
		if err := s.release(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	if err := s.tellOwners(ctx, tx, v, to.tells, reason); err != nil {
		return nil, err
	}
	// What keys may do is kept by sessions' side of the house, and follows the vendor.
	if err := s.auth.GrantsChanged(ctx, tx); err != nil {
		return nil, err
	}
	if err := s.Changed(ctx, tx, v); err != nil {
		return nil, err
	}
	return v, audit.Record(ctx, tx, audit.Event{
		Action: to.action, TargetType: "Vendor", Target: v.Slug, Reason: reason, VendorID: v.ID, Changes: audit.Diff(before, v),
	})
}

// enter gives a vendor the status that a step leads to.
func (s *Service) enter(ctx context.Context, tx *store.Tx, v *ent.Vendor, reason string, to step) (*ent.Vendor, error) {
	change := tx.Vendor.UpdateOneID(v.ID).SetStatus(to.to).SetStatusReason(reason)
	switch {
	case v.Status == enum.VendorStatusPending && to.to == enum.VendorStatusActive:
		change.SetApprovedAt(s.clock.Now())
	case to.to == enum.VendorStatusClosed:
		change.SetClosedAt(s.clock.Now())
	}
	return change.Save(ctx)
}

// release gives up what a vendor that is closed for good held: domains are free for
// others, and keys and invitations are worth nothing from now on.
func (s *Service) release(ctx context.Context, tx *store.Tx, id uuid.UUID) error {
	ctx, now := viewer.NewContext(ctx, viewer.ForPlatform()), s.clock.Now()
	_, domains := tx.VendorDomain.Delete().Where(vendordomain.VendorID(id)).Exec(ctx)
	keys := tx.ApiKey.Update().Where(apikey.VendorID(id), apikey.RevokedAtIsNil()).SetRevokedAt(now).Exec(ctx)
	asked := tx.Invitation.Update().Where(invitation.VendorID(id), invitation.AcceptedAtIsNil(), invitation.RevokedAtIsNil()).
		SetRevokedAt(now).Exec(ctx)
	if err := errors.Join(domains, keys, asked); err != nil {
		return fmt.Errorf("release what was the vendor's: %w", err)
	}
	return nil
}

// tellOwners sends the owners of a vendor a mail; "" is none.
func (s *Service) tellOwners(ctx context.Context, tx *store.Tx, v *ent.Vendor, kind notify.Kind, reason string) error {
	if kind == "" {
		return nil
	}
	owners, err := ownersOf(ctx, tx, v.ID)
	if err != nil {
		return err
	}
	for _, u := range owners {
		err := s.post(ctx, tx, notify.Mail{
			Kind: kind, To: u.Email, Name: u.Name, Language: u.Language,
			Data: map[string]string{"shop": v.Name, "reason": reason, "link": s.links.Console(v.Slug, "login", "")},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
