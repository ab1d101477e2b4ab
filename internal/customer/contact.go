package customer

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"orion/ent/gen/ent"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/kit/ratelimit"
	"orion/internal/notify"
	"orion/internal/store"
)

// How long a message to a shop is, in characters, and the number of an order in it.
const minMessage, maxMessage, maxNumber = 10, 5000, 40

// lettersFrom is how often one network, and one address, may write to shops.
var lettersFrom = ratelimit.Of(5, time.Hour)

// ContactInput is the graph's input of the same name.
type ContactInput struct {
	Name, Email, Message string
	OrderNumber          *string
}

// Contact sends what a visitor writes to the contact of the viewer's shop, whose answer goes
// to the visitor. REQUIRED, INVALID and TOO_LONG at the field, INVALID_STATE where the shop
// has no contact, THROTTLED beyond five an hour.
func (s *Service) Contact(ctx context.Context, in ContactInput) error {
	in, err := in.normal()
	if err != nil {
		return err
	}
	if err := s.throttled(ctx, "contact", in.Email, lettersFrom); err != nil {
		return err
	}
	err = s.asking(ctx, func(tx *store.Tx, v *ent.Vendor, across context.Context) error {
		if v.ContactEmail == nil {
			return errs.New(errs.InvalidState, "the shop has not said where it can be written to")
		}
		err := s.send(across, tx, notify.Mail{
			Kind: notify.ContactMessage, To: *v.ContactEmail, Language: v.Language, VendorID: v.ID, ReplyTo: in.Email,
			Data: map[string]string{"shop": v.Name, "by": in.Name, "email": in.Email, "order": optional.Value(in.OrderNumber), "message": in.Message},
		})
		if err != nil {
			return err
		}
		return audit.Record(asShop(ctx, v), tx, audit.Event{Action: "customer.contact", TargetType: "Vendor", Target: v.Slug})
	})
	if err != nil {
		return fmt.Errorf("write to a shop: %w", err)
	}
	return nil
}

// normal brings a message into the form in which it goes out.
func (in ContactInput) normal() (ContactInput, error) {
	var faults errs.List
	who, err := name(&in.Name, "input.name")
	switch {
	case err != nil:
		faults = append(faults, store.Public(err))
	case who == nil:
		faults = append(faults, errs.New(errs.Required, "is required").At("input.name"))
	default:
		in.Name = *who
	}
	email, ok := auth.NormalEmail(in.Email)
	if !ok {
		faults = append(faults, errs.Field("input.email", "is no e-mail address"))
	}
	in.Email, in.Message = email, strings.TrimSpace(in.Message)
	if fault := messageFault(in.Message); fault != nil {
		faults = append(faults, fault.At("input.message"))
	}
	if number := optional.Value(in.OrderNumber); utf8.RuneCountInString(number) > maxNumber {
		faults = append(faults, errs.New(errs.TooLong, "is longer than %d characters", maxNumber).At("input.orderNumber"))
	}
	return in, faults.Or()
}

func messageFault(text string) *errs.Error {
	unreadable := func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }
	switch length := utf8.RuneCountInString(text); {
	case length == 0:
		return errs.New(errs.Required, "is required")
	case length < minMessage:
		return errs.New(errs.Invalid, "is shorter than %d characters", minMessage)
	case length > maxMessage:
		return errs.New(errs.TooLong, "is longer than %d characters", maxMessage)
	case strings.ContainsFunc(text, unreadable):
		return errs.New(errs.Invalid, "holds characters that cannot be shown")
	}
	return nil
}
