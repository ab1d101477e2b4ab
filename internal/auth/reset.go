package auth

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/customer"
	"orion/ent/gen/ent/onetimetoken"
	"orion/ent/gen/ent/session"
	"orion/ent/gen/ent/user"
	"orion/internal/audit"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// IssueSetPassword returns a token that lets whoever has it set the user's first
// password, once and within LinkLife. It is stored as a hash: this is the only time it
// is seen. The viewer must be of the platform.
func (s *Service) IssueSetPassword(ctx context.Context, tx *store.Tx, userID uuid.UUID) (string, error) {
	u, err := tx.User.Get(ctx, userID)
	if err != nil {
		return "", fmt.Errorf("issue a link: %w", err)
	}
	return s.issue(ctx, tx, ticket{userID: &u.ID, purpose: onetimetoken.PurposeSET_PASSWORD, email: u.Email, life: LinkLife})
}

// RequestPasswordReset has a link to set another password sent, if there is such an
// account; older links of that kind end. The answer is nil all the same where there is
// none, and so is the work: one look-up and one job. Errors are those of SignIn but
// INVALID_CREDENTIALS.
func (s *Service) RequestPasswordReset(ctx context.Context, in PasswordResetRequestInput) error {
	slug, err := place(ctx, in.Audience, in.Vendor)
	if err != nil {
		return err
	}
	if err := s.throttle(ctx, "reset/"+accountKey(in.Audience, slug, in.Email)); err != nil {
		return err
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSignIn)
	email, _ := NormalEmail(in.Email)
	a, err := s.account(ctx, in.Audience, slug, email)
	if err != nil {
		return err
	}
	job := jobs.PasswordReset{Audience: in.Audience, Vendor: slug}
	switch {
	case a != nil && a.customerID != nil:
		job.AccountID = *a.customerID
	case a != nil:
		job.AccountID = *a.userID
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error { return s.queue.Insert(ctx, tx, job) })
	if err != nil {
		return fmt.Errorf("ask for a link: %w", err)
	}
	return nil
}

// SendPasswordReset sends the link that RequestPasswordReset was asked for, and nothing
// where the account is none, or gone or disabled by now.
func (s *Service) SendPasswordReset(ctx context.Context, job jobs.PasswordReset) error {
	if job.AccountID == uuid.Nil {
		return nil
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSignIn)
	me := &self{}
	var err error
	if job.Audience == viewer.Customer {
		me.customer, err = s.db.Customer.Query().Where(customer.ID(job.AccountID), customer.DisabledAtIsNil()).Only(ctx)
	} else {
		me.user, err = s.db.User.Query().Where(user.ID(job.AccountID), user.DisabledAtIsNil()).Only(ctx)
	}
	if ent.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find who asked for a link: %w", err)
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error { return s.sendReset(ctx, tx, me, job) })
	if err != nil {
		return fmt.Errorf("send a link: %w", err)
	}
	return nil
}

func (s *Service) sendReset(ctx context.Context, tx *store.Tx, me *self, job jobs.PasswordReset) error {
	token, err := s.issue(ctx, tx, ticket{
		userID: me.userID(), customerID: me.customerID(), purpose: onetimetoken.PurposeRESET_PASSWORD, email: me.email(), life: ResetLife,
	})
	if err != nil {
		return err
	}
	m := me.mail(notify.PasswordReset)
	m.Data = map[string]string{"link": s.resetLink(job.Audience, job.Vendor, token)}
	if err := s.post(ctx, tx, m); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: me.noun() + ".password-request", TargetType: me.kind(), Target: me.name(), VendorID: m.VendorID,
	})
}

func (s *Service) resetLink(audience viewer.Audience, slug, token string) string {
	switch audience {
	case viewer.Customer:
		return s.links.Shop(slug, "account/reset", token)
	case viewer.Vendor:
		return s.links.Console(slug, "reset", token)
	}
	return s.links.Admin("reset", token)
}

// ResetPassword sets the password that a link is for, and returns the address that can
// now sign in. The account's sessions and other links end with it, and its address
// counts as proved. A link that is unknown, used or over is NOT_FOUND at input.token; a
// password that is no good is refused at input.password and leaves the link as it was.
func (s *Service) ResetPassword(ctx context.Context, in PasswordResetInput) (string, error) {
	if err := s.throttle(ctx, ""); err != nil {
		return "", err
	}
	if err := checkPassword(in.Password, "input.password"); err != nil {
		return "", err
	}
	slug := viewer.RequestFrom(ctx).Vendor
	ctx = store.AcrossVendors(ctx, store.ReasonSignIn)
	t, err := s.find(ctx, in.Token, slug, onetimetoken.PurposeSET_PASSWORD, onetimetoken.PurposeRESET_PASSWORD)
	if err != nil {
		return "", err
	}
	hash, err := s.hasher.hash(ctx, in.Password) // outside the transaction: it takes its time
	if err != nil {
		return "", err
	}
	var email string
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := s.use(ctx, tx, t); err != nil {
			return err
		}
		if c := t.Edges.Customer; c != nil {
			email = c.Email
			return s.keepCustomers(asCustomer(ctx, c), tx, c, hash)
		}
		email = t.Edges.User.Email
		return s.keepUsers(ctx, tx, t.Edges.User, hash)
	})
	if err != nil {
		return "", fmt.Errorf("reset a password: %w", err)
	}
	return email, nil
}

// keepUsers gives a user a password, and tells.
func (s *Service) keepUsers(ctx context.Context, tx *store.Tx, u *ent.User, hash string) error {
	if err := s.keep(ctx, tx, u.ID, hash); err != nil {
		return err
	}
	if u.PasswordHash != nil { // a first password is no news
		if err := s.post(ctx, tx, notify.Mail{Kind: notify.PasswordChanged, To: u.Email, Name: u.Name, Language: u.Language}); err != nil {
			return err
		}
	}
	return audit.Record(asUser(ctx, u), tx, audit.Event{Action: "user.password", TargetType: "User", Target: string(u.PublicID())})
}

// keepCustomers gives a customer a password, ends sessions and links that stood on the
// old one, and tells.
func (s *Service) keepCustomers(self context.Context, tx *store.Tx, c *ent.Customer, hash string) error {
	ctx := store.AcrossVendors(self, store.ReasonSignIn)
	change := tx.Customer.UpdateOneID(c.ID).SetPasswordHash(hash)
	if c.VerifiedAt == nil {
		change.SetVerifiedAt(s.clock.Now())
	}
	if err := change.Exec(ctx); err != nil {
		return fmt.Errorf("store a password: %w", err)
	}
	if c.VerifiedAt == nil {
		if err := s.isProved(ctx, tx, c); err != nil {
			return err
		}
	}
	if err := s.endTokens(ctx, tx, nil, &c.ID); err != nil {
		return err
	}
	if err := s.revoke(ctx, tx, "password", session.CustomerID(c.ID)); err != nil {
		return err
	}
	if err := s.tell(ctx, tx, all); err != nil {
		return err
	}
	if c.PasswordHash != nil { // a first password is no news
		err := s.post(ctx, tx, notify.Mail{Kind: notify.PasswordChanged, To: c.Email, Name: greeting(c), Language: c.Language, VendorID: c.VendorID})
		if err != nil {
			return err
		}
	}
	return audit.Record(self, tx, audit.Event{
		Action: "customer.password", TargetType: "Customer", Target: string(c.PublicID()), VendorID: c.VendorID,
	})
}

// keep gives a user a password, and ends sessions and links that stood on the old one.
func (s *Service) keep(ctx context.Context, tx *store.Tx, userID uuid.UUID, hash string) error {
	if err := tx.User.UpdateOneID(userID).SetPasswordHash(hash).Exec(ctx); err != nil {
		return fmt.Errorf("store a password: %w", err)
	}
	if err := s.endTokens(ctx, tx, &userID, nil); err != nil {
		return err
	}
	return s.RevokeUser(ctx, tx, userID, "password")
}

// SetPassword gives a user a password without a link, for commands and the demo. A user
// who has it already stays as they are, signed in too. Errors are those of HashPassword,
// at password, and NOT_FOUND.
func (s *Service) SetPassword(ctx context.Context, userID uuid.UUID, password string) error {
	ctx = store.AcrossVendors(ctx, store.ReasonSetUp)
	u, err := s.db.User.Get(ctx, userID)
	if err != nil {
		return fmt.Errorf("set a password: %w", err)
	}
	same, err := s.hasher.matches(ctx, password, u.PasswordHash)
	if same || err != nil {
		return err
	}
	hash, err := s.HashPassword(ctx, password, "password")
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(tx *store.Tx) error { return s.keep(ctx, tx, userID, hash) })
}
