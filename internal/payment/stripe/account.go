package stripe

import (
	"context"
	"fmt"
	"slices"
	"time"

	api "github.com/stripe/stripe-go/v76"

	"orion/ent/gen/ent"
	"orion/internal/kit/terms"
	"orion/internal/payment"
)

// Connect implements payment.Connector. Stripe gives the same account for a day; whoever
// calls keeps its name for longer.
func (s *Stripe) Connect(ctx context.Context, v *ent.Vendor) (string, error) {
	ctx, done := within(ctx)
	defer done()
	in := &api.AccountParams{
		Type: api.String(string(api.AccountTypeExpress)), Country: api.String(v.Country), Email: v.ContactEmail,
		Capabilities: &api.AccountCapabilitiesParams{
			CardPayments: &api.AccountCapabilitiesCardPaymentsParams{Requested: api.Bool(true)},
			Transfers:    &api.AccountCapabilitiesTransfersParams{Requested: api.Bool(true)},
		},
		Metadata: map[string]string{metaVendor: v.ID.String()},
	}
	in.Context = ctx
	in.SetIdempotencyKey("account:" + v.ID.String())
	made, err := s.accounts.New(in)
	if err != nil {
		return "", unavailable(err)
	}
	return made.ID, nil
}

// Link implements payment.Connector. A link serves once and for minutes: who comes with an
// old one is led back too, to ask for another.
func (s *Stripe) Link(ctx context.Context, account, back string) (string, error) {
	ctx, done := within(ctx)
	defer done()
	made, err := s.links.New(&api.AccountLinkParams{
		Params: api.Params{Context: ctx}, Account: &account, Type: api.String("account_onboarding"), RefreshURL: &back, ReturnURL: &back,
	})
	if err != nil {
		return "", unavailable(err)
	}
	return made.URL, nil
}

// Account implements payment.Connector.
func (s *Stripe) Account(ctx context.Context, account string) (payment.AccountState, error) {
	ctx, done := within(ctx)
	defer done()
	a, err := s.accounts.GetByID(account, &api.AccountParams{Params: api.Params{Context: ctx}})
	if err != nil {
		return payment.AccountState{}, unavailable(err)
	}
	if a.ID != account {
		return payment.AccountState{}, fmt.Errorf("asked for account %s and told of %s", account, a.ID)
	}
	out := payment.AccountState{
		Live: s.live, DetailsSubmitted: a.DetailsSubmitted, ChargesEnabled: a.ChargesEnabled, PayoutsEnabled: a.PayoutsEnabled,
	}
	if r := a.Requirements; r != nil {
		out.Requirements, out.DisabledReason = wanted(r), string(r.DisabledReason)
		if r.CurrentDeadline > 0 {
			due := time.Unix(r.CurrentDeadline, 0).UTC()
			out.DueAt = &due
		}
	}
	return out, nil
}

// wanted is what Stripe still wants to know, the overdue first, each once.
func wanted(r *api.AccountRequirements) (out []terms.Requirement) {
	reasons := map[string]string{}
	for _, e := range r.Errors {
		reasons[e.Requirement] = e.Reason
	}
	for _, field := range slices.Concat(r.PastDue, r.CurrentlyDue) {
		if !slices.ContainsFunc(out, func(o terms.Requirement) bool { return o.Field == field }) {
			out = append(out, terms.Requirement{Field: field, Due: slices.Contains(r.PastDue, field), Reason: reasons[field]})
		}
	}
	return out
}
