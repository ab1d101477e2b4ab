package order

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/order"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/kit/errs"
	"orion/internal/kit/ratelimit"
	"orion/internal/kit/tenant"
	"orion/internal/notify"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Lookup sends the link of an order to the address that it was placed with, if number and
// address belong together. The answer is the same where they do not, so that nobody learns
// who bought what. Errors are INVALID at email, INVALID_STATE where the
// shop does not offer it, and THROTTLED.
func (s *Service) Lookup(ctx context.Context, number, email string) error {
	if err := s.out.Settings.Require(ctx, settings.OrderLookup); err != nil {
		return err
	}
	address, ok := auth.NormalEmail(email)
	if !ok {
		return errs.Field("email", "is no e-mail address")
	}
	if err := s.throttle(ctx, address); err != nil {
		return err
	}
	own := viewer.Elevate(ctx)
	err := s.db.Tx(own, func(tx *store.Tx) error {
		o, err := tx.Order.Query().Where(order.Number(numberOf(number)), order.Email(address), order.PlacedAtNotNil()).Only(own)
		target := "no order"
		switch {
		case ent.IsNotFound(err): // the work of reading the shop, in place of that for the mail
			if _, err = tx.Vendor.Get(own, viewer.From(ctx).VendorID); err != nil {
				return err
			}
		case err != nil:
			return fmt.Errorf("look for the order: %w", err)
		default:
			target = Number(o)
			if err := s.post(ctx, tx, o, notify.OrderLink, "", map[string]string{}); err != nil {
				return err
			}
		}
		return audit.Record(ctx, tx, audit.Event{Action: "order.lookup", TargetType: "Order", Target: target})
	})
	if err != nil {
		return fmt.Errorf("look an order up: %w", err)
	}
	return nil
}

// throttle refuses what strangers ask too often: from one network, and for one address.
func (s *Service) throttle(ctx context.Context, email string) error {
	v := viewer.From(ctx)
	if v == nil || v.VendorID == uuid.Nil {
		return errs.New(errs.Forbidden, "you may not do that")
	}
	keys := []string{tenant.Key(v.VendorID, "order-lookup", "account", email)}
	if network := ratelimit.Network(viewer.RequestFrom(ctx).Address); network != "" {
		keys = append(keys, tenant.Key(uuid.Nil, "order-lookup", "address", network)) // in all shops together
	}
	for _, key := range keys {
		if got := s.out.Limiter.Take(ctx, key, ratelimit.PerMinute(s.out.PerMinute), 1); !got.Allowed {
			return errs.TryAgain(got.Wait)
		}
	}
	return nil
}

// Claim brings what somebody ordered as a guest to their account, once they have proved that
// the address is theirs, within the caller's transaction, which may be the platform's.
func Claim(ctx context.Context, tx *store.Tx, c *ent.Customer) error {
	own := viewer.NewContext(ctx, viewer.ForVendor(c.VendorID))
	ids, err := tx.Order.Query().Where(order.Email(c.Email), order.CustomerIDIsNil()).Order(order.ByID()).IDs(own)
	if err != nil || len(ids) == 0 {
		return err
	}
	if err := tx.Order.Update().Where(order.IDIn(ids...), order.CustomerIDIsNil()).SetCustomerID(c.ID).Exec(own); err != nil {
		return fmt.Errorf("claim orders: %w", err)
	}
	return claimed(own, tx, ids)
}
