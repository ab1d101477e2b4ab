package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/customer"
	"orion/ent/gen/ent/onetimetoken"
	"orion/ent/gen/ent/predicate"
	"orion/internal/kit/errs"
	"orion/internal/store"
)

// A ticket is what a one-time token is good for.
type ticket struct {
	userID, customerID *uuid.UUID
	purpose            onetimetoken.Purpose
	email              string // the account's address now: good for that alone
	newEmail           *string
	life               time.Duration
	instead            []onetimetoken.Purpose // of which older links end too
}

// issue returns a token for a ticket. It is stored as a hash: this is the only time it
// is seen. Those that were issued to the account for the same purpose before end, and
// those that this one stands in for.
func (s *Service) issue(ctx context.Context, tx *store.Tx, t ticket) (string, error) {
	if err := s.endTokens(ctx, tx, t.userID, t.customerID, append(t.instead, t.purpose)...); err != nil {
		return "", err
	}
	token := newLinkToken()
	err := tx.OneTimeToken.Create().SetNillableUserID(t.userID).SetNillableCustomerID(t.customerID).SetPurpose(t.purpose).
		SetHash(hashOf(token)).SetEmail(t.email).SetNillableNewEmail(t.newEmail).SetExpiresAt(s.clock.Now().Add(t.life)).Exec(ctx)
	if err != nil {
		return "", fmt.Errorf("issue a link: %w", err)
	}
	return token, nil
}

// endTokens makes the unused links of an account worthless: those of the purposes, all
// where none are named.
func (s *Service) endTokens(ctx context.Context, tx *store.Tx, userID, customerID *uuid.UUID, purposes ...onetimetoken.Purpose) error {
	of := []predicate.OneTimeToken{onetimetoken.UsedAtIsNil()}
	switch {
	case userID != nil:
		of = append(of, onetimetoken.UserID(*userID))
	case customerID != nil:
		of = append(of, onetimetoken.CustomerID(*customerID))
	default:
		return errors.New("end links: nobody's")
	}
	if len(purposes) > 0 {
		of = append(of, onetimetoken.PurposeIn(purposes...))
	}
	if err := tx.OneTimeToken.Update().Where(of...).SetUsedAt(s.clock.Now()).Exec(ctx); err != nil {
		return fmt.Errorf("end links: %w", err)
	}
	return nil
}

func badLink() error {
	return errs.New(errs.NotFound, "the link is not good any more").At("input.token")
}

// find returns what a token is good for, with its account; badLink where it is unknown,
// used, over, for another purpose, or where the account is disabled or has another
// address by now. slug is the shop that the request is in: a customer's token is good
// there alone.
func (s *Service) find(ctx context.Context, token, slug string, purposes ...onetimetoken.Purpose) (*ent.OneTimeToken, error) {
	t, err := s.db.OneTimeToken.Query().Where(
		onetimetoken.Hash(hashOf(token)), onetimetoken.PurposeIn(purposes...),
		onetimetoken.UsedAtIsNil(), onetimetoken.ExpiresAtGT(s.clock.Now()),
	).WithUser().WithCustomer(func(q *ent.CustomerQuery) { q.WithVendor() }).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, badLink()
	}
	if err != nil {
		return nil, fmt.Errorf("look up a link: %w", err)
	}
	if !stands(t, slug) {
		return nil, badLink()
	}
	return t, nil
}

// stands reports whether the account of a token is still what it was issued for.
func stands(t *ent.OneTimeToken, slug string) bool {
	sent := func(now string) bool { return t.Email == nil || *t.Email == now }
	if u := t.Edges.User; u != nil {
		return u.DisabledAt == nil && sent(u.Email)
	}
	c := t.Edges.Customer
	return c != nil && c.DisabledAt == nil && sent(c.Email) && (slug == "" || c.Edges.Vendor.Slug == slug)
}

// use spends a link that was found. Of several who do so at once, one succeeds. The
// account of a customer is locked first, as by a registration that ends its links: in
// another order the two would wait for each other.
func (s *Service) use(ctx context.Context, tx *store.Tx, t *ent.OneTimeToken) error {
	if t.CustomerID != nil {
		if _, err := tx.Customer.Query().Where(customer.ID(*t.CustomerID)).ForUpdate().Only(ctx); err != nil {
			return fmt.Errorf("lock the account of a link: %w", err)
		}
	}
	n, err := tx.OneTimeToken.Update().
		Where(onetimetoken.ID(t.ID), onetimetoken.UsedAtIsNil(), onetimetoken.ExpiresAtGT(s.clock.Now())).
		SetUsedAt(s.clock.Now()).Save(ctx)
	if err != nil {
		return fmt.Errorf("use a link: %w", err)
	}
	if n == 0 {
		return badLink()
	}
	return nil
}
