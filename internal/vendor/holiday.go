package vendor

import (
	"context"
	"time"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/store"
)

// maxHoliday is the longest thing that visitors are told, in characters.
const maxHoliday = 500

// A Holiday is when a shop takes no orders.
type Holiday struct {
	From time.Time
	// Until is nil where somebody has to end it.
	Until *time.Time
	// Message is in the language of a request or else the shop's own; nil for none.
	Message  *string
	Messages []*LocalizedText
}

// HolidayInput is the graph's ShopHolidayInput.
type HolidayInput struct {
	From, Until *time.Time
	Messages    []*LocalizedText
}

// HolidayOf returns the holiday of v that is still to come or going on, with its message in
// the language; nil where there is none.
func HolidayOf(v *ent.Vendor, language string, now time.Time) *Holiday {
	if v.HolidayFrom == nil || v.HolidayUntil != nil && !now.Before(*v.HolidayUntil) {
		return nil
	}
	h := &Holiday{From: *v.HolidayFrom, Until: v.HolidayUntil, Messages: localized(v.HolidayMessage)}
	for _, l := range []string{v.Language, language} {
		if text := v.HolidayMessage[l]; text != "" {
			h.Message = &text
		}
	}
	return h
}

// Holiday is HolidayOf now.
func (s *Service) Holiday(v *ent.Vendor, language string) *Holiday {
	return HolidayOf(v, language, s.clock.Now())
}

// OnHoliday reports whether v takes no orders now.
func OnHoliday(v *ent.Vendor, now time.Time) bool {
	h := HolidayOf(v, v.Language, now)
	return h != nil && !now.Before(h.From)
}

// SetHoliday says when the shop of the viewer's vendor takes no orders; from nil is now.
// INVALID at the field. The viewer needs settings.write.
func (s *Service) SetHoliday(ctx context.Context, in HolidayInput) (*ent.Vendor, error) {
	now := s.clock.Now()
	if in.From == nil {
		in.From = &now
	}
	if in.Until != nil && (!in.Until.After(*in.From) || !in.Until.After(now)) {
		return nil, errs.Field("input.until", "must be later than its beginning and than now")
	}
	messages, err := inLanguages(in.Messages, maxHoliday, "input.messages")
	if err != nil {
		return nil, err
	}
	return s.change(ctx, "vendor.holiday", func(_ *store.Tx, _ *ent.Vendor, u *ent.VendorUpdateOne) error {
		u.SetHolidayFrom(*in.From).SetNillableHolidayUntil(in.Until).SetHolidayMessage(messages)
		if in.Until == nil {
			u.ClearHolidayUntil()
		}
		return nil
	})
}

// EndHoliday ends the holiday of the viewer's vendor, or calls it off. The viewer needs
// settings.write.
func (s *Service) EndHoliday(ctx context.Context) (*ent.Vendor, error) {
	return s.change(ctx, "vendor.holiday", func(_ *store.Tx, v *ent.Vendor, u *ent.VendorUpdateOne) error {
		if v.HolidayFrom != nil {
			u.ClearHolidayFrom().ClearHolidayUntil().ClearHolidayMessage()
		}
		return nil
	})
}
