package payment

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/vendorpaymentconfig"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/terms"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Account is how a vendor is paid out, as its provider last said.
type Account struct {
	// AccountID is nil before the vendor has begun to open one.
	AccountID                                              *string
	Live, DetailsSubmitted, ChargesEnabled, PayoutsEnabled bool
	Requirements                                           []*terms.Requirement
	RequirementsDueAt                                      *time.Time
	DisabledReason                                         *string
	SyncedAt                                               *time.Time
}

// Account returns the account of the viewer's vendor; nil where the platform has no provider
// that pays out to any.
func (s *Service) Account(ctx context.Context) (*Account, error) {
	if s.connector() == nil {
		return nil, nil
	}
	c, err := configOf(ctx, s.DB.Client)
	if err != nil {
		return nil, err
	}
	return shownAccount(c), nil
}

func shownAccount(c *ent.VendorPaymentConfig) *Account {
	if c == nil {
		return &Account{Requirements: []*terms.Requirement{}}
	}
	out := &Account{
		AccountID: c.AccountID, Live: c.Live, DetailsSubmitted: c.DetailsSubmitted, ChargesEnabled: c.ChargesEnabled,
		PayoutsEnabled: c.PayoutsEnabled, Requirements: make([]*terms.Requirement, len(c.Requirements)),
		RequirementsDueAt: c.RequirementsDueAt, DisabledReason: c.DisabledReason, SyncedAt: c.SyncedAt,
	}
	for i := range c.Requirements {
		out.Requirements[i] = &c.Requirements[i]
	}
	return out
}

// LinkAccount returns the address of the provider's pages on which the viewer's vendor goes
// on with opening its account, which the first call makes. It asks how the account stands on
// the way. FORBIDDEN, also for staff who act for the vendor: who is paid out is not theirs to
// say. INVALID_STATE where no provider pays out to accounts.
func (s *Service) LinkAccount(ctx context.Context) (string, *Account, error) {
	by := s.connector()
	if by == nil {
		return "", nil, errs.New(errs.InvalidState, "the platform has no provider that pays out to accounts")
	}
	if err := may(ctx, enum.PermissionPaymentWrite); err != nil {
		return "", nil, err
	}
	who := viewer.From(ctx)
	if who.ImpersonatorID != uuid.Nil {
		return "", nil, errs.New(errs.Forbidden, "you may not do that")
	}
	v, err := s.DB.Vendor.Get(ctx, who.VendorID)
	if err != nil {
		return "", nil, fmt.Errorf("find the vendor: %w", err)
	}
	account, err := s.opened(ctx, by, v)
	if err != nil {
		return "", nil, fmt.Errorf("open an account: %w", err)
	}
	if err := s.Sync(ctx, v.ID); err != nil {
		return "", nil, err
	}
	url, err := by.Link(ctx, account, s.Links.Console(v.Slug, "payments", ""))
	if err != nil {
		return "", nil, fmt.Errorf("ask for the pages of an account: %w", err)
	}
	shown, err := s.Account(ctx)
	return url, shown, err
}

// opened returns the account of a vendor, and opens one where it has none.
func (s *Service) opened(ctx context.Context, by Connector, v *ent.Vendor) (string, error) {
	c, err := configOf(ctx, s.DB.Client)
	if err != nil {
		return "", err
	}
	if c != nil && c.AccountID != nil {
		return *c.AccountID, nil
	}
	made, err := by.Connect(ctx, v)
	if err != nil {
		return "", err
	}
	// Vendors may read how they are paid and not write it: the platform does.
	platform := viewer.NewContext(ctx, viewer.ForPlatform())
	err = s.DB.Tx(platform, func(tx *store.Tx) error {
		before, err := lockConfig(platform, tx, v.ID)
		if err != nil {
			return err
		}
		if before.AccountID != nil { // somebody else was quicker
			made = *before.AccountID
			return nil
		}
		after, err := before.Update().SetAccountID(made).AddVersion(1).Save(platform)
		if err != nil {
			return err
		}
		return recordAccount(ctx, tx, v, before, after)
	})
	return made, err
}

// lockConfig locks how a vendor is paid, which it makes where nothing is written down yet.
func lockConfig(platform context.Context, tx *store.Tx, id uuid.UUID) (*ent.VendorPaymentConfig, error) {
	c, err := tx.VendorPaymentConfig.Query().Where(vendorpaymentconfig.VendorID(id)).ForUpdate().Only(platform)
	if ent.IsNotFound(err) {
		c, err = tx.VendorPaymentConfig.Create().SetVendorID(id).Save(platform)
	}
	if err != nil {
		return nil, fmt.Errorf("read how the vendor is paid: %w", err)
	}
	return c, nil
}

func recordAccount(ctx context.Context, tx *store.Tx, v *ent.Vendor, before, after *ent.VendorPaymentConfig) error {
	return audit.Record(ctx, tx, audit.Event{
		Action: "payment.account", TargetType: "Vendor", Target: v.Slug, VendorID: v.ID, Changes: audit.Diff(before, after),
	})
}

// Sync asks how the account of a vendor stands and writes it down. A vendor without one has
// nothing to be asked.
func (s *Service) Sync(ctx context.Context, vendor uuid.UUID) error {
	platform := viewer.NewContext(ctx, viewer.ForPlatform())
	c, err := s.DB.VendorPaymentConfig.Query().Where(vendorpaymentconfig.VendorID(vendor)).WithVendor().Only(platform)
	if ent.IsNotFound(err) || err == nil && c.AccountID == nil {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read how the vendor is paid: %w", err)
	}
	by := s.connector()
	if by == nil {
		return fmt.Errorf("sync account %s: no provider has accounts", *c.AccountID)
	}
	state, err := by.Account(ctx, *c.AccountID)
	if err != nil {
		return fmt.Errorf("ask for account %s: %w", *c.AccountID, err)
	}
	err = s.DB.Tx(platform, func(tx *store.Tx) error {
		before, err := lockConfig(platform, tx, vendor)
		if err != nil {
			return err
		}
		after, err := s.writeState(platform, before, state)
		if err != nil || same(before, after) {
			return err
		}
		if err := s.tellOwners(platform, tx, c.Edges.Vendor, before, after); err != nil {
			return err
		}
		return recordAccount(ctx, tx, c.Edges.Vendor, before, after)
	})
	if err != nil {
		return fmt.Errorf("write down account %s: %w", *c.AccountID, err)
	}
	return nil
}

func (s *Service) writeState(ctx context.Context, c *ent.VendorPaymentConfig, now AccountState) (*ent.VendorPaymentConfig, error) {
	u := c.Update().SetLive(now.Live).SetDetailsSubmitted(now.DetailsSubmitted).SetChargesEnabled(now.ChargesEnabled).
		SetPayoutsEnabled(now.PayoutsEnabled).SetSyncedAt(s.Clock.Now()).AddVersion(1)
	if len(now.Requirements) > 0 {
		u.SetRequirements(now.Requirements)
	} else {
		u.ClearRequirements()
	}
	if now.DueAt != nil {
		u.SetRequirementsDueAt(*now.DueAt)
	} else {
		u.ClearRequirementsDueAt()
	}
	if now.DisabledReason != "" {
		u.SetDisabledReason(now.DisabledReason)
	} else {
		u.ClearDisabledReason()
	}
	return u.Save(ctx)
}

// same reports whether nothing has changed but when it was asked.
func same(before, after *ent.VendorPaymentConfig) bool {
	a, b := shownAccount(before), shownAccount(after)
	a.SyncedAt, b.SyncedAt = nil, nil
	return reflect.DeepEqual(a, b)
}
