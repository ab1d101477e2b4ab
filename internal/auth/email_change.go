package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/customer"
	"orion/ent/gen/ent/onetimetoken"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/user"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

// RequestEmailChange sends a link to the viewer's new address and a notice to the present
// one, which stays until the link is followed. An address that another account has is
// answered alike: its owner is told instead. INVALID at input.newEmail for text that is no
// address and for the present one, INVALID_CREDENTIALS at input.password.
func (s *Service) RequestEmailChange(ctx context.Context, in EmailChangeRequestInput) error {
	me, err := s.self(ctx)
	if err != nil {
		return err
	}
	email, ok := NormalEmail(in.NewEmail)
	switch {
	case !ok:
		return errs.Field("input.newEmail", "is no e-mail address")
	case email == me.email():
		return errs.Field("input.newEmail", "is your address already")
	}
	if err := s.prove(ctx, me, in.Password, "input.password"); err != nil {
		return err
	}
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	err = s.db.Tx(across, func(tx *store.Tx) error { return s.sendChange(ctx, tx, me, email) })
	if err != nil {
		return fmt.Errorf("send a link: %w", err)
	}
	return nil
}

func (s *Service) sendChange(ctx context.Context, tx *store.Tx, me *self, email string) error {
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	taken, err := takenAddress(across, tx, me, email)
	if err != nil {
		return err
	}
	token, err := s.issue(across, tx, ticket{
		userID: me.userID(), customerID: me.customerID(), purpose: onetimetoken.PurposeCHANGE_EMAIL,
		email: me.email(), newEmail: &email, life: ResetLife,
	})
	if err != nil {
		return err
	}
	link, err := s.changeLink(across, tx, me, token)
	if err != nil {
		return err
	}
	there := me.mail(notify.EmailChange)
	there.To, there.Data = email, map[string]string{"link": link}
	if taken {
		there.Kind, there.Name, there.Data = notify.EmailTaken, "", nil
	}
	if err := s.post(across, tx, there); err != nil {
		return err
	}
	here := me.mail(notify.EmailChangeNotice)
	here.Data = map[string]string{"email": email}
	if err := s.post(across, tx, here); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Action: me.noun() + ".email-request", TargetType: me.kind(), Target: me.name()})
}

// changeLink leads to the door that the viewer came in by.
func (s *Service) changeLink(ctx context.Context, tx *store.Tx, me *self, token string) (string, error) {
	if me.viewer.Audience == viewer.Admin {
		return s.links.Admin("confirm-email", token), nil
	}
	v, err := tx.Vendor.Get(ctx, me.viewer.VendorID)
	if err != nil {
		return "", fmt.Errorf("find the viewer's vendor: %w", err)
	}
	if me.customer != nil {
		return s.links.Shop(v.Slug, "account/confirm-email", token), nil
	}
	return s.links.Console(v.Slug, "confirm-email", token), nil
}

// takenAddress reports whether another account of the same kind, for customers in the
// same shop, has the address.
func takenAddress(ctx context.Context, tx *store.Tx, me *self, email string) (bool, error) {
	var taken bool
	var err error
	if c := me.customer; c != nil {
		taken, err = tx.Customer.Query().Where(customer.VendorID(c.VendorID), customer.Email(email)).Exist(ctx)
	} else {
		taken, err = tx.User.Query().Where(user.Email(email)).Exist(ctx)
	}
	if err != nil {
		return false, fmt.Errorf("look for an address: %w", err)
	}
	return taken, nil
}

// ChangeEmail gives an account the address that a link went to, and returns it. The
// account's sessions end but for the one that asks, if it is one of them, and its other
// links. NOT_FOUND at input.token where the link is
// unknown, used or over, for an account that has another address by now, and where
// somebody else has the new one.
func (s *Service) ChangeEmail(ctx context.Context, in EmailChangeInput) (string, error) {
	if err := s.throttle(ctx, ""); err != nil {
		return "", err
	}
	slug, asking := viewer.RequestFrom(ctx).Vendor, viewer.From(ctx)
	ctx = store.AcrossVendors(ctx, store.ReasonSignIn)
	t, err := s.find(ctx, in.Token, slug, onetimetoken.PurposeCHANGE_EMAIL)
	if err != nil {
		return "", err
	}
	me := &self{viewer: asking, user: t.Edges.User, customer: t.Edges.Customer}
	if asking == nil {
		me.viewer = viewer.From(ctx)
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := s.use(ctx, tx, t); err != nil {
			return err
		}
		return s.move(ctx, tx, me, t)
	})
	if store.Violates(err, "user_email") || store.Violates(err, "customer_email_per_vendor") {
		return "", badLink()
	}
	if err != nil {
		return "", fmt.Errorf("change an address: %w", err)
	}
	return *t.NewEmail, nil
}

// move writes the new address where the old one still stands, and ends what stood on it.
func (s *Service) move(ctx context.Context, tx *store.Tx, me *self, t *ent.OneTimeToken) error {
	if t.NewEmail == nil || t.Email == nil {
		return errors.New("the link has no address")
	}
	var who context.Context
	e := audit.Event{Action: me.noun() + ".email", TargetType: me.kind(), Target: me.name()}
	if c := me.customer; c != nil {
		after, err := tx.Customer.UpdateOneID(c.ID).Where(customer.Email(*t.Email)).
			SetEmail(*t.NewEmail).SetVerifiedAt(s.clock.Now()).Save(ctx)
		if err != nil {
			return gone(err)
		}
		if err := s.isProved(ctx, tx, after); err != nil {
			return err
		}
		who, e.VendorID, e.Changes = asCustomer(ctx, c), c.VendorID, audit.Diff(c, after)
	} else {
		after, err := tx.User.UpdateOneID(me.user.ID).Where(user.Email(*t.Email)).SetEmail(*t.NewEmail).Save(ctx)
		if err != nil {
			return gone(err)
		}
		who, e.Changes = asUser(ctx, me.user), audit.Diff(me.user, after)
	}
	if err := s.endTokens(ctx, tx, me.userID(), me.customerID()); err != nil {
		return err
	}
	if _, err := s.endOthers(ctx, tx, me, "revoked"); err != nil {
		return err
	}
	return audit.Record(who, tx, e)
}

// gone turns "nobody has that address any more" into a link that is not good.
func gone(err error) error {
	if ent.IsNotFound(err) {
		return badLink()
	}
	return err
}

// PendingEmail returns the address that waits to become the viewer's, nil for none.
func (s *Service) PendingEmail(ctx context.Context) (*string, error) {
	v := viewer.From(ctx)
	var whose predicate.OneTimeToken
	switch {
	case v == nil:
		return nil, nil
	case v.CustomerID != uuid.Nil:
		whose = onetimetoken.CustomerID(v.CustomerID)
	case v.UserID != uuid.Nil:
		whose = onetimetoken.UserID(v.UserID)
	default:
		return nil, nil
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSignIn)
	t, err := s.db.OneTimeToken.Query().Where(whose, onetimetoken.PurposeEQ(onetimetoken.PurposeCHANGE_EMAIL),
		onetimetoken.UsedAtIsNil(), onetimetoken.ExpiresAtGT(s.clock.Now())).First(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for a pending address: %w", err)
	}
	return t.NewEmail, nil
}
