package auth

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/onetimetoken"
	"orion/internal/audit"
	"orion/internal/kit/optional"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

// IssueVerification sends a customer the link that proves the address: good once and
// for VerifyLife, and only while the customer has that address. To an account without a
// password it sends one to choose it, which proves the address as well; that is good for
// ResetLife. Older links of both kinds end. It runs in the transaction of whatever it
// follows, which must be the platform's: see AcrossVendors.
func (s *Service) IssueVerification(ctx context.Context, tx *store.Tx, v *ent.Vendor, c *ent.Customer) error {
	kind, page := notify.VerifyEmail, "account/verify"
	t := ticket{
		customerID: &c.ID, purpose: onetimetoken.PurposeVERIFY_EMAIL, email: c.Email, life: VerifyLife,
		instead: []onetimetoken.Purpose{onetimetoken.PurposeRESET_PASSWORD},
	}
	if c.PasswordHash == nil {
		kind, page = notify.ChoosePassword, "account/reset"
		t.purpose, t.instead, t.life = onetimetoken.PurposeRESET_PASSWORD, []onetimetoken.Purpose{onetimetoken.PurposeVERIFY_EMAIL}, ResetLife
	}
	token, err := s.issue(ctx, tx, t)
	if err != nil {
		return err
	}
	return s.post(ctx, tx, notify.Mail{
		Kind: kind, To: c.Email, Name: greeting(c), Language: c.Language, VendorID: v.ID,
		Data: map[string]string{"link": s.links.Shop(v.Slug, page, token)},
	})
}

// VerifyCustomer proves a customer's address with the token of a link and returns it.
// NOT_FOUND at input.token where it is unknown, used, over or of another shop.
func (s *Service) VerifyCustomer(ctx context.Context, token string) (string, error) {
	if err := s.throttle(ctx, ""); err != nil {
		return "", err
	}
	slug := viewer.RequestFrom(ctx).Vendor
	ctx = store.AcrossVendors(ctx, store.ReasonSignIn)
	t, err := s.find(ctx, token, slug, onetimetoken.PurposeVERIFY_EMAIL)
	if err != nil {
		return "", err
	}
	c := t.Edges.Customer
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := s.use(ctx, tx, t); err != nil {
			return err
		}
		if err := tx.Customer.UpdateOneID(c.ID).SetVerifiedAt(s.clock.Now()).Exec(ctx); err != nil {
			return fmt.Errorf("store that an address is proved: %w", err)
		}
		if err := s.isProved(ctx, tx, c); err != nil {
			return err
		}
		return audit.Record(asCustomer(ctx, c), tx, audit.Event{
			Action: "customer.verify", TargetType: "Customer", Target: string(c.PublicID()), VendorID: c.VendorID,
		})
	})
	if err != nil {
		return "", fmt.Errorf("verify an address: %w", err)
	}
	return c.Email, nil
}

// isProved tells whoever waits for it that a customer has proved an address.
func (s *Service) isProved(ctx context.Context, tx *store.Tx, c *ent.Customer) error {
	if s.proved == nil {
		return nil
	}
	return s.proved(ctx, tx, c)
}

// Spend does the work of hashing a password for nobody, so that an answer takes as long
// as one that needed it.
func (s *Service) Spend(ctx context.Context, password string) error {
	_, err := s.hasher.hash(ctx, password)
	return err
}

func (s *Service) post(ctx context.Context, tx *store.Tx, m notify.Mail) error {
	if s.mail == nil {
		return fmt.Errorf("send %s: there is nothing to send mails with", m.Kind)
	}
	return s.mail.Send(ctx, tx, m)
}

// greeting is how a mail addresses a customer.
func greeting(c *ent.Customer) string { return optional.Value(c.FirstName) }

// asCustomer returns a context in which the record names the customer as who acted.
func asCustomer(ctx context.Context, c *ent.Customer) context.Context {
	return viewer.NewContext(ctx, &viewer.Viewer{Audience: viewer.Customer, VendorID: c.VendorID, CustomerID: c.ID})
}

// asUser does the same for a user whose team is not known, as behind a link.
func asUser(ctx context.Context, u *ent.User) context.Context {
	return viewer.NewContext(ctx, &viewer.Viewer{Audience: viewer.System, UserID: u.ID})
}
