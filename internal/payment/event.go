package payment

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/refund"
	"orion/ent/gen/ent/vendorpaymentconfig"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// caller returns the provider that tells by itself, nil for none.
func (s *Service) caller() Caller {
	for _, p := range s.providers {
		if c, ok := p.(Caller); ok {
			return c
		}
	}
	return nil
}

// Accept keeps a message of the provider, with the job that heeds it, and does no more: the
// provider waits for the answer. One that was kept before is taken and dropped. NOT_FOUND
// where no provider tells by itself; UNAUTHENTICATED, BAD_REQUEST as Parse.
func (s *Service) Accept(ctx context.Context, body []byte, signature string) error {
	by := s.caller()
	if by == nil {
		return errs.New(errs.NotFound, "not found")
	}
	m, err := by.Parse(body, signature)
	if err != nil {
		return err
	}
	across := store.AcrossVendors(ctx, store.ReasonMessage)
	err = s.DB.Tx(across, func(tx *store.Tx) error { return s.keep(across, tx, by.Handle(), m, body) })
	if store.Violates(err, "webhook_event_once") {
		return nil
	}
	if err != nil {
		return fmt.Errorf("keep message %s: %w", m.ID, err)
	}
	return nil
}

func (s *Service) keep(ctx context.Context, tx *store.Tx, provider string, m Message, body []byte) error {
	c := tx.WebhookEvent.Create().SetProvider(provider).SetEventID(m.ID).SetKind(m.Kind).SetPayload(body).SetOccurredAt(m.OccurredAt)
	if m.Account != "" {
		c.SetAccount(m.Account)
	}
	e, err := c.Save(ctx)
	if err != nil {
		return err
	}
	return s.Queue.Insert(ctx, tx, jobs.PaymentEvent{EventID: e.ID})
}

// heeded is what came of a message.
type heeded struct {
	// vendor is whose it was, zero where that is nobody.
	vendor uuid.UUID
	// ignored says that it concerns nothing of ours, because of why.
	ignored bool
	why     string
}

func ignore(vendor uuid.UUID, why string) (heeded, error) {
	return heeded{vendor: vendor, ignored: true, why: why}, nil
}

// Heed does what a kept message is a reason for: it asks the provider how the payment, the
// refund or the account stands that it names, and makes it so here. Nothing is taken from the
// message but names, and these have to fit together: what names the payment of one vendor and
// the account of another changes nothing. In which order messages come, and how often, makes
// no difference. An error means that it has to be called again; until then the message shows
// why it FAILED.
func (s *Service) Heed(ctx context.Context, id uuid.UUID) error {
	ctx = store.AcrossVendors(ctx, store.ReasonMessage)
	e, err := s.DB.WebhookEvent.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("find message %s: %w", id, err)
	}
	if e.Status == enum.WebhookStatusHandled || e.Status == enum.WebhookStatusIgnored {
		return nil
	}
	got, err := s.heed(ctx, e)
	if err != nil {
		err = fmt.Errorf("heed message %s: %w", id, err)
	}
	return errors.Join(err, s.note(ctx, e, got, err))
}

func (s *Service) heed(ctx context.Context, e *ent.WebhookEvent) (heeded, error) {
	by := s.caller()
	if by == nil || by.Handle() != e.Provider {
		return heeded{}, fmt.Errorf("no provider of %q", e.Provider)
	}
	m, err := by.Read(e.Payload)
	if err != nil {
		return heeded{}, err
	}
	switch {
	case m.Connected != "":
		return s.heedAccount(ctx, m)
	case m.Refund != "":
		return s.heedRefund(ctx, m)
	case m.Payment != "":
		return s.heedPayment(ctx, by, m)
	}
	return ignore(uuid.Nil, "")
}

// note writes down what came of a message.
func (s *Service) note(ctx context.Context, e *ent.WebhookEvent, got heeded, failed error) error {
	u := e.Update().AddAttempts(1)
	if got.vendor != uuid.Nil {
		u.SetVendorID(got.vendor)
	}
	switch {
	case failed != nil:
		u.SetStatus(enum.WebhookStatusFailed).SetFailure(cut(failed.Error()))
	case got.why != "":
		u.SetStatus(enum.WebhookStatusIgnored).SetFailure(got.why).SetHandledAt(s.Clock.Now())
	case got.ignored:
		u.SetStatus(enum.WebhookStatusIgnored).ClearFailure().SetHandledAt(s.Clock.Now())
	default:
		u.SetStatus(enum.WebhookStatusHandled).ClearFailure().SetHandledAt(s.Clock.Now())
	}
	if err := u.Exec(ctx); err != nil {
		return fmt.Errorf("write down what came of message %s: %w", e.ID, err)
	}
	return nil
}

const (
	notOurs     = "it names nothing that is known here"
	notTheirs   = "it names the account of one vendor and an order of another"
	anotherName = "it names another payment of the provider's than the order has"
)

func (s *Service) heedPayment(ctx context.Context, by Caller, m Message) (heeded, error) {
	id, err := uuid.Parse(m.Payment)
	if err != nil {
		return ignore(uuid.Nil, notOurs)
	}
	p, err := s.DB.Payment.Get(ctx, id)
	switch {
	case ent.IsNotFound(err):
		return ignore(uuid.Nil, notOurs)
	case err != nil:
		return heeded{}, err
	}
	if s.provider(p.Method) != Provider(by) {
		return ignore(p.VendorID, notOurs)
	}
	if got, fits, err := s.fits(ctx, m, p); err != nil || !fits {
		return got, err
	}
	if p.ProviderRef == nil { // it has come before our own question was answered
		p.ProviderRef = &m.Ref
	}
	return heeded{vendor: p.VendorID}, s.apply(viewer.NewContext(ctx, viewer.ForVendor(p.VendorID)), by, p)
}

// fits reports whether what a message names belongs together; else what came of it.
func (s *Service) fits(ctx context.Context, m Message, p *ent.Payment) (heeded, bool, error) {
	if m.Account != "" && m.Account != optional.Value(p.AccountID) {
		owner, err := s.ownerOf(ctx, m.Account)
		return heeded{vendor: owner, ignored: true, why: notTheirs}, false, err
	}
	if p.ProviderRef != nil && m.Ref != *p.ProviderRef || m.Ref == "" {
		return heeded{vendor: p.VendorID, ignored: true, why: anotherName}, false, nil
	}
	return heeded{}, true, nil
}

func (s *Service) heedRefund(ctx context.Context, m Message) (heeded, error) {
	id, err := uuid.Parse(m.Refund)
	if err != nil {
		return ignore(uuid.Nil, notOurs)
	}
	r, err := s.DB.Refund.Query().Where(refund.ID(id)).WithPayment().Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return ignore(uuid.Nil, notOurs)
	case err != nil:
		return heeded{}, err
	}
	if got, fits, err := s.fits(ctx, m, r.Edges.Payment); err != nil || !fits {
		return got, err
	}
	return heeded{vendor: r.VendorID}, s.Return(viewer.NewContext(ctx, viewer.ForVendor(r.VendorID)), id)
}

func (s *Service) heedAccount(ctx context.Context, m Message) (heeded, error) {
	owner, err := s.ownerOf(ctx, m.Connected)
	if err != nil {
		return heeded{}, err
	}
	if owner == uuid.Nil {
		return ignore(uuid.Nil, notOurs)
	}
	return heeded{vendor: owner}, s.Sync(ctx, owner)
}

// ownerOf returns the vendor that an account is of, zero for none.
func (s *Service) ownerOf(ctx context.Context, account string) (uuid.UUID, error) {
	c, err := s.DB.VendorPaymentConfig.Query().Where(vendorpaymentconfig.AccountID(account)).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return uuid.Nil, nil
	case err != nil:
		return uuid.Nil, fmt.Errorf("look for the vendor of an account: %w", err)
	}
	return c.VendorID, nil
}
