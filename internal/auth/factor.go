package auth

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image/png"

	"github.com/google/uuid"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/recoverycode"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

// qrSize is the length of a side, in pixels.
const qrSize = 256

// An Enrolment is a second factor that is not confirmed yet.
type Enrolment struct {
	// Secret is for typing into an app, base32; URI the same as otpauth://…; QRCode the
	// URI as a data: URL of a PNG.
	Secret, URI, QRCode string
}

// member returns the viewer's account if it can have a second factor: a user's.
func (s *Service) member(ctx context.Context) (*self, error) {
	me, err := s.self(ctx)
	if err != nil {
		return nil, err
	}
	if me.user == nil {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	return me, nil
}

// BeginTwoFactor makes the secret of a second factor, which counts from ConfirmTwoFactor
// on; one that was begun before and not confirmed is replaced. INVALID_CREDENTIALS at
// password, INVALID_STATE where there is one, FORBIDDEN for API keys and impersonators.
func (s *Service) BeginTwoFactor(ctx context.Context, password string) (*Enrolment, error) {
	me, err := s.member(ctx)
	if err != nil {
		return nil, err
	}
	if me.user.TotpConfirmedAt != nil {
		return nil, errs.New(errs.InvalidState, "there is a second factor already")
	}
	if err := s.prove(ctx, me, password, "password"); err != nil {
		return nil, err
	}
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: "Orion", AccountName: me.user.Email, Period: codeStep, Digits: codeOptions.Digits, Algorithm: codeOptions.Algorithm,
	})
	if err != nil {
		return nil, fmt.Errorf("make a second factor: %w", err)
	}
	sealed, err := s.seal.Seal([]byte(key.Secret()), me.user.ID.String())
	if err != nil {
		return nil, err
	}
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	err = s.db.Tx(across, func(tx *store.Tx) error {
		if err := tx.User.UpdateOneID(me.user.ID).SetTotpSecret(sealed).SetTotpStep(0).Exec(across); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Action: "user.two-factor-begin", TargetType: me.kind(), Target: me.name()})
	})
	if err != nil {
		return nil, fmt.Errorf("store a second factor: %w", err)
	}
	return enrolment(key)
}

func enrolment(key *otp.Key) (*Enrolment, error) {
	picture, err := key.Image(qrSize, qrSize)
	if err != nil {
		return nil, fmt.Errorf("draw a second factor: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return nil, fmt.Errorf("draw a second factor: %w", err)
	}
	return &Enrolment{
		Secret: key.Secret(), URI: key.URL(), QRCode: "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes()),
	}, nil
}

// ConfirmTwoFactor enables the second factor with a first code and returns the recovery
// codes, which are seen this once. The viewer's other sessions end. INVALID_CREDENTIALS
// at code, INVALID_STATE where none was begun or there is one.
func (s *Service) ConfirmTwoFactor(ctx context.Context, code string) ([]string, error) {
	me, err := s.member(ctx)
	if err != nil {
		return nil, err
	}
	if me.user.TotpConfirmedAt != nil || sealedSecret(me.user) == nil {
		return nil, errs.New(errs.InvalidState, "there is no second factor to confirm")
	}
	if err := s.mayTryCode(ctx, me.name()); err != nil {
		return nil, err
	}
	var codes []string
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	err = s.db.Tx(across, func(tx *store.Tx) error {
		if err := s.spendTotp(across, tx, me.user, code, "code"); err != nil {
			return err
		}
		if err := tx.User.UpdateOneID(me.user.ID).SetTotpConfirmedAt(s.clock.Now()).Exec(across); err != nil {
			return err
		}
		if codes, err = s.renewCodes(across, tx, me.user.ID); err != nil {
			return err
		}
		if _, err := s.endOthers(across, tx, me, "revoked"); err != nil {
			return err
		}
		return s.factorChanged(ctx, tx, me, notify.TwoFactorEnabled, "user.two-factor-enable")
	})
	if err != nil {
		s.wrongCode(ctx, me.name(), err)
		return nil, fmt.Errorf("enable a second factor: %w", err)
	}
	return codes, nil
}

// DisableTwoFactor removes the viewer's second factor, for password and code.
// INVALID_STATE for staff, whose factor another of the staff resets, and where there is
// none. In a team that wants one the viewer has no permissions from then on.
func (s *Service) DisableTwoFactor(ctx context.Context, in TwoFactorProofInput) error {
	me, err := s.proven(ctx, in)
	if err != nil {
		return err
	}
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	staff, err := s.db.Membership.Query().Where(membership.UserID(me.user.ID), membership.VendorIDIsNil()).Exist(across)
	switch {
	case err != nil:
		return fmt.Errorf("look for a member of the staff: %w", err)
	case staff: // whatever team they signed in to
		return errs.New(errs.InvalidState, "staff keep their second factor")
	}
	err = s.db.Tx(across, func(tx *store.Tx) error {
		if err := s.spendCode(across, tx, me.user.ID, in.Code, "input.code"); err != nil {
			return err
		}
		if err := s.ClearTwoFactor(across, tx, me.user.ID); err != nil {
			return err
		}
		return s.factorChanged(ctx, tx, me, notify.TwoFactorDisabled, "user.two-factor-disable")
	})
	if err != nil {
		s.wrongCode(ctx, me.name(), err)
		return fmt.Errorf("disable a second factor: %w", err)
	}
	return nil
}

// ClearTwoFactor removes a user's second factor and recovery codes when tx commits. The
// viewer must be of the platform.
func (s *Service) ClearTwoFactor(ctx context.Context, tx *store.Tx, userID uuid.UUID) error {
	err := tx.User.UpdateOneID(userID).ClearTotpSecret().ClearTotpConfirmedAt().SetTotpStep(0).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove a second factor: %w", err)
	}
	if _, err := tx.RecoveryCode.Delete().Where(recoverycode.UserID(userID)).Exec(ctx); err != nil {
		return fmt.Errorf("remove recovery codes: %w", err)
	}
	return s.GrantsChanged(ctx, tx)
}

// RenewRecoveryCodes replaces the viewer's recovery codes, for password and code.
func (s *Service) RenewRecoveryCodes(ctx context.Context, in TwoFactorProofInput) ([]string, error) {
	me, err := s.proven(ctx, in)
	if err != nil {
		return nil, err
	}
	var codes []string
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	err = s.db.Tx(across, func(tx *store.Tx) error {
		if err := s.spendCode(across, tx, me.user.ID, in.Code, "input.code"); err != nil {
			return err
		}
		if codes, err = s.renewCodes(across, tx, me.user.ID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Action: "user.recovery-codes", TargetType: me.kind(), Target: me.name()})
	})
	if err != nil {
		s.wrongCode(ctx, me.name(), err)
		return nil, fmt.Errorf("renew recovery codes: %w", err)
	}
	return codes, nil
}

// proven returns the viewer's account after its password was shown; INVALID_STATE where
// it has no second factor.
func (s *Service) proven(ctx context.Context, in TwoFactorProofInput) (*self, error) {
	me, err := s.member(ctx)
	if err != nil {
		return nil, err
	}
	if me.user.TotpConfirmedAt == nil {
		return nil, errs.New(errs.InvalidState, "there is no second factor")
	}
	if err := s.mayTryCode(ctx, me.name()); err != nil {
		return nil, err
	}
	return me, s.prove(ctx, me, in.Password, "input.password")
}

// factorChanged tells everybody whom it concerns that a second factor came or went.
func (s *Service) factorChanged(ctx context.Context, tx *store.Tx, me *self, kind notify.Kind, action string) error {
	if err := s.GrantsChanged(ctx, tx); err != nil {
		return err
	}
	if err := s.post(ctx, tx, me.mail(kind)); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Action: action, TargetType: me.kind(), Target: me.name()})
}

// TwoFactorState returns the state of the viewer's second factor; nil for those who
// cannot have one.
func (s *Service) TwoFactorState(ctx context.Context) (*TwoFactor, error) {
	v := viewer.From(ctx)
	if v == nil || v.UserID == uuid.Nil {
		return nil, nil
	}
	return twoFactorOf(ctx, s.db.Platform, v.UserID, v.VendorID)
}
