package customer

import (
	"context"
	"fmt"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/customer"
	"orion/ent/gen/ent/customeraddress"
	"orion/ent/gen/ent/predicate"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/viewer"
)

// maxAddresses bounds what is read of one customer's addresses.
const maxAddresses = 100

// List lists the customers that the viewer may see, newest first: a team those of its
// shop, a customer themselves. where may be nil.
func (s *Service) List(ctx context.Context, arg page.Arg, where *Where) (*CustomerConnection, error) {
	match, err := where.predicates()
	if err != nil {
		return nil, err
	}
	plan, err := s.signer.Plan(arg, nil, "customers", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.Customer.Query().Where(match...).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list customers: %w", err)
	}
	return page.Cut(plan, rows, func(c *ent.Customer) ([]any, uuid.UUID) { return nil, c.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.Customer.Query().Where(match...).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

func (w *Where) predicates() ([]predicate.Customer, error) {
	if w == nil {
		return nil, nil
	}
	text, err := filter.Search(w.Search, "where.search")
	if err != nil {
		return nil, err
	}
	var out []predicate.Customer
	if text != "" {
		out = append(out, customer.Or(customer.EmailHasPrefix(strings.ToLower(text)), begins(customer.FieldFirstName, text), begins(customer.FieldLastName, text)))
	}
	switch {
	case w.Blocked == nil:
	case *w.Blocked:
		out = append(out, customer.DisabledAtNotNil())
	default:
		out = append(out, customer.DisabledAtIsNil())
	}
	return out, nil
}

// begins matches the beginning of a name, in letters of either size.
func begins(column, text string) predicate.Customer {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString("starts_with(lower(").WriteString(s.C(column)).WriteString("), lower(").Arg(text).WriteString("))")
		}))
	}
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
