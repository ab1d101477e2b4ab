package order

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/orderline"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/webhook"
	"orion/jobs"
)

// Announce has people and integrators told of what happened to an order of the viewer's
// vendor, if tx commits.
func (s *Service) Announce(ctx context.Context, tx *store.Tx, all ...webhook.Happening) error {
	if s.out.Events == nil {
		return nil
	}
	return s.out.Events.Announce(ctx, tx, all...)
}

// Tell sends the buyer what an event of an order has to say and returns what integrators
// are told of it; nil where the event is of something else. It can be repeated. The viewer
// is the program, acting for the vendor.
func (s *Service) Tell(ctx context.Context, tx *store.Tx, e jobs.EventTell) (any, error) {
	switch webhook.Event(e.Event) {
	case webhook.OrderPlaced, webhook.OrderPaid, webhook.OrderFulfilled, webhook.OrderCancelled, webhook.OrderRefunded, webhook.ReturnRequested:
	default:
		return nil, nil //nolint:nilnil // none of ours
	}
	o, lines, err := withLines(ctx, tx.Client, e.Subject)
	if err != nil {
		return nil, err
	}
	if m := s.mailOf(ctx, o, e); m != nil {
		v, err := tx.Vendor.Get(ctx, o.VendorID)
		if err != nil {
			return nil, fmt.Errorf("find the shop of an order: %w", err)
		}
		whole := s.letter(v, o, m.Kind, e.ID.String(), m.Data)
		if m.Kind == notify.OrderPlaced {
			if whole.Receipt, err = s.receipt(ctx, v, o, lines); err != nil {
				return nil, err
			}
			whole.Event = "placed/" + o.ID.String() // once, whichever event brought it
		}
		if err := s.out.Mail.Send(ctx, tx, whole); err != nil {
			return nil, err
		}
	}
	return outward(o, lines, e.Facts), nil
}

func withLines(ctx context.Context, c *ent.Client, id uuid.UUID) (*ent.Order, []*ent.OrderLine, error) {
	o, err := c.Order.Get(ctx, id)
	if err != nil {
		return nil, nil, fmt.Errorf("read an order: %w", err)
	}
	lines, err := c.OrderLine.Query().Where(orderline.OrderID(id)).Order(orderline.ByPosition(), orderline.ByID()).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("read the lines of an order: %w", err)
	}
	return o, lines, nil
}

// mailOf is what the buyer is written of an event, nil for nothing. What is sent and what is
// asked back has been written where it happened.
func (s *Service) mailOf(_ context.Context, o *ent.Order, e jobs.EventTell) *notify.Mail {
	if s.out.Mail == nil {
		return nil
	}
	switch webhook.Event(e.Event) {
	case webhook.OrderPlaced:
		return &notify.Mail{Kind: notify.OrderPlaced, Data: map[string]string{}}
	case webhook.OrderPaid:
		if e.Facts["confirmed"] == "" {
			return &notify.Mail{Kind: notify.OrderPaid, Data: map[string]string{"amount": spoken(o, o.TotalMinor)}}
		}
	case webhook.OrderCancelled:
		return &notify.Mail{Kind: notify.OrderCancelled, Data: map[string]string{"reason": e.Facts["reason"]}}
	case webhook.OrderRefunded:
		minor, _ := strconv.ParseInt(e.Facts["amountMinor"], 10, 64) // our own writing
		return &notify.Mail{Kind: notify.OrderRefunded, Data: map[string]string{"amount": spoken(o, minor), "reason": e.Facts["reason"]}}
	}
	return nil
}

// spoken is an amount of an order in its buyer's language.
func spoken(o *ent.Order, minor int64) string {
	return money.New(minor, o.Currency).Format(i18n.Match(o.Language))
}

// outLine and outOrder are what integrators are told of an order: nothing of the buyer, whom
// they can ask for with a key.
type outLine struct {
	ID        publicid.ID   `json:"id"`
	ProductID *publicid.ID  `json:"productId"`
	VariantID *publicid.ID  `json:"variantId"`
	SKU       *string       `json:"sku"`
	Quantity  int           `json:"quantity"`
	Total     money.Decimal `json:"total"`
}

type outOrder struct {
	ID                publicid.ID            `json:"id"`
	Number            string                 `json:"number"`
	Status            enum.OrderStatus       `json:"status"`
	PaymentStatus     enum.PaymentStatus     `json:"paymentStatus"`
	FulfillmentStatus enum.FulfillmentStatus `json:"fulfillmentStatus"`
	CurrencyCode      string                 `json:"currencyCode"`
	Subtotal          money.Decimal          `json:"subtotal"`
	Discount          money.Decimal          `json:"discount"`
	Shipping          money.Decimal          `json:"shipping"`
	Tax               money.Decimal          `json:"tax"`
	Total             money.Decimal          `json:"total"`
	Lines             []outLine              `json:"lines"`
	Details           map[string]string      `json:"details,omitempty"`
}

func outward(o *ent.Order, lines []*ent.OrderLine, details map[string]string) outOrder {
	amount := func(minor int64) money.Decimal { return money.New(minor, o.Currency).Amount() }
	out := outOrder{
		ID: o.PublicID(), Number: Number(o), Status: o.Status, PaymentStatus: o.PaymentStatus, FulfillmentStatus: o.FulfillmentStatus,
		CurrencyCode: o.Currency, Subtotal: amount(o.SubtotalMinor), Discount: amount(o.DiscountMinor), Shipping: amount(o.ShippingMinor),
		Tax: amount(o.TaxMinor), Total: amount(o.TotalMinor), Details: details,
	}
	for _, l := range lines {
		out.Lines = append(out.Lines, outLine{
			ID: l.PublicID(), ProductID: public("Product", l.ProductID), VariantID: public("ProductVariant", l.VariantID),
			SKU: l.Sku, Quantity: l.Quantity, Total: amount(l.TotalMinor - l.DiscountMinor),
		})
	}
	return out
}

func public(kind publicid.Kind, id *uuid.UUID) *publicid.ID {
	if id == nil {
		return nil
	}
	out := publicid.New(kind, *id)
	return &out
}
