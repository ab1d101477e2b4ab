package auth

import (
	"context"
	"fmt"

	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/notify"
	"orion/internal/store"
)

// ChangePassword sets another password for the viewer, who proves the current one:
// INVALID_CREDENTIALS at input.currentPassword where it is wrong. The viewer's other
// sessions end. API keys and impersonators are FORBIDDEN.
func (s *Service) ChangePassword(ctx context.Context, in PasswordChangeInput) error {
	me, err := s.self(ctx)
	if err != nil {
		return err
	}
	if err := s.prove(ctx, me, in.CurrentPassword, "input.currentPassword"); err != nil {
		return err
	}
	hash, err := s.HashPassword(ctx, in.NewPassword, "input.newPassword")
	if err != nil {
		return err
	}
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	err = s.db.Tx(across, func(tx *store.Tx) error { return s.change(ctx, tx, me, hash) })
	if err != nil {
		return fmt.Errorf("change a password: %w", err)
	}
	return nil
}

// change stores the viewer's new password; their session goes on, all others end.
func (s *Service) change(ctx context.Context, tx *store.Tx, me *self, hash string) error {
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	var err error
	if me.customer != nil {
		err = tx.Customer.UpdateOneID(me.customer.ID).SetPasswordHash(hash).Exec(across)
	} else {
		err = tx.User.UpdateOneID(me.user.ID).SetPasswordHash(hash).Exec(across)
	}
	if err != nil {
		return fmt.Errorf("store a password: %w", err)
	}
	if err := s.endTokens(across, tx, me.userID(), me.customerID()); err != nil {
		return err
	}
	if _, err := s.endOthers(across, tx, me, "password"); err != nil {
		return err
	}
	m := me.mail(notify.PasswordChanged)
	if err := s.post(across, tx, m); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Action: me.noun() + ".password", TargetType: me.kind(), Target: me.name()})
}

// refusedAt is the answer to a proof that is wrong.
func refusedAt(path string) error {
	return errs.New(errs.InvalidCredentials, "is wrong").At(path)
}
