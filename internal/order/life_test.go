package order_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/fulfillment"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/kit/link"
	"orion/internal/kit/publicid"
	"orion/internal/notify"
	"orion/internal/order"
	"orion/internal/pgtest"
	"orion/internal/store"
)

// postbox keeps what is mailed.
type postbox struct {
	mu    sync.Mutex
	mails []notify.Mail
}

func (b *postbox) Send(_ context.Context, _ *store.Tx, m notify.Mail) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.mails = append(b.mails, m)
	return nil
}

func (b *postbox) kinds() (out []notify.Kind) {
	for _, m := range b.mails {
		out = append(out, m.Kind)
	}
	return out
}

// A counter is a shop with an article of which there are ten.
type counter struct {
	*shop
	post *postbox
	pv   *ent.ProductVariant
}

func openCounter(t testing.TB) *counter {
	t.Helper()
	c := &counter{shop: openOn(t, pgtest.New(t)), post: &postbox{}}
	c.orders = c.orders.Configured(order.Options{Mail: c.post, Links: link.Builder{BaseURL: "http://localhost", ByPath: true}, PerMinute: 2})
	_, c.pv = fixture.Product(t, c.db, c.vendor)
	return c
}

// sold is a paid order of n pieces, with its line.
func (c *counter) sold(t testing.TB, n int) (*ent.Order, *ent.OrderLine) {
	t.Helper()
	system := fixture.System(t, c.vendor)
	o := c.ordered(t, n)
	require.NoError(t, c.db.Order.UpdateOneID(o.ID).SetPaymentStatus(enum.PaymentStatusPaid).Exec(system))
	lines, err := c.orders.LinesOf(c.staff, []uuid.UUID{o.ID})
	require.NoError(t, err)
	return o, lines[o.ID][0]
}

func (c *counter) ordered(t testing.TB, n int) *ent.Order {
	t.Helper()
	c.clock.pass(time.Minute)
	guest := c.guest(t)
	cart, err := c.db.Cart.Create().SetCurrency("EUR").SetExpiresAt(c.clock.Now()).Save(fixture.System(t, c.vendor))
	require.NoError(t, err)
	d := draftOf(c.shop, c.pv, cart.ID, n)
	require.NoError(t, c.db.Tx(guest, func(tx *store.Tx) error {
		if err := c.stock.Reserve(guest, tx, d.ID, []inventory.Line{{VariantID: c.pv.ID, Quantity: int64(n)}}); err != nil {
			return err
		}
		_, _, err := c.orders.Open(guest, tx, d)
		return err
	}))
	o, err := c.place(guest, d.ID)
	require.NoError(t, err)
	return o
}

func (c *counter) level(t testing.TB) *ent.InventoryLevel {
	t.Helper()
	levels, err := inventory.LevelsOf(fixture.System(t, c.vendor), c.db.Client, []uuid.UUID{c.pv.ID})
	require.NoError(t, err)
	differ, err := c.stock.Prove(fixture.Platform(t))
	require.NoError(t, err)
	require.Empty(t, differ, "B4.106 movements sum to the stock")
	return levels[c.pv.ID]
}

func some(l *ent.OrderLine, n int) []*order.LineQuantity {
	return []*order.LineQuantity{{OrderLineID: l.PublicID(), Quantity: n}}
}

func (c *counter) send(t testing.TB, o *ent.Order, lines []*order.LineQuantity) *order.Sent {
	t.Helper()
	sent, err := c.orders.Fulfill(c.staff, o.PublicID(), order.FulfillInput{Lines: lines, IdempotencyKey: uuid.NewString()})
	require.NoError(t, err)
	return sent
}

func (c *counter) want(o *ent.Order, reason enum.ReturnReason, lines []*order.LineQuantity, t testing.TB) (*order.Returned, error) {
	return c.orders.RequestReturn(c.guest(t), ptr(order.Token(o)), nil, order.ReturnInput{Lines: lines, Reason: reason, IdempotencyKey: uuid.NewString()})
}

func TestAnOrderIsSentInParts(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	begin := c.level(t)
	o, l := c.sold(t, 3)
	first := c.send(t, o, some(l, 1))
	require.Equal(t, enum.FulfillmentStatusPartiallyFulfilled, first.Order.FulfillmentStatus)
	require.Equal(t, enum.OrderStatusPlaced, first.Order.Status)
	now := c.level(t)
	require.Equal(t, []int64{begin.OnHand - 1, 2}, []int64{now.OnHand, now.Reserved}, "what left is no longer held")

	last := c.send(t, o, nil)
	require.Equal(t, enum.FulfillmentStatusFulfilled, last.Order.FulfillmentStatus)
	require.Equal(t, enum.OrderStatusCompleted, last.Order.Status, "all sent and paid")
	require.NotNil(t, last.Order.CompletedAt)
	now = c.level(t)
	require.Equal(t, []int64{begin.OnHand - 3, 0}, []int64{now.OnHand, now.Reserved})
	require.Equal(t, []notify.Kind{notify.OrderFulfilled, notify.OrderFulfilled}, c.post.kinds())
	require.Contains(t, c.post.mails[1].Data["items"], "2 × ")

	_, err := c.orders.Fulfill(c.staff, o.PublicID(), order.FulfillInput{IdempotencyKey: "x"})
	require.Equal(t, errs.InvalidState, errs.CodeOf(err))
	_, err = c.orders.Cancel(c.staff, o.PublicID(), "too late")
	require.Equal(t, errs.InvalidState, errs.CodeOf(err), "B4.102 no cancelling after it was sent")
}

func TestWhatCannotBeSent(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	o, l := c.sold(t, 2)
	_, other := c.sold(t, 1)
	for name, tc := range map[string]struct {
		in    order.FulfillInput
		code  errs.Code
		field string
	}{
		"more than ordered":     {order.FulfillInput{Lines: some(l, 3)}, errs.Invalid, "input.lines.0.quantity"},
		"none":                  {order.FulfillInput{Lines: some(l, 0)}, errs.Invalid, "input.lines.0.quantity"},
		"no lines":              {order.FulfillInput{Lines: []*order.LineQuantity{}}, errs.Required, "input.lines"},
		"a line twice":          {order.FulfillInput{Lines: append(some(l, 1), some(l, 1)...)}, errs.Invalid, "input.lines.1.orderLineId"},
		"a line of another":     {order.FulfillInput{Lines: some(other, 1)}, errs.NotFound, "input.lines.0.orderLineId"},
		"an address of http":    {order.FulfillInput{Tracking: &order.TrackingInput{TrackingURL: ptr("http://p.example")}}, errs.Invalid, "input.tracking.trackingUrl"},
		"an address of scripts": {order.FulfillInput{Tracking: &order.TrackingInput{TrackingURL: ptr("javascript:alert(1)")}}, errs.Invalid, "input.tracking.trackingUrl"},
		"without a key":         {order.FulfillInput{}, errs.Required, "input.idempotencyKey"},
	} {
		t.Run(name, func(t *testing.T) {
			if name != "without a key" {
				tc.in.IdempotencyKey = uuid.NewString()
			}
			_, err := c.orders.Fulfill(c.staff, o.PublicID(), tc.in)
			require.Equal(t, tc.code, errs.CodeOf(err))
			require.Equal(t, tc.field, store.Public(first(err)).Field())
		})
	}
	_, err := c.orders.Fulfill(fixture.Staff(t, c.vendor, enum.PermissionOrderRead), o.PublicID(), order.FulfillInput{IdempotencyKey: "k"})
	require.Equal(t, errs.Forbidden, errs.CodeOf(err))
	level := c.level(t)
	require.EqualValues(t, 3, level.Reserved, "nothing happened")
}

func TestAKeySendsOnce(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	o, l := c.sold(t, 2)
	in := order.FulfillInput{Lines: some(l, 1), IdempotencyKey: "k"}
	one, err := c.orders.Fulfill(c.staff, o.PublicID(), in)
	require.NoError(t, err)
	again, err := c.orders.Fulfill(c.staff, o.PublicID(), in)
	require.NoError(t, err)
	require.Equal(t, one.Fulfillment.ID, again.Fulfillment.ID)
	in.Lines = some(l, 2)
	_, err = c.orders.Fulfill(c.staff, o.PublicID(), in)
	require.Equal(t, errs.IdempotencyKeyReused, errs.CodeOf(err))
	require.EqualValues(t, 1, c.level(t).Reserved)
}

func TestTheLastPieceIsSentOnce(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	o, l := c.sold(t, 1)
	failed := together(2, func(int) error {
		_, err := c.orders.Fulfill(c.staff, o.PublicID(), order.FulfillInput{Lines: some(l, 1), IdempotencyKey: uuid.NewString()})
		return err
	})
	require.Equal(t, 1, refusals(failed), "%v", failed)
	require.Equal(t, 1, c.db.Fulfillment.Query().Where(fulfillment.OrderID(o.ID)).CountX(c.staff))
	require.Zero(t, c.level(t).Reserved)
}

func TestTheLastPieceComesBackOnce(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	o, l := c.sold(t, 1)
	c.send(t, o, nil)
	failed := together(2, func(int) error {
		_, err := c.want(o, enum.ReturnReasonDamaged, some(l, 1), t)
		return err
	})
	require.Equal(t, 1, refusals(failed), "%v", failed)
}

// refusals counts errors that a user could put right, of which there may be no others.
func refusals(of []error) (n int) {
	for _, err := range of {
		if err != nil && errs.CodeOf(first(err)).User() {
			n++
		}
	}
	return n
}

// first is the first of a list of errors, or the one that there is.
func first(err error) error {
	for e := err; e != nil; {
		if list, ok := e.(errs.List); ok {
			return list[0]
		}
		u, ok := e.(interface{ Unwrap() error })
		if !ok {
			return err
		}
		e = u.Unwrap()
	}
	return err
}

func TestASendingIsTakenBack(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	begin := c.level(t)
	o, _ := c.sold(t, 2)
	sent := c.send(t, o, nil)
	back, err := c.orders.CancelFulfillment(c.staff, sent.Fulfillment.PublicID())
	require.NoError(t, err)
	require.Equal(t, enum.OrderStatusPlaced, back.Order.Status, "open again")
	require.Equal(t, enum.FulfillmentStatusUnfulfilled, back.Order.FulfillmentStatus)
	now := c.level(t)
	require.Equal(t, []int64{begin.OnHand, 2}, []int64{now.OnHand, now.Reserved}, "on the shelf, and held")
	_, err = c.orders.CancelFulfillment(c.staff, sent.Fulfillment.PublicID())
	require.Equal(t, errs.InvalidState, errs.CodeOf(err), "once")

	again := c.send(t, o, nil)
	arrived, err := c.orders.Deliver(c.staff, again.Fulfillment.PublicID())
	require.NoError(t, err)
	require.NotNil(t, arrived.Fulfillment.DeliveredAt)
	_, err = c.orders.CancelFulfillment(c.staff, again.Fulfillment.PublicID())
	require.Equal(t, errs.InvalidState, errs.CodeOf(err), "what has arrived was sent")
	tracked, err := c.orders.UpdateTracking(c.staff, again.Fulfillment.PublicID(), order.TrackingInput{Carrier: ptr("POST"), TrackingURL: ptr("https://post.lu/x")})
	require.NoError(t, err)
	require.Equal(t, "https://post.lu/x", *tracked.Fulfillment.TrackingURL)
	tracked, err = c.orders.UpdateTracking(c.staff, again.Fulfillment.PublicID(), order.TrackingInput{TrackingURL: ptr("")})
	require.NoError(t, err)
	require.Nil(t, tracked.Fulfillment.TrackingURL)
	require.Equal(t, "POST", *tracked.Fulfillment.Carrier)
}

func TestManyAreSentEachByItself(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	a, _ := c.sold(t, 1)
	b, _ := c.sold(t, 1)
	c.send(t, b, nil)
	out, err := c.orders.FulfillMany(c.staff, []publicid.ID{a.PublicID(), b.PublicID(), "ord_none"}, order.FulfillManyInput{IdempotencyKey: "k", Notify: ptr(false)})
	require.NoError(t, err)
	require.Equal(t, enum.FulfillmentStatusFulfilled, out[0].Order.FulfillmentStatus)
	require.Equal(t, errs.InvalidState, errs.CodeOf(out[1].Err))
	require.Equal(t, errs.NotFound, errs.CodeOf(out[2].Err))
	_, err = c.orders.FulfillMany(c.staff, make([]publicid.ID, 101), order.FulfillManyInput{IdempotencyKey: "k"})
	require.Equal(t, errs.TooMany, errs.CodeOf(err))
}
