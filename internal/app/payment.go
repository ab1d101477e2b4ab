package app

import (
	"context"
	"net/url"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/kit/clock"
	"orion/internal/payment"
	"orion/server"
)

// newPayments returns the service of payments. Outside production buyers may also try it
// with a provider that moves no money.
func newPayments(w *world, s *services, now clock.Clock) *payment.Service {
	d := payment.Deps{
		DB: w.db, Pages: s.pages, Clock: now, Queue: s.queue, Stock: s.inventory, Orders: s.orders, Links: w.links(), Log: w.log,
		CommissionBp: w.cfg.CommissionBp,
		Settle:       func(ctx context.Context, id uuid.UUID) error { return s.checkout.Settle(ctx, id) },
	}
	if !w.cfg.Production() {
		s.trial = payment.NewFake(fakePage)
		d.Providers = append(d.Providers, s.trial)
	}
	return payment.New(d)
}

// trial settles test payments, where there are any.
func (p *Platform) trial() server.Trial {
	if p.services.trial == nil {
		return nil
	}
	return p.services.trial
}

// fakePage is where the buyer of a test payment says whether to pay.
func fakePage(p *ent.Payment, back string) string {
	return back[:len(back)-len("checkout")] + "pay/fake?" + url.Values{"payment": {string(p.PublicID())}}.Encode()
}
