package checkout_test

import (
	"context"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/order"
	"orion/internal/checkout"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/pgdev"
	"orion/internal/kit/postal"
	"orion/internal/payment"
	"orion/internal/pgtest"
	"orion/internal/store"
)

// How many buyers come at once, for how many pieces, and how often.
const (
	crowd  = 200
	pieces = 10
	rounds = 20
)

// Two hundred buyers come for ten pieces, over and over, and some of them press twice.
// Whoever gets nothing pays nothing.
func TestB4_90TwoHundredBuyersForTenPieces(t *testing.T) {
	t.Parallel()
	b := &bank{answer: func(int64) (payment.Answer, error) {
		return payment.Answer{Status: enum.PaymentStatusPaid, Ref: "pay"}, nil
	}}
	s := openOn(t, pgtest.New(t, store.WithMaxConns(6)), b)
	ctx := s.guest(t)
	for round := 1; round <= rounds; round++ {
		pv := s.article(t, 1000, pieces)
		carts := s.filled(t, pv, crowd)
		placed := map[uuid.UUID]bool{}
		for _, o := range together(crowd+crowd/10, func(i int) outcome {
			done, err := s.byCard(ctx, carts[i%crowd], strconv.Itoa(i%crowd)+" of "+strconv.Itoa(round), "14.90")
			return outcome{done, err}
		}) {
			if o.err == nil {
				placed[o.Order.ID] = true
				continue
			}
			require.Equal(t, errs.InsufficientStock, errs.CodeOf(o.err), o.err)
		}
		require.Len(t, placed, pieces, "all that there is, and no more")
		l := s.level(t, pv)
		require.Equal(t, []int64{pieces, pieces}, []int64{l.OnHand, l.Reserved})
		s.requireLedger(t)
	}
	require.Equal(t, map[string]int{"PLACED": rounds * pieces}, s.ordersIn(t))
	s.requireNumbers(t, rounds*pieces)
	payments, err := s.db.Payment.Query().Count(fixture.System(t, s.vendor))
	require.NoError(t, err)
	require.Equal(t, rounds*pieces, payments, "one for each order, and none for who got nothing")
}

// filled makes carts of one piece each of which nothing is missing, in two statements:
// making them one by one would take longer than what they are for.
func (s *shop) filled(t testing.TB, pv *ent.ProductVariant, n int) []*ent.Cart {
	t.Helper()
	ctx := fixture.System(t, s.vendor)
	to, err := postal.Parse(home(), "address")
	require.NoError(t, err)
	var carts []*ent.Cart
	require.NoError(t, s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		rows, lines := make([]*ent.CartCreate, n), make([]*ent.CartLineCreate, n)
		for i := range rows {
			rows[i] = tx.Cart.Create().SetCurrency("EUR").SetEmail("ada@example.org").SetShippingAddress(&to).
				SetDeliveryHandle("standard").SetExpiresAt(s.clock.Now().Add(time.Hour))
		}
		if carts, err = tx.Cart.CreateBulk(rows...).Save(ctx); err != nil {
			return err
		}
		for i, c := range carts {
			lines[i] = tx.CartLine.Create().SetCartID(c.ID).SetVariantID(pv.ID).SetQuantity(1).SetCurrency("EUR").SetUnitPriceMinor(pv.PriceMinor)
		}
		return tx.CartLine.CreateBulk(lines...).Exec(ctx)
	}))
	return carts
}

// requireNumbers asserts that the shop's orders have the first n numbers.
func (s *shop) requireNumbers(t testing.TB, n int) {
	t.Helper()
	all, err := s.db.Order.Query().Where(order.NumberNotNil()).Order(order.ByNumber()).All(fixture.System(t, s.vendor))
	require.NoError(t, err)
	require.Len(t, all, n)
	for i, o := range all {
		require.EqualValues(t, 1001+i, *o.Number, "without a gap")
	}
}

// Postgres goes away in the midst of a crowd. All who try again, with the key they had, get
// what they wanted, once.
func TestB8_138PostgresRestartsMidCheckout(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "pg")
	server, err := pgdev.Start(t.Context(), pgdev.Options{Dir: dir})
	require.NoError(t, err)
	_, err = store.Migrate(t.Context(), server.URL())
	require.NoError(t, err)
	at := &door{}
	db, err := store.Open(t.Context(), at.open(t, server.URL()), store.WithMaxConns(6))
	require.NoError(t, err)
	t.Cleanup(db.Close)

	const buyers = 40
	down := make(chan struct{})
	b := &bank{answer: func(n int64) (payment.Answer, error) {
		if n == buyers/4 { // with others before, within and behind their transactions
			close(down)
		}
		return payment.Answer{Status: enum.PaymentStatusPaid, Ref: "pay"}, nil
	}}
	s := openOn(t, db, b)
	pv := s.article(t, 1000, buyers)
	carts := s.filled(t, pv, buyers)
	buy := func(i int) (*checkout.Completion, error) {
		ctx, cancel := context.WithTimeout(s.guest(t), 20*time.Second)
		defer cancel()
		return s.byCard(ctx, carts[i], strconv.Itoa(i), "14.90")
	}
	restarted := make(chan error, 1)
	go func() {
		<-down
		err := server.Stop()
		if err == nil {
			server, err = pgdev.Start(context.WithoutCancel(t.Context()), pgdev.Options{Dir: dir})
		}
		if err == nil {
			at.lead(server.URL())
		}
		restarted <- err
	}()
	failed := 0
	for _, o := range together(buyers, func(i int) outcome { done, err := buy(i); return outcome{done, err} }) {
		if o.err != nil {
			failed++
			require.Equal(t, errs.Unavailable, store.Public(o.err).Code, o.err)
		}
	}
	require.NoError(t, <-restarted)
	t.Cleanup(func() { require.NoError(t, server.Stop()) })
	require.NotZero(t, failed, "it was not gone for anybody")
	for _, o := range together(buyers, func(i int) outcome { done, err := buy(i); return outcome{done, err} }) {
		require.NoError(t, o.err)
		require.Equal(t, enum.OrderStatusPlaced, o.Order.Status)
	}
	require.Equal(t, map[string]int{"PLACED": buyers}, s.ordersIn(t))
	s.requireNumbers(t, buyers)
	s.requireLedger(t)
}

// A door is an address that stays while the server behind it comes back at another.
type door struct{ server atomic.Pointer[string] }

// open returns the address of a server at the door.
func (d *door) open(t *testing.T, server string) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	d.lead(server)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go d.through(c)
		}
	}()
	u, err := url.Parse(server)
	require.NoError(t, err)
	u.Host = l.Addr().String()
	return u.String()
}

func (d *door) lead(server string) { d.server.Store(&server) }

// through carries what is said both ways, until either side ends.
func (d *door) through(c net.Conn) {
	defer c.Close()
	u, err := url.Parse(*d.server.Load())
	if err != nil {
		return
	}
	s, err := net.Dial("tcp", u.Host) //nolint:noctx // it is there or it is not
	if err != nil {
		return // as it is where nobody listens
	}
	defer s.Close()
	go func() {
		_, _ = io.Copy(s, c)
		_ = s.Close()
	}()
	_, _ = io.Copy(c, s)
}
