package payment_test

import (
	"context"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/ledgerentry"
	"orion/ent/gen/ent/orderevent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/kit/postal"
	"orion/internal/kit/terms"
	"orion/internal/order"
	"orion/internal/payment"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/jobs"
)

// A shop is a vendor that takes money.
type shop struct {
	db     *store.DB
	vendor *ent.Vendor
	team   context.Context
	system context.Context
	fake   *payment.Fake
	svc    *payment.Service
	stock  *inventory.Service
	orders atomic.Int64
}

func open(t testing.TB, more ...payment.Provider) *shop {
	t.Helper()
	return openOn(t, pgtest.New(t), more...)
}

func openOn(t testing.TB, db *store.DB, more ...payment.Provider) *shop {
	t.Helper()
	s := &shop{db: db, fake: payment.NewFake(func(p *ent.Payment, back string) string { return back + "?fake=" + p.ID.String() })}
	s.vendor, s.team = fixture.Vendor(t, db)
	s.system = fixture.System(t, s.vendor)
	queue, err := jobs.NewQueue(db)
	require.NoError(t, err)
	pages := page.NewSigner([]byte("a key of the tests"))
	s.stock = inventory.New(db, pages)
	s.svc = payment.New(payment.Deps{
		DB: db, Pages: pages, Clock: clock.System{}, Queue: queue, Stock: s.stock, Orders: order.New(db, pages, clock.System{}, s.stock), Log: slog.New(slog.DiscardHandler),
		Links: link.Builder{BaseURL: "http://localhost", ByPath: true}, Providers: append([]payment.Provider{s.fake}, more...), CommissionBp: 500,
	})
	return s
}

// owed is a placed order of 119.00 (two pieces at 54.50 and 10.00 of delivery, with 19.00 of
// tax) whose payment nobody has been asked for.
func (s *shop) owed(t testing.TB, method string, with ...func(*ent.OrderLineCreate)) (*ent.Order, *ent.Payment) {
	t.Helper()
	c, err := s.db.Cart.Create().SetCurrency("EUR").SetExpiresAt(time.Now()).Save(s.system)
	require.NoError(t, err)
	o, err := s.db.Order.Create().SetCartID(c.ID).SetEmail("ada@example.org").SetCurrency("EUR").SetSubtotalMinor(10900).SetShippingMinor(1000).
		SetTaxMinor(1900).SetTotalMinor(11900).SetShippingTaxMinor(160).SetShippingAddress(postal.Address{}).SetDeliveryHandle("standard").SetDeliveryTitle("Standard").
		SetStatus(enum.OrderStatusPlaced).SetPlacedAt(time.Now()).SetNumber(1000 + s.orders.Add(1)).
		SetPaymentMethod(method).SetIdempotencyKey(c.ID.String()).SetRequestHash([]byte("hash")).Save(s.system)
	require.NoError(t, err)
	p, err := s.db.Payment.Create().SetOrderID(o.ID).SetMethod(method).SetCurrency("EUR").SetAmountMinor(11900).Save(s.system)
	require.NoError(t, err)
	l := s.db.OrderLine.Create().SetOrderID(o.ID).SetTitle("Lamp").SetQuantity(2).SetCurrency("EUR").SetUnitPriceMinor(5450).
		SetTotalMinor(10900).SetTaxMinor(1740).SetTaxRateBp(1900)
	for _, say := range with {
		say(l)
	}
	require.NoError(t, l.Exec(s.system))
	return o, p
}

func (s *shop) record(t testing.TB, p *ent.Payment, a payment.Answer) {
	t.Helper()
	require.NoError(t, s.db.Tx(s.system, func(tx *store.Tx) error { return s.svc.Record(fixture.Shopper(t, s.vendor), tx, p.ID, a) }))
}

func (s *shop) fresh(t testing.TB, p *ent.Payment) *ent.Payment {
	t.Helper()
	p, err := s.db.Payment.Get(s.system, p.ID)
	require.NoError(t, err)
	return p
}

func (s *shop) order(t testing.TB, o *ent.Order) *ent.Order {
	t.Helper()
	o, err := s.db.Order.Get(s.system, o.ID)
	require.NoError(t, err)
	return o
}

// balances is what the accounts of an order's postings come to.
func (s *shop) balances(t testing.TB, o *ent.Order) map[enum.LedgerAccount]int64 {
	t.Helper()
	rows, err := s.db.LedgerEntry.Query().Where(ledgerentry.OrderID(o.ID)).All(s.system)
	require.NoError(t, err)
	out, postings := map[enum.LedgerAccount]int64{}, map[string]int64{}
	for _, e := range rows {
		out[e.Account] += e.AmountMinor
		postings[e.Posting] += e.AmountMinor
	}
	for name, sum := range postings {
		require.Zero(t, sum, name)
	}
	for account, sum := range out {
		if sum == 0 {
			delete(out, account)
		}
	}
	return out
}

func (s *shop) happened(t testing.TB, o *ent.Order) (out []enum.OrderEventKind) {
	t.Helper()
	rows, err := s.db.OrderEvent.Query().Where(orderevent.OrderID(o.ID)).Order(orderevent.ByID()).All(s.system)
	require.NoError(t, err)
	for _, e := range rows {
		out = append(out, e.Kind)
	}
	return out
}

func handles(of []payment.Method) (out []string) {
	for _, m := range of {
		out = append(out, m.Handle)
	}
	return out
}

func TestMethods(t *testing.T) {
	t.Parallel()
	s := open(t)
	buyer := i18n.NewContext(fixture.Shopper(t, s.vendor), language.German)
	offered := func() []payment.Method {
		all, err := s.svc.Methods(buyer)
		require.NoError(t, err)
		return all
	}
	require.Equal(t, payment.Method{Handle: "manual", Title: "Kauf auf Rechnung"}, offered()[0])
	require.Equal(t, []string{"manual", "fake", "fake_action"}, handles(offered()), "of who has said nothing")

	m, err := s.svc.SetMethod(s.team, payment.MethodSetInput{Handle: "cash_on_delivery", Enabled: ptr(true), Position: ptr(0),
		Titles: []*vendor.LocalizedText{{Language: "de", Text: " Bar an der Tür "}}})
	require.NoError(t, err)
	require.Equal(t, 1, m.Version)
	_, err = s.svc.SetMethod(s.team, payment.MethodSetInput{Handle: "fake", Enabled: ptr(false)})
	require.NoError(t, err)
	require.Equal(t, []payment.Method{{Handle: "manual", Title: "Kauf auf Rechnung"}, {Handle: "cash_on_delivery", Title: "Bar an der Tür"}}, offered())

	for handle, want := range map[string]bool{"manual": true, "fake": false, "fake_lost": false, "card": false, "": false} {
		ok, err := s.svc.Offers(buyer, s.db.Client, handle)
		require.NoError(t, err)
		require.Equal(t, want, ok, handle)
	}
}

func TestSetMethodRefuses(t *testing.T) {
	t.Parallel()
	s := open(t)
	bank := func(iban, bic string) *terms.BankDetails {
		return &terms.BankDetails{Holder: "Lumière", IBAN: iban, BIC: bic}
	}
	for name, tc := range map[string]struct {
		as   context.Context
		in   payment.MethodSetInput
		code errs.Code
		at   string
	}{
		"a way that is none":         {in: payment.MethodSetInput{Handle: "shells"}, code: errs.NotFound, at: "input.handle"},
		"an outcome of the fake":     {in: payment.MethodSetInput{Handle: "fake_lost"}, code: errs.NotFound, at: "input.handle"},
		"an IBAN with a slip":        {in: payment.MethodSetInput{Handle: "manual", Bank: bank("LU280019400644750001", "")}, code: errs.Invalid, at: "input.bank.iban"},
		"a BIC that is none":         {in: payment.MethodSetInput{Handle: "manual", Bank: bank("LU280019400644750000", "BCE")}, code: errs.Invalid, at: "input.bank.bic"},
		"a bank for the fake":        {in: payment.MethodSetInput{Handle: "fake", Bank: bank("LU280019400644750000", "")}, code: errs.Invalid, at: "input.bank"},
		"a language that we lack":    {in: payment.MethodSetInput{Handle: "manual", Titles: []*vendor.LocalizedText{{Language: "it"}}}, code: errs.Invalid, at: "input.titles.0.language"},
		"an old version":             {in: payment.MethodSetInput{Handle: "manual", Version: 3}, code: errs.StaleVersion, at: "input.version"},
		"somebody who may not":       {as: fixture.Staff(t, s.vendor, enum.PermissionPaymentRead), in: payment.MethodSetInput{Handle: "manual"}, code: errs.Forbidden},
		"somebody in the shop, even": {as: fixture.Shopper(t, s.vendor), in: payment.MethodSetInput{Handle: "manual"}, code: errs.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := tc.as
			if ctx == nil {
				ctx = s.team
			}
			_, err := s.svc.SetMethod(ctx, tc.in)
			require.Equal(t, tc.code, errs.CodeOf(err), "%v", err)
			require.Equal(t, tc.at, store.Public(err).Field())
		})
	}
}

func TestSomeWayOfPayingStays(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, err := s.svc.SetMethod(s.team, payment.MethodSetInput{Handle: "fake", Enabled: ptr(false)})
	require.NoError(t, err)
	_, err = s.svc.SetMethod(s.team, payment.MethodSetInput{Handle: "manual", Enabled: ptr(false)})
	require.Equal(t, errs.Invalid, errs.CodeOf(err))
	all, err := s.svc.Methods(s.team)
	require.NoError(t, err)
	require.Equal(t, []string{"manual"}, handles(all), "nothing was written")
}

func TestInstructions(t *testing.T) {
	t.Parallel()
	s := open(t)
	o, _ := s.owed(t, "manual")
	got, err := s.svc.Instructions(s.team, o)
	require.NoError(t, err)
	require.Equal(t, &payment.Instructions{Reference: "1001"}, got)

	_, err = s.svc.SetMethod(s.team, payment.MethodSetInput{
		Handle: "manual", Bank: &terms.BankDetails{Holder: " Lumière ", IBAN: "lu28 0019 4006 4475 0000", BIC: "bceelull"},
		Instructions: []*vendor.LocalizedText{{Language: "en", Text: "Within 14 days."}},
	})
	require.NoError(t, err)
	got, err = s.svc.Instructions(i18n.NewContext(s.team, language.French), o)
	require.NoError(t, err)
	require.Equal(t, &payment.Instructions{
		Text: ptr("Within 14 days."), Reference: "1001",
		Bank: &terms.BankDetails{Holder: "Lumière", IBAN: "LU280019400644750000", BIC: "BCEELULL"},
	}, got, "in the shop's language where there is none in the buyer's")

	card, _ := s.owed(t, "fake")
	got, err = s.svc.Instructions(s.team, card)
	require.NoError(t, err)
	require.Nil(t, got)
}

func TestAsk(t *testing.T) {
	t.Parallel()
	s := open(t)
	for method, tc := range map[string]struct {
		status enum.PaymentStatus
		next   bool
		code   errs.Code
		kept   enum.PaymentStatus
	}{
		"manual":           {status: enum.PaymentStatusPending, kept: enum.PaymentStatusPending},
		"cash_on_delivery": {status: enum.PaymentStatusPending, kept: enum.PaymentStatusPending},
		"fake":             {status: enum.PaymentStatusPaid, kept: enum.PaymentStatusPending},
		"fake_action":      {status: enum.PaymentStatusPending, next: true, kept: enum.PaymentStatusPending},
		"fake_decline":     {code: errs.PaymentDeclined, kept: enum.PaymentStatusFailed},
		"gone":             {code: errs.Internal, kept: enum.PaymentStatusPending},
	} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			_, p := s.owed(t, method)
			for range 2 {
				a, err := s.svc.Ask(fixture.Shopper(t, s.vendor), p)
				require.Equal(t, tc.code, errs.CodeOf(err))
				require.Equal(t, tc.status, a.Status)
				require.Equal(t, tc.next, a.Next != nil)
			}
			require.Equal(t, tc.kept, s.fresh(t, p).Status)
			if method == "fake" {
				require.Equal(t, 1, s.fake.Charges(p.ID), "asked twice, paid once")
			}
		})
	}
}

func TestRecord(t *testing.T) {
	t.Parallel()
	s := open(t)
	pending := payment.Answer{Status: enum.PaymentStatusPending, Ref: "pay_1"}
	paid := payment.Answer{Status: enum.PaymentStatusPaid, Ref: "pay_1"}
	failed := payment.Answer{Status: enum.PaymentStatusFailed, Failure: "no"}
	for name, tc := range map[string]struct {
		answers []payment.Answer
		status  enum.PaymentStatus
		events  []enum.OrderEventKind
	}{
		"nothing yet":              {[]payment.Answer{{Status: enum.PaymentStatusPending}}, enum.PaymentStatusPending, nil},
		"a name, then the money":   {[]payment.Answer{pending, paid}, enum.PaymentStatusPaid, []enum.OrderEventKind{"PAID"}},
		"the money, then old news": {[]payment.Answer{paid, pending, failed, paid}, enum.PaymentStatusPaid, []enum.OrderEventKind{"PAID"}},
		"no, twice":                {[]payment.Answer{failed, failed}, enum.PaymentStatusFailed, []enum.OrderEventKind{"PAYMENT_FAILED"}},
		"no, and then after all":   {[]payment.Answer{failed, paid}, enum.PaymentStatusPaid, []enum.OrderEventKind{"PAYMENT_FAILED", "PAID"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, p := s.owed(t, "fake")
			for _, a := range tc.answers {
				s.record(t, p, a)
			}
			p, o = s.fresh(t, p), s.order(t, o)
			require.Equal(t, tc.status, p.Status)
			require.Equal(t, tc.status, o.PaymentStatus, "the order says the same")
			require.Equal(t, tc.status == enum.PaymentStatusPaid, o.PaidAt != nil)
			require.Equal(t, tc.events, s.happened(t, o))
		})
	}
}

func TestMarkPaid(t *testing.T) {
	t.Parallel()
	s := open(t)
	o, p := s.owed(t, "manual")
	for range 2 {
		got, err := s.svc.MarkPaid(s.team, o.PublicID(), "k")
		require.NoError(t, err)
		require.Equal(t, enum.PaymentStatusPaid, got.PaymentStatus)
		require.NotNil(t, got.PaidAt)
	}
	require.EqualValues(t, 595, s.fresh(t, p).FeeMinor, "5 %")
	require.Equal(t, []enum.OrderEventKind{"PAID"}, s.happened(t, o))
	require.Equal(t, map[enum.LedgerAccount]int64{
		"VENDOR": 11900, "PLATFORM_FEE": 595, "CLEARING": -595, "SALES": -9160, "SHIPPING": -840, "TAX": -1900,
	}, s.balances(t, o), "the vendor has the money and owes the fee")

	card, _ := s.owed(t, "fake")
	other, foreign := fixture.Vendor(t, s.db)
	over, _ := s.owed(t, "manual")
	require.NoError(t, s.db.Order.UpdateOneID(over.ID).SetStatus(enum.OrderStatusCancelled).Exec(s.system))
	for name, tc := range map[string]struct {
		as   context.Context
		o    *ent.Order
		code errs.Code
	}{
		"one that a provider says":  {s.team, card, errs.InvalidState},
		"one that is cancelled":     {s.team, over, errs.InvalidState},
		"another vendor's":          {foreign, o, errs.NotFound},
		"without the right":         {fixture.Staff(t, s.vendor, enum.PermissionOrderRead), o, errs.Forbidden},
		"as the buyer":              {fixture.Shopper(t, s.vendor), o, errs.Forbidden},
		"by a team without any row": {fixture.Staff(t, other, enum.PermissionOrderWrite), card, errs.NotFound},
	} {
		_, err := s.svc.MarkPaid(tc.as, tc.o.PublicID(), uuid.NewString())
		require.Equal(t, tc.code, errs.CodeOf(err), name)
	}
}

func TestTheFeeIsOfTheDay(t *testing.T) {
	t.Parallel()
	s := open(t)
	require.NoError(t, s.db.VendorPaymentConfig.Create().SetVendorID(s.vendor.ID).SetCommissionBp(1250).Exec(fixture.Platform(t)))
	o, p := s.owed(t, "fake")
	s.record(t, p, payment.Answer{Status: enum.PaymentStatusPaid, Ref: "fake"})
	require.EqualValues(t, 1488, s.fresh(t, p).FeeMinor, "12.5 % of 119.00, rounded half up")
	require.Equal(t, map[enum.LedgerAccount]int64{
		"VENDOR": 10412, "PLATFORM_FEE": 1488, "SALES": -9160, "SHIPPING": -840, "TAX": -1900,
	}, s.balances(t, o), "nothing is left on its way")
}

func ptr[T any](v T) *T { return &v }
