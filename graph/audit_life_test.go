package graph

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/customer"
	orders "orion/ent/gen/ent/order"
	"orion/ent/gen/ent/orderreturn"
	"orion/internal/fixture"
	"orion/internal/order"
)

// bought is an order that a guest has placed.
func (s *stage) bought() *ent.Order {
	s.t.Helper()
	ctx := s.inShop()
	cart, total := s.ready(ctx)
	s.do(ctx, completing(cart, total))
	return s.DB.Order.Query().Order(orders.ByID(sql.OrderDesc())).FirstX(fixture.System(s.t, s.shop))
}

// parcel is a fulfilment of an order.
func (s *stage) parcel() *ent.Fulfillment {
	s.t.Helper()
	sent, err := s.Orders.Fulfill(s.owner, s.bought().PublicID(), order.FulfillInput{IdempotencyKey: uuid.NewString()})
	require.NoError(s.t, err)
	return sent.Fulfillment
}

// wanted is a return that a guest asked for, of an order that was sent.
func (s *stage) wanted() *ent.OrderReturn {
	s.t.Helper()
	f := s.parcel()
	o := s.DB.Order.GetX(fixture.System(s.t, s.shop), f.OrderID)
	s.do(s.inShop(), returning(o))
	return s.DB.OrderReturn.Query().Where(orderreturn.OrderID(o.ID)).OnlyX(fixture.System(s.t, s.shop))
}

func returning(o *ent.Order) string {
	return fmt.Sprintf(`orderReturnRequest(token: %q, input: {reason: DAMAGED, idempotencyKey: %q})`, order.Token(o), uuid.NewString())
}

// ofOrder, ofParcel and ofReturn are deeds of the owner; call gets an id.
func ofOrder(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) { return s.owner, fmt.Sprintf(call, s.bought().PublicID()) }}
}

func ofParcel(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) { return s.owner, fmt.Sprintf(call, s.parcel().PublicID()) }}
}

func ofReturn(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) { return s.owner, fmt.Sprintf(call, s.wanted().PublicID()) }}
}

var lifeDeeds = map[string]deed{
	"orderFulfill":       ofOrder("order.fulfill", `orderFulfill(id: %q, input: {idempotencyKey: "k"})`),
	"ordersFulfill":      ofOrder("order.fulfill", `ordersFulfill(ids: [%q], input: {idempotencyKey: "k"})`),
	"orderNoteAdd":       ofOrder("order.note", `orderNoteAdd(id: %q, text: "Rang")`),
	"orderTagsSet":       ofOrder("order.tag", `orderTagsSet(id: %q, tags: ["gift"])`),
	"fulfillmentUpdate":  ofParcel("fulfillment.update", `fulfillmentUpdate(id: %q, input: {carrier: "POST"})`),
	"fulfillmentCancel":  ofParcel("fulfillment.cancel", `fulfillmentCancel(id: %q)`),
	"fulfillmentDeliver": ofParcel("fulfillment.deliver", `fulfillmentDeliver(id: %q)`),
	"orderReturnRequest": {action: "order.return-request", call: func(s *stage) (context.Context, string) {
		o := s.DB.Order.GetX(fixture.System(s.t, s.shop), s.parcel().OrderID)
		return s.inShop(), returning(o)
	}},
	"orderReturnCreate": {action: "order.return-create", call: func(s *stage) (context.Context, string) {
		o := s.DB.Order.GetX(fixture.System(s.t, s.shop), s.parcel().OrderID)
		return s.owner, fmt.Sprintf(`orderReturnCreate(id: %q, input: {reason: OTHER, idempotencyKey: "k"})`, o.PublicID())
	}},
	"orderReturnApprove": ofReturn("order.return-approve", `orderReturnApprove(id: %q, answer: "Send it to us")`),
	"orderReturnReject":  ofReturn("order.return-reject", `orderReturnReject(id: %q, answer: "Worn")`),
	"orderReturnCancel":  ofReturn("order.return-cancel", `orderReturnCancel(id: %q)`),
	"orderReturnReceive": {action: "order.return-receive", call: func(s *stage) (context.Context, string) {
		r := s.wanted()
		_, err := s.Orders.ApproveReturn(s.owner, r.PublicID(), nil)
		require.NoError(s.t, err)
		return s.owner, fmt.Sprintf(`orderReturnReceive(id: %q)`, r.PublicID())
	}},
	"orderLookup": {action: "order.lookup", call: func(s *stage) (context.Context, string) {
		return s.inShop(), fmt.Sprintf(`orderLookup(number: %q, email: "ada@example.org")`, order.Number(s.bought()))
	}},
	"orderReorder": {action: "cart.create", call: func(s *stage) (context.Context, string) {
		return s.inShop(), fmt.Sprintf(`orderReorder(token: %q)`, order.Token(s.bought()))
	}},
}

// ofCustomer is a deed of the owner to a customer; call gets the id.
func ofCustomer(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		_, email := s.customer()
		c := s.DB.Customer.Query().Where(customer.Email(email)).OnlyX(fixture.System(s.t, s.shop))
		return s.owner, fmt.Sprintf(call, c.PublicID())
	}}
}

var deskDeeds = map[string]deed{
	"customerNoteAdd": ofCustomer("customer.note", `customerNoteAdd(id: %q, text: "Rings twice")`),
	"customerBlock":   ofCustomer("customer.block", `customerBlock(id: %q, reason: "Chargebacks")`),
	"customerUnblock": {action: "customer.unblock", call: func(s *stage) (context.Context, string) {
		_, email := s.customer()
		c := s.DB.Customer.Query().Where(customer.Email(email)).OnlyX(fixture.System(s.t, s.shop))
		_, err := s.Resolver.Customers.Block(s.owner, c.PublicID(), "Chargebacks")
		require.NoError(s.t, err)
		return s.owner, fmt.Sprintf(`customerUnblock(id: %q)`, c.PublicID())
	}},
	"privacyRequestCreate": ofCustomer("privacy.request", `privacyRequestCreate(customerId: %q, kind: ERASURE)`),
	"privacyExportRequest": {action: "privacy.request", call: func(s *stage) (context.Context, string) {
		ctx, _ := s.customer()
		return ctx, `privacyExportRequest`
	}},
	"privacyErasureRequest": {action: "privacy.request", call: func(s *stage) (context.Context, string) {
		ctx, _ := s.customer()
		return ctx, fmt.Sprintf(`privacyErasureRequest(password: %q)`, goodPassword)
	}},
	"privacyRequestCancel": {action: "privacy.cancel", call: func(s *stage) (context.Context, string) {
		ctx, _ := s.customer()
		r, err := s.Privacy.RequestErasure(ctx, goodPassword)
		require.NoError(s.t, err)
		return ctx, fmt.Sprintf(`privacyRequestCancel(id: %q)`, r.PublicID())
	}},
}
