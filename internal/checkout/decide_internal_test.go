package checkout

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/postal"
)

func TestDecide(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) *time.Time { t := now.Add(-d); return &t }
	key := func(s string) *string { return &s }
	mine, theirs, somebody := uuid.New(), uuid.New(), uuid.New()
	r := request{key: "k", hash: []byte("same")}

	open := ent.Cart{ID: mine, ExpiresAt: now.Add(time.Hour)}
	claimed := func(by string, since time.Duration) ent.Cart {
		c := open
		c.ClaimKey, c.ClaimedAt = key(by), ago(since)
		return c
	}
	pending := ent.Order{CartID: mine, Status: enum.OrderStatusPendingPayment, IdempotencyKey: "k", RequestHash: []byte("same")}
	with := func(o ent.Order, f func(*ent.Order)) ent.Order { f(&o); return o }
	placed := with(pending, func(o *ent.Order) { o.Status, o.PlacedAt = enum.OrderStatusPlaced, ago(time.Hour) })
	given := with(pending, func(o *ent.Order) { o.Status = enum.OrderStatusCancelled })

	for name, tc := range map[string]struct {
		cart   ent.Cart
		orders []ent.Order
		want   string
		code   errs.Code
	}{
		"the first time":                              {cart: open, want: "new"},
		"a cart that is over":                         {cart: ent.Cart{ID: mine, ExpiresAt: now}, code: errs.NotFound},
		"placed before":                               {cart: open, orders: []ent.Order{placed}, want: "replay"},
		"placed before with another key":              {cart: open, orders: []ent.Order{with(placed, func(o *ent.Order) { o.IdempotencyKey = "other" })}, want: "replay"},
		"placed and cancelled since":                  {cart: open, orders: []ent.Order{with(placed, func(o *ent.Order) { o.Status = enum.OrderStatusCancelled })}, want: "replay"},
		"the key with another input":                  {cart: open, orders: []ent.Order{with(placed, func(o *ent.Order) { o.RequestHash = []byte("else") })}, code: errs.IdempotencyKeyReused},
		"the key with another cart":                   {cart: open, orders: []ent.Order{with(placed, func(o *ent.Order) { o.CartID, o.RequestHash = theirs, []byte("else") })}, code: errs.IdempotencyKeyReused},
		"the key with another input, given up":        {cart: open, orders: []ent.Order{with(given, func(o *ent.Order) { o.RequestHash = []byte("else") })}, code: errs.IdempotencyKeyReused},
		"somebody else's key of the same name":        {cart: open, orders: []ent.Order{with(placed, func(o *ent.Order) { o.CartID, o.CustomerID, o.RequestHash = theirs, &somebody, []byte("else") })}, want: "new"},
		"given up before":                             {cart: open, orders: []ent.Order{given}, want: "new"},
		"a call with this key is at it, or died":      {cart: claimed("k", time.Second), orders: []ent.Order{pending}, want: "resume"},
		"a call with this key died long ago":          {cart: claimed("k", time.Hour), orders: []ent.Order{pending}, want: "resume"},
		"a call with another key is at it":            {cart: claimed("other", time.Second), orders: []ent.Order{with(pending, func(o *ent.Order) { o.IdempotencyKey = "other" })}, code: errs.CompletionInProgress},
		"a call with another key just in time":        {cart: claimed("other", claimFor-time.Nanosecond), orders: []ent.Order{with(pending, func(o *ent.Order) { o.IdempotencyKey = "other" })}, code: errs.CompletionInProgress},
		"a call with another key died":                {cart: claimed("other", claimFor), orders: []ent.Order{with(pending, func(o *ent.Order) { o.IdempotencyKey = "other" })}, want: "abandon"},
		"a call died and the cart was changed since":  {cart: open, orders: []ent.Order{pending}, want: "abandon"},
		"given up before, and a call with this key":   {cart: claimed("k", time.Second), orders: []ent.Order{given, pending}, want: "resume"},
		"the cart is over but a call can still go on": {cart: ent.Cart{ID: mine, ExpiresAt: now, ClaimKey: key("k"), ClaimedAt: ago(time.Minute)}, orders: []ent.Order{pending}, want: "resume"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var orders []*ent.Order
			for i := range tc.orders {
				orders = append(orders, &tc.orders[i])
			}
			v, err := decide(r, &tc.cart, orders, now)
			require.Equal(t, tc.code, errs.CodeOf(err))
			if err != nil {
				return
			}
			got := "new"
			switch {
			case v.replay != nil:
				got = "replay"
			case v.resume != nil:
				got = "resume"
			case v.abandon != nil:
				got = "abandon"
			}
			require.Equal(t, tc.want, got)
		})
	}
}

func TestRequestsDiffer(t *testing.T) {
	t.Parallel()
	c := &ent.Cart{ID: uuid.New(), Currency: "EUR"}
	hash := func(c *ent.Cart, in CompleteInput) []byte {
		r, err := newRequest(c, uuid.Nil, in)
		require.NoError(t, err)
		return r.hash
	}
	in := CompleteInput{IdempotencyKey: "k", ExpectedTotal: "12.30", PaymentMethod: "manual"}
	require.Equal(t, hash(c, in), hash(c, CompleteInput{IdempotencyKey: "k", ExpectedTotal: "12.3", PaymentMethod: "manual"}), "another way to write it")
	require.NotEqual(t, hash(c, in), hash(c, CompleteInput{IdempotencyKey: "k", ExpectedTotal: "12.31", PaymentMethod: "manual"}))
	require.NotEqual(t, hash(c, in), hash(c, CompleteInput{IdempotencyKey: "k", ExpectedTotal: "12.30", PaymentMethod: "card"}))
	require.NotEqual(t, hash(c, in), hash(&ent.Cart{ID: uuid.New(), Currency: "EUR"}, in), "another cart")
	_, err := newRequest(c, uuid.Nil, CompleteInput{ExpectedTotal: "12.305"})
	require.Equal(t, errs.Invalid, errs.CodeOf(err), "no amount of that currency")
}

func TestMissing(t *testing.T) {
	t.Parallel()
	full := facts{
		items: []*item{{quantity: 2, available: 2}, {quantity: 1, available: 1}}, email: new(string),
		address: &postal.Address{}, delivery: &DeliveryOption{},
	}
	for name, tc := range map[string]struct {
		change func(*facts)
		want   []string
	}{
		"nothing":                {func(*facts) {}, nil},
		"lines":                  {func(f *facts) { f.items = nil }, []string{"LINES lines"}},
		"an e-mail address":      {func(f *facts) { f.email = nil }, []string{"EMAIL email"}},
		"a shipping address":     {func(f *facts) { f.address = nil }, []string{"SHIPPING_ADDRESS shippingAddress"}},
		"a way of delivery":      {func(f *facts) { f.delivery = nil }, []string{"DELIVERY_OPTION deliveryOption"}},
		"an address that is far": {func(f *facts) { f.delivery, f.nowhere = nil, true }, []string{"DELIVERY_OPTION shippingAddress"}},
		"a parcel that is heavy": {func(f *facts) { f.delivery, f.unfit = nil, true }, []string{"DELIVERY_OPTION lines"}},
		"stock of one line":      {func(f *facts) { f.items = []*item{{quantity: 1, available: 1}, {quantity: 2, available: 1}} }, []string{"STOCK lines.1"}},
		"stock that is sold out": {func(f *facts) { f.items = []*item{{quantity: 1}} }, []string{"STOCK lines.0"}},
		"a shop on holiday":      {func(f *facts) { f.closed = true }, []string{"SHOP_OPEN "}},
		"everything": {func(f *facts) { *f = facts{} }, []string{
			"LINES lines", "EMAIL email", "SHIPPING_ADDRESS shippingAddress", "DELIVERY_OPTION deliveryOption",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := full
			tc.change(&f)
			var got []string
			for _, n := range missing(f) {
				got = append(got, string(n.code)+" "+n.err.Field())
				if n.code == enum.CheckoutRequirementCodeStock {
					require.Equal(t, errs.InsufficientStock, n.err.Code)
				}
			}
			require.Equal(t, tc.want, got)
		})
	}
}
