package order

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqljson"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/orderline"
	"orion/ent/gen/ent/predicate"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
)

// newest orders orders by when they were placed. An order that never was placed has
// no such time, and no list shows it.
var newest = []page.Key{{Column: order.FieldPlacedAt, Desc: true, Time: true}}

func newestKey(o *ent.Order) ([]any, uuid.UUID) { return []any{*o.PlacedAt}, o.ID }

// List lists the orders of the viewer's vendor, newest first, without those that are
// still being paid for.
func (s *Service) List(ctx context.Context, arg page.Arg, where *Where) (*OrderConnection, error) {
	match, err := where.predicates()
	if err != nil {
		return nil, err
	}
	return s.list(ctx, arg, match, "orders", viewer.From(ctx).VendorID, where)
}

// OfCustomer lists the orders of one account, newest first, without those that are
// still being paid for.
func (s *Service) OfCustomer(ctx context.Context, customer uuid.UUID, arg page.Arg) (*OrderConnection, error) {
	return s.list(ctx, arg, []predicate.Order{order.CustomerID(customer)}, "orders of", customer)
}

func (s *Service) list(ctx context.Context, arg page.Arg, match []predicate.Order, scope ...any) (*OrderConnection, error) {
	plan, err := s.pages.Plan(arg, newest, scope...)
	if err != nil {
		return nil, err
	}
	base := func() *ent.OrderQuery { return s.db.Order.Query().Where(order.PlacedAtNotNil()).Where(match...) }
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list orders: %w", err)
	}
	return page.Cut(plan, rows, newestKey, func(ctx context.Context, limit int) (int, error) {
		ids, err := base().Limit(limit).IDs(ctx)
		return len(ids), err
	}), nil
}

func (w *Where) predicates() ([]predicate.Order, error) {
	if w == nil {
		return nil, nil
	}
	text, err := filter.Search(w.Search, "where.search")
	if err != nil {
		return nil, err
	}
	var out []predicate.Order
	if w.Status != nil {
		out = append(out, order.StatusIn(w.Status...))
	}
	if w.PaymentStatus != nil {
		out = append(out, order.PaymentStatusIn(w.PaymentStatus...))
	}
	if w.FulfillmentStatus != nil {
		out = append(out, order.FulfillmentStatusIn(w.FulfillmentStatus...))
	}
	out = append(out, w.more()...)
	if text != "" {
		out = append(out, begins(text))
	}
	for _, cond := range w.PlacedAt.Where(order.FieldPlacedAt) {
		out = append(out, func(s *sql.Selector) { s.Where(cond) })
	}
	return out, nil
}

// more are the conditions of what became of an order.
func (w *Where) more() (out []predicate.Order) {
	for _, tag := range w.Tags {
		out = append(out, func(s *sql.Selector) { s.Where(sqljson.ValueContains(s.C(order.FieldTags), tag)) })
	}
	if w.OpenReturn != nil {
		out = append(out, order.OpenReturn(*w.OpenReturn))
	}
	if w.CustomerID != nil {
		out = append(out, order.CustomerID(w.CustomerID.As("Customer")))
	}
	if w.PaymentMethod != nil {
		out = append(out, order.PaymentMethodIn(w.PaymentMethod...))
	}
	return out
}

// begins matches the beginning of the buyer's address or, for digits, of the number.
func begins(text string) predicate.Order {
	address := order.EmailHasPrefix(strings.ToLower(text))
	digits := strings.TrimPrefix(text, "#")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return address
	}
	return order.Or(address, func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString("CAST(").WriteString(s.C(order.FieldNumber)).WriteString(" AS text) LIKE ").Arg(digits + "%")
		}))
	})
}

// Find returns a placed order by its number or id, nil where the viewer sees none.
func (s *Service) Find(ctx context.Context, number *string, id *publicid.ID) (*ent.Order, error) {
	q := s.db.Order.Query().Where(order.PlacedAtNotNil())
	if number != nil {
		q.Where(order.Number(numberOf(*number)))
	}
	if id != nil {
		q.Where(order.ID(id.As("Order")))
	}
	if number == nil && id == nil {
		return nil, nil
	}
	return only(ctx, q)
}

// numberOf reads an order number; text that is none is 0, which no order has.
func numberOf(text string) int64 {
	n, err := strconv.ParseInt(strings.TrimPrefix(text, "#"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Token returns the token of the order's own link: whoever has it may see the order.
func Token(o *ent.Order) string { return strings.ReplaceAll(o.Token.String(), "-", "") }

// ByToken returns a placed order by the token of its link, nil where there is none.
func (s *Service) ByToken(ctx context.Context, token string) (*ent.Order, error) {
	key := uuid.Nil // which is the token of no order
	if read, err := uuid.Parse(token); err == nil {
		key = read
	}
	return only(viewer.WithKey(ctx, key), s.db.Order.Query().Where(order.PlacedAtNotNil(), order.Token(key)))
}

func only(ctx context.Context, q *ent.OrderQuery) (*ent.Order, error) {
	o, err := q.Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find order: %w", err)
	}
	return o, nil
}

var inPlace = []page.Key{{Column: orderline.FieldPosition}}

func placeKey(l *ent.OrderLine) ([]any, uuid.UUID) { return []any{l.Position}, l.ID }

// Lines lists the lines of an order that the viewer has been shown, in the order of
// the cart.
func (s *Service) Lines(ctx context.Context, o *ent.Order, arg page.Arg) (*OrderLineConnection, error) {
	lines, err := s.LinesOf(ctx, []uuid.UUID{o.ID})
	if err != nil {
		return nil, err
	}
	return s.LinesPage(o, lines[o.ID], arg)
}

// LinesOf returns all lines of orders that the viewer has been shown, in one
// statement. An order has at most 200.
func (s *Service) LinesOf(ctx context.Context, orders []uuid.UUID) (map[uuid.UUID][]*ent.OrderLine, error) {
	// The program reads for the viewer, who has the orders: of a guest's several
	// orders each has its own key.
	rows, err := s.db.OrderLine.Query().Where(filter.AnyOf(orderline.FieldOrderID, orders)).
		Order(orderline.ByPosition(), orderline.ByID()).All(viewer.Elevate(ctx))
	if err != nil {
		return nil, fmt.Errorf("list lines of orders: %w", err)
	}
	out := make(map[uuid.UUID][]*ent.OrderLine, len(orders))
	for _, l := range rows {
		out[l.OrderID] = append(out[l.OrderID], l)
	}
	return out, nil
}

// LinesPage cuts a page out of all lines of an order, as LinesOf returns them.
func (s *Service) LinesPage(o *ent.Order, all []*ent.OrderLine, arg page.Arg) (*OrderLineConnection, error) {
	plan, err := s.pages.Plan(arg, inPlace, "order lines", o.ID)
	if err != nil {
		return nil, err
	}
	return page.Of(plan, all, placeKey), nil
}
