package stripe_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/terms"
	"orion/internal/payment"
	"orion/internal/payment/stripe"
	"orion/internal/payment/stripe/double"
)

const (
	account = "acct_lumiere"
	secret  = "whsec_of_the_tests"
)

func open(t testing.TB) (*stripe.Stripe, *double.Double) {
	t.Helper()
	d := double.New()
	d.Account(account, nil)
	return stripe.New(stripe.Options{Key: "sk_test_1", WebhookSecrets: []string{"whsec_of_the_other_endpoint", secret}, Client: d.Client()}), d
}

// owed is a payment of 119.00 to the account, of which the platform has 5.95.
func owed() *ent.Payment {
	return &ent.Payment{
		ID: uuid.New(), VendorID: uuid.New(), OrderID: uuid.New(), Method: stripe.Handle, Status: enum.PaymentStatusPending,
		Currency: "EUR", AmountMinor: 11900, FeeMinor: 595, AccountID: ptr(account),
	}
}

func ptr[T any](v T) *T { return &v }

func ask(t testing.TB, s *stripe.Stripe, p *ent.Payment) payment.Answer {
	t.Helper()
	a, err := s.Ask(t.Context(), payment.Demand{Payment: p, Reason: "Lumière", Back: "http://localhost/shop/lumiere/checkout"})
	require.NoError(t, err)
	return a
}

func TestAskSaysWhoPaysWhomAndWhatThePlatformTakes(t *testing.T) {
	t.Parallel()
	s, d := open(t)
	p := owed()
	a := ask(t, s, p)
	require.Equal(t, enum.PaymentStatusPending, a.Status)
	require.Equal(t, d.Intent(p.ID.String()), a.Ref)
	require.Equal(t, a.Ref+"_secret_double", *a.Next.ClientSecret)
	require.Nil(t, a.Next.RedirectURL)

	call := d.Calls()[0]
	require.Equal(t, "sk_test_1", call.Key)
	require.Equal(t, p.ID.String(), call.IdempotencyKey)
	require.Equal(t, "2023-10-16", call.Version)
	said := map[string]string{}
	for k, v := range call.Form {
		said[k] = v[0]
	}
	require.Equal(t, map[string]string{
		"amount": "11900", "currency": "eur", "application_fee_amount": "595", "transfer_data[destination]": account, "on_behalf_of": account,
		"payment_method_types[0]": "card",
		"metadata[payment]":       p.ID.String(), "metadata[order]": p.OrderID.String(), "metadata[vendor]": p.VendorID.String(),
	}, said)
}

func TestAskTwiceIsOnePaymentAsItStandsNow(t *testing.T) {
	t.Parallel()
	s, d := open(t)
	p := owed()
	first := ask(t, s, p)
	require.True(t, d.Pay(first.Ref))
	second := ask(t, s, p) // by a call that does not know that it was asked before
	require.Equal(t, first.Ref, second.Ref)
	require.Equal(t, enum.PaymentStatusPaid, second.Status, "not as it was when it was made")
	require.Nil(t, second.Next)
}

func TestHowAPaymentStands(t *testing.T) {
	t.Parallel()
	s, d := open(t)
	redirect := double.Object{"type": "redirect_to_url", "redirect_to_url": double.Object{"url": "https://bank.example/3ds"}}
	for name, tc := range map[string]struct {
		change   double.Object
		status   enum.PaymentStatus
		next     bool
		redirect string
		secret   bool
		failure  string
		amount   int64
	}{
		"waiting for a card":     {double.Object{}, "PENDING", true, "", true, "", 11900},
		"refused, still open":    {double.Object{"last_payment_error": double.Object{"code": "card_declined"}}, "PENDING", true, "", true, "", 11900},
		"waiting for the bank":   {double.Object{"status": "requires_action", "next_action": redirect}, "PENDING", true, "https://bank.example/3ds", true, "", 11900},
		"on its way":             {double.Object{"status": "processing"}, "PENDING", true, "", false, "", 11900},
		"held":                   {double.Object{"status": "requires_capture"}, "AUTHORIZED", false, "", false, "", 11900},
		"paid":                   {double.Object{"status": "succeeded", "amount_received": 11900}, "PAID", false, "", false, "", 11900},
		"paid, and not all":      {double.Object{"status": "succeeded", "amount_received": 100}, "PAID", false, "", false, "", 100},
		"cancelled":              {double.Object{"status": "canceled", "cancellation_reason": "abandoned"}, "FAILED", false, "", false, "the payment was cancelled: abandoned", 11900},
		"in a state of tomorrow": {double.Object{"status": "requires_patience"}, "PENDING", true, "", true, "", 11900},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := owed()
			p.ProviderRef = ptr(ask(t, s, p).Ref)
			require.True(t, d.Change(*p.ProviderRef, tc.change))
			a, err := s.Fetch(t.Context(), p)
			require.NoError(t, err)
			require.Equal(t, tc.status, a.Status)
			require.Equal(t, tc.failure, a.Failure)
			require.Equal(t, []any{tc.amount, "EUR", account}, []any{a.Amount, a.Currency, a.Account})
			require.Equal(t, tc.next, a.Next != nil, "whether the order waits")
			if a.Next != nil {
				require.Equal(t, tc.secret, a.Next.ClientSecret != nil)
				require.Equal(t, tc.redirect != "", a.Next.RedirectURL != nil)
			}
			if tc.redirect != "" {
				require.Equal(t, tc.redirect, *a.Next.RedirectURL)
			}
		})
	}
}

func TestAPaymentOfAnotherIsNotBelieved(t *testing.T) {
	t.Parallel()
	s, d := open(t)
	mine, other := owed(), owed()
	mine.ProviderRef = ptr(ask(t, s, other).Ref)
	require.True(t, d.Pay(*mine.ProviderRef))
	_, err := s.Fetch(t.Context(), mine)
	require.ErrorContains(t, err, other.ID.String())
	a, err := s.Fetch(t.Context(), owed())
	require.NoError(t, err)
	require.Equal(t, payment.Answer{Status: enum.PaymentStatusPending}, a, "of one that was never asked for nothing is known")
}

func TestCurrenciesThatStripeCountsOtherwise(t *testing.T) {
	t.Parallel()
	s, d := open(t)
	for currency, want := range map[string]string{"ISK": "500000", "UGX": "500000", "JPY": "5000", "KWD": "5000"} {
		p := owed()
		p.Currency, p.AmountMinor, p.FeeMinor = currency, 5000, 0
		a := ask(t, s, p)
		require.EqualValues(t, 5000, a.Amount, currency)
		calls := d.Calls()
		require.Equal(t, want, calls[len(calls)-1].Form.Get("amount"), currency)
		require.False(t, calls[len(calls)-1].Form.Has("application_fee_amount"), "no fee, no word of it")
	}
}

func TestRefusalsAndTrouble(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		trouble func(http.ResponseWriter)
		tries   int
		code    errs.Code
		refund  errs.Code
	}{
		"an amount that is too small":      {double.Fail(400, "invalid_request_error", "amount_too_small", "too small"), 1, errs.PaymentDeclined, errs.InvalidState},
		"a card that is refused":           {double.Fail(402, "card_error", "card_declined", "no"), 1, errs.PaymentDeclined, errs.InvalidState},
		"an account that is none of ours":  {double.Fail(403, "invalid_request_error", "account_invalid", "no"), 1, errs.PaymentDeclined, errs.InvalidState},
		"a key that is wrong":              {double.Fail(401, "invalid_request_error", "", "no"), 1, errs.Unavailable, errs.Unavailable},
		"the same key for another":         {double.Fail(400, "idempotency_error", "", "no"), 1, errs.Unavailable, errs.Unavailable},
		"too much at once":                 {double.Fail(429, "invalid_request_error", "rate_limit", "no"), 1, errs.Unavailable, errs.Unavailable},
		"the same key at the same moment":  {double.Fail(409, "idempotency_error", "", "no"), 2, errs.Unavailable, errs.Unavailable},
		"trouble of its own":               {double.Fail(500, "api_error", "", "no"), 1, errs.Unavailable, errs.Unavailable},
		"a machine in between":             {func(w http.ResponseWriter) { http.Error(w, "<html>", 502) }, 2, errs.Unavailable, errs.Unavailable},
		"a redirect, which nobody follows": {func(w http.ResponseWriter) { w.Header().Set("Location", "https://evil.example"); w.WriteHeader(302) }, 1, errs.Unavailable, errs.Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, d := open(t)
			d.Meet(tc.trouble, tc.trouble)
			_, err := s.Ask(t.Context(), payment.Demand{Payment: owed()})
			require.Equal(t, tc.code, errs.CodeOf(err), "%v", err)
			require.Len(t, d.Calls(), tc.tries)
			keys := map[string]bool{}
			for _, c := range d.Calls() {
				keys[c.IdempotencyKey] = true
			}
			require.Len(t, keys, 1, "tried again with the same key")

			s, d = open(t)
			d.Meet(tc.trouble, tc.trouble)
			p := owed()
			p.ProviderRef = ptr("pi_1")
			_, err = s.Refund(t.Context(), payment.Return{Payment: p, Refund: &ent.Refund{ID: uuid.New(), AmountMinor: 1, Currency: "EUR"}})
			require.Equal(t, tc.refund, errs.CodeOf(err), "%v", err)
		})
	}
}

func TestB8_144SlowStripeIsGivenUpWithinTenSeconds(t *testing.T) {
	t.Parallel()
	hang := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-hang:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(func() { close(hang); slow.Close() })
	s := stripe.New(stripe.Options{Key: "sk_test_1", URL: slow.URL})
	began := time.Now()
	_, err := s.Ask(t.Context(), payment.Demand{Payment: owed()})
	require.Equal(t, errs.Unavailable, errs.CodeOf(err), "%v", err)
	require.Less(t, time.Since(began), 10*time.Second)
}

func TestRefund(t *testing.T) {
	t.Parallel()
	s, d := open(t)
	p := owed()
	p.ProviderRef = ptr(ask(t, s, p).Ref)
	require.True(t, d.Pay(*p.ProviderRef))
	r := payment.Return{Payment: p, Refund: &ent.Refund{ID: uuid.New(), AmountMinor: 5000, Currency: "EUR"}}
	first, err := s.Refund(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, enum.RefundStatusSucceeded, first.Status)
	calls := d.Calls()
	call := calls[len(calls)-1]
	require.Equal(t, r.Refund.ID.String(), call.IdempotencyKey)
	for field, want := range map[string]string{
		"payment_intent": *p.ProviderRef, "amount": "5000", "reverse_transfer": "true", "refund_application_fee": "true", "metadata[refund]": r.Refund.ID.String(),
	} {
		require.Equal(t, want, call.Form.Get(field), field)
	}
	require.True(t, d.Change(first.Ref, double.Object{"status": "pending"}))
	again, err := s.Refund(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, payment.Returned{Ref: first.Ref, Status: enum.RefundStatusPending}, again, "one refund, as it stands now")

	r.Refund.ProviderRef = &first.Ref
	require.True(t, d.Change(first.Ref, double.Object{"status": "failed", "failure_reason": "expired_or_canceled_card"}))
	failed, err := s.Refund(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, enum.RefundStatusFailed, failed.Status)
	require.Contains(t, failed.Failure, "expired_or_canceled_card")

	_, err = s.Refund(t.Context(), payment.Return{Payment: p, Refund: &ent.Refund{ID: uuid.New(), AmountMinor: 7000, Currency: "EUR"}})
	require.Equal(t, errs.InvalidState, errs.CodeOf(err), "B4_101: more than is left")
}

func TestVoid(t *testing.T) {
	t.Parallel()
	s, d := open(t)
	p := owed()
	p.ProviderRef = ptr(ask(t, s, p).Ref)
	require.True(t, d.Change(*p.ProviderRef, double.Object{"status": "requires_capture"}))
	r := payment.Return{Payment: p, Refund: &ent.Refund{ID: uuid.New()}}
	for range 2 {
		got, err := s.Void(t.Context(), r)
		require.NoError(t, err)
		require.Equal(t, payment.Returned{Ref: *p.ProviderRef, Status: enum.RefundStatusSucceeded}, got)
	}
	a, err := s.Fetch(t.Context(), p)
	require.NoError(t, err)
	require.Equal(t, enum.PaymentStatusFailed, a.Status, "B4_102: what was let go is never taken")
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	s, d := open(t)
	v := &ent.Vendor{ID: uuid.New(), Country: "LU", ContactEmail: ptr("shop@lumiere.example")}
	made, err := s.Connect(t.Context(), v)
	require.NoError(t, err)
	again, err := s.Connect(t.Context(), v)
	require.NoError(t, err)
	require.Equal(t, made, again)
	form := d.Calls()[0].Form
	for field, want := range map[string]string{
		"type": "express", "country": "LU", "email": "shop@lumiere.example", "metadata[vendor]": v.ID.String(),
		"capabilities[card_payments][requested]": "true", "capabilities[transfers][requested]": "true",
	} {
		require.Equal(t, want, form.Get(field), field)
	}

	url, err := s.Link(t.Context(), made, "http://localhost/vendor/lumiere/payments")
	require.NoError(t, err)
	require.Equal(t, "http://localhost/vendor/lumiere/payments", url)

	d.Account(made, double.Object{"requirements": double.Object{
		"past_due": []string{"external_account"}, "currently_due": []string{"external_account", "individual.verification.document"},
		"errors":           []double.Object{{"requirement": "individual.verification.document", "reason": "The picture is blurred."}},
		"current_deadline": 1800000000, "disabled_reason": "requirements.past_due",
	}})
	state, err := s.Account(t.Context(), made)
	require.NoError(t, err)
	require.Equal(t, payment.AccountState{
		DisabledReason: "requirements.past_due", DueAt: ptr(time.Unix(1800000000, 0).UTC()),
		Requirements: []terms.Requirement{
			{Field: "external_account", Due: true}, {Field: "individual.verification.document", Reason: "The picture is blurred."},
		},
	}, state)
	require.False(t, state.Live, "a test key")
	_, err = s.Account(t.Context(), "acct_nobody")
	require.Equal(t, errs.Unavailable, errs.CodeOf(err))
}

func TestB4_99SignaturesThatAreForgedOrStale(t *testing.T) {
	t.Parallel()
	s, d := open(t)
	p := owed()
	ref := ask(t, s, p).Ref
	body := d.Event("evt_1", "payment_intent.succeeded", ref, "")
	now := time.Now()
	good := double.Sign(body, secret, now)
	for name, tc := range map[string]struct {
		body      []byte
		signature string
	}{
		"none":                       {body, ""},
		"not one at all":             {body, "hello"},
		"of another secret":          {body, double.Sign(body, "whsec_of_others", now)},
		"of another body":            {append([]byte(" "), body...), good},
		"of six minutes ago":         {body, double.Sign(body, secret, now.Add(-6*time.Minute))},
		"of a moment that was moved": {body, "t=1," + good[len("t=")+11:]},
	} {
		_, err := s.Parse(tc.body, tc.signature)
		require.Equal(t, errs.Unauthenticated, errs.CodeOf(err), name)
	}
	m, err := s.Parse(body, double.Sign(body, secret, now.Add(-4*time.Minute)))
	require.NoError(t, err, "also of another version of the API")
	require.WithinDuration(t, now, m.OccurredAt, time.Minute)
	m.OccurredAt = time.Time{}
	require.Equal(t, payment.Message{ID: "evt_1", Kind: "payment_intent.succeeded", Account: account, Payment: p.ID.String(), Ref: ref}, m)
}

func TestRead(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for name, tc := range map[string]struct {
		body string
		want payment.Message
	}{
		"a refund": {
			`{"id":"e","type":"charge.refund.updated","data":{"object":{"id":"re_1","payment_intent":"pi_1","metadata":{"refund":"r","payment":"p"}}}}`,
			payment.Message{ID: "e", Kind: "charge.refund.updated", Payment: "p", Ref: "pi_1", Refund: "r"},
		},
		"an account":              {`{"id":"e","type":"account.updated","account":"acct_1","data":{"object":{"id":"acct_1"}}}`, payment.Message{ID: "e", Kind: "account.updated", Account: "acct_1", Connected: "acct_1"}},
		"a kind we do not know":   {`{"id":"e","type":"invoice.paid","data":{"object":{"metadata":7}}}`, payment.Message{ID: "e", Kind: "invoice.paid"}},
		"a payment of an account": {`{"id":"e","type":"payment_intent.succeeded","account":"acct_2","data":{"object":{"id":"pi_1","transfer_data":{"destination":"acct_1"},"metadata":{"payment":"p"}}}}`, payment.Message{ID: "e", Kind: "payment_intent.succeeded", Account: "acct_2", Payment: "p", Ref: "pi_1"}},
	} {
		got, err := s.Read([]byte(tc.body))
		require.NoError(t, err, name)
		got.OccurredAt = time.Time{}
		require.Equal(t, tc.want, got, name)
	}
	for _, bad := range []string{``, `[]`, `{}`, `{"id":"e"}`, `{"id":"e","type":"x"}`, `{"id":"e","type":"refund.updated","data":{"object":{"metadata":7}}}`} {
		_, err := s.Read([]byte(bad))
		require.Equal(t, errs.BadRequest, errs.CodeOf(err), bad)
	}
}
