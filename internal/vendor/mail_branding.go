package vendor

import (
	"context"
	"fmt"
	"net/mail"
	"slices"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/store"
)

// MailBranding is the graph's type of the same name.
type MailBranding struct {
	FromName, ReplyTo *string
	Footer            []*LocalizedText
}

// MailBrandingInput is the graph's input of the same name.
type MailBrandingInput struct {
	FromName, ReplyTo *string
	Footer            []*LocalizedText
}

// The longest parts of it, in characters.
const maxFromName, maxFooter = 100, 1000

func (in MailBrandingInput) validate() error {
	if in.FromName != nil {
		if err := checkText(*in.FromName, maxFromName, "input.fromName"); err != nil {
			return err
		}
	}
	if in.ReplyTo != nil {
		if a, err := mail.ParseAddress(*in.ReplyTo); err != nil || a.Address != *in.ReplyTo {
			return errs.Field("input.replyTo", "is no e-mail address")
		}
	}
	for i, t := range in.Footer {
		at := fmt.Sprintf("input.footer.%d.", i)
		if !slices.Contains([]string{"en", "fr", "de"}, t.Language) {
			return errs.Field(at+"language", "must be en, fr or de")
		}
		if err := checkText(t.Text, maxFooter, at+"text"); err != nil {
			return err
		}
	}
	return nil
}

// MailBrandingOf is in whose name a vendor's mails go out.
func MailBrandingOf(v *ent.Vendor) *MailBranding {
	out := &MailBranding{FromName: v.MailFromName, ReplyTo: v.MailReplyTo, Footer: []*LocalizedText{}}
	for _, language := range []string{"en", "fr", "de"} {
		if text := v.MailFooter[language]; text != "" {
			out.Footer = append(out.Footer, &LocalizedText{Language: language, Text: text})
		}
	}
	return out
}

// SetMailBranding says in whose name the mails of the viewer's vendor go out; what is nil is
// the shop's own. INVALID at the field. The viewer needs settings.write.
func (s *Service) SetMailBranding(ctx context.Context, in MailBrandingInput) (*ent.Vendor, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	footer := map[string]string{}
	for _, t := range in.Footer {
		footer[t.Language] = t.Text
	}
	return s.change(ctx, "mail.branding", func(_ *store.Tx, _ *ent.Vendor, u *ent.VendorUpdateOne) error {
		u.SetMailFooter(footer)
		if u.SetNillableMailFromName(in.FromName); in.FromName == nil {
			u.ClearMailFromName()
		}
		if u.SetNillableMailReplyTo(in.ReplyTo); in.ReplyTo == nil {
			u.ClearMailReplyTo()
		}
		return nil
	})
}
