package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/checkout"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/kit/postal"
	"orion/internal/kit/publicid"
	"orion/internal/order"
	"orion/internal/payment"
	"orion/internal/store"
	"orion/internal/viewer"
)

var stepNames = []string{"cart", "buyer", "address", "delivery", "complete"}

// A script is what one checkout asked of the database.
type script struct {
	steps   []step
	key     string // of the completion
	number  int64  // that the order got
	article article
	vendor  uuid.UUID
}

// A step is one request of it.
type step struct {
	name  string
	asked [][]statement // by round trip
}

type statement struct {
	sql  string
	args []any
}

func (s step) statements() (n int) {
	for _, trip := range s.asked {
		n += len(slices.DeleteFunc(slices.Clone(trip), func(st statement) bool { return frame(st.sql) }))
	}
	return n
}

// frame reports whether a statement is of the transaction around the others.
func frame(sql string) bool {
	verb, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(sql)), " ")
	return verb == "begin" || verb == "commit" || verb == "rollback" || strings.Contains(sql, "set_config")
}

// A recorder writes down what is asked. It is for one caller at a time.
type recorder struct{ asked [][]statement }

// TraceQueryStart implements pgx.QueryTracer.
func (r *recorder) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	r.asked = append(r.asked, []statement{{d.SQL, slices.Clone(d.Args)}})
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (*recorder) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// TraceBatchStart implements pgx.BatchTracer.
func (r *recorder) TraceBatchStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceBatchStartData) context.Context {
	var trip []statement
	for _, q := range d.Batch.QueuedQueries {
		trip = append(trip, statement{q.SQL, slices.Clone(q.Arguments)})
	}
	r.asked = append(r.asked, trip)
	return ctx
}

// TraceBatchQuery implements pgx.BatchTracer.
func (*recorder) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

// TraceBatchEnd implements pgx.BatchTracer.
func (*recorder) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// recordCheckout places an order through the services and returns what each step asked:
// with the view that the graph's answer needs.
func (s *stage) recordCheckout(ctx context.Context, a article) (*script, error) {
	r := &recorder{}
	db, err := store.Open(ctx, s.url, store.WithTracer(r))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	pages, now := page.NewSigner([]byte("a key of the benchmark")), clock.System{}
	stock := inventory.New(db, pages)
	orders := order.New(db, pages, now, stock)
	shop := checkout.New(checkout.Deps{
		DB: db, Pages: pages, Clock: now, Stock: stock, Orders: orders,
		Payments: payment.New(payment.Deps{DB: db, Pages: pages, Clock: now, Stock: stock, Orders: orders}),
	})
	out := &script{key: uuid.NewString(), article: a, vendor: s.vendor}
	ctx = viewer.NewContext(ctx, &viewer.Viewer{Audience: viewer.Shop, VendorID: s.vendor})
	return out, out.play(ctx, shop, r)
}

func (s *script) play(ctx context.Context, shop *checkout.Service, r *recorder) error {
	var id publicid.ID
	var v *checkout.View
	show := func(c *checkout.Change, err error) error {
		if err != nil {
			return err
		}
		id = c.Cart.PublicID()
		views := shop.NewViews()
		views.Know(c)
		v, err = views.Of(ctx, c.Cart)
		return err
	}
	for i, do := range []func() error{
		func() error {
			return show(shop.CreateCart(ctx, checkout.CartCreateInput{
				Lines: []*checkout.LineInput{{VariantID: publicid.New("ProductVariant", s.article.variant), Quantity: 1}},
			}))
		},
		func() error { return show(shop.SetBuyer(ctx, id, checkout.BuyerInput{Email: benchEmail})) },
		func() error { return show(shop.SetShippingAddress(ctx, id, benchHome())) },
		func() error { return show(shop.SetDeliveryOption(ctx, id, v.DeliveryOptions[0].Handle)) },
		func() error {
			done, err := shop.Complete(ctx, id, checkout.CompleteInput{
				IdempotencyKey: s.key, ExpectedTotal: v.Cost.Total.Amount(), PaymentMethod: payment.Manual,
			})
			if err == nil {
				s.number = *done.Order.Number
			}
			return err
		},
	} {
		r.asked = nil
		if err := do(); err != nil {
			return fmt.Errorf("%s: %w", stepNames[i], err)
		}
		s.steps = append(s.steps, step{stepNames[i], r.asked})
	}
	return nil
}

func benchHome() (in postal.Input) {
	of := func(name string) *string { text := benchAddress[name]; return &text }
	in.FirstName, in.LastName, in.Line1 = of("firstName"), of("lastName"), of("line1")
	in.City, in.PostalCode, in.CountryCode = of("city"), of("postalCode"), of("countryCode")
	return in
}
