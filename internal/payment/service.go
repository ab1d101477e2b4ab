// Package payment owns how buyers pay: the methods there are, and the payments that
// providers were asked for.
package payment

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/payment"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
	"orion/internal/kit/optional"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A Gateway asks one provider for payments.
type Gateway interface {
	// Handle names the method to programs, such as "manual". It is stored.
	Handle() string

	// Title names the method to buyers, in English; it is the key of its translations.
	Title() string

	// Ask asks for the payment. It is called outside any transaction and perhaps more
	// than once for the same payment, so it derives the provider's own idempotency key
	// from the payment's id. A refusal by the buyer's bank is PAYMENT_DECLINED; after
	// any other error the caller may ask again.
	Ask(ctx context.Context, p *ent.Payment) (Answer, error)
}

// An Answer is what a provider said to a payment.
type Answer struct {
	// Status is where the payment stands, PENDING until money moves.
	Status enum.PaymentStatus

	// Ref is the provider's own name of the payment, "" where it has none.
	Ref string

	// Next is what the buyer has to do before the order can be placed; nil for nothing.
	Next *NextAction
}

// A Method is a way of paying; its title is in the language of the request.
type Method struct {
	Handle string
	Title  string
}

// Service knows the ways of paying. It is safe for concurrent use.
type Service struct {
	gateways []Gateway
}

// New returns a Service that takes the gateways in the order in which buyers are
// offered them, behind payment by hand.
func New(more ...Gateway) *Service {
	return &Service{gateways: append([]Gateway{manual{}}, more...)}
}

// Methods returns the ways of paying.
func (s *Service) Methods(ctx context.Context) []Method {
	out := make([]Method, len(s.gateways))
	for i, g := range s.gateways {
		out[i] = Method{Handle: g.Handle(), Title: i18n.T(ctx, g.Title())}
	}
	return out
}

// Offers reports whether there is such a method.
func (s *Service) Offers(handle string) bool { return s.gateway(handle) != nil }

func (s *Service) gateway(handle string) Gateway {
	for _, g := range s.gateways {
		if g.Handle() == handle {
			return g
		}
	}
	return nil
}

// Ask asks the payment's provider for it. Call it outside any transaction; asking
// again is safe.
func (s *Service) Ask(ctx context.Context, p *ent.Payment) (Answer, error) {
	g := s.gateway(p.Method)
	if g == nil {
		return Answer{}, fmt.Errorf("ask for payment %s: no gateway %q", p.ID, p.Method)
	}
	a, err := g.Ask(ctx, p)
	if err != nil {
		return Answer{}, fmt.Errorf("ask for payment %s: %w", p.ID, err)
	}
	return a, nil
}

// Of returns the payment of an order that the viewer has been shown.
func Of(ctx context.Context, c *ent.Client, id uuid.UUID) (*ent.Payment, error) {
	p, err := c.Payment.Query().Where(payment.OrderID(id)).Only(viewer.Elevate(ctx))
	if err != nil {
		return nil, fmt.Errorf("find the payment of order %s: %w", id, err)
	}
	return p, nil
}

// Record keeps what the provider answered, on the payment and on its order, within
// the caller's transaction. Once more is known of the payment than that it is
// PENDING, an answer to an earlier question changes nothing.
func (s *Service) Record(ctx context.Context, tx *store.Tx, id uuid.UUID, a Answer) error {
	ctx = viewer.Elevate(ctx)
	p, err := tx.Payment.Query().Where(payment.ID(id)).ForUpdate().Only(ctx)
	if err != nil {
		return fmt.Errorf("lock payment %s: %w", id, err)
	}
	if p.Status != enum.PaymentStatusPending || a.Status == p.Status && a.Ref == optional.Value(p.ProviderRef) {
		return nil
	}
	u := p.Update().SetStatus(a.Status)
	if a.Ref != "" {
		u.SetProviderRef(a.Ref)
	}
	if err := u.Exec(ctx); err != nil {
		return fmt.Errorf("record the payment: %w", err)
	}
	if err := tx.Order.Update().Where(order.ID(p.OrderID)).SetPaymentStatus(a.Status).Exec(ctx); err != nil {
		return fmt.Errorf("record the payment on the order: %w", err)
	}
	return nil
}
