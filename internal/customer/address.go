package customer

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/customeraddress"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/postal"
	"orion/internal/store"
)

// maxKept is how many addresses a customer may keep.
const maxKept = 20

// parse checks the address of an input.
func (in AddressInput) parse() (postal.Address, error) {
	if in.Address == nil {
		return postal.Address{}, errs.New(errs.Required, "is required").At("input.address")
	}
	return postal.Parse(*in.Address, "input.address")
}

// bills reports whether the address is to be the default for bills.
func (in AddressInput) bills() bool { return in.IsDefaultBilling != nil && *in.IsDefaultBilling }

// CreateAddress keeps an address of the viewer's. The first is the default, as is one
// that is to be. Errors are those of the address, at input.address.<field>;
// QUOTA_EXCEEDED beyond 20; FORBIDDEN for all but customers.
func (s *Service) CreateAddress(ctx context.Context, in AddressInput) (*ent.CustomerAddress, error) {
	to, err := in.parse()
	if err != nil {
		return nil, err
	}
	var a *ent.CustomerAddress
	err = s.own(ctx, func(tx *store.Tx, c *ent.Customer, _ context.Context) error {
		kept, err := addressesOf(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if len(kept) >= maxKept {
			return errs.New(errs.QuotaExceeded, "no more than %d addresses can be kept", maxKept).At("input")
		}
		first := in.IsDefault != nil && *in.IsDefault || defaultOf(kept) == nil
		if first {
			if err := yield(ctx, tx, c.ID, uuid.Nil); err != nil {
				return err
			}
		}
		bills := in.bills()
		if bills {
			if err := yieldBilling(ctx, tx, c.ID, uuid.Nil); err != nil {
				return err
			}
		}
		a, err = tx.CustomerAddress.Create().SetCustomerID(c.ID).SetAddress(to).SetIsDefault(first).SetIsDefaultBilling(bills).Save(ctx)
		if err != nil {
			return err
		}
		return recordAddress(ctx, tx, "address.create", nil, a)
	})
	if err != nil {
		return nil, fmt.Errorf("keep an address: %w", err)
	}
	return a, nil
}

// UpdateAddress replaces an address of the viewer's; isDefault makes it the default where
// it is true and changes nothing otherwise. Errors are those of CreateAddress but for the
// quota; NOT_FOUND at id for an address that the viewer has not.
func (s *Service) UpdateAddress(ctx context.Context, id uuid.UUID, in AddressInput) (*ent.CustomerAddress, error) {
	to, err := in.parse()
	if err != nil {
		return nil, err
	}
	var after *ent.CustomerAddress
	err = s.own(ctx, func(tx *store.Tx, c *ent.Customer, _ context.Context) error {
		before, err := addressOf(ctx, tx, c.ID, id)
		if err != nil {
			return err
		}
		change := tx.CustomerAddress.UpdateOneID(id).SetAddress(to)
		if in.IsDefault != nil && *in.IsDefault {
			if err := yield(ctx, tx, c.ID, id); err != nil {
				return err
			}
			change.SetIsDefault(true)
		}
		if in.bills() {
			if err := yieldBilling(ctx, tx, c.ID, id); err != nil {
				return err
			}
			change.SetIsDefaultBilling(true)
		}
		if after, err = change.Save(ctx); err != nil {
			return err
		}
		return recordAddress(ctx, tx, "address.update", before, after)
	})
	if err != nil {
		return nil, fmt.Errorf("change an address: %w", err)
	}
	return after, nil
}

// DeleteAddress gives up an address of the viewer's. If it was the default, the newest of
// the others is it now. NOT_FOUND at id for an address that the viewer has not.
func (s *Service) DeleteAddress(ctx context.Context, id uuid.UUID) error {
	err := s.own(ctx, func(tx *store.Tx, c *ent.Customer, _ context.Context) error {
		a, err := addressOf(ctx, tx, c.ID, id)
		if err != nil {
			return err
		}
		if err := tx.CustomerAddress.DeleteOneID(id).Exec(ctx); err != nil {
			return err
		}
		left, err := addressesOf(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if len(left) > 0 && defaultOf(left) == nil {
			if err := tx.CustomerAddress.UpdateOneID(left[0].ID).SetIsDefault(true).Exec(ctx); err != nil {
				return err
			}
		}
		return recordAddress(ctx, tx, "address.delete", a, nil)
	})
	if err != nil {
		return fmt.Errorf("give up an address: %w", err)
	}
	return nil
}

// addressesOf returns the addresses of a customer, newest first.
func addressesOf(ctx context.Context, tx *store.Tx, customerID uuid.UUID) ([]*ent.CustomerAddress, error) {
	return tx.CustomerAddress.Query().Where(customeraddress.CustomerID(customerID)).
		Order(customeraddress.ByID(sql.OrderDesc())).Limit(maxAddresses).All(ctx)
}

func addressOf(ctx context.Context, tx *store.Tx, customerID, id uuid.UUID) (*ent.CustomerAddress, error) {
	a, err := tx.CustomerAddress.Query().Where(customeraddress.ID(id), customeraddress.CustomerID(customerID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At("id")
	}
	return a, err
}

func defaultOf(addresses []*ent.CustomerAddress) *ent.CustomerAddress {
	for _, a := range addresses {
		if a.IsDefault {
			return a
		}
	}
	return nil
}

// yield makes all addresses of a customer but one make room for another default.
func yield(ctx context.Context, tx *store.Tx, customerID, but uuid.UUID) error {
	return tx.CustomerAddress.Update().Where(
		customeraddress.CustomerID(customerID), customeraddress.IDNEQ(but), customeraddress.IsDefault(true),
	).SetIsDefault(false).Exec(ctx)
}

// yieldBilling is yield for the default of bills.
func yieldBilling(ctx context.Context, tx *store.Tx, customerID, but uuid.UUID) error {
	return tx.CustomerAddress.Update().Where(
		customeraddress.CustomerID(customerID), customeraddress.IDNEQ(but), customeraddress.IsDefaultBilling(true),
	).SetIsDefaultBilling(false).Exec(ctx)
}

func recordAddress(ctx context.Context, tx *store.Tx, action string, before, after *ent.CustomerAddress) error {
	row := after
	if row == nil {
		row = before
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "CustomerAddress", Target: string(row.PublicID()), Changes: audit.Diff(before, after),
	})
}
