package checkout_test

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/refund"
	"orion/ent/gen/ent/webhookevent"
	"orion/internal/checkout"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/kit/terms"
	"orion/internal/payment"
	"orion/internal/payment/stripe"
	"orion/internal/payment/stripe/double"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/jobs"
)

const whsec = "whsec_of_the_tests"

// A till is a shop that takes cards.
type till struct {
	*shop
	double   *double.Double
	account  string
	payments *payment.Service
	// after is called after a request to Stripe, before the shop has its answer.
	after func(*http.Request)
}

// RoundTrip implements http.RoundTripper.
func (c *till) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := c.double.RoundTrip(r)
	if c.after != nil {
		c.after(r)
	}
	return answer, err
}

func openTill(t testing.TB) *till { return openTillOn(t, pgtest.New(t), double.New()) }

func openTillOn(t testing.TB, db *store.DB, d *double.Double) *till {
	t.Helper()
	c := &till{shop: equip(db), double: d, account: "acct_" + uuid.NewString()}
	c.vendor, c.staff = fixture.Vendor(t, db)
	require.NoError(t, db.DeliveryMethod.Update().SetTiers([]terms.Tier{{PriceMinor: 490}}).Exec(fixture.System(t, c.vendor)))
	d.Account(c.account, nil)
	require.NoError(t, db.VendorPaymentConfig.Create().SetVendorID(c.vendor.ID).SetAccountID(c.account).SetChargesEnabled(true).Exec(fixture.Platform(t)))
	queue, err := jobs.NewQueue(db)
	require.NoError(t, err)
	pages := page.NewSigner([]byte("a key of the tests"))
	card := stripe.New(stripe.Options{Key: "sk_test_1", WebhookSecrets: []string{whsec}, Client: &http.Client{Transport: c}})
	c.payments = payment.New(payment.Deps{
		DB: db, Pages: pages, Clock: c.clock, Queue: queue, Stock: c.stock, Orders: c.orders, Providers: []payment.Provider{card}, CommissionBp: 500,
		Log: slog.New(slog.DiscardHandler), Links: link.Builder{BaseURL: "http://localhost", ByPath: true},
		Settle: func(ctx context.Context, id uuid.UUID) error { return c.checkout.Settle(ctx, id) },
	})
	c.checkout = checkout.New(checkout.Deps{DB: db, Pages: pages, Clock: c.clock, Stock: c.stock, Orders: c.orders, Payments: c.payments})
	return c
}

// A purchase is a cart of 14.90 that its buyer pays by card.
type purchase struct {
	ctx     context.Context
	cart    *ent.Cart
	variant *ent.ProductVariant
}

func (c *till) fill(t testing.TB) purchase {
	t.Helper()
	p := purchase{ctx: c.guest(t), variant: c.article(t, 1000, 1)}
	p.cart = c.ready(t, p.ctx, line(p.variant, 1))
	return p
}

func (c *till) complete(p purchase) (*checkout.Completion, error) {
	return c.checkout.Complete(p.ctx, p.cart.PublicID(), checkout.CompleteInput{IdempotencyKey: "k", ExpectedTotal: "14.90", PaymentMethod: stripe.Handle})
}

// begin is a purchase that waits for the buyer's card, with the name of its payment at Stripe.
func (c *till) begin(t testing.TB) (purchase, string) {
	t.Helper()
	p := c.fill(t)
	done, err := c.complete(p)
	require.NoError(t, err)
	require.Nil(t, done.Order)
	require.NotEmpty(t, *done.NextAction.ClientSecret)
	return p, c.double.Intent(c.payment(t).ID.String())
}

func (c *till) payment(t testing.TB) *ent.Payment {
	t.Helper()
	return c.db.Payment.Query().OnlyX(fixture.System(t, c.vendor))
}

// tell brings a message about an object, signed as it should be.
func (c *till) tell(t testing.TB, id, kind, object string) {
	t.Helper()
	body := c.double.Event(id, kind, object, "")
	require.NoError(t, c.payments.Accept(t.Context(), body, double.Sign(body, whsec, time.Now())))
}

// heed does the jobs of all messages.
func (c *till) heed(t testing.TB) {
	t.Helper()
	all, err := c.db.WebhookEvent.Query().Order(webhookevent.ByID()).All(fixture.Platform(t))
	require.NoError(t, err)
	for _, e := range all {
		require.NoError(t, c.payments.Heed(t.Context(), e.ID))
	}
}

func (c *till) message(t testing.TB, id string) *ent.WebhookEvent {
	t.Helper()
	return c.db.WebhookEvent.Query().Where(webhookevent.EventID(id)).OnlyX(fixture.Platform(t))
}

func TestACardThatIsPaidPlacesTheOrder(t *testing.T) {
	t.Parallel()
	c := openTill(t)
	p, ref := c.begin(t)
	require.True(t, c.double.Pay(ref))
	done, err := c.complete(p)
	require.NoError(t, err)
	require.Equal(t, enum.PaymentStatusPaid, done.Order.PaymentStatus)
	paid := c.payment(t)
	require.Equal(t, []any{ref, c.account, int64(75)}, []any{*paid.ProviderRef, *paid.AccountID, paid.FeeMinor}, "5 % of 14.90, rounded half up")
	c.tell(t, "evt_1", "payment_intent.succeeded", ref)
	c.heed(t)
	require.Equal(t, map[string]int{"PLACED": 1}, c.ordersIn(t))
	c.requireLedger(t)
}

func TestAVendorWhoseAccountTakesNoPaymentsOffersNoCards(t *testing.T) {
	t.Parallel()
	c := openTill(t)
	p := c.fill(t)
	c.double.Account(c.account, double.Object{"charges_enabled": false, "requirements": double.Object{"past_due": []string{"external_account"}}})
	body := c.double.Event("evt_1", "account.updated", c.account, c.account)
	require.NoError(t, c.payments.Accept(t.Context(), body, double.Sign(body, whsec, time.Now())))
	c.heed(t)
	_, err := c.complete(p)
	require.Equal(t, errs.Invalid, errs.CodeOf(err))
	a, err := c.payments.Account(c.staff)
	require.NoError(t, err)
	require.False(t, a.ChargesEnabled)
	require.Equal(t, &terms.Requirement{Field: "external_account", Due: true}, a.Requirements[0])
	require.Equal(t, c.vendor.ID, *c.message(t, "evt_1").VendorID)
}

func TestB4_98AnotherAmountIsFlaggedAndNotFulfilled(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]double.Object{
		"an amount":  {"status": "succeeded", "amount_received": 1},
		"a currency": {"status": "succeeded", "amount_received": 1490, "currency": "usd"},
		"an account": {"status": "succeeded", "amount_received": 1490, "transfer_data": double.Object{"destination": "acct_of_another"}},
		"no account": {"status": "succeeded", "amount_received": 1490, "transfer_data": nil},
		"half of it": {"status": "succeeded", "amount_received": 745},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := openTill(t)
			_, ref := c.begin(t)
			c.tell(t, "evt_1", "payment_intent.succeeded", ref) // before: a message says nothing that is believed
			require.True(t, c.double.Change(ref, change))
			c.heed(t)
			p := c.payment(t)
			require.Equal(t, enum.PaymentStatusFailed, p.Status)
			require.NotEmpty(t, *p.Failure)
			require.Equal(t, map[string]int{"CANCELLED": 1}, c.ordersIn(t))
			c.requireLedger(t)
		})
	}
}

func TestB4_99ThirtyCopiesAtOnceHaveOneEffect(t *testing.T) {
	t.Parallel()
	c := openTill(t)
	_, ref := c.begin(t)
	require.True(t, c.double.Pay(ref))
	body := c.double.Event("evt_1", "payment_intent.succeeded", ref, "")
	signature := double.Sign(body, whsec, time.Now())
	var all sync.WaitGroup
	took := make(chan error, 60)
	for range 30 {
		all.Go(func() { took <- c.payments.Accept(t.Context(), body, signature) })
	}
	all.Wait()
	id := c.message(t, "evt_1").ID // one
	for range 30 {
		all.Go(func() { took <- c.payments.Heed(t.Context(), id) })
	}
	all.Wait()
	close(took)
	for err := range took {
		require.NoError(t, err)
	}
	require.Equal(t, map[string]int{"PLACED": 1}, c.ordersIn(t))
	require.Equal(t, enum.WebhookStatusHandled, c.message(t, "evt_1").Status)
	c.requireLedger(t)
}

func TestB4_99WhatIsForgedOrOfNothingOfOursChangesNothing(t *testing.T) {
	t.Parallel()
	db, d := pgtest.New(t), double.New()
	c, other := openTillOn(t, db, d), openTillOn(t, db, d)
	_, ref := c.begin(t)
	require.True(t, d.Pay(ref))
	paid := d.Event("evt_forged", "payment_intent.succeeded", ref, "")
	require.Equal(t, errs.Unauthenticated, errs.CodeOf(c.payments.Accept(t.Context(), paid, double.Sign(paid, "whsec_guessed", time.Now()))))
	require.Equal(t, errs.Unauthenticated, errs.CodeOf(c.payments.Accept(t.Context(), paid, double.Sign(paid, whsec, time.Now().Add(-time.Hour)))), "stale")

	accept := func(body []byte) {
		require.NoError(t, c.payments.Accept(t.Context(), body, double.Sign(body, whsec, time.Now())))
	}
	accept(d.Event("evt_account", "payment_intent.succeeded", ref, other.account))
	accept([]byte(`{"id":"evt_name","type":"payment_intent.succeeded","data":{"object":{"id":"pi_another","metadata":{"payment":"` + c.payment(t).ID.String() + `"}}}}`))
	accept([]byte(`{"id":"evt_kind","type":"invoice.paid","data":{"object":{}}}`))
	accept([]byte(`{"id":"evt_nobody","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","metadata":{"payment":"` + uuid.NewString() + `"}}}}`))
	accept([]byte(`{"id":"evt_refund","type":"refund.updated","data":{"object":{"payment_intent":"pi_1","metadata":{"refund":"` + uuid.NewString() + `"}}}}`))
	accept([]byte(`{"id":"evt_stranger","type":"account.updated","account":"acct_stranger","data":{"object":{}}}`))
	c.heed(t)
	for id, whose := range map[string]*uuid.UUID{
		"evt_account": &other.vendor.ID, "evt_name": &c.vendor.ID, "evt_kind": nil, "evt_nobody": nil, "evt_refund": nil, "evt_stranger": nil,
	} {
		e := c.message(t, id)
		require.Equal(t, enum.WebhookStatusIgnored, e.Status, id)
		require.Equal(t, whose, e.VendorID, id)
		require.Equal(t, id != "evt_kind", e.Failure != nil, id)
	}
	require.Equal(t, enum.PaymentStatusPending, c.payment(t).Status)
	require.Equal(t, map[string]int{"PENDING_PAYMENT": 1}, c.ordersIn(t))
}

func TestB4_99TheOrderOfMessagesMakesNoDifference(t *testing.T) {
	t.Parallel()
	c := openTill(t)
	_, ref := c.begin(t)
	require.True(t, c.double.Refuse(ref))
	failed := c.double.Event("evt_failed", "payment_intent.payment_failed", ref, "")
	require.True(t, c.double.Pay(ref))
	c.tell(t, "evt_paid", "payment_intent.succeeded", ref)
	c.heed(t)
	require.NoError(t, c.payments.Accept(t.Context(), failed, double.Sign(failed, whsec, time.Now())))
	c.tell(t, "evt_created", "payment_intent.created", ref)
	c.heed(t)
	require.Equal(t, enum.PaymentStatusPaid, c.payment(t).Status)
	require.Equal(t, map[string]int{"PLACED": 1}, c.ordersIn(t))
}

func TestAMessageIsHeededAgainUntilItIs(t *testing.T) {
	t.Parallel()
	c := openTill(t)
	_, ref := c.begin(t)
	require.True(t, c.double.Pay(ref))
	c.tell(t, "evt_1", "payment_intent.succeeded", ref)
	c.double.Meet(double.Fail(429, "invalid_request_error", "rate_limit", "slow down"))
	require.Error(t, c.payments.Heed(t.Context(), c.message(t, "evt_1").ID))
	e := c.message(t, "evt_1")
	require.Equal(t, enum.WebhookStatusFailed, e.Status)
	require.Contains(t, *e.Failure, "slow down")
	require.Equal(t, 1, e.Attempts)
	c.heed(t)
	e = c.message(t, "evt_1")
	require.Equal(t, []any{enum.WebhookStatusHandled, 2}, []any{e.Status, e.Attempts})
	require.Nil(t, e.Failure)

	again, err := c.payments.Replay(fixture.Admin(t), e.PublicID())
	require.NoError(t, err)
	require.Equal(t, enum.WebhookStatusReceived, again.Status)
	c.heed(t)
	require.Equal(t, 3, c.message(t, "evt_1").Attempts)
	require.Equal(t, map[string]int{"PLACED": 1}, c.ordersIn(t))
	_, err = c.payments.Replay(c.staff, e.PublicID())
	require.Equal(t, errs.Forbidden, errs.CodeOf(err))
}

func TestB4_100AMessageBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	c := openTill(t)
	p := c.fill(t)
	c.after = func(r *http.Request) {
		if r.Method != http.MethodPost || r.URL.Path != "/v1/payment_intents" {
			return
		}
		c.after = nil
		ref := c.double.Intent(c.payment(t).ID.String())
		require.True(t, c.double.Pay(ref))
		c.tell(t, "evt_1", "payment_intent.succeeded", ref)
		c.heed(t)
	}
	done, err := c.complete(p)
	require.NoError(t, err)
	require.NotNil(t, done.Order, "it was placed before the answer came")
	require.Equal(t, enum.PaymentStatusPaid, done.Order.PaymentStatus)
	require.Equal(t, map[string]int{"PLACED": 1}, c.ordersIn(t))
	require.Equal(t, enum.PaymentStatusPaid, c.payment(t).Status)
	c.requireLedger(t)
}

func TestB4_101ARefundThatTakesTimeComesToItsEnd(t *testing.T) {
	t.Parallel()
	c := openTill(t)
	p, ref := c.begin(t)
	require.True(t, c.double.Pay(ref))
	done, err := c.complete(p)
	require.NoError(t, err)
	c.after = func(r *http.Request) {
		if r.URL.Path == "/v1/refunds" {
			c.after = nil
			require.True(t, c.double.Change(c.double.Refund(), double.Object{"status": "pending"}))
		}
	}
	r, err := c.payments.Refund(c.staff, payment.RefundInput{OrderID: done.Order.PublicID(), IdempotencyKey: "r"})
	require.NoError(t, err)
	_, err = c.payments.Refund(c.staff, payment.RefundInput{OrderID: done.Order.PublicID(), IdempotencyKey: "twice"})
	require.Error(t, err, "what is on its way back cannot go back again")
	require.True(t, c.double.Change(c.double.Refund(), double.Object{"status": "succeeded"}))
	for _, id := range []string{"evt_1", "evt_2"} {
		c.tell(t, id, "refund.updated", c.double.Refund())
	}
	c.heed(t)
	r = c.db.Refund.Query().Where(refund.ID(r.ID)).OnlyX(fixture.System(t, c.vendor))
	require.Equal(t, enum.RefundStatusSucceeded, r.Status)
	require.Equal(t, enum.PaymentStatusRefunded, c.payment(t).Status)
}

func TestB4_102MoneyAfterTheOrderWasGivenUpGoesBackWhole(t *testing.T) {
	t.Parallel()
	c := openTill(t)
	p, ref := c.begin(t)
	c.clock.pass(time.Hour)
	c.sweep(t)
	require.Equal(t, map[string]int{"CANCELLED": 1}, c.ordersIn(t))
	c.count(t, p.variant, 0) // it is gone
	require.True(t, c.double.Pay(ref))
	c.tell(t, "evt_1", "payment_intent.succeeded", ref)
	c.heed(t)
	require.Equal(t, map[string]int{"CANCELLED": 1}, c.ordersIn(t))
	require.Equal(t, enum.PaymentStatusRefunded, c.payment(t).Status)
	calls := c.double.Calls()
	last := calls[len(calls)-1]
	require.Equal(t, "/v1/refunds", last.Path)
	require.Equal(t, []string{"1490", "true", "true"}, []string{last.Form.Get("amount"), last.Form.Get("reverse_transfer"), last.Form.Get("refund_application_fee")})
}

func TestB8_144StripeIsDownAndTheOrderIsNotLost(t *testing.T) {
	t.Parallel()
	c := openTill(t)
	p := c.fill(t)
	c.double.Meet(double.Fail(500, "api_error", "", "trouble"))
	_, err := c.complete(p)
	require.Equal(t, errs.Unavailable, errs.CodeOf(err))
	require.Equal(t, map[string]int{"PENDING_PAYMENT": 1}, c.ordersIn(t))
	first := c.payment(t)

	done, err := c.complete(p)
	require.NoError(t, err)
	require.NotNil(t, done.NextAction.ClientSecret)
	require.Equal(t, first.ID, c.payment(t).ID)
	calls := c.double.Calls()
	require.Len(t, calls, 2)
	require.Equal(t, calls[0].IdempotencyKey, calls[1].IdempotencyKey)
	require.Equal(t, calls[0].Form, calls[1].Form)

	require.True(t, c.double.Pay(c.double.Intent(first.ID.String())))
	done, err = c.complete(p)
	require.NoError(t, err)
	require.Equal(t, first.OrderID, done.Order.ID)
	require.Equal(t, map[string]int{"PLACED": 1}, c.ordersIn(t))
}

func TestLinkAccount(t *testing.T) {
	t.Parallel()
	c := openTill(t)
	fresh, team := fixture.Vendor(t, c.db)
	a, err := c.payments.Account(team)
	require.NoError(t, err)
	require.Nil(t, a.AccountID)
	for range 2 {
		var url string
		url, a, err = c.payments.LinkAccount(team)
		require.NoError(t, err)
		require.Equal(t, "http://localhost/vendor/"+fresh.Slug+"/payments", url)
		require.NotNil(t, a.AccountID)
		require.False(t, a.ChargesEnabled)
		require.Len(t, a.Requirements, 2)
		require.WithinDuration(t, clock.System{}.Now(), *a.SyncedAt, time.Minute)
	}
	_, _, err = c.payments.LinkAccount(fixture.Staff(t, fresh, enum.PermissionPaymentRead))
	require.Equal(t, errs.Forbidden, errs.CodeOf(err))
	_, _, err = payment.New(payment.Deps{DB: c.db}).LinkAccount(team)
	require.Equal(t, errs.InvalidState, errs.CodeOf(err), "without Stripe")
}
