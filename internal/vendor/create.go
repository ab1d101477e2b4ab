package vendor

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"orion/ent/gen/ent"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/store"
	"orion/internal/viewer"
)

// languages are those that a shop can speak.
var languages = []string{"en", "fr", "de"}

// wanted is a checked CreateInput or ApplyInput.
type wanted struct {
	name, slug, email, currency, language, country string
	// terms says that the platform's terms are accepted.
	terms bool
}

func (in CreateInput) validate() (wanted, error) {
	return want(in.Name, in.Slug, in.OwnerEmail, "input.ownerEmail", in.CurrencyCode, in.Language, "en")
}

// want checks what every new vendor needs; usual is the language of one that names none.
func want(name, slug, email, emailPath string, currency, language *string, usual string) (wanted, error) {
	w := wanted{name: strings.TrimSpace(name), slug: slug, currency: "EUR", language: usual, country: "LU"}
	if err := checkText(w.name, 100, "input.name"); err != nil {
		return w, err
	}
	if err := checkSlug(slug); err != nil {
		return w, err
	}
	var ok bool
	if w.email, ok = auth.NormalEmail(email); !ok {
		return w, errs.Field(emailPath, "is no e-mail address")
	}
	if currency != nil {
		w.currency = *currency
	}
	if _, ok := money.Digits(w.currency); !ok {
		return w, errs.Field("input.currencyCode", "is no currency")
	}
	if language != nil {
		w.language = *language
	}
	if !slices.Contains(languages, w.language) {
		return w, errs.Field("input.language", "must be en, fr or de")
	}
	return w, nil
}

// checkText refuses a text that is empty, longer than most characters or holds what
// cannot be read.
func checkText(s string, most int, path string) error {
	unreadable := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	switch {
	case s == "":
		return errs.New(errs.Required, "is required").At(path)
	case utf8.RuneCountInString(s) > most:
		return errs.New(errs.TooLong, "is longer than %d characters", most).At(path)
	case strings.ContainsFunc(s, unreadable):
		return errs.Field(path, "holds characters that cannot be shown")
	}
	return nil
}

// Create makes a vendor that is ACTIVE at once, with its roles, its marketplace source
// "google" and its owner; the account is made where the address has none. The second
// result is the owner's one-time link to set a password, nil for an account that has
// one: nobody can see it again. A slug that is taken is ALREADY_EXISTS at input.slug.
// The viewer needs vendor.write.
func (s *Service) Create(ctx context.Context, in CreateInput) (*ent.Vendor, *string, error) {
	want, err := in.validate()
	if err != nil {
		return nil, nil, err
	}
	var (
		v    *ent.Vendor
		link *string
	)
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if v, err = s.insert(ctx, tx, want, enum.VendorStatusActive); err != nil {
			return err
		}
		if link, err = s.furnish(ctx, tx, v, want.email); err != nil {
			return err
		}
		return s.born(ctx, tx, v, "vendor.create")
	})
	if err != nil {
		return nil, nil, fmt.Errorf("create a vendor: %w", err)
	}
	return v, link, nil
}

// born tells of a new vendor.
func (s *Service) born(ctx context.Context, tx *store.Tx, v *ent.Vendor, action string) error {
	if err := s.Changed(ctx, tx, v); err != nil { // it may be kept as unknown
		return err
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "Vendor", Target: v.Slug, VendorID: v.ID, Changes: audit.Diff(nil, v),
	})
}

func (s *Service) insert(ctx context.Context, tx *store.Tx, w wanted, status enum.VendorStatus) (*ent.Vendor, error) {
	spoken := append([]string{w.language}, slices.DeleteFunc(slices.Clone(languages), func(l string) bool { return l == w.language })...)
	c := tx.Vendor.Create().SetName(w.name).SetSlug(w.slug).SetStatus(status).
		SetCurrency(w.currency).SetCountry(w.country).SetLanguage(w.language).SetLanguages(spoken)
	if status == enum.VendorStatusActive {
		c.SetApprovedAt(s.clock.Now())
	}
	if w.terms {
		c.SetTermsAcceptedAt(s.clock.Now())
	}
	v, err := c.Save(ctx)
	if store.Violates(err, "vendor_slug") {
		return nil, errs.New(errs.AlreadyExists, "is taken").At("input.slug")
	}
	return v, err
}

// furnish gives a new vendor what it is born with, and returns its owner's link to set a
// password, nil for an account that has one.
func (s *Service) furnish(ctx context.Context, tx *store.Tx, v *ent.Vendor, email string) (*string, error) {
	owner, err := s.equip(ctx, tx, v, email)
	if err != nil || owner.PasswordHash != nil {
		return nil, err
	}
	token, err := s.auth.IssueSetPassword(ctx, tx, owner.ID)
	if err != nil {
		return nil, err
	}
	link := s.links.Console(v.Slug, "set-password", token)
	return &link, nil
}

// equip makes a new vendor's roles, its source and its owner, and returns the latter.
func (s *Service) equip(ctx context.Context, tx *store.Tx, v *ent.Vendor, email string) (*ent.User, error) {
	own := viewer.NewContext(ctx, viewer.ForVendor(v.ID))
	role, err := makeRoles(own, tx, v.ID)
	if err != nil {
		return nil, err
	}
	err = tx.MarketplaceSource.Create().SetHandle("google").SetName("Google feed").SetCurrency(v.Currency).Exec(own)
	if err != nil {
		return nil, fmt.Errorf("make the source: %w", err)
	}
	if err := deliverEverywhere(own, tx, v); err != nil {
		return nil, err
	}
	owner, _, err := s.seat(ctx, tx, v, email, role.ID)
	return owner, err
}
