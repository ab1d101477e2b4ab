package order_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/kit/pricing"
	"orion/internal/order"
	"orion/internal/pgtest"
)

func TestList(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, pv := fixture.Product(t, s.db, s.vendor)
	elsewhere := openOn(t, s.db)
	_, foreign := fixture.Product(t, s.db, elsewhere.vendor)
	elsewhere.placed(t, foreign)
	var middle time.Time
	for i := range 5 {
		o := s.placed(t, pv, func(d *order.Draft) { d.Email = string(rune('a'+i)) + "@example.org" })
		if i == 2 {
			middle = *o.PlacedAt
		}
	}
	s.opened(t, s.guest(t), pv)
	never := s.opened(t, s.guest(t), pv)
	_, err := s.abandon(fixture.System(t, s.vendor), never.ID)
	require.NoError(t, err)
	_, err = s.orders.Cancel(s.staff, find(t, s, "1004").PublicID(), "mistake")
	require.NoError(t, err)

	all, err := s.orders.List(s.staff, page.Arg{}, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"1005", "1004", "1003", "1002", "1001"}, numbers(all.Nodes), "newest first, those that were placed")
	count, err := all.Count(s.staff)
	require.NoError(t, err)
	require.Equal(t, 5, count.Value)

	var walked []*ent.Order
	arg := page.Arg{First: ptr(2)}
	for {
		cut, err := s.orders.List(s.staff, arg, nil)
		require.NoError(t, err)
		walked = append(walked, cut.Nodes...)
		if !cut.PageInfo.HasNextPage {
			break
		}
		arg.After = cut.PageInfo.EndCursor
	}
	require.Equal(t, numbers(all.Nodes), numbers(walked), "page by page")

	for name, tc := range map[string]struct {
		where order.Where
		want  []string
	}{
		"cancelled":                 {order.Where{Status: []enum.OrderStatus{enum.OrderStatusCancelled}}, []string{"1004"}},
		"of no status":              {order.Where{Status: []enum.OrderStatus{}}, []string{}},
		"being paid for":            {order.Where{Status: []enum.OrderStatus{enum.OrderStatusPendingPayment}}, []string{}},
		"not paid":                  {order.Where{PaymentStatus: []enum.PaymentStatus{enum.PaymentStatusPending}, Status: []enum.OrderStatus{enum.OrderStatusCancelled}}, []string{"1004"}},
		"paid":                      {order.Where{PaymentStatus: []enum.PaymentStatus{enum.PaymentStatusPaid}}, []string{}},
		"sent":                      {order.Where{FulfillmentStatus: []enum.FulfillmentStatus{enum.FulfillmentStatusFulfilled}}, []string{}},
		"a number":                  {order.Where{Search: ptr("1003")}, []string{"1003"}},
		"the beginning of a number": {order.Where{Search: ptr("#100")}, []string{"1005", "1004", "1003", "1002", "1001"}},
		"the end of a number":       {order.Where{Search: ptr("03")}, []string{}},
		"the beginning of a buyer":  {order.Where{Search: ptr(" B@EXA ")}, []string{"1002"}},
		"a buyer with a wildcard":   {order.Where{Search: ptr("%@example.org")}, []string{}},
		"an empty search":           {order.Where{Search: ptr("")}, []string{"1005", "1004", "1003", "1002", "1001"}},
		"placed from then on":       {order.Where{PlacedAt: &filter.DateTime{Gte: &middle}}, []string{"1005", "1004", "1003"}},
		"placed before then":        {order.Where{PlacedAt: &filter.DateTime{Lt: &middle}}, []string{"1002", "1001"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := s.orders.List(s.staff, page.Arg{}, &tc.where)
			require.NoError(t, err)
			require.Equal(t, tc.want, numbers(got.Nodes))
		})
	}
	_, err = s.orders.List(s.staff, page.Arg{After: all.PageInfo.StartCursor}, &order.Where{Search: ptr("1")})
	require.Equal(t, errs.Invalid, errs.CodeOf(err), "a cursor of another filter")
}

func find(t testing.TB, s *shop, number string) *ent.Order {
	t.Helper()
	o, err := s.orders.Find(s.staff, &number, nil)
	require.NoError(t, err)
	require.NotNil(t, o)
	return o
}

func TestFind(t *testing.T) {
	t.Parallel()
	s := open(t)
	elsewhere := openOn(t, s.db)
	_, pv := fixture.Product(t, s.db, s.vendor)
	_, foreign := fixture.Product(t, s.db, elsewhere.vendor)
	o, theirs, pending := s.placed(t, pv), elsewhere.placed(t, foreign), s.opened(t, s.guest(t), pv)
	id, another, notYet := o.PublicID(), theirs.PublicID(), pending.PublicID()

	require.Equal(t, o.ID, find(t, s, "1001").ID)
	require.Equal(t, o.ID, find(t, s, "#1001").ID)
	byID, err := s.orders.Find(s.staff, nil, &id)
	require.NoError(t, err)
	require.Equal(t, o.ID, byID.ID)

	for name, look := range map[string]func() (*ent.Order, error){
		"a number of nobody":         func() (*ent.Order, error) { return s.orders.Find(s.staff, ptr("9999"), nil) },
		"a number that is none":      func() (*ent.Order, error) { return s.orders.Find(s.staff, ptr("ten"), nil) },
		"a number beyond all":        func() (*ent.Order, error) { return s.orders.Find(s.staff, ptr("99999999999999999999"), nil) },
		"nothing to look for":        func() (*ent.Order, error) { return s.orders.Find(s.staff, nil, nil) },
		"another shop's id":          func() (*ent.Order, error) { return s.orders.Find(s.staff, nil, &another) },
		"one that is being paid for": func() (*ent.Order, error) { return s.orders.Find(s.staff, nil, &notYet) },
		"a number and another's id":  func() (*ent.Order, error) { return s.orders.Find(s.staff, ptr("1001"), &another) },
		"a token of nobody":          func() (*ent.Order, error) { return s.orders.ByToken(s.guest(t), uuid.NewString()) },
		"a token that is none":       func() (*ent.Order, error) { return s.orders.ByToken(s.guest(t), "token") },
		"another shop's token":       func() (*ent.Order, error) { return s.orders.ByToken(s.guest(t), order.Token(theirs)) },
		"the token of one being paid": func() (*ent.Order, error) {
			return s.orders.ByToken(s.guest(t), order.Token(pending))
		},
		"by number as a guest": func() (*ent.Order, error) { return s.orders.Find(s.guest(t), ptr("1001"), nil) },
	} {
		t.Run(name, func(t *testing.T) {
			found, err := look()
			require.NoError(t, err)
			require.Nil(t, found)
		})
	}
}

func TestGuestOpensTheirOrderByItsLink(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, pv := fixture.Product(t, s.db, s.vendor)
	o := s.placed(t, pv)
	require.Len(t, order.Token(o), 32)
	found, err := s.orders.ByToken(s.guest(t), order.Token(o))
	require.NoError(t, err)
	require.Equal(t, o.ID, found.ID)
	lines, err := s.orders.Lines(s.guest(t), found, page.Arg{})
	require.NoError(t, err)
	require.Len(t, lines.Nodes, 1)
	count, err := lines.Count(s.guest(t))
	require.NoError(t, err)
	require.Equal(t, 1, count.Value)
}

func TestB2_58OfCustomer(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, pv := fixture.Product(t, s.db, s.vendor)
	ada, adas := fixture.Customer(t, s.db, s.vendor)
	bob, bobs := fixture.Customer(t, s.db, s.vendor)
	of := func(c *ent.Customer) func(*order.Draft) { return func(d *order.Draft) { d.CustomerID = &c.ID } }
	s.placed(t, pv, of(ada))
	s.placed(t, pv, of(bob))
	s.placed(t, pv, of(ada))
	s.opened(t, adas, pv, of(ada))

	own, err := s.orders.OfCustomer(adas, ada.ID, page.Arg{})
	require.NoError(t, err)
	require.Equal(t, []string{"1003", "1001"}, numbers(own.Nodes))
	team, err := s.orders.OfCustomer(s.staff, ada.ID, page.Arg{})
	require.NoError(t, err)
	require.Equal(t, []string{"1003", "1001"}, numbers(team.Nodes))
	other, err := s.orders.OfCustomer(bobs, ada.ID, page.Arg{})
	require.NoError(t, err)
	require.Empty(t, other.Nodes, "another customer's are not theirs to see")
}

func TestLinesOfSeveralOrders(t *testing.T) {
	t.Parallel()
	s := openOn(t, pgtest.New(t))
	_, a := fixture.Product(t, s.db, s.vendor)
	_, b := fixture.Product(t, s.db, s.vendor)
	two := s.placed(t, a, func(d *order.Draft) {
		d.Lines = append(d.Lines, order.DraftLine{Variant: b, Quantity: 2, Sum: pricing.Priced{Subtotal: 2000}})
	})
	one := s.placed(t, b)
	lines, err := s.orders.LinesOf(s.staff, []uuid.UUID{two.ID, one.ID})
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{a.ID, b.ID}, []uuid.UUID{*lines[two.ID][0].VariantID, *lines[two.ID][1].VariantID}, "in their places")
	require.Len(t, lines[one.ID], 1)

	first, err := s.orders.LinesPage(two, lines[two.ID], page.Arg{First: ptr(1)})
	require.NoError(t, err)
	require.True(t, first.PageInfo.HasNextPage)
	rest, err := s.orders.Lines(s.staff, two, page.Arg{First: ptr(1), After: first.PageInfo.EndCursor})
	require.NoError(t, err)
	require.Equal(t, lines[two.ID][1].ID, rest.Nodes[0].ID)
	require.False(t, rest.PageInfo.HasNextPage)
}
