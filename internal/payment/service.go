// Package payment owns how buyers pay and are paid back: the ways of paying there are, the
// payments and refunds that providers were asked for, what providers tell by themselves,
// and the accounts that vendors are paid out to.
//
// A payment stands where its provider says that it does. Whoever learns something of it,
// be it the buyer who comes back, a message or a periodic look, calls Apply, which asks the
// provider and writes down the answer once.
package payment

import (
	"context"
	"log/slog"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/order"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/jobs"
)

// Deps is what the service needs. Providers stand behind payment by hand, in the order in
// which buyers are offered them.
type Deps struct {
	DB        *store.DB
	Pages     *page.Signer
	Clock     clock.Clock
	Queue     *jobs.Queue
	Stock     *inventory.Service
	Orders    *order.Service
	Links     link.Builder
	Log       *slog.Logger
	Providers []Provider
	// CommissionBp is what the platform takes where it has not said otherwise of a vendor,
	// in hundredths of a percent.
	CommissionBp int
	// Settings say it in place of CommissionBp; nil leaves it to that.
	Settings *settings.Service
	// Settle brings the order of a payment to its end by what is recorded of the payment:
	// checkout's Settle.
	Settle func(ctx context.Context, payment uuid.UUID) error
	// Owners are told what their payouts lack; nil tells nobody.
	Owners Owners
}

// Owners are told what becomes of their vendor's payouts: vendor.Service.
type Owners interface {
	// PayoutRequired tells the owners of a vendor what its payouts lack; event names the
	// change, of which each hears once.
	PayoutRequired(ctx context.Context, tx *store.Tx, v *ent.Vendor, event string, lack vendor.PayoutLack) error
}

// Service keeps the payments of every vendor; the viewer of the context says whose. It is
// safe for concurrent use.
type Service struct {
	Deps
	providers []Provider
}

// New returns a Service.
func New(d Deps) *Service {
	byHand := []Provider{offline{Manual}, offline{CashOnDelivery}}
	return &Service{Deps: d, providers: slices.Concat(byHand, d.Providers)}
}

// provider returns who does a way of paying, nil where nobody does.
func (s *Service) provider(handle string) Provider {
	for _, p := range s.providers {
		for _, m := range methodsOf(p) {
			if m.Handle == handle {
				return p
			}
		}
	}
	return nil
}

func methodsOf(p Provider) []Method {
	if more, ok := p.(Outcomes); ok {
		return more.Methods()
	}
	return []Method{{Handle: p.Handle(), Title: p.Title()}}
}

// Known reports whether the platform has such a way of paying.
func (s *Service) Known(handle string) bool { return s.provider(handle) != nil }

// connector returns the provider that pays out to accounts of vendors, nil for none.
func (s *Service) connector() Connector {
	for _, p := range s.providers {
		if c, ok := p.(Connector); ok {
			return c
		}
	}
	return nil
}
