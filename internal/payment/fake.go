package payment

import (
	"context"
	"sync"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
)

// The ways of paying of the fake, each with its outcome.
const (
	// FakeSuccess pays at once.
	FakeSuccess = "fake"
	// FakeDecline refuses.
	FakeDecline = "fake_decline"
	// FakeAction sends the buyer to a page that asks whether to pay.
	FakeAction = "fake_action"
	// FakeLate is FakeAction whose message comes after the stock is given up.
	FakeLate = "fake_late"
	// FakeLost is FakeAction whose message never comes.
	FakeLost = "fake_lost"
)

// fakeTitle names an outcome to buyers.
type fakeTitle string

// Title is in English, the key of its translations.
func (t fakeTitle) Title() string {
	switch t {
	case FakeDecline:
		return "Test payment that is declined"
	case FakeAction:
		return "Test payment with confirmation"
	case FakeLate:
		return "Test payment that is late"
	case FakeLost:
		return "Test payment of which no word comes"
	}
	return "Test payment"
}

// A Fake is a provider that moves no money, for development and tests. It keeps its
// payments in memory and, like a real one, does a thing once however often it is asked. Of
// what it has forgotten it takes what is asked of it as new.
type Fake struct {
	page func(*ent.Payment, Demand) string

	mu       sync.Mutex
	payments map[uuid.UUID]*fakePayment
	refunds  map[uuid.UUID]Returned
	// charges counts how often money was taken of buyers.
	charges map[uuid.UUID]int
}

type fakePayment struct {
	amount   int64
	currency string
	status   enum.PaymentStatus
	refunded int64
	next     *NextAction
}

// NewFake returns a Fake whose confirmations happen at the address that page returns.
func NewFake(page func(p *ent.Payment, back string) string) *Fake {
	return &Fake{
		page:     func(p *ent.Payment, d Demand) string { return page(p, d.Back) },
		payments: map[uuid.UUID]*fakePayment{}, refunds: map[uuid.UUID]Returned{}, charges: map[uuid.UUID]int{},
	}
}

// Handle implements Provider.
func (*Fake) Handle() string { return FakeSuccess }

// Title implements Provider.
func (*Fake) Title() string { return fakeTitle(FakeSuccess).Title() }

// Methods implements Outcomes.
func (*Fake) Methods() (out []Method) {
	for _, h := range []string{FakeSuccess, FakeAction, FakeDecline, FakeLate, FakeLost} {
		out = append(out, Method{Handle: h, Title: fakeTitle(h).Title(), Hidden: h != FakeSuccess && h != FakeAction})
	}
	return out
}

// Ask implements Provider.
func (f *Fake) Ask(_ context.Context, d Demand) (Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := d.Payment
	if f.payments[p.ID] == nil {
		f.payments[p.ID] = f.open(p, d)
	}
	return f.answer(p), nil
}

func (f *Fake) open(p *ent.Payment, d Demand) *fakePayment {
	out := &fakePayment{amount: p.AmountMinor, currency: p.Currency, status: enum.PaymentStatusPending}
	switch p.Method {
	case FakeSuccess:
		out.status = enum.PaymentStatusPaid
		f.charges[p.ID]++
	case FakeDecline:
		out.status = enum.PaymentStatusFailed
	default:
		url := f.page(p, d)
		out.next = &NextAction{RedirectURL: &url}
	}
	return out
}

func (f *Fake) answer(p *ent.Payment) Answer {
	own := f.payments[p.ID]
	a := Answer{Status: own.status, Ref: "fake_" + p.ID.String(), Amount: own.amount, Currency: own.currency}
	switch own.status {
	case enum.PaymentStatusPending:
		a.Next = own.next
	case enum.PaymentStatusFailed:
		a.Failure = "the test says no"
	}
	return a
}

// Fetch implements Provider.
func (f *Fake) Fetch(ctx context.Context, p *ent.Payment) (Answer, error) {
	f.mu.Lock()
	known := f.payments[p.ID] != nil
	f.mu.Unlock()
	if !known && p.Status == enum.PaymentStatusPaid {
		return Answer{Status: p.Status}, nil
	}
	return f.Ask(ctx, Demand{Payment: p})
}

// Refund implements Provider.
func (f *Fake) Refund(_ context.Context, r Return) (Returned, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if done, ok := f.refunds[r.Refund.ID]; ok {
		return done, nil
	}
	own := f.payments[r.Payment.ID]
	if own == nil {
		own = &fakePayment{amount: r.Payment.AmountMinor, currency: r.Payment.Currency, status: enum.PaymentStatusPaid}
		f.payments[r.Payment.ID] = own
	}
	if own.status != enum.PaymentStatusPaid || own.refunded+r.Refund.AmountMinor > own.amount {
		return Returned{}, errs.New(errs.InvalidState, "the test payment has not that much to give back")
	}
	own.refunded += r.Refund.AmountMinor
	done := Returned{Ref: "fake_" + r.Refund.ID.String(), Status: enum.RefundStatusSucceeded}
	f.refunds[r.Refund.ID] = done
	return done, nil
}

// Confirm is what the buyer says on the page of a payment: to pay or not. It reports false
// for a payment that does not wait for a word.
func (f *Fake) Confirm(payment uuid.UUID, pay bool) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	own := f.payments[payment]
	if own == nil || own.status != enum.PaymentStatusPending {
		return false
	}
	own.status = enum.PaymentStatusFailed
	if pay {
		own.status = enum.PaymentStatusPaid
		f.charges[payment]++
	}
	return true
}

// Falsify makes the fake say that a payment was of another amount, for tests of what is not
// believed.
func (f *Fake) Falsify(payment uuid.UUID, amount int64, currency string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if own := f.payments[payment]; own != nil {
		own.amount, own.currency = amount, currency
	}
}

// Charges is how often money was taken for a payment.
func (f *Fake) Charges(payment uuid.UUID) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.charges[payment]
}

// Refunded is how much the fake has given back of a payment.
func (f *Fake) Refunded(payment uuid.UUID) int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	if own := f.payments[payment]; own != nil {
		return own.refunded
	}
	return 0
}
