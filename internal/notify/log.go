package notify

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/maildelivery"
	"orion/ent/gen/ent/mailsuppression"
	"orion/internal/enum"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// How long the log keeps what.
const (
	// ResendFor is how long a mail can be sent again.
	ResendFor = 30 * 24 * time.Hour
)

// resendable are the kinds that say nothing that opens an account. What others say is kept
// until they are sent and no longer.
var resendable = map[Kind]bool{
	OrderPlaced: true, OrderPaid: true, OrderCancelled: true, OrderRefunded: true, OrderFulfilled: true,
	ReturnRequested: true, WithdrawalReceived: true, ReturnApproved: true, ReturnRejected: true,
}

// asked are the kinds that somebody is waiting for. They go out also to who wants no mail,
// but not to where none arrives.
var asked = map[Kind]bool{
	PasswordReset: true, PasswordChanged: true, VerifyEmail: true, ChoosePassword: true, EmailChange: true, EmailChangeNotice: true,
	TwoFactorEnabled: true, TwoFactorDisabled: true, Invitation: true, OrderLink: true, WithdrawalReceived: true, OrderPlaced: true,
	PrivacyExport: true, PrivacyErasure: true, PrivacyErased: true,
}

// toTeam are the kinds that tell a team of its own shop: they stand in its log, and come from
// the platform.
var toTeam = map[Kind]bool{ImportFinished: true, LowStock: true, PayoutRequired: true}

// as is the context in which the log of a vendor, or the platform's, is written: services
// have decided before that what they tell is right.
func as(ctx context.Context, vendorID uuid.UUID) context.Context {
	return viewer.NewContext(ctx, viewer.ForVendor(vendorID))
}

// enter writes a mail of a vendor into its log. It returns false where its event has had
// one. The platform's own that are of no event are written when they are sent: the
// transaction may be a vendor's, which cannot write them.
func (s *Service) enter(ctx context.Context, tx *store.Tx, m Mail, job jobs.MailSend) (bool, error) {
	if m.VendorID == uuid.Nil && m.Event == "" {
		return true, nil
	}
	ctx = as(ctx, m.VendorID)
	c := tx.MailDelivery.Create().SetID(job.ID).SetKind(string(m.Kind)).SetLanguage(spoken(m.Language)).
		SetRecipient(m.To).SetRecipientHash(s.hash("recipient", normal(m.To)))
	if m.VendorID != uuid.Nil {
		c.SetVendorID(m.VendorID)
	}
	if m.OrderID != uuid.Nil {
		c.SetOrderID(m.OrderID)
	}
	if resendable[m.Kind] {
		c.SetSealed(job.Sealed)
	}
	if m.Event != "" {
		once := s.hash("once", m.VendorID.String(), string(m.Kind), m.Event, normal(m.To))
		had, err := tx.MailDelivery.Query().Where(maildelivery.DedupeHash(once)).Exist(ctx)
		if err != nil || had {
			return false, err
		}
		c.SetDedupeHash(once)
	}
	if err := c.Exec(ctx); err != nil {
		return false, fmt.Errorf("log a mail: %w", err)
	}
	return true, nil
}

// begun returns the row of a mail that is about to be sent, and makes it where it has none.
func (s *Service) begun(ctx context.Context, job jobs.MailSend, l letter) (*ent.MailDelivery, error) {
	row, err := s.db.MailDelivery.Get(ctx, job.ID)
	if !ent.IsNotFound(err) {
		return row, err
	}
	if job.VendorID != uuid.Nil {
		return nil, nil //nolint:nilnil // it was in the log and is not: whom it was for has been erased
	}
	c := s.db.MailDelivery.Create().SetID(job.ID).SetKind(job.About).SetLanguage(spoken(l.Language)).
		SetRecipient(l.To).SetRecipientHash(s.hash("recipient", normal(l.To)))
	return c.Save(ctx)
}

// suppressed reports whether a mail must not go to its address.
func (s *Service) suppressed(ctx context.Context, job jobs.MailSend, to string) (bool, error) {
	row, err := s.db.MailSuppression.Query().Where(mailsuppression.ScopeHash(s.scope(job.VendorID, to))).Only(ctx)
	if ent.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look whether an address takes mail: %w", err)
	}
	return row.Reason == enum.SuppressionReasonBounce || !asked[Kind(job.About)], nil
}

// suppress puts an address on the list of a vendor, or of the platform. Twice is no change.
func (s *Service) suppress(ctx context.Context, c *ent.Client, vendorID uuid.UUID, to string, why enum.SuppressionReason, detail string) (*ent.MailSuppression, error) {
	scope := s.scope(vendorID, to)
	before, err := c.MailSuppression.Query().Where(mailsuppression.ScopeHash(scope)).Only(ctx)
	if !ent.IsNotFound(err) {
		return before, err
	}
	create := c.MailSuppression.Create().SetAddress(normal(to)).SetScopeHash(scope).SetReason(why)
	if vendorID != uuid.Nil {
		create.SetVendorID(vendorID)
	}
	if detail != "" {
		create.SetDetail(cut(detail))
	}
	row, err := create.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("suppress an address: %w", err)
	}
	return row, nil
}

// scope names an address on the list of a vendor.
func (s *Service) scope(vendorID uuid.UUID, to string) []byte {
	return s.hash("scope", vendorID.String(), normal(to))
}

// RecipientHash is how the log finds mails by their address.
func (s *Service) RecipientHash(address string) []byte { return s.hash("recipient", normal(address)) }

// normal is the form in which addresses are compared.
func normal(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// spoken is the language that a mail is written in.
func spoken(language string) string {
	if _, ok := allFrames[language]; ok {
		return language
	}
	return "en"
}

// maxFailure is how much is kept of why a mail was not sent, in characters.
const maxFailure = 500

func cut(s string) string {
	if r := []rune(s); len(r) > maxFailure {
		return string(r[:maxFailure])
	}
	return s
}

// Sweep forgets what mails said that are too old to be sent again. The viewer is the program, acting for the platform.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.clock.Now()
	err := s.db.MailDelivery.Update().Where(maildelivery.CreatedAtLT(now.Add(-ResendFor)), maildelivery.SealedNotNil()).ClearSealed().Exec(ctx)
	if err != nil {
		return fmt.Errorf("forget what old mails said: %w", err)
	}
	return nil
}
