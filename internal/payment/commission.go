package payment

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/vendor"
	"orion/ent/gen/ent/vendorpaymentconfig"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/pricing"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Commission is what the platform takes of a vendor's payments.
type Commission struct {
	Vendor *ent.Vendor
	// Bp is in hundredths of a percent, nil for the platform's own rate.
	Bp *int
}

// SetCommission says what the platform takes of a vendor's payments from now on, in
// hundredths of a percent; nil is the platform's own rate. Fees of payments that have come
// stay as they are. FORBIDDEN for all but staff; NOT_FOUND, INVALID.
func (s *Service) SetCommission(ctx context.Context, id publicid.ID, bp *int, reason string) (*Commission, error) {
	if viewer.From(ctx).Audience != viewer.Admin {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	if err := may(ctx, enum.PermissionPaymentWrite); err != nil {
		return nil, err
	}
	if bp != nil && (*bp < 0 || *bp > pricing.Whole) {
		return nil, errs.Field("commissionBp", "must be 0 to %d", pricing.Whole)
	}
	if reason == "" {
		return nil, errs.New(errs.Required, "is required").At("reason")
	}
	reason, err := text.Line(reason, maxReason, "reason")
	if err != nil {
		return nil, err
	}
	out := &Commission{Bp: bp}
	err = s.DB.Tx(ctx, func(tx *store.Tx) (err error) {
		out.Vendor, err = setCommission(ctx, tx, id.As("Vendor"), bp, reason)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("set a commission: %w", err)
	}
	return out, nil
}

func setCommission(ctx context.Context, tx *store.Tx, id uuid.UUID, bp *int, reason string) (*ent.Vendor, error) {
	// Vendors may read how they are paid and not write it: the platform does.
	platform := viewer.NewContext(ctx, viewer.ForPlatform())
	v, err := tx.Vendor.Query().Where(vendor.ID(id)).ForUpdate().Only(platform)
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At("vendorId")
	}
	if err != nil {
		return nil, fmt.Errorf("lock the vendor: %w", err)
	}
	before, err := tx.VendorPaymentConfig.Query().Where(vendorpaymentconfig.VendorID(id)).Only(platform)
	if ent.IsNotFound(err) {
		before, err = tx.VendorPaymentConfig.Create().SetVendorID(id).Save(platform)
	}
	if err != nil {
		return nil, fmt.Errorf("read how the vendor is paid: %w", err)
	}
	u := before.Update().AddVersion(1).ClearCommissionBp()
	if bp != nil {
		u = before.Update().AddVersion(1).SetCommissionBp(*bp)
	}
	after, err := u.Save(platform)
	if err != nil {
		return nil, fmt.Errorf("write the commission: %w", err)
	}
	return v, audit.Record(ctx, tx, audit.Event{
		Action: "vendor.commission", TargetType: "Vendor", Target: v.Slug, Reason: reason, VendorID: v.ID, Changes: audit.Diff(before, after),
	})
}
