package vendor

import (
	"context"
	"fmt"
	"net/mail"
	"slices"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/vendor"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
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
	var after *ent.Vendor
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := tx.Vendor.Query().Where(vendor.ID(viewer.From(ctx).VendorID)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		u := before.Update().SetMailFooter(footer)
		if in.FromName != nil {
			u.SetMailFromName(*in.FromName)
		} else {
			u.ClearMailFromName()
		}
		if in.ReplyTo != nil {
			u.SetMailReplyTo(*in.ReplyTo)
		} else {
			u.ClearMailReplyTo()
		}
		if after, err = u.Save(ctx); err != nil {
			return err
		}
		if err := s.Changed(ctx, tx, after); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Action: "mail.branding", TargetType: "Vendor", Target: after.Slug, Changes: audit.Diff(before, after)})
	})
	if err != nil {
		return nil, fmt.Errorf("say in whose name mails go out: %w", err)
	}
	return after, nil
}
