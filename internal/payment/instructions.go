package payment

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/paymentmethod"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
	"orion/internal/kit/optional"
	"orion/internal/kit/terms"
	orders "orion/internal/order"
	"orion/internal/viewer"
)

// Instructions are what a buyer does to pay an order that is paid later.
type Instructions struct {
	// Text is the shop's own words, nil where it wrote none.
	Text *string
	Bank *terms.BankDetails
	// Reference is what to give as the reason of a transfer.
	Reference string
}

// Instructions returns what is left to do for the buyer of an order that the viewer has
// been shown; nil for nothing.
func (s *Service) Instructions(ctx context.Context, o *ent.Order) (*Instructions, error) {
	by := s.provider(o.PaymentMethod)
	if _, people := by.(byHand); !people || o.PaymentStatus != enum.PaymentStatusPending || o.Status == enum.OrderStatusCancelled {
		return nil, nil
	}
	row, err := s.DB.PaymentMethod.Query().Where(paymentmethod.Handle(by.Handle())).WithVendor().Only(viewer.Elevate(ctx))
	if ent.IsNotFound(err) {
		return &Instructions{Reference: orders.Number(o)}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read how to pay: %w", err)
	}
	out := &Instructions{Bank: row.Bank, Reference: orders.Number(o)}
	for _, language := range []string{i18n.From(ctx).String(), row.Edges.Vendor.Language} {
		if text := row.Instructions[language]; text != "" && out.Text == nil {
			out.Text = &text
		}
	}
	return out, nil
}

// Words are the instructions in lines, for a mail in the language of the order; nil for
// nothing to do.
func (s *Service) Words(ctx context.Context, o *ent.Order) ([]string, error) {
	tag := i18n.Match(o.Language)
	in, err := s.Instructions(i18n.NewContext(ctx, tag), o)
	if err != nil || in == nil {
		return nil, err
	}
	out := []string{optional.Value(in.Text)}
	if b := in.Bank; b != nil {
		out = append(out, b.Holder, b.IBAN, b.BIC, b.Bank)
	}
	return append(out, i18n.Text(tag, "reference: %s", in.Reference)), nil
}
