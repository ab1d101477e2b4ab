package checkout

import (
	"context"
	"net/mail"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/kit/postal"
	"orion/internal/kit/publicid"
)

// maxEmail is the longest address that mail can go to, in bytes.
const maxEmail = 254

// SetBuyer says where the confirmation goes. INVALID for what is no address.
func (s *Service) SetBuyer(ctx context.Context, id publicid.ID, in BuyerInput) (*Change, error) {
	email, err := address(in.Email, "input.email")
	if err != nil {
		return nil, err
	}
	return s.change(ctx, id, nil, func(_ context.Context, _ *basket, u *ent.CartUpdateOne) error {
		u.SetEmail(email)
		return nil
	})
}

// address checks an e-mail address and returns it in small letters.
func address(text, path string) (string, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return "", errs.New(errs.Required, "is required").At(path)
	}
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || len(text) > maxEmail || !strings.Contains(text[strings.LastIndexByte(text, '@'):], ".") {
		return "", errs.Field(path, "is no e-mail address")
	}
	return text, nil
}

// SetShippingAddress says where the goods go. What is missing or wrong with the
// address is named by its place below address.
func (s *Service) SetShippingAddress(ctx context.Context, id publicid.ID, in postal.Input) (*Change, error) {
	to, err := postal.Parse(in, "address")
	if err != nil {
		return nil, err
	}
	return s.change(ctx, id, nil, func(_ context.Context, _ *basket, u *ent.CartUpdateOne) error {
		u.SetShippingAddress(&to)
		return nil
	})
}

// SetBillingAddress says where the invoice goes, nil for where the goods go. What is missing
// or wrong with the address is named by its place below address.
func (s *Service) SetBillingAddress(ctx context.Context, id publicid.ID, in *postal.Input) (*Change, error) {
	var to postal.Address
	if in != nil {
		var err error
		if to, err = postal.Parse(*in, "address"); err != nil {
			return nil, err
		}
	}
	return s.change(ctx, id, nil, func(_ context.Context, _ *basket, u *ent.CartUpdateOne) error {
		if in == nil {
			u.ClearBillingAddress()
			return nil
		}
		u.SetBillingAddress(&to)
		return nil
	})
}

// maxNote is how long a note may be, in bytes.
const maxNote = 1000

// SetNote keeps what the buyer has to say to the shop; nil or nothing takes it away. TOO_LONG
// beyond 1000 bytes.
func (s *Service) SetNote(ctx context.Context, id publicid.ID, note *string) (*Change, error) {
	said := strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(optional.Value(note), "\x00", ""), ""))
	if len(said) > maxNote {
		return nil, errs.New(errs.TooLong, "is longer than %d characters", maxNote).At("note")
	}
	return s.change(ctx, id, nil, func(_ context.Context, _ *basket, u *ent.CartUpdateOne) error {
		if said == "" {
			u.ClearNote()
			return nil
		}
		u.SetNote(said)
		return nil
	})
}

// SetDeliveryOption chooses a way of delivery. INVALID where it is not offered.
func (s *Service) SetDeliveryOption(ctx context.Context, id publicid.ID, handle string) (*Change, error) {
	return s.change(ctx, id, nil, func(ctx context.Context, b *basket, u *ent.CartUpdateOne) error {
		shop, err := shopOf(ctx, b.client, b.cart)
		if err != nil {
			return err
		}
		q, err := s.quote(ctx, b, shop)
		if err != nil {
			return err
		}
		if choose(q.options, &handle) == nil {
			return errs.Field("handle", "is no way of delivery that the shop offers")
		}
		u.SetDeliveryHandle(handle)
		return nil
	})
}
