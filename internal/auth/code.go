package auth

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/recoverycode"
	"orion/internal/kit/errs"
	"orion/internal/store"
)

// The codes of authenticator apps, as all of them have it (RFC 6238): six digits of
// SHA-1, a new one each half minute, one more on either side for clocks that differ.
const (
	codeStep  = 30
	codeDrift = 1
)

var codeOptions = totp.ValidateOpts{Period: codeStep, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// recoveryCodes is how many stand in for a lost second factor.
const recoveryCodes = 10

// mayTryCode refuses a code of an account that had too many of late: codes are short, so
// they are counted as passwords are, and apart from them.
func (s *Service) mayTryCode(ctx context.Context, account string) error {
	if err := s.throttle(ctx, "code/"+account); err != nil {
		return err
	}
	return s.lockedOut(ctx, "code/"+account)
}

// wrongCode counts what was refused for its code.
func (s *Service) wrongCode(ctx context.Context, account string, err error) {
	if errs.CodeOf(err) == errs.InvalidCredentials {
		s.wrong(ctx, "code/"+account)
	}
}

// spendCode takes a code of a user's authenticator app or of recovery; INVALID_CREDENTIALS
// at path where it is neither, or was taken before.
func (s *Service) spendCode(ctx context.Context, tx *store.Tx, userID uuid.UUID, code, path string) error {
	u, err := tx.User.Get(ctx, userID)
	if err != nil {
		return fmt.Errorf("find the user of a code: %w", err)
	}
	if digits := strings.ReplaceAll(code, " ", ""); len(digits) == int(codeOptions.Digits) {
		return s.spendTotp(ctx, tx, u, digits, path)
	}
	n, err := tx.RecoveryCode.Update().
		Where(recoverycode.UserID(userID), recoverycode.Hash(s.codeHash(userID, code)), recoverycode.UsedAtIsNil()).
		SetUsedAt(s.clock.Now()).Save(ctx)
	if err != nil {
		return fmt.Errorf("spend a recovery code: %w", err)
	}
	if n == 0 {
		return refusedAt(path)
	}
	return nil
}

// spendTotp takes a code of the app. The row's own step decides between two who send the
// same code at once.
func (s *Service) spendTotp(ctx context.Context, tx *store.Tx, u *ent.User, code, path string) error {
	step, err := s.stepOf(u, strings.ReplaceAll(code, " ", ""))
	if err != nil {
		return err
	}
	if step == 0 {
		return refusedAt(path)
	}
	taken, err := takeStep(ctx, tx.Pgx, u.ID, step)
	if err != nil {
		return err
	}
	if !taken {
		return refusedAt(path)
	}
	return nil
}

// sealedSecret returns the stored secret of a second factor, nil for none: ent has a
// pointer to nothing there.
func sealedSecret(u *ent.User) []byte {
	if u.TotpSecret == nil || len(*u.TotpSecret) == 0 {
		return nil
	}
	return *u.TotpSecret
}

// stepOf returns the half minute that a code is of, 0 for none around now.
func (s *Service) stepOf(u *ent.User, code string) (int64, error) {
	sealed := sealedSecret(u)
	if sealed == nil {
		return 0, nil
	}
	key, err := s.seal.Open(sealed, u.ID.String())
	if err != nil {
		return 0, err
	}
	now := s.clock.Now().Unix() / codeStep
	found := int64(0)
	for step := now - codeDrift; step <= now+codeDrift; step++ {
		want, err := totp.GenerateCodeCustom(string(key), time.Unix(step*codeStep, 0), codeOptions)
		if err != nil {
			return 0, fmt.Errorf("compute a code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = step
		}
	}
	return found, nil
}

// lower-case Crockford: no letters to mistake.
var codeAlphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// renewCodes replaces a user's recovery codes by new ones: 50 bits each, xxxxx-xxxxx.
func (s *Service) renewCodes(ctx context.Context, tx *store.Tx, userID uuid.UUID) ([]string, error) {
	if _, err := tx.RecoveryCode.Delete().Where(recoverycode.UserID(userID)).Exec(ctx); err != nil {
		return nil, fmt.Errorf("remove recovery codes: %w", err)
	}
	codes := make([]string, recoveryCodes)
	rows := make([]*ent.RecoveryCodeCreate, recoveryCodes)
	for i := range codes {
		raw := make([]byte, 7)
		_, _ = rand.Read(raw) // never fails: see crypto/rand
		text := codeAlphabet.EncodeToString(raw)[:10]
		codes[i] = text[:5] + "-" + text[5:]
		rows[i] = tx.RecoveryCode.Create().SetUserID(userID).SetHash(s.codeHash(userID, text))
	}
	if err := tx.RecoveryCode.CreateBulk(rows...).Exec(ctx); err != nil {
		return nil, fmt.Errorf("store recovery codes: %w", err)
	}
	return codes, nil
}

// written are letters that people write for those of the alphabet.
var written = strings.NewReplacer("o", "0", "i", "1", "l", "1", "-", "", " ", "")

// codeHash is what is stored of a recovery code, in any writing.
func (s *Service) codeHash(userID uuid.UUID, code string) []byte {
	m := hmac.New(sha256.New, s.codes)
	m.Write(userID[:])
	m.Write([]byte(written.Replace(strings.ToLower(strings.TrimSpace(code)))))
	return m.Sum(nil)
}
