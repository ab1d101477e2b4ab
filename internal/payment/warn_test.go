package payment_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/kit/terms"
	"orion/internal/order"
	"orion/internal/payment"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/jobs"
)

// A bank is a provider with accounts, which stand as it is told.
type bank struct {
	*payment.Fake
	state payment.AccountState
}

func (*bank) Connect(context.Context, *ent.Vendor) (string, error) { return "acct_1", nil }
func (*bank) Link(context.Context, string, string) (string, error) {
	return "https://bank.example/", nil
}
func (b *bank) Account(context.Context, string) (payment.AccountState, error) { return b.state, nil }

// lacks are what the owners were told that their payouts lack.
type lacks struct {
	events []string
	said   []vendor.PayoutLack
}

// PayoutRequired implements payment.Owners.
func (l *lacks) PayoutRequired(_ context.Context, _ *store.Tx, _ *ent.Vendor, event string, lack vendor.PayoutLack) error {
	l.events, l.said = append(l.events, event), append(l.said, lack)
	return nil
}

func TestOwnersAreWarnedOfEachChangeOfWhatTheirPayoutsLack(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, _ := fixture.Vendor(t, db)
	queue, err := jobs.NewQueue(db)
	require.NoError(t, err)
	pages, told, by := page.NewSigner([]byte("a key of the tests")), &lacks{}, &bank{Fake: payment.NewFake(nil)}
	stock := inventory.New(db, pages)
	s := payment.New(payment.Deps{
		DB: db, Pages: pages, Clock: clock.System{}, Queue: queue, Stock: stock, Orders: order.New(db, pages, clock.System{}, stock),
		Log: slog.New(slog.DiscardHandler), Providers: []payment.Provider{by}, Owners: told,
	})
	db.VendorPaymentConfig.Create().SetVendorID(v.ID).SetAccountID("acct_1").ExecX(fixture.Platform(t))
	until := time.Date(2026, 12, 24, 0, 0, 0, 0, time.UTC)
	document, address := terms.Requirement{Field: "individual.verification.document"}, terms.Requirement{Field: "company.address"}
	due := document
	due.Due = true
	for _, step := range []struct {
		name  string
		state payment.AccountState
		lack  *vendor.PayoutLack // nil where nobody is told
	}{
		{"the form is not filled in yet", payment.AccountState{Requirements: []terms.Requirement{document}}, nil},
		{"all is well", payment.AccountState{DetailsSubmitted: true, PayoutsEnabled: true}, nil},
		{"something is asked", payment.AccountState{DetailsSubmitted: true, PayoutsEnabled: true, Requirements: []terms.Requirement{document}, DueAt: &until}, &vendor.PayoutLack{Open: 1, Until: &until}},
		{"it is asked still", payment.AccountState{DetailsSubmitted: true, PayoutsEnabled: true, Requirements: []terms.Requirement{document}, DueAt: &until}, nil},
		{"more is asked", payment.AccountState{DetailsSubmitted: true, PayoutsEnabled: true, Requirements: []terms.Requirement{document, address}}, &vendor.PayoutLack{Open: 2}},
		{"less is asked", payment.AccountState{DetailsSubmitted: true, PayoutsEnabled: true, Requirements: []terms.Requirement{document}}, nil},
		{"it is due", payment.AccountState{DetailsSubmitted: true, PayoutsEnabled: true, Requirements: []terms.Requirement{due}}, &vendor.PayoutLack{Open: 1}},
		{"payouts stop", payment.AccountState{DetailsSubmitted: true, Requirements: []terms.Requirement{due}, DisabledReason: "requirements.past_due"}, &vendor.PayoutLack{Open: 1, Paused: "requirements.past_due"}},
		{"all is well again", payment.AccountState{DetailsSubmitted: true, PayoutsEnabled: true}, nil},
	} {
		before := len(told.said)
		by.state = step.state
		for range 2 { // the provider tells more than once
			require.NoError(t, s.Sync(fixture.Platform(t), v.ID), step.name)
		}
		if step.lack == nil {
			require.Len(t, told.said, before, step.name)
			continue
		}
		require.Len(t, told.said, before+1, step.name)
		require.Equal(t, step.lack.Open, told.said[before].Open, step.name)
		require.Equal(t, step.lack.Paused, told.said[before].Paused, step.name)
		require.Equal(t, step.lack.Until == nil, told.said[before].Until == nil, step.name)
	}
	require.Len(t, told.events, 4)
	require.NotContains(t, told.events[1:], told.events[0], "each change is another")
}
