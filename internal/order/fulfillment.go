package order

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/fulfillment"
	"orion/ent/gen/ent/fulfillmentline"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A tracking is a checked TrackingInput: nil stays, "" is taken out.
type tracking struct{ carrier, number, url *string }

func (in *TrackingInput) parse(path string) (t tracking, err error) {
	if in == nil {
		return t, nil
	}
	for _, f := range []struct {
		to   **string
		from *string
		most int
		name string
	}{{&t.carrier, in.Carrier, 60, "carrier"}, {&t.number, in.TrackingNumber, 100, "trackingNumber"}, {&t.url, in.TrackingURL, 500, "trackingUrl"}} {
		if f.from == nil {
			continue
		}
		if *f.to, err = word(*f.from, f.most, path+"."+f.name); err != nil {
			return t, err
		}
	}
	if u := optional.Value(t.url); u != "" && !secure(u) {
		return t, errs.Field(path+".trackingUrl", "must be an address that begins with https://")
	}
	return t, nil
}

// word is text.Line for what may be empty.
func word(s string, most int, path string) (*string, error) {
	if strings.TrimSpace(s) == "" {
		return new(string), nil
	}
	t, err := text.Line(s, most, path)
	return &t, err
}

// secure reports whether an address can be shown to buyers as a link: https, with a host and
// without anybody's name before it.
func secure(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil && u.Opaque == ""
}

// data is what the timeline says of a fulfilment.
func (t tracking) data(f *ent.Fulfillment, parts []part) map[string]string {
	pieces := 0
	for _, p := range parts {
		pieces += p.quantity
	}
	out := map[string]string{"fulfillment": string(f.PublicID()), "pieces": strconv.Itoa(pieces)}
	for name, v := range map[string]*string{"carrier": t.carrier, "trackingNumber": t.number} {
		if optional.Value(v) != "" {
			out[name] = *v
		}
	}
	return out
}

// UpdateTracking changes what is said of a parcel on its way; what is nil stays and what is
// empty is taken out. INVALID for an address that is not https, NOT_FOUND, INVALID_STATE for
// a fulfilment that was taken back.
func (s *Service) UpdateTracking(ctx context.Context, id publicid.ID, in TrackingInput) (*Sent, error) {
	t, err := in.parse("input")
	if err != nil {
		return nil, err
	}
	return s.onFulfillment(ctx, id, func(tx *store.Tx, o *ent.Order, f *ent.Fulfillment) (*Sent, error) {
		u := f.Update()
		put(t.carrier, u.SetCarrier, u.ClearCarrier)
		put(t.number, u.SetTrackingNumber, u.ClearTrackingNumber)
		put(t.url, u.SetTrackingURL, u.ClearTrackingURL)
		after, err := u.Save(ctx)
		if err != nil {
			return nil, err
		}
		return s.sent(ctx, tx, "fulfillment.update", o, f, after)
	})
}

func put[U any](v *string, set func(string) U, clear func() U) {
	switch {
	case v == nil:
	case *v == "":
		clear()
	default:
		set(*v)
	}
}

// Deliver says that a parcel has arrived, from when the buyer's time to withdraw counts.
// Saying it again is no change. NOT_FOUND, INVALID_STATE for one that was taken back.
func (s *Service) Deliver(ctx context.Context, id publicid.ID) (*Sent, error) {
	return s.onFulfillment(ctx, id, func(tx *store.Tx, o *ent.Order, f *ent.Fulfillment) (*Sent, error) {
		if f.DeliveredAt != nil {
			return &Sent{o, f}, nil
		}
		after, err := f.Update().SetDeliveredAt(s.clock.Now()).Save(ctx)
		if err != nil {
			return nil, err
		}
		if err := Happened(ctx, tx, o.ID, Event{Kind: enum.OrderEventKindDelivered, Public: true, Data: fulfilmentData(f)}); err != nil {
			return nil, err
		}
		return s.sent(ctx, tx, "fulfillment.deliver", o, f, after)
	})
}

func fulfilmentData(f *ent.Fulfillment) map[string]string {
	return map[string]string{"fulfillment": string(f.PublicID())}
}

// CancelFulfillment takes back a sending that did not happen: its goods lie on the shelf
// again, held for the order, which is open again. INVALID_STATE for one that has arrived,
// was taken back already, or of whose goods some are being returned or came back;
// NOT_FOUND.
func (s *Service) CancelFulfillment(ctx context.Context, id publicid.ID) (*Sent, error) {
	return s.onFulfillment(ctx, id, func(tx *store.Tx, o *ent.Order, f *ent.Fulfillment) (*Sent, error) {
		parts, err := takenBack(viewer.Elevate(ctx), tx, f)
		if err != nil {
			return nil, err
		}
		after, err := f.Update().SetCancelledAt(s.clock.Now()).Save(ctx)
		if err != nil {
			return nil, err
		}
		if err := countOf(ctx, tx, parts, -1, 0); err != nil {
			return nil, err
		}
		if err := s.stock.Unship(ctx, tx, o.ID, goods(parts)); err != nil {
			return nil, err
		}
		e := Event{Kind: enum.OrderEventKindFulfillmentCancelled, Public: true, Data: fulfilmentData(f)}
		if err := Happened(ctx, tx, o.ID, e); err != nil {
			return nil, err
		}
		return s.sent(ctx, tx, "fulfillment.cancel", o, f, after)
	})
}

// takenBack are the parts of a fulfilment that can be taken back.
func takenBack(ctx context.Context, tx *store.Tx, f *ent.Fulfillment) ([]part, error) {
	if f.DeliveredAt != nil {
		return nil, errs.New(errs.InvalidState, "it has arrived and cannot be taken back").At("id")
	}
	lines, err := tx.FulfillmentLine.Query().Where(fulfillmentline.FulfillmentID(f.ID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the lines of a fulfilment: %w", err)
	}
	all, err := standings(ctx, tx.Client, f.OrderID)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]standing, len(all))
	for _, l := range all {
		byID[l.line.ID] = l
	}
	parts := make([]part, len(lines))
	for i, l := range lines {
		if l.Quantity > byID[l.OrderLineID].toReturn() {
			return nil, errs.New(errs.InvalidState, "some of it is on its way back and cannot be taken back").At("id")
		}
		parts[i] = part{byID[l.OrderLineID].line, l.Quantity}
	}
	return parts, nil
}

// onFulfillment does something to a fulfilment that stands, with its order locked.
func (s *Service) onFulfillment(ctx context.Context, id publicid.ID, do func(*store.Tx, *ent.Order, *ent.Fulfillment) (*Sent, error)) (out *Sent, err error) {
	row := id.As("Fulfillment")
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		f, err := tx.Fulfillment.Query().Where(fulfillment.ID(row)).Only(ctx)
		if ent.IsNotFound(err) {
			return errs.New(errs.NotFound, "not found").At("id")
		}
		if err != nil {
			return err
		}
		o, err := placed(ctx, tx, f.OrderID)
		if err != nil {
			return err
		}
		if f, err = tx.Fulfillment.Query().Where(fulfillment.ID(row)).ForUpdate().Only(ctx); err != nil {
			return err
		}
		if f.CancelledAt != nil {
			return errs.New(errs.InvalidState, "it was taken back").At("id")
		}
		out, err = do(tx, o, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("change a fulfilment: %w", err)
	}
	return out, nil
}

// filled is nil for what says nothing.
func filled(s *string) *string {
	if optional.Value(s) == "" {
		return nil
	}
	return s
}
