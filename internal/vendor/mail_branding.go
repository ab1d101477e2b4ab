package vendor

import (
	"context"
	"net/mail"

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
	return nil
}

// MailBrandingOf is in whose name a vendor's mails go out.
func MailBrandingOf(v *ent.Vendor) *MailBranding {
	return &MailBranding{FromName: v.MailFromName, ReplyTo: v.MailReplyTo, Footer: localized(v.MailFooter)}
}

// SetMailBranding says in whose name the mails of the viewer's vendor go out; what is nil is
// the shop's own. INVALID at the field. The viewer needs settings.write.
func (s *Service) SetMailBranding(ctx context.Context, in MailBrandingInput) (*ent.Vendor, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	footer, err := inLanguages(in.Footer, maxFooter, "input.footer")
	if err != nil {
		return nil, err
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
