package app

import (
	"context"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/config"
	"orion/internal/kit/clock"
	"orion/internal/payment"
	"orion/internal/payment/stripe"
	"orion/internal/payment/stripe/double"
	"orion/server"
	"orion/storefront"
)

// newPayments returns the service of payments. Outside production buyers may also try it
// with a provider that moves no money.
func newPayments(w *world, s *services, now clock.Clock) *payment.Service {
	d := payment.Deps{
		DB: w.db, Pages: s.pages, Clock: now, Queue: s.queue, Stock: s.inventory, Orders: s.orders, Links: w.links(), Log: w.log,
		Settings: s.settings, Owners: s.vendors,
		Settle: func(ctx context.Context, id uuid.UUID) error { return s.checkout.Settle(ctx, id) },
	}
	if card := newStripe(w.cfg, s); card != nil {
		d.Providers = append(d.Providers, card)
	}
	if !w.cfg.Production() {
		s.trial = payment.NewFake(fakePage)
		d.Providers = append(d.Providers, s.trial)
	}
	return payment.New(d)
}

// newStripe returns the provider of cards, nil where the platform has no account.
func newStripe(cfg *config.Config, s *services) payment.Provider {
	if cfg.StripeKey == "" {
		return nil
	}
	o := stripe.Options{Key: string(cfg.StripeKey), WebhookSecrets: strings.Split(string(cfg.StripeWebhookSecret), ","), URL: cfg.StripeAPIURL}
	if cfg.StripeAPIURL == config.StripeDouble {
		s.double = double.New()
		s.double.Ready = true // there is nobody to fill in forms for
		o.URL, o.Client = "", s.double.Client()
	}
	return stripe.New(o)
}

// trial settles test payments, where there are any.
func (p *Platform) trial() server.Trial {
	if p.services.trial == nil {
		return nil
	}
	return p.services.trial
}

// cards is the form for cards, nil where the platform takes none.
func (p *Platform) cards() *storefront.Cards {
	switch {
	case p.cfg.StripeKey == "":
		return nil
	case p.services.double != nil:
		return &storefront.Cards{Loader: "/test/stripe.js", Key: p.cfg.StripePublicKey}
	}
	return &storefront.Cards{Loader: "https://js.stripe.com/v3/", Key: p.cfg.StripePublicKey}
}

// cardDouble is what stands for Stripe, where anything does.
func (p *Platform) cardDouble() server.CardDouble {
	if p.services.double == nil {
		return nil
	}
	return p.services.double
}

// messages takes what Stripe tells, where the platform has an account there.
func (p *Platform) messages() server.Messages {
	if p.cfg.StripeKey == "" {
		return nil
	}
	return p.services.payments
}

// fakePage is where the buyer of a test payment says whether to pay.
func fakePage(p *ent.Payment, back string) string {
	return back[:len(back)-len("checkout")] + "pay/fake?" + url.Values{"payment": {string(p.PublicID())}}.Encode()
}
