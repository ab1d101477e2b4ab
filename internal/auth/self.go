package auth

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/session"
	"orion/internal/kit/errs"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

// self is the viewer's own account: a user's or a customer's.
type self struct {
	viewer   *viewer.Viewer
	user     *ent.User
	customer *ent.Customer
}

// self returns the viewer's account. FORBIDDEN for those who have none: API keys, and
// staff who act for a vendor.
func (s *Service) self(ctx context.Context) (*self, error) {
	v := viewer.From(ctx)
	if v == nil || v.SessionID == uuid.Nil || v.UserID == uuid.Nil && v.CustomerID == uuid.Nil {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	me := &self{viewer: v}
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	var err error
	if v.CustomerID != uuid.Nil {
		me.customer, err = s.db.Customer.Get(across, v.CustomerID)
	} else {
		me.user, err = s.db.User.Get(across, v.UserID)
	}
	if err != nil {
		return nil, fmt.Errorf("find the viewer's account: %w", err)
	}
	return me, nil
}

func (m *self) userID() *uuid.UUID {
	if m.user == nil {
		return nil
	}
	return &m.user.ID
}

func (m *self) customerID() *uuid.UUID {
	if m.customer == nil {
		return nil
	}
	return &m.customer.ID
}

func (m *self) hash() *string {
	if m.customer != nil {
		return m.customer.PasswordHash
	}
	return m.user.PasswordHash
}

func (m *self) email() string {
	if m.customer != nil {
		return m.customer.Email
	}
	return m.user.Email
}

// kind, name and noun are how the record calls the account.
func (m *self) kind() string {
	if m.customer != nil {
		return "Customer"
	}
	return "User"
}

func (m *self) name() string {
	if m.customer != nil {
		return string(m.customer.PublicID())
	}
	return string(m.user.PublicID())
}

func (m *self) noun() string {
	if m.customer != nil {
		return "customer"
	}
	return "user"
}

// sessions are those of the account.
func (m *self) sessions() predicate.Session {
	if m.customer != nil {
		return session.CustomerID(m.customer.ID)
	}
	return session.UserID(m.user.ID)
}

// mail is a message to the account's present address.
func (m *self) mail(kind notify.Kind) notify.Mail {
	if c := m.customer; c != nil {
		return notify.Mail{Kind: kind, To: c.Email, Name: greeting(c), Language: c.Language, VendorID: c.VendorID}
	}
	return notify.Mail{Kind: kind, To: m.user.Email, Name: m.user.Name, Language: m.user.Language}
}

// prove checks the viewer's password, with the limits of sign-in: INVALID_CREDENTIALS at
// path where it is wrong.
func (s *Service) prove(ctx context.Context, me *self, password, path string) error {
	account := "prove/" + me.name()
	if err := s.throttle(ctx, account); err != nil {
		return err
	}
	if err := s.lockedOut(ctx, account); err != nil {
		return err
	}
	ok, err := s.hasher.matches(ctx, password, me.hash())
	if err != nil {
		return err
	}
	if !ok {
		s.wrong(ctx, account)
		return refusedAt(path)
	}
	return nil
}
