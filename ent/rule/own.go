package rule

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/entql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/cart"
	"orion/ent/gen/ent/fulfillment"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/orderreturn"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/privacy"
	"orion/ent/gen/ent/refund"
	"orion/internal/viewer"
)

// OwnCustomer confines shoppers to what is their own: a customer to their account,
// addresses, carts and orders; a guest to the cart or order whose token the
// request names.
func OwnCustomer() privacy.QueryMutationRule {
	return shoppers(func(v *viewer.Viewer, f privacy.Filter) error {
		switch f := f.(type) {
		case *ent.CustomerFilter:
			f.WhereID(entql.ValueEQ(v.CustomerID))
		case *ent.CustomerAddressFilter:
			f.WhereCustomerID(entql.ValueEQ(v.CustomerID))
		case *ent.CartFilter:
			f.Where(ownCart(v))
		case *ent.CartLineFilter:
			f.WhereHasCartWith(ownCartRows(v))
		case *ent.OrderFilter:
			f.Where(ownOrder(v))
		case *ent.OrderLineFilter:
			f.WhereHasOrderWith(ownOrderRows(v))
		case *ent.PaymentFilter:
			f.WhereHasOrderWith(ownOrderRows(v))
		case *ent.FulfillmentFilter:
			f.WhereHasOrderWith(ownOrderRows(v))
		case *ent.FulfillmentLineFilter:
			f.WhereHasFulfillmentWith(fulfillment.HasOrderWith(ownOrderRows(v)))
		case *ent.OrderReturnFilter:
			f.WhereHasOrderWith(ownOrderRows(v))
		case *ent.OrderReturnLineFilter:
			f.WhereHasOrderReturnWith(orderreturn.HasOrderWith(ownOrderRows(v)))
		case *ent.OrderEventFilter:
			f.WhereHasOrderWith(ownOrderRows(v))
			f.WherePublic(entql.BoolEQ(true))
		case *ent.PrivacyRequestFilter:
			f.WhereCustomerID(entql.ValueEQ(v.CustomerID))
		case *ent.ConsentFilter:
			f.WhereCustomerID(entql.ValueEQ(v.CustomerID))
		case *ent.RefundFilter:
			f.WhereHasOrderWith(ownOrderRows(v))
		case *ent.RefundLineFilter:
			f.WhereHasRefundWith(refund.HasOrderWith(ownOrderRows(v)))
		default:
			return privacy.Denyf("%T has no owner", f)
		}
		return privacy.Skip
	})
}

// A guest's cart opens by its token alone; a customer's needs that customer, so
// that a token that leaked before sign-in is worth nothing after it.
func ownCart(v *viewer.Viewer) entql.P {
	guest := entql.And(entql.FieldEQ(cart.FieldToken, v.Key), entql.FieldNil(cart.FieldCustomerID))
	if v.CustomerID == uuid.Nil {
		return guest
	}
	return entql.Or(entql.FieldEQ(cart.FieldCustomerID, v.CustomerID), guest)
}

func ownCartRows(v *viewer.Viewer) predicate.Cart {
	guest := cart.And(cart.Token(v.Key), cart.CustomerIDIsNil())
	if v.CustomerID == uuid.Nil {
		return guest
	}
	return cart.Or(cart.CustomerID(v.CustomerID), guest)
}

// An order opens to its customer and to whoever has the token of its link.
func ownOrder(v *viewer.Viewer) entql.P {
	if v.CustomerID == uuid.Nil {
		return entql.FieldEQ(order.FieldToken, v.Key)
	}
	return entql.Or(entql.FieldEQ(order.FieldCustomerID, v.CustomerID), entql.FieldEQ(order.FieldToken, v.Key))
}

func ownOrderRows(v *viewer.Viewer) predicate.Order {
	if v.CustomerID == uuid.Nil {
		return order.Token(v.Key)
	}
	return order.Or(order.CustomerID(v.CustomerID), order.Token(v.Key))
}

// OwnVendor shows everybody the one vendor that they are with, and the platform
// all.
func OwnVendor() privacy.QueryMutationRule {
	return privacy.FilterFunc(func(ctx context.Context, f privacy.Filter) error {
		v := viewer.From(ctx)
		if v == nil {
			return privacy.Denyf("no viewer in context")
		}
		if v.Platform() {
			return privacy.Skip
		}
		own, ok := f.(*ent.VendorFilter)
		if !ok || v.VendorID == uuid.Nil {
			return privacy.Denyf("viewer %s has no vendor", v.Audience)
		}
		own.WhereID(entql.ValueEQ(v.VendorID))
		return privacy.Skip
	})
}

// Colleagues shows a vendor's team its own members, and the platform everybody.
func Colleagues() privacy.QueryRule {
	return privacy.UserQueryRuleFunc(func(ctx context.Context, q *ent.UserQuery) error {
		v := viewer.From(ctx)
		switch {
		case v == nil || v.Shopper():
			return privacy.Denyf("users are not for shoppers")
		case v.Platform():
			return privacy.Skip
		}
		q.Where(func(s *sql.Selector) {
			m := sql.Table(membership.Table)
			s.Where(sql.In(s.C("id"), sql.Select(m.C(membership.FieldUserID)).From(m).
				Where(sql.EQ(m.C(membership.FieldVendorID), v.VendorID))))
		})
		return privacy.Skip
	})
}

// PlatformOnly denies everybody but the platform: sign-in runs there.
func PlatformOnly() privacy.QueryMutationRule {
	return privacy.ContextQueryMutationRule(func(ctx context.Context) error {
		if v := viewer.From(ctx); v == nil || !v.Platform() {
			return privacy.Denyf("only for the platform")
		}
		return privacy.Skip
	})
}
