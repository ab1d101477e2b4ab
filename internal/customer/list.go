package customer

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/customer"
	"orion/ent/gen/ent/customeraddress"
	"orion/internal/kit/page"
	"orion/internal/viewer"
)

// maxAddresses bounds what is read of one customer's addresses.
const maxAddresses = 100

// List lists the customers that the viewer may see, newest first: a team those of its
// shop, a customer themselves.
func (s *Service) List(ctx context.Context, arg page.Arg) (*CustomerConnection, error) {
	plan, err := s.signer.Plan(arg, nil, "customers", viewer.From(ctx).VendorID)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.Customer.Query().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list customers: %w", err)
	}
	return page.Cut(plan, rows, func(c *ent.Customer) ([]any, uuid.UUID) { return nil, c.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.Customer.Query().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// ByID returns a customer, nil where the viewer sees none.
func (s *Service) ByID(ctx context.Context, id uuid.UUID) (*ent.Customer, error) {
	c, err := s.db.Customer.Query().Where(customer.ID(id)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find a customer: %w", err)
	}
	return c, nil
}

// Addresses returns the addresses that a customer keeps, oldest first, as far as the
// viewer sees them: at most 100.
func (s *Service) Addresses(ctx context.Context, customerID uuid.UUID) ([]*ent.CustomerAddress, error) {
	rows, err := s.db.CustomerAddress.Query().Where(customeraddress.CustomerID(customerID)).
		Order(customeraddress.ByID()).Limit(maxAddresses).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list addresses: %w", err)
	}
	return rows, nil
}
