package order_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/notify"
	"orion/internal/order"
	"orion/internal/store"
)

func TestAReturnGoesItsWay(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	begin := c.level(t)
	o, l := c.sold(t, 2)
	c.send(t, o, nil)
	asked, err := c.want(o, enum.ReturnReasonDamaged, some(l, 2), t)
	require.NoError(t, err)
	require.True(t, asked.Order.OpenReturn)
	require.Equal(t, enum.ReturnStatusRequested, asked.One().Status)
	_, err = c.want(o, enum.ReturnReasonDamaged, some(l, 1), t)
	require.Equal(t, errs.Invalid, errs.CodeOf(first(err)), "both are asked for already")

	id := asked.One().PublicID()
	_, err = c.orders.ReceiveReturn(c.staff, id, nil)
	require.Equal(t, errs.InvalidState, errs.CodeOf(err), "B4.103 not before it was approved")
	approved, err := c.orders.ApproveReturn(c.staff, id, ptr("Use the label"))
	require.NoError(t, err)
	require.Equal(t, "Use the label", *approved.One().Answer)
	received, err := c.orders.ReceiveReturn(c.staff, id, some(l, 1))
	require.NoError(t, err)
	require.Equal(t, enum.FulfillmentStatusReturned, received.Order.FulfillmentStatus)
	require.False(t, received.Order.OpenReturn)
	require.Equal(t, begin.OnHand-1, c.level(t).OnHand, "one of two can be sold again")
	require.Equal(t, []notify.Kind{notify.OrderFulfilled, notify.ReturnRequested, notify.ReturnApproved}, c.post.kinds())
	for name, do := range map[string]func() error{
		"approve": func() error { _, err := c.orders.ApproveReturn(c.staff, id, nil); return err },
		"reject":  func() error { _, err := c.orders.RejectReturn(c.staff, id, "no"); return err },
		"cancel":  func() error { _, err := c.orders.CancelReturn(c.staff, id); return err },
		"receive": func() error { _, err := c.orders.ReceiveReturn(c.staff, id, nil); return err },
	} {
		require.Equal(t, errs.InvalidState, errs.CodeOf(do()), "%s an end", name)
	}
}

func TestABuyerWithdrawsBeforeItIsSent(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	begin := c.level(t)
	o, l := c.sold(t, 3)
	out, err := c.want(o, enum.ReturnReasonWithdrawal, some(l, 1), t)
	require.NoError(t, err)
	require.True(t, order.Unsent(out.One()))
	require.False(t, out.Order.OpenReturn, "nothing has to come back")
	require.EqualValues(t, 2, c.level(t).Reserved, "what is not wanted is held no longer")
	_, err = c.orders.Fulfill(c.staff, o.PublicID(), order.FulfillInput{Lines: some(l, 3), IdempotencyKey: "k"})
	require.Equal(t, errs.Invalid, errs.CodeOf(first(err)), "never more than ordered less withdrawn")
	require.Equal(t, notify.WithdrawalReceived, c.post.mails[0].Kind)

	c.send(t, o, some(l, 1))
	both, err := c.want(o, enum.ReturnReasonWithdrawal, nil, t)
	require.NoError(t, err)
	require.Len(t, both.Returns, 2, "one that was sent and one that was not")
	require.True(t, both.Order.OpenReturn)
	require.Equal(t, enum.FulfillmentStatusFulfilled, both.Order.FulfillmentStatus)
	now := c.level(t)
	require.Equal(t, []int64{begin.OnHand - 1, 0}, []int64{now.OnHand, now.Reserved})
}

func TestAnOrderOfWhichNothingIsLeftIsCancelled(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	o, _ := c.sold(t, 2)
	out, err := c.want(o, enum.ReturnReasonWithdrawal, nil, t)
	require.NoError(t, err)
	require.Equal(t, enum.OrderStatusCancelled, out.Order.Status)
	require.Zero(t, c.level(t).Reserved)
	_, err = c.want(o, enum.ReturnReasonWithdrawal, nil, t)
	require.Equal(t, errs.InvalidState, errs.CodeOf(err))
}

func TestWithdrawalHasItsTime(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	o, l := c.sold(t, 2)
	sent := c.send(t, o, nil)
	_, err := c.orders.Deliver(c.staff, sent.Fulfillment.PublicID())
	require.NoError(t, err)
	c.clock.pass(15*24*time.Hour - time.Minute)
	_, err = c.want(o, enum.ReturnReasonWithdrawal, some(l, 1), t)
	require.NoError(t, err, "on the last of fourteen days after it arrived")
	c.clock.pass(2 * time.Minute)
	_, err = c.want(o, enum.ReturnReasonWithdrawal, some(l, 1), t)
	require.Equal(t, errs.InvalidState, errs.CodeOf(err))
	_, err = c.want(o, enum.ReturnReasonDamaged, some(l, 1), t)
	require.NoError(t, err, "what is broken can be sent back")
}

func TestWhoMayAskForAReturn(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	ada, adas := fixture.Customer(t, c.db, c.vendor)
	_, bobs := fixture.Customer(t, c.db, c.vendor)
	o, _ := c.sold(t, 1)
	require.NoError(t, c.db.Order.UpdateOneID(o.ID).SetCustomerID(ada.ID).Exec(fixture.System(t, c.vendor)))
	c.send(t, o, nil)
	in, id := order.ReturnInput{Reason: enum.ReturnReasonOther, IdempotencyKey: "k"}, o.PublicID()
	_, err := c.orders.RequestReturn(bobs, nil, &id, in)
	require.Equal(t, errs.NotFound, errs.CodeOf(err))
	_, err = c.orders.RequestReturn(c.guest(t), nil, &id, in)
	require.Equal(t, errs.NotFound, errs.CodeOf(err), "an id is no key")
	_, err = c.orders.RequestReturn(c.guest(t), ptr(uuid.NewString()), nil, in)
	require.Equal(t, errs.NotFound, errs.CodeOf(err))
	one, err := c.orders.RequestReturn(adas, nil, &id, in)
	require.NoError(t, err)
	again, err := c.orders.RequestReturn(adas, nil, &id, in)
	require.NoError(t, err)
	require.Equal(t, one.One().ID, again.One().ID, "once by its key")
	_, err = c.orders.ApproveReturn(fixture.Staff(t, c.vendor, enum.PermissionOrderRead), one.One().PublicID(), nil)
	require.Equal(t, errs.Forbidden, errs.CodeOf(err))
}

// Whatever is done in whatever order, movements sum to the stock and no line becomes more than
// was ordered.
func TestB4_106WhateverHappensTheStockIsRight(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	r := rand.New(rand.NewPCG(1, 2))
	o, l := c.sold(t, 6)
	begin := c.level(t).OnHand
	restocked := 0
	for range 60 {
		switch r.IntN(5) {
		case 0:
			c.orders.Fulfill(c.staff, o.PublicID(), order.FulfillInput{Lines: some(l, 1+r.IntN(3)), IdempotencyKey: uuid.NewString()}) //nolint:errcheck // it may be refused
		case 1:
			if all := c.db.Fulfillment.Query().AllX(c.staff); len(all) > 0 {
				c.orders.CancelFulfillment(c.staff, all[r.IntN(len(all))].PublicID()) //nolint:errcheck // it may be refused
			}
		case 2:
			c.want(o, enum.ReturnReasonOther, some(l, 1+r.IntN(2)), t) //nolint:errcheck // it may be refused
		case 3:
			if all := c.db.OrderReturn.Query().AllX(c.staff); len(all) > 0 {
				c.orders.ApproveReturn(c.staff, all[r.IntN(len(all))].PublicID(), nil) //nolint:errcheck // it may be refused
			}
		default:
			if all := c.db.OrderReturn.Query().AllX(c.staff); len(all) > 0 {
				if done, err := c.orders.ReceiveReturn(c.staff, all[r.IntN(len(all))].PublicID(), nil); err == nil {
					for _, part := range c.db.OrderReturnLine.Query().AllX(c.staff) {
						if part.ReturnID == done.One().ID {
							restocked += part.Restocked
						}
					}
				}
			}
		}
		lines, err := c.orders.LinesOf(c.staff, []uuid.UUID{o.ID})
		require.NoError(t, err)
		line, level := lines[o.ID][0], c.level(t)
		require.LessOrEqual(t, line.FulfilledQuantity, line.Quantity)
		require.LessOrEqual(t, line.ReturnedQuantity, line.FulfilledQuantity)
		require.EqualValues(t, line.Quantity-line.FulfilledQuantity, level.Reserved)
		require.EqualValues(t, int(begin)-line.FulfilledQuantity+restocked, level.OnHand)
	}
	require.Positive(t, restocked, "the run went all the way")
}

func TestLookupTellsNothing(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	o, _ := c.sold(t, 1)
	require.NoError(t, c.orders.Lookup(c.guest(t), "#"+order.Number(o), " ADA@example.org "))
	require.Len(t, c.post.mails, 1)
	require.Equal(t, "ada@example.org", c.post.mails[0].To)
	require.Contains(t, c.post.mails[0].Data["link"], "/orders/"+order.Token(o))
	require.NoError(t, c.orders.Lookup(c.guest(t), "9999", "ada@example.org"), "the same answer")
	require.Len(t, c.post.mails, 1)
	require.Equal(t, errs.Throttled, errs.CodeOf(c.orders.Lookup(c.guest(t), "1", "ada@example.org")), "B4.109")
	require.NoError(t, c.orders.Lookup(c.guest(t), order.Number(o), "bob@example.org"))
	require.Len(t, c.post.mails, 1, "another's order")
	require.Equal(t, errs.Invalid, errs.CodeOf(c.orders.Lookup(c.guest(t), "1", "ada")))
}

func TestAGuestsOrdersComeToTheirAccount(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	o, _ := c.sold(t, 1)
	elsewhere := openOn(t, c.db)
	_, foreign := fixture.Product(t, c.db, elsewhere.vendor)
	theirs := elsewhere.placed(t, foreign)
	ada := c.db.Customer.Create().SetEmail("ada@example.org").SaveX(fixture.System(t, c.vendor))
	platform := fixture.Platform(t)
	require.NoError(t, c.db.Tx(platform, func(tx *store.Tx) error { return order.Claim(platform, tx, ada) }))
	own, err := c.orders.OfCustomer(c.staff, ada.ID, page.Arg{})
	require.NoError(t, err)
	require.Equal(t, []string{order.Number(o)}, numbers(own.Nodes))
	require.Nil(t, c.db.Order.GetX(platform, theirs.ID).CustomerID, "another shop's stay a guest's")
	events, err := order.EventsOf(c.staff, c.db, []uuid.UUID{o.ID})
	require.NoError(t, err)
	require.Equal(t, enum.OrderEventKindClaimed, events[o.ID][0].Kind)
}

func TestTheTimeline(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	o, _ := c.sold(t, 1)
	for _, public := range []bool{true, false} {
		_, err := c.orders.AddNote(c.staff, o.PublicID(), "Rang the buyer", public)
		require.NoError(t, err)
	}
	tagged, err := c.orders.SetTags(c.staff, o.PublicID(), []string{"gift", " gift ", "late"})
	require.NoError(t, err)
	require.Equal(t, []string{"gift", "late"}, tagged.Tags)
	found, err := c.orders.List(c.staff, page.Arg{}, &order.Where{Tags: []string{"late"}, OpenReturn: ptr(false), PaymentMethod: []string{"manual"}})
	require.NoError(t, err)
	require.Equal(t, []string{order.Number(o)}, numbers(found.Nodes))
	none, err := c.orders.List(c.staff, page.Arg{}, &order.Where{Tags: []string{"late", "never"}})
	require.NoError(t, err)
	require.Empty(t, none.Nodes)
	_, err = c.orders.SetTags(c.staff, o.PublicID(), make([]string, 1))
	require.Equal(t, errs.Required, errs.CodeOf(err))

	kinds := func(of []*ent.OrderEvent) (out []enum.OrderEventKind) {
		for _, e := range of {
			out = append(out, e.Kind)
		}
		return out
	}
	team, err := order.EventsOf(c.staff, c.db, []uuid.UUID{o.ID})
	require.NoError(t, err)
	require.ElementsMatch(t, []enum.OrderEventKind{enum.OrderEventKindTagged, enum.OrderEventKindNote, enum.OrderEventKindNote, enum.OrderEventKindPlaced}, kinds(team[o.ID]))
	buyer, err := order.EventsOf(c.guest(t), c.db, []uuid.UUID{o.ID})
	require.NoError(t, err)
	require.ElementsMatch(t, []enum.OrderEventKind{enum.OrderEventKindNote, enum.OrderEventKindPlaced}, kinds(buyer[o.ID]))
}
