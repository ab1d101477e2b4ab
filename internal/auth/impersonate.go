package auth

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/session"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

const (
	// maxReason is in characters.
	maxReason = 500
	// An impersonation lasts so many minutes.
	minImpersonation, maxImpersonation = 5, 60
)

// notForImpersonators are what of an owner's permissions staff who act for a vendor do
// not have: they see none of its secrets, let nobody in and leave its settings alone.
var notForImpersonators = []enum.Permission{
	enum.PermissionTeamWrite, enum.PermissionKeyRead, enum.PermissionKeyWrite,
	enum.PermissionSettingsWrite, enum.PermissionAuditExport,
}

func impersonatorGrants() map[string]bool {
	out := map[string]bool{}
	for _, p := range enum.VendorPermissions() {
		if !slices.Contains(notForImpersonators, p) {
			out[string(p)] = true
		}
	}
	return out
}

func (in *ImpersonationStartInput) validate() error {
	in.Reason = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(in.Reason, "\x00", ""), ""))
	switch {
	case in.Reason == "":
		return errs.New(errs.Required, "is required").At("input.reason")
	case utf8.RuneCountInString(in.Reason) > maxReason:
		return errs.New(errs.TooLong, "is longer than %d characters", maxReason).At("input.reason")
	case in.Minutes < minImpersonation || in.Minutes > maxImpersonation:
		return errs.Field("input.minutes", "must be %d to %d", minImpersonation, maxImpersonation)
	}
	return nil
}

// StartImpersonation begins a session in which the viewer, of the staff, acts for a vendor
// in its console, until endsAt and no longer. url opens the console once: the page takes
// what is behind its # for the refresh token that it is, and exchanges it with audience
// VENDOR. The session ends at once where the viewer loses vendor.impersonate, is disabled
// or the vendor is neither ACTIVE nor PENDING. The vendor reads in its record who, and why.
//
// NOT_FOUND and INVALID_STATE at input.vendorId; FORBIDDEN without vendor.impersonate.
func (s *Service) StartImpersonation(ctx context.Context, in ImpersonationStartInput) (url string, endsAt time.Time, err error) {
	v := viewer.From(ctx)
	if v == nil || v.Audience != viewer.Admin || !v.May(string(enum.PermissionVendorImpersonate)) {
		return "", time.Time{}, errs.New(errs.Forbidden, "you may not do that")
	}
	if err := in.validate(); err != nil {
		return "", time.Time{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", time.Time{}, fmt.Errorf("make an id: %w", err)
	}
	token := s.refresh.make(id)
	endsAt = s.clock.Now().Add(time.Duration(in.Minutes) * time.Minute)
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		shop, err := impersonable(ctx, tx, in.VendorID.As("Vendor"))
		if err != nil {
			return err
		}
		url = s.links.Console(shop.Slug, "impersonate", token)
		now, req := s.clock.Now(), viewer.RequestFrom(ctx)
		err = tx.Session.Create().SetID(id).SetAudience(session.AudienceVENDOR).SetVendorID(shop.ID).
			SetImpersonatorID(v.UserID).SetImpersonationReason(in.Reason).SetEndsAt(endsAt).SetExpiresAt(endsAt).
			SetRefreshHash(hashOf(token)).SetLastUsedAt(now).
			SetUserAgent(clip(req.UserAgent, 400)).SetAddress(clip(req.Address, 64)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("begin a session: %w", err)
		}
		return audit.Record(ctx, tx, audit.Event{
			Action: "impersonation.start", TargetType: "Vendor", Target: string(shop.PublicID()), VendorID: shop.ID,
			Reason: in.Reason, Data: map[string]string{"endsAt": endsAt.Format(time.RFC3339)},
		})
	})
	if err != nil {
		return "", time.Time{}, fmt.Errorf("begin an impersonation: %w", err)
	}
	return url, endsAt, nil
}

// impersonable returns a vendor that staff may act for.
func impersonable(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.Vendor, error) {
	shop, err := tx.Vendor.Get(ctx, id)
	switch {
	case ent.IsNotFound(err):
		return nil, errs.New(errs.NotFound, "not found").At("input.vendorId")
	case err != nil:
		return nil, fmt.Errorf("find the vendor: %w", err)
	case shop.Status != enum.VendorStatusActive && shop.Status != enum.VendorStatusPending:
		return nil, errs.New(errs.InvalidState, "the vendor is %s", shop.Status).At("input.vendorId")
	}
	return shop, nil
}

// endBy cuts what tokens promise to the fixed end of their session.
func (t *Tokens) endBy(ends time.Time) {
	ends = ends.UTC()
	if t.ExpiresAt.After(ends) {
		t.ExpiresAt = ends
	}
	if t.RefreshExpiresAt.After(ends) {
		t.RefreshExpiresAt = ends
	}
}
