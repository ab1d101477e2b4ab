package demo

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/notification"
	entorder "orion/ent/gen/ent/order"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/checkout"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/notify"
	"orion/internal/order"
	"orion/internal/payment"
	"orion/internal/store"
	"orion/internal/viewer"
)

// hands is a clock that stands where the demo puts it.
type hands struct{ at atomic.Pointer[time.Time] }

// Now implements clock.Clock.
func (h *hands) Now() time.Time { return *h.at.Load() }

func (h *hands) set(t time.Time) { h.at.Store(&t) }

// hush sends no mail: nobody is told today of what happened in the past.
type hush struct{}

// Send implements order.Mailer.
func (hush) Send(context.Context, *store.Tx, notify.Mail) error { return nil }

// A till sells in the past.
type till struct {
	db       *store.DB
	clock    hands
	checkout *checkout.Service
	orders   *order.Service
	payments *payment.Service
}

func (s *seeder) till() *till {
	t := &till{db: s.DB}
	t.orders = order.New(s.DB, s.Pages, &t.clock, s.Stock).Configured(order.Options{Mail: hush{}})
	d := s.Payments.Deps
	d.Clock, d.Orders, d.Stock = &t.clock, t.orders, s.Stock
	d.Settle = func(ctx context.Context, id uuid.UUID) error { return t.checkout.Settle(ctx, id) }
	t.payments = payment.New(d)
	t.checkout = checkout.New(checkout.Deps{
		DB: s.DB, Pages: s.Pages, Clock: &t.clock, Stock: s.Stock, Orders: t.orders, Payments: t.payments,
	})
	return t
}

// An occasion is something that happened in one of the shops.
type occasion struct {
	at time.Time
	do func(ctx context.Context) error
}

// sell places the orders of a season and does what became of them, in the order in which it
// all happened, so that numbers and ids have the age that they say.
func (s *seeder) sell(ctx context.Context, houses []*house) error {
	t, now := s.till(), s.Clock.Now()
	var all []occasion
	for _, h := range houses {
		of, err := s.season(ctx, t, h, now)
		if err != nil {
			return err
		}
		all = append(all, of...)
	}
	slices.SortStableFunc(all, func(a, b occasion) int { return a.at.Compare(b.at) })
	for _, o := range all {
		t.clock.set(o.at)
		if err := o.do(ctx); err != nil {
			return err
		}
	}
	return nil
}

// season is what happened in one shop, since its last order where it has some.
func (s *seeder) season(ctx context.Context, t *till, h *house, now time.Time) ([]occasion, error) {
	own := h.program(ctx)
	goods, stock, err := s.forSale(own, h)
	if err != nil {
		return nil, err
	}
	last, err := s.DB.Order.Query().Where(entorder.PlacedAtNotNil()).Order(entorder.ByPlacedAt()).All(own)
	if err != nil {
		return nil, fmt.Errorf("look for orders: %w", err)
	}
	var out []occasion
	all := plan(seedOf(h.slug), now, len(h.buyers), stock)
	becomes := fates(seedOf(h.slug), now, all)
	for i, p := range all {
		if len(last) > 0 && !p.at.After(*last[len(last)-1].PlacedAt) {
			continue
		}
		one := &sold{house: h, key: fmt.Sprintf("demo-%s-%d", h.slug, p.at.UnixMicro())}
		out = append(out, occasion{p.at, func(ctx context.Context) (err error) {
			one.order, err = t.buy(ctx, h, p, goods, one.key)
			return err
		}})
		out = append(out, t.life(one, p, becomes[i])...)
	}
	return out, nil
}

// forSale returns a shop's variants, best sellers first, and how many there are.
func (s *seeder) forSale(ctx context.Context, h *house) ([]*ent.ProductVariant, []int, error) {
	variants, err := s.DB.ProductVariant.Query().Where(productvariant.Published(true)).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("list what is for sale: %w", err)
	}
	slices.SortFunc(variants, func(a, b *ent.ProductVariant) int { return cmp.Compare(*a.Sku, *b.Sku) })
	r := rand.New(rand.NewPCG(seedOf(h.slug), 2)) //nolint:gosec // it mixes goods and keeps no secret
	r.Shuffle(len(variants), func(i, j int) { variants[i], variants[j] = variants[j], variants[i] })
	stock := make([]int, len(variants))
	for i, v := range variants {
		level, err := s.DB.InventoryLevel.Query().Where(inventorylevel.VariantID(v.ID)).Only(ctx)
		if err != nil {
			return nil, nil, fmt.Errorf("read the stock: %w", err)
		}
		stock[i] = int(level.OnHand - level.Reserved)
	}
	return variants, stock, nil
}

// buy goes through the checkout as the buyer would.
func (t *till) buy(ctx context.Context, h *house, p purchase, goods []*ent.ProductVariant, key string) (*ent.Order, error) {
	ctx = h.visit(ctx, p.buyer)
	email := h.mail(p.buyer)
	in := checkout.CartCreateInput{Email: &email}
	for _, l := range p.lines {
		in.Lines = append(in.Lines, &checkout.LineInput{VariantID: goods[l.article].PublicID(), Quantity: l.quantity})
	}
	cart, err := t.checkout.CreateCart(ctx, in)
	if err != nil {
		return nil, err
	}
	id := cart.Cart.PublicID()
	if cart, err = t.checkout.SetShippingAddress(ctx, id, h.buyers[p.buyer].home()); err != nil {
		return nil, err
	}
	view, err := t.checkout.View(ctx, cart.Cart)
	if err != nil {
		return nil, err
	}
	if cart, err = t.checkout.SetDeliveryOption(ctx, id, view.DeliveryOptions[0].Handle); err != nil {
		return nil, err
	}
	return t.order(ctx, id, cart.Cart, key)
}

func (t *till) order(ctx context.Context, id publicid.ID, c *ent.Cart, key string) (*ent.Order, error) {
	view, err := t.checkout.View(ctx, c)
	if err != nil {
		return nil, err
	}
	done, err := t.checkout.Complete(ctx, id, checkout.CompleteInput{
		IdempotencyKey: key, ExpectedTotal: view.Cost.Total.Amount(), PaymentMethod: payment.Manual,
	})
	if err != nil {
		return nil, err
	}
	return done.Order, nil
}

// visit returns a context of a buyer in the shop, signed in where they have an account.
func (h *house) visit(ctx context.Context, buyer int) context.Context {
	v := &viewer.Viewer{Audience: viewer.Shop, VendorID: h.vendor.ID}
	if buyer < len(h.accounts) {
		v.Audience, v.CustomerID = viewer.Customer, h.accounts[buyer]
	}
	return i18n.NewContext(viewer.NewContext(ctx, v), language.Make(h.language))
}

// newsKept is how many notes a team finds in its inbox.
const newsKept = 4

// forget leaves each team its last notes. The others tell of weeks ago and would all seem to
// be of today.
func (s *seeder) forget(ctx context.Context, houses []*house) error {
	for _, h := range houses {
		old, err := s.DB.Notification.Query().Order(notification.ByID(sql.OrderDesc())).Offset(newsKept).IDs(h.program(ctx))
		if err != nil {
			return fmt.Errorf("list the notes of %s: %w", h.slug, err)
		}
		if _, err := s.DB.Notification.Delete().Where(notification.IDIn(old...)).Exec(viewer.NewContext(ctx, viewer.ForPlatform())); err != nil {
			return fmt.Errorf("forget notes of %s: %w", h.slug, err)
		}
	}
	return nil
}
