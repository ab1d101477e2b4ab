package order

import (
	"context"
	"fmt"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/optional"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

// address is the order's own page in the shop. Its address is the key to it.
func address(o *ent.Order) string { return "orders/" + Token(o) }

// post sends the buyer of an order a mail that leads to the order's page.
// event names what the mail tells of, "" for a mail that may be sent again and again.
func (s *Service) post(ctx context.Context, tx *store.Tx, o *ent.Order, kind notify.Kind, event string, data map[string]string) error {
	if s.out.Mail == nil {
		return fmt.Errorf("send %s: there is nothing to send mails with", kind)
	}
	v, err := tx.Vendor.Get(viewer.Elevate(ctx), o.VendorID)
	if err != nil {
		return fmt.Errorf("find the shop of an order: %w", err)
	}
	return s.out.Mail.Send(ctx, tx, s.letter(v, o, kind, event, data))
}

// letter is a mail to the buyer of an order.
func (s *Service) letter(v *ent.Vendor, o *ent.Order, kind notify.Kind, event string, data map[string]string) notify.Mail {
	data["shop"], data["order"], data["link"] = v.Name, Number(o), s.out.Links.Shop(v.Slug, address(o), "")
	return notify.Mail{
		Kind: kind, To: o.Email, Name: o.ShippingAddress.FirstName, Language: o.Language, VendorID: o.VendorID, OrderID: o.ID,
		Event: event, Data: data,
	}
}

// listed are parts in words.
func listed(parts []part) string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = fmt.Sprintf("%d × %s", p.quantity, p.line.Title)
	}
	return strings.Join(out, ", ")
}

func (s *Service) tellSent(ctx context.Context, tx *store.Tx, o *ent.Order, f *ent.Fulfillment, parts []part, t tracking) error {
	return s.post(ctx, tx, o, notify.OrderFulfilled, f.ID.String(), map[string]string{
		"items": listed(parts), "carrier": optional.Value(t.carrier), "tracking": optional.Value(t.number),
	})
}

// tellAsked confirms what a buyer asked for. For a withdrawal the law wants that, with what
// was declared and when.
func (s *Service) tellAsked(ctx context.Context, tx *store.Tx, o *ent.Order, in ReturnInput, parts []part) error {
	kind := notify.ReturnRequested
	if in.Reason == enum.ReturnReasonWithdrawal {
		kind = notify.WithdrawalReceived
	}
	return s.post(ctx, tx, o, kind, "", map[string]string{
		"items": listed(parts), "reason": optional.Value(in.Message), "at": s.clock.Now().UTC().Format("2006-01-02 15:04 UTC"),
	})
}

func (s *Service) tellDecided(ctx context.Context, tx *store.Tx, o *ent.Order, r *ent.OrderReturn) error {
	kind := notify.ReturnApproved
	if r.Status == enum.ReturnStatusRejected {
		kind = notify.ReturnRejected
	}
	return s.post(ctx, tx, o, kind, r.ID.String(), map[string]string{"reason": optional.Value(r.Answer)})
}
