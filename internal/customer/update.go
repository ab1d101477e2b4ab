package customer

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/customer"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// phonePattern is a number as people write it: digits, perhaps with + in front and with
// blanks, dots, dashes, slashes and brackets between.
var phonePattern = regexp.MustCompile(`^\+?[0-9][0-9 ./()-]*$`)

// phone returns a number in one writing, nil for an empty one. E.164 allows 15 digits;
// the shortest in use have 5.
func phone(s, path string) (*string, error) {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" {
		return nil, nil
	}
	digits := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	if len(s) > 40 || !phonePattern.MatchString(s) || digits < 5 || digits > 15 {
		return nil, errs.Field(path, "is no telephone number")
	}
	return &s, nil
}

// Update changes the viewer's account; what is nil stays and an empty text empties.
// Errors are those of what was written, at input.<field>; FORBIDDEN for all but
// customers.
func (s *Service) Update(ctx context.Context, in UpdateInput) (*ent.Customer, error) {
	set, err := in.changes()
	if err != nil {
		return nil, err
	}
	var after *ent.Customer
	err = s.own(ctx, func(tx *store.Tx, before *ent.Customer, program context.Context) error {
		c := tx.Customer.UpdateOneID(before.ID)
		for _, f := range set {
			f(c)
		}
		if after, err = c.Save(program); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{
			Action: "customer.update", TargetType: "Customer", Target: string(after.PublicID()), Changes: audit.Diff(before, after),
		})
	})
	if err != nil {
		return nil, fmt.Errorf("update a customer: %w", err)
	}
	return after, nil
}

// changes are what a checked input does to the account.
func (in UpdateInput) changes() (set []func(*ent.CustomerUpdateOne), err error) {
	var faults errs.List
	texts := func(from *string, check func(string) (*string, error), put func(*ent.CustomerUpdateOne, *string)) {
		if from == nil {
			return
		}
		text, err := check(*from)
		if err != nil {
			faults = append(faults, store.Public(err))
			return
		}
		set = append(set, func(c *ent.CustomerUpdateOne) { put(c, text) })
	}
	texts(in.FirstName, func(s string) (*string, error) { return name(&s, "input.firstName") }, putFirst)
	texts(in.LastName, func(s string) (*string, error) { return name(&s, "input.lastName") }, putLast)
	texts(in.Phone, func(s string) (*string, error) { return phone(s, "input.phone") }, putPhone)
	if in.Language != nil {
		if !slices.Contains(languages, *in.Language) {
			faults = append(faults, errs.Field("input.language", "must be en, fr or de"))
		}
		set = append(set, func(c *ent.CustomerUpdateOne) { c.SetLanguage(*in.Language) })
	}
	return set, faults.Or()
}

func putFirst(c *ent.CustomerUpdateOne, s *string) {
	if s == nil {
		c.ClearFirstName()
		return
	}
	c.SetFirstName(*s)
}

func putLast(c *ent.CustomerUpdateOne, s *string) {
	if s == nil {
		c.ClearLastName()
		return
	}
	c.SetLastName(*s)
}

func putPhone(c *ent.CustomerUpdateOne, s *string) {
	if s == nil {
		c.ClearPhone()
		return
	}
	c.SetPhone(*s)
}

// own runs a change of what is the viewer's own, with their account locked so that
// changes come one after the other. Customers may not write their accounts by
// themselves: program is the context in which it is done for them, in their shop alone.
func (s *Service) own(ctx context.Context, do func(tx *store.Tx, c *ent.Customer, program context.Context) error) error {
	v := viewer.From(ctx)
	if v == nil || v.Audience != viewer.Customer || v.CustomerID == uuid.Nil {
		return errs.New(errs.Forbidden, "you may not do that")
	}
	program := viewer.Elevate(ctx)
	return s.db.Tx(program, func(tx *store.Tx) error {
		c, err := tx.Customer.Query().Where(customer.ID(v.CustomerID)).ForUpdate().Only(program)
		if err != nil {
			return err
		}
		return do(tx, c, program)
	})
}
