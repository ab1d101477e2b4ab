package payment_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/postal"
	"orion/internal/payment"
	"orion/internal/pgtest"
	"orion/internal/store"
)

// A bank is a provider outside.
type bank struct{ err error }

func (bank) Handle() string { return "card" }
func (bank) Title() string  { return "Card" }

func (b bank) Ask(context.Context, *ent.Payment) (payment.Answer, error) {
	return payment.Answer{Status: enum.PaymentStatusPaid, Ref: "pay_1"}, b.err
}

func TestMethods(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		language language.Tag
		service  *payment.Service
		want     []payment.Method
	}{
		"alone":     {language.English, payment.New(), []payment.Method{{Handle: "manual", Title: "Pay on invoice"}}},
		"in German": {language.German, payment.New(), []payment.Method{{Handle: "manual", Title: "Kauf auf Rechnung"}}},
		"with more": {language.French, payment.New(bank{}), []payment.Method{{Handle: "manual", Title: "Paiement sur facture"}, {Handle: "card", Title: "Card"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, tc.service.Methods(i18n.NewContext(t.Context(), tc.language)))
		})
	}
	require.True(t, payment.New().Offers("manual"))
	require.False(t, payment.New().Offers("card"))
	require.False(t, payment.New().Offers(""))
}

func TestAsk(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		service *payment.Service
		method  string
		want    payment.Answer
		code    errs.Code
	}{
		"by hand nothing happens":      {service: payment.New(), method: "manual", want: payment.Answer{Status: enum.PaymentStatusPending}},
		"a provider answers":           {service: payment.New(bank{}), method: "card", want: payment.Answer{Status: enum.PaymentStatusPaid, Ref: "pay_1"}},
		"a provider says no":           {service: payment.New(bank{errs.New(errs.PaymentDeclined, "no")}), method: "card", code: errs.PaymentDeclined},
		"a provider that is no more":   {service: payment.New(), method: "card", code: errs.Internal},
		"a provider cannot be reached": {service: payment.New(bank{context.DeadlineExceeded}), method: "card", code: errs.Internal},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := tc.service.Ask(t.Context(), &ent.Payment{ID: uuid.New(), Method: tc.method})
			require.Equal(t, tc.code, errs.CodeOf(err))
			require.Equal(t, tc.want, got)
		})
	}
}

func TestRecord(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, _ := fixture.Vendor(t, db)
	ctx := fixture.System(t, v)
	svc := payment.New(bank{})
	for name, tc := range map[string]struct {
		answers []payment.Answer
		status  enum.PaymentStatus
		ref     string
	}{
		"nothing yet":              {[]payment.Answer{{Status: enum.PaymentStatusPending}}, enum.PaymentStatusPending, ""},
		"a name, then the money":   {[]payment.Answer{{Status: enum.PaymentStatusPending, Ref: "pay_1"}, {Status: enum.PaymentStatusPaid, Ref: "pay_1"}}, enum.PaymentStatusPaid, "pay_1"},
		"the money, then old news": {[]payment.Answer{{Status: enum.PaymentStatusPaid, Ref: "pay_1"}, {Status: enum.PaymentStatusPending}}, enum.PaymentStatusPaid, "pay_1"},
	} {
		t.Run(name, func(t *testing.T) {
			o, p := owed(t, ctx, db)
			for _, a := range tc.answers {
				require.NoError(t, db.Tx(ctx, func(tx *store.Tx) error { return svc.Record(fixture.Shopper(t, v), tx, p.ID, a) }))
			}
			p, err := payment.Of(ctx, db.Client, o.ID)
			require.NoError(t, err)
			require.Equal(t, tc.status, p.Status)
			if tc.ref != "" {
				require.Equal(t, tc.ref, *p.ProviderRef)
			}
			o, err = db.Order.Get(ctx, o.ID)
			require.NoError(t, err)
			require.Equal(t, tc.status, o.PaymentStatus, "the order says the same")
		})
	}
}

// owed is an order with a payment that nobody has been asked for.
func owed(t testing.TB, ctx context.Context, db *store.DB) (*ent.Order, *ent.Payment) {
	t.Helper()
	c, err := db.Cart.Create().SetCurrency("EUR").SetExpiresAt(time.Now()).Save(ctx)
	require.NoError(t, err)
	o, err := db.Order.Create().SetCartID(c.ID).SetEmail("ada@example.org").SetCurrency("EUR").SetSubtotalMinor(100).SetShippingMinor(0).
		SetTaxMinor(0).SetTotalMinor(100).SetShippingAddress(postal.Address{}).SetDeliveryHandle("standard").SetDeliveryTitle("Standard").
		SetPaymentMethod("card").SetIdempotencyKey(c.ID.String()).SetRequestHash([]byte("hash")).Save(ctx)
	require.NoError(t, err)
	p, err := db.Payment.Create().SetOrderID(o.ID).SetMethod("card").SetCurrency("EUR").SetAmountMinor(100).Save(ctx)
	require.NoError(t, err)
	return o, p
}
