package order

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/orderline"
	"orion/internal/kit/money"
	"orion/internal/kit/optional"
	"orion/internal/marketplace/feed"
)

// exportColumns are what an export of orders has. They are a promise to who reads them by
// program: columns are added at the end and never changed.
var exportColumns = []string{
	"order", "placed_at", "status", "payment_status", "fulfillment_status", "email", "currency", "subtotal", "discount", "shipping",
	"tax", "total", "delivery", "payment_method", "first_name", "last_name", "company", "line1", "line2", "postal_code", "city",
	"region", "country", "phone", "sku", "title", "quantity", "unit_price", "line_total", "cancelled_at",
}

// exportPage is how many orders are read at once.
const exportPage = 500

// Export writes the placed orders of the viewer's vendor, a row a line, the first placed
// first. Amounts are decimals in the order's currency, times are RFC 3339 in UTC. Cells
// that a spreadsheet would calculate are guarded as in a feed. It implements audit.Writer.
func (s *Service) Export(ctx context.Context, w io.Writer) (rows int64, err error) {
	out, err := feed.NewWriter(w, exportColumns, ',')
	if err != nil {
		return 0, err
	}
	for last := uuid.Nil; ; {
		page, err := s.db.Order.Query().Where(order.IDGT(last), order.PlacedAtNotNil()).
			Order(order.ByID()).Limit(exportPage).All(ctx)
		if err != nil {
			return 0, fmt.Errorf("read orders: %w", err)
		}
		lines, err := s.linesOf(ctx, page)
		if err != nil {
			return 0, err
		}
		for _, o := range page {
			for _, l := range lines[o.ID] {
				if err := out.Write(append(append(head(o), cells(l)...), instant(o.CancelledAt))); err != nil {
					return 0, err
				}
				rows++
			}
			last = o.ID
		}
		if len(page) < exportPage {
			return rows, out.Flush()
		}
	}
}

// linesOf reads the lines of orders, in one statement.
func (s *Service) linesOf(ctx context.Context, orders []*ent.Order) (map[uuid.UUID][]*ent.OrderLine, error) {
	ids := make([]uuid.UUID, len(orders))
	for i, o := range orders {
		ids[i] = o.ID
	}
	lines, err := s.db.OrderLine.Query().Where(orderline.OrderIDIn(ids...)).
		Order(orderline.ByPosition(), orderline.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the lines of orders: %w", err)
	}
	out := make(map[uuid.UUID][]*ent.OrderLine, len(orders))
	for _, l := range lines {
		out[l.OrderID] = append(out[l.OrderID], l)
	}
	return out, nil
}

// head are the cells of an order that stand in each of its lines.
func head(o *ent.Order) []string {
	a := o.ShippingAddress
	decimal := func(minor int64) string { return string(money.New(minor, o.Currency).Amount()) }
	return []string{
		Number(o), instant(o.PlacedAt), string(o.Status), string(o.PaymentStatus), string(o.FulfillmentStatus), o.Email, o.Currency,
		decimal(o.SubtotalMinor), decimal(o.DiscountMinor), decimal(o.ShippingMinor), decimal(o.TaxMinor), decimal(o.TotalMinor),
		o.DeliveryTitle, o.PaymentMethod, a.FirstName, a.LastName, optional.Value(a.Company), a.Line1, optional.Value(a.Line2), a.PostalCode, a.City,
		optional.Value(a.Region), a.CountryCode, optional.Value(a.Phone),
	}
}

func cells(l *ent.OrderLine) []string {
	return []string{
		optional.Value(l.Sku), l.Title, strconv.Itoa(l.Quantity), string(money.New(l.UnitPriceMinor, l.Currency).Amount()),
		string(money.New(l.TotalMinor, l.Currency).Amount()),
	}
}

func instant(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
