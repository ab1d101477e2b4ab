package vendor

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/ratelimit"
	"orion/internal/kit/tenant"
	"orion/internal/notify"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/internal/viewer"
)

// applications is how many of them may come from one network.
var applications = ratelimit.PerMinute(3)

func (in ApplyInput) validate(ctx context.Context) (wanted, error) {
	w, err := want(in.Name, in.Slug, in.Email, "input.email", in.CurrencyCode, in.Language, i18n.From(ctx).String())
	if err != nil {
		return w, err
	}
	if in.CountryCode != nil {
		if w.country = strings.ToUpper(*in.CountryCode); !country(w.country) {
			return w, errs.Field("input.countryCode", "is no country")
		}
	}
	if w.terms = in.AcceptTerms; !w.terms {
		return w, errs.Field("input.acceptTerms", "must be accepted")
	}
	return w, nil
}

// country reports whether a code is one of ISO 3166-1 alpha-2.
func country(code string) bool {
	r, err := language.ParseRegion(code)
	return err == nil && len(code) == 2 && r.IsCountry() && r.String() == code
}

// Apply makes a vendor for somebody who asks for a shop, PENDING until the staff approve
// it or, where the platform approves by itself, ACTIVE. Its owner gets a link by mail: to
// set a password, or to sign in with the one that they have. An address that has an
// account is answered like any other, and so is one whose account is disabled, which gets
// no mail. A slug that is taken is ALREADY_EXISTS at input.slug; too many from one
// network are THROTTLED. Anybody may call it.
func (s *Service) Apply(ctx context.Context, in ApplyInput) (*ent.Vendor, error) {
	want, err := in.validate(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.throttleApply(ctx); err != nil {
		return nil, err
	}
	approval, err := s.settings.Text(ctx, settings.VendorApproval)
	if err != nil {
		return nil, err
	}
	status := enum.VendorStatusPending
	if approval == "automatic" {
		status = enum.VendorStatusActive
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSetUp) // there is no vendor to be confined to yet
	var v *ent.Vendor
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if v, err = s.insert(ctx, tx, want, status); err != nil {
			return err
		}
		owner, err := s.equip(ctx, tx, v, want.email)
		if err != nil {
			return err
		}
		if err := s.welcome(ctx, tx, v, owner); err != nil {
			return err
		}
		return s.born(ctx, tx, v, "vendor.apply")
	})
	if err != nil {
		return nil, fmt.Errorf("apply for a shop: %w", err)
	}
	return v, nil
}

// throttleApply counts an application of the caller's network.
func (s *Service) throttleApply(ctx context.Context) error {
	at := ratelimit.Network(viewer.RequestFrom(ctx).Address)
	return s.count(ctx, tenant.Key(uuid.Nil, "apply", at), applications)
}

// count refuses what comes too often: THROTTLED.
func (s *Service) count(ctx context.Context, key string, limit ratelimit.Limit) error {
	if got := s.limiter.Take(ctx, key, limit, 1); !got.Allowed {
		return errs.TryAgain(got.Wait)
	}
	return nil
}

// welcome sends the owner of a vendor that was asked for the way in.
func (s *Service) welcome(ctx context.Context, tx *store.Tx, v *ent.Vendor, owner *ent.User) error {
	if owner.DisabledAt != nil {
		return nil
	}
	link := s.links.Console(v.Slug, "login", "")
	if owner.PasswordHash == nil {
		token, err := s.auth.IssueSetPassword(ctx, tx, owner.ID)
		if err != nil {
			return err
		}
		link = s.links.Console(v.Slug, "set-password", token)
	}
	return s.post(ctx, tx, notify.Mail{
		Kind: notify.VendorApplied, To: owner.Email, Name: owner.Name, Language: owner.Language,
		Data: map[string]string{"shop": v.Name, "link": link},
	})
}
