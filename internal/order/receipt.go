package order

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/fulfillment"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/kit/postal"
	"orion/internal/notify"
)

// receipt is all that the confirmation of an order has to say of it.
func (s *Service) receipt(ctx context.Context, v *ent.Vendor, o *ent.Order, lines []*ent.OrderLine) (*notify.Receipt, error) {
	r := &notify.Receipt{Sums: sums(o), Contact: optional.Value(v.ContactEmail)}
	for _, l := range lines {
		r.Lines = append(r.Lines, notify.ReceiptRow{Title: fmt.Sprintf("%d × %s", l.Quantity, l.Title), Amount: spoken(o, l.TotalMinor)})
	}
	if v.ReturnDays > 0 {
		r.Days = strconv.Itoa(v.ReturnDays)
	}
	add := func(title string, lines ...string) {
		if strings.Join(lines, "") != "" {
			r.Parts = append(r.Parts, notify.ReceiptPart{Title: title, Lines: lines})
		}
	}
	add("address", addressLines(&o.ShippingAddress)...)
	add("billing", addressLines(o.BillingAddress)...)
	add("delivery", o.DeliveryTitle)
	if s.out.HowToPay != nil && o.PaymentStatus == enum.PaymentStatusPending {
		pay, err := s.out.HowToPay(ctx, o)
		if err != nil {
			return nil, err
		}
		add("payment", pay...)
	}
	add("seller", seller(v)...)
	return r, nil
}

// sums are the amounts of an order that are not nothing, and its total.
func sums(o *ent.Order) (out []notify.ReceiptRow) {
	add := func(title string, minor int64, always bool) {
		if minor != 0 || always {
			out = append(out, notify.ReceiptRow{Title: title, Amount: spoken(o, minor)})
		}
	}
	add("subtotal", o.SubtotalMinor, true)
	add("discount", -o.DiscountMinor, false)
	add("shipping", o.ShippingMinor, true)
	if !o.TaxIncluded {
		add("tax", o.TaxMinor, false)
	}
	out = append(out, notify.ReceiptRow{Title: "total", Amount: spoken(o, o.TotalMinor), Strong: true})
	if o.TaxIncluded {
		add("taxIncluded", o.TaxMinor, false)
	}
	return out
}

func addressLines(a *postal.Address) []string {
	if a == nil {
		return nil
	}
	return []string{
		a.FirstName + " " + a.LastName, optional.Value(a.Company), a.Line1, optional.Value(a.Line2),
		a.CountryCode + "-" + a.PostalCode + " " + a.City, optional.Value(a.Region),
	}
}

// seller is with whom the contract is.
func seller(v *ent.Vendor) []string {
	return []string{optional.Value(v.LegalName), optional.Value(v.VatNumber), optional.Value(v.ContactEmail), optional.Value(v.ContactPhone)}
}

// Sample is the mail of a kind to the buyer of a placed order of the viewer's vendor, as it
// would be now, for those who look how their words read; it is not sent. NOT_FOUND at
// orderId.
func (s *Service) Sample(ctx context.Context, kind notify.Kind, id uuid.UUID) (*notify.Mail, error) {
	o, lines, err := withLines(ctx, s.db.Client, id)
	if ent.IsNotFound(err) || err == nil && o.PlacedAt == nil {
		return nil, errs.New(errs.NotFound, "not found").At("orderId")
	}
	if err != nil {
		return nil, err
	}
	v, err := s.db.Vendor.Get(ctx, o.VendorID)
	if err != nil {
		return nil, fmt.Errorf("find the shop of an order: %w", err)
	}
	parts := make([]part, len(lines))
	for i, l := range lines {
		parts[i] = part{line: l, quantity: l.Quantity}
	}
	m := s.letter(v, o, kind, "", map[string]string{
		"items": listed(parts), "amount": spoken(o, o.TotalMinor), "at": s.clock.Now().UTC().Format("2006-01-02 15:04 UTC"),
		"reason": optional.Value(o.CancelReason), "email": o.Email,
	})
	sent, err := s.db.Fulfillment.Query().Where(fulfillment.OrderID(o.ID)).Limit(1).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read how an order was sent: %w", err)
	}
	for _, f := range sent {
		m.Data["carrier"], m.Data["tracking"] = optional.Value(f.Carrier), optional.Value(f.TrackingNumber)
	}
	if kind == notify.OrderPlaced {
		m.Receipt, err = s.receipt(ctx, v, o, lines)
	}
	return &m, err
}
