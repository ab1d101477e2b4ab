package customer

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/customer"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/ratelimit"
	"orion/internal/kit/tenant"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

// An applicant is a checked RegisterInput.
type applicant struct {
	email, hash string
	first, last *string
	language    string
}

// Register makes an account that waits until its address is proved, and sends the link
// for that. An address that has an account is answered alike, after the same work: one
// that waits gets the new name and a new link, and the owner of one that is proved is
// told. Who registers what waits already may be anybody, and so may who came first:
// neither's password is good then, and the link lets whoever reads the mail choose one.
// Errors are those of what was written, at input.<field>, and THROTTLED.
func (s *Service) Register(ctx context.Context, in RegisterInput) error {
	a, err := in.validate()
	if err != nil {
		return err
	}
	if err := s.throttle(ctx, "register", a.email); err != nil {
		return err
	}
	if a.hash, err = s.auth.HashPassword(ctx, in.Password, "input.password"); err != nil {
		return err
	}
	a.language = i18n.From(ctx).String()
	err = s.asking(ctx, func(tx *store.Tx, v *ent.Vendor, shop context.Context) error { return s.admit(shop, tx, v, a) })
	if store.Violates(err, "customer_email_per_vendor") { // the same address a moment before: now there is an account
		err = s.asking(ctx, func(tx *store.Tx, v *ent.Vendor, shop context.Context) error { return s.admit(shop, tx, v, a) })
	}
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	return nil
}

func (in RegisterInput) validate() (*applicant, error) {
	var faults errs.List
	a := &applicant{}
	var ok bool
	if a.email, ok = auth.NormalEmail(in.Email); !ok {
		faults = append(faults, errs.Field("input.email", "is no e-mail address"))
	}
	for _, part := range []struct {
		to   **string
		from *string
		path string
	}{{&a.first, &in.FirstName, "input.firstName"}, {&a.last, &in.LastName, "input.lastName"}} {
		text, err := name(part.from, part.path)
		switch {
		case err != nil:
			faults = append(faults, store.Public(err))
		case text == nil:
			faults = append(faults, errs.New(errs.Required, "is required").At(part.path))
		}
		*part.to = text
	}
	if err := auth.GoodPassword(in.Password, "input.password"); err != nil {
		faults = append(faults, store.Public(err))
	}
	return a, faults.Or()
}

// throttle refuses mails that strangers ask for too often: from one network, and for one address.
func (s *Service) throttle(ctx context.Context, what, email string) error {
	return s.throttled(ctx, what, email, ratelimit.PerMinute(s.perMinute))
}

func (s *Service) throttled(ctx context.Context, what, email string, most ratelimit.Limit) error {
	v := viewer.From(ctx)
	if v == nil || v.VendorID == uuid.Nil {
		return errs.New(errs.Forbidden, "you may not do that")
	}
	keys := []string{tenant.Key(v.VendorID, what, "account", email)}
	if network := ratelimit.Network(viewer.RequestFrom(ctx).Address); network != "" {
		keys = append(keys, tenant.Key(uuid.Nil, what, "address", network)) // in all shops together
	}
	for _, key := range keys {
		if got := s.limiter.Take(ctx, key, most, 1); !got.Allowed {
			return errs.TryAgain(got.Wait)
		}
	}
	return nil
}

// asking runs what a stranger asks of the viewer's shop. The tokens of links are the
// platform's, so the transaction is too; do gets the context in which it writes.
func (s *Service) asking(ctx context.Context, do func(tx *store.Tx, v *ent.Vendor, across context.Context) error) error {
	vendorID := viewer.From(ctx).VendorID
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	return s.db.Tx(across, func(tx *store.Tx) error {
		v, err := tx.Vendor.Get(across, vendorID)
		if err != nil {
			return err
		}
		return do(tx, v, across)
	})
}

// holder returns the account of an address in a shop and locks it; nil where there is none.
func holder(ctx context.Context, tx *store.Tx, v *ent.Vendor, email string) (*ent.Customer, error) {
	c, err := tx.Customer.Query().Where(customer.VendorID(v.ID), customer.Email(email)).ForUpdate().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	return c, err
}

// waits reports whether an account waits for its address to be proved.
func waits(c *ent.Customer) bool { return c != nil && c.VerifiedAt == nil && c.DisabledAt == nil }

// admit writes what a registration comes to. Each way takes as many statements, and each
// commits a change, so that the time does not tell which it was.
func (s *Service) admit(ctx context.Context, tx *store.Tx, v *ent.Vendor, a *applicant) error {
	before, err := holder(ctx, tx, v, a.email)
	if err != nil {
		return err
	}
	if before != nil && !waits(before) {
		return s.turnAway(ctx, tx, v, before)
	}
	after, err := enrol(ctx, tx, v, before, a)
	if err != nil {
		return err
	}
	if err := s.auth.IssueVerification(ctx, tx, v, after); err != nil {
		return err
	}
	return audit.Record(asShop(ctx, v), tx, audit.Event{
		Action: "customer.register", TargetType: "Customer", Target: string(after.PublicID()), Changes: audit.Diff(before, after),
	})
}

// enrol makes the account that waits, or takes the password from the one that waits
// already, in one statement either way.
func enrol(ctx context.Context, tx *store.Tx, v *ent.Vendor, before *ent.Customer, a *applicant) (*ent.Customer, error) {
	if before == nil {
		return tx.Customer.Create().SetVendorID(v.ID).SetEmail(a.email).SetLanguage(a.spoken(v)).
			SetPasswordHash(a.hash).SetNillableFirstName(a.first).SetNillableLastName(a.last).Save(ctx)
	}
	after := *before
	after.Language, after.PasswordHash, after.FirstName, after.LastName = a.spoken(v), nil, a.first, a.last
	return &after, tx.Customer.Update().Where(customer.ID(before.ID)).SetLanguage(after.Language).
		ClearPasswordHash().SetNillableFirstName(a.first).SetNillableLastName(a.last).Exec(ctx)
}

// spoken is the applicant's language where the shop speaks it, else the shop's own.
func (a *applicant) spoken(v *ent.Vendor) string {
	if slices.Contains(v.Languages, a.language) {
		return a.language
	}
	return v.Language
}

// turnAway tells the owner of an account that somebody registered with its address. One
// that is disabled hears nothing.
func (s *Service) turnAway(ctx context.Context, tx *store.Tx, v *ent.Vendor, c *ent.Customer) error {
	if err := idle(ctx, tx, 3); err != nil { // the account, the end of older links, the new one
		return err
	}
	m := notify.Mail{
		Kind: notify.AlreadyRegistered, To: c.Email, Language: c.Language, VendorID: v.ID,
		Data: map[string]string{"link": s.links.Shop(v.Slug, "account/login", "")},
	}
	if c.FirstName != nil {
		m.Name = *c.FirstName
	}
	if c.DisabledAt != nil {
		if err := idle(ctx, tx, 2); err != nil { // the mail and its line in the log
			return err
		}
	} else if err := s.send(ctx, tx, m); err != nil {
		return err
	}
	return audit.Record(asShop(ctx, v), tx, audit.Event{
		Action: "customer.register-again", TargetType: "Customer", Target: string(c.PublicID()),
	})
}

func (s *Service) send(ctx context.Context, tx *store.Tx, m notify.Mail) error {
	if s.mail == nil {
		return fmt.Errorf("send %s: there is nothing to send mails with", m.Kind)
	}
	return s.mail.Send(ctx, tx, m)
}

// idle runs statements that change nothing, in place of those that another answer needs.
func idle(ctx context.Context, tx *store.Tx, statements int) error {
	for range statements {
		if err := tx.Customer.Update().Where(customer.ID(uuid.Nil)).SetLanguage("en").Exec(ctx); err != nil {
			return fmt.Errorf("idle: %w", err)
		}
	}
	return nil
}

// asShop returns a context in which the record names a stranger in a shop.
func asShop(ctx context.Context, v *ent.Vendor) context.Context {
	return viewer.NewContext(ctx, &viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID})
}

// Verify proves an address with the token of a link and returns it. NOT_FOUND at
// input.token where it is unknown, used, over or of another shop.
func (s *Service) Verify(ctx context.Context, in VerifyInput) (string, error) {
	return s.auth.VerifyCustomer(ctx, in.Token)
}

// ResendVerification sends the link anew if the address has an account that waits for it.
// The answer, and the work, are the same where it has none. Errors are INVALID at
// input.email and THROTTLED.
func (s *Service) ResendVerification(ctx context.Context, in ResendInput) error {
	email, ok := auth.NormalEmail(in.Email)
	if !ok {
		return errs.Field("input.email", "is no e-mail address")
	}
	if err := s.throttle(ctx, "verification", email); err != nil {
		return err
	}
	err := s.asking(ctx, func(tx *store.Tx, v *ent.Vendor, across context.Context) error { return s.resend(across, tx, v, email) })
	if err != nil {
		return fmt.Errorf("send a link anew: %w", err)
	}
	return nil
}

func (s *Service) resend(ctx context.Context, tx *store.Tx, v *ent.Vendor, email string) error {
	c, err := holder(ctx, tx, v, email)
	if err != nil {
		return err
	}
	target := "nobody who waits" // who asks must not be able to fill the record with addresses
	if waits(c) {
		target = string(c.PublicID())
		err = s.auth.IssueVerification(ctx, tx, v, c)
	} else {
		err = idle(ctx, tx, 4) // the end of older links, the new one, the mail and its line in the log
	}
	if err != nil {
		return err
	}
	return audit.Record(asShop(ctx, v), tx, audit.Event{Action: "customer.verification-resend", TargetType: "Customer", Target: target})
}
