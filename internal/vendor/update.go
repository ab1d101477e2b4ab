package vendor

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // time zones on machines that have no list of them

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplacesource"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/vendor"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/postal"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Update changes what the viewer's vendor says of itself; see the graph's
// VendorUpdateInput. What is nil stays, and an empty text empties what can be empty.
// STALE_VERSION at ifVersion where that is not the version; INVALID_STATE for another
// currency once there are products or orders. The viewer needs settings.write.
func (s *Service) Update(ctx context.Context, in UpdateInput, ifVersion *int) (*ent.Vendor, error) {
	if err := need(ctx, enum.PermissionSettingsWrite); err != nil {
		return nil, err
	}
	in, address, err := in.normal()
	if err != nil {
		return nil, err
	}
	var v *ent.Vendor
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := tx.Vendor.Query().Where(vendor.ID(viewer.From(ctx).VendorID)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		if ifVersion != nil && *ifVersion != before.Version {
			return errs.New(errs.StaleVersion, "somebody has changed it since: read it again").At("ifVersion")
		}
		if err := reprice(ctx, tx, before, in.CurrencyCode); err != nil {
			return err
		}
		change := tx.Vendor.UpdateOneID(before.ID)
		s.apply(change.Mutation(), before, in, address)
		if v = before; len(change.Mutation().Fields())+len(change.Mutation().ClearedFields()) == 0 {
			return nil
		}
		if v, err = change.AddVersion(1).Save(ctx); err != nil {
			return err
		}
		return s.updated(ctx, tx, before, v)
	})
	if err != nil {
		return nil, fmt.Errorf("update a vendor: %w", err)
	}
	return v, nil
}

// updated tells of a changed profile.
func (s *Service) updated(ctx context.Context, tx *store.Tx, before, after *ent.Vendor) error {
	if before.RequireTwoFactor != after.RequireTwoFactor {
		if err := s.auth.GrantsChanged(ctx, tx); err != nil {
			return err
		}
	}
	if err := s.Changed(ctx, tx, after); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: "vendor.update", TargetType: "Vendor", Target: after.Slug, Changes: audit.Diff(before, after),
	})
}

// reprice lets a vendor have another currency as long as nothing has a price. The row is
// locked, so that nothing gets one meanwhile.
func reprice(ctx context.Context, tx *store.Tx, v *ent.Vendor, to *string) error {
	if to == nil || *to == v.Currency {
		return nil
	}
	own := viewer.Elevate(ctx)
	for _, exists := range []func(context.Context) (bool, error){tx.Product.Query().Where(product.VendorID(v.ID)).Exist, tx.Order.Query().Where(order.VendorID(v.ID)).Exist} {
		there, err := exists(own)
		if err != nil {
			return fmt.Errorf("look for prices: %w", err)
		}
		if there {
			return errs.New(errs.InvalidState, "there are prices in %s already", v.Currency).At("input.currencyCode")
		}
	}
	// Feeds without a currency are read in the shop's.
	err := tx.MarketplaceSource.Update().Where(marketplacesource.VendorID(v.ID), marketplacesource.Currency(v.Currency)).
		SetCurrency(*to).Exec(own)
	if err != nil {
		return fmt.Errorf("tell the sources of a currency: %w", err)
	}
	return redenominate(own, tx, v, *to)
}

// apply puts a checked input into a change of the vendor.
func (s *Service) apply(m *ent.VendorMutation, v *ent.Vendor, in UpdateInput, address *postal.Address) {
	set(in.Name, m.SetName)
	set(in.TimeZone, m.SetTimeZone)
	set(in.CountryCode, m.SetCountry)
	set(in.CurrencyCode, m.SetCurrency)
	set(in.RequireTwoFactor, m.SetRequireTwoFactor)
	setOrClear(in.LegalName, m.SetLegalName, m.ClearLegalName)
	setOrClear(in.RegistrationNumber, m.SetRegistrationNumber, m.ClearRegistrationNumber)
	setOrClear(in.VatNumber, m.SetVatNumber, m.ClearVatNumber)
	setOrClear(in.ContactEmail, m.SetContactEmail, m.ClearContactEmail)
	setOrClear(in.ContactPhone, m.SetContactPhone, m.ClearContactPhone)
	setOrClear(in.Imprint, m.SetImprint, m.ClearImprint)
	if address != nil {
		m.SetLegalAddress(address)
	}
	if in.Languages != nil {
		m.SetLanguage(in.Languages[0])
		m.SetLanguages(in.Languages)
	}
	if in.Taglines != nil {
		m.SetTagline(taglines(in.Taglines))
	}
	if in.AcceptTerms != nil && *in.AcceptTerms && v.TermsAcceptedAt == nil {
		m.SetTermsAcceptedAt(s.clock.Now())
	}
}

func set[T any](to *T, put func(T)) {
	if to != nil {
		put(*to)
	}
}

func setOrClear(to *string, put func(string), clear func()) {
	switch {
	case to == nil:
	case *to == "":
		clear()
	default:
		put(*to)
	}
}

func taglines(of []*LocalizedText) map[string]string {
	out := map[string]string{}
	for _, t := range of {
		if t.Text != "" {
			out[t.Language] = t.Text
		}
	}
	return out
}

// Taglines returns a vendor's sentence in every language that it has one in, the shop's
// own first.
func Taglines(v *ent.Vendor) []*LocalizedText {
	out := []*LocalizedText{}
	for _, language := range append([]string{v.Language}, slices.Sorted(maps.Keys(v.Tagline))...) {
		text, ok := v.Tagline[language]
		if ok && (len(out) == 0 || out[0].Language != language) {
			out = append(out, &LocalizedText{Language: language, Text: text})
		}
	}
	return out
}

// normal checks the input and puts it into its usual writing, with the legal address.
func (in UpdateInput) normal() (UpdateInput, *postal.Address, error) {
	for _, check := range []func(*UpdateInput) error{
		(*UpdateInput).checkTexts, (*UpdateInput).checkCodes, (*UpdateInput).checkContact, (*UpdateInput).checkLanguages,
	} {
		if err := check(&in); err != nil {
			return in, nil, err
		}
	}
	if in.LegalAddress == nil {
		return in, nil, nil
	}
	a, err := legalAddress(*in.LegalAddress)
	return in, a, err
}

// trimmed replaces a text by its trimmed self, checked where it is not empty.
func trimmed(p **string, most int, path string) error {
	if *p == nil {
		return nil
	}
	t := strings.TrimSpace(**p)
	if *p = &t; t == "" {
		return nil
	}
	return checkText(t, most, path)
}

func (in *UpdateInput) checkTexts() error {
	if err := trimmed(&in.Name, 100, "input.name"); err != nil {
		return err
	}
	if in.Name != nil && *in.Name == "" {
		return errs.New(errs.Required, "is required").At("input.name")
	}
	if err := trimmed(&in.LegalName, 200, "input.legalName"); err != nil {
		return err
	}
	if err := trimmed(&in.RegistrationNumber, 60, "input.registrationNumber"); err != nil {
		return err
	}
	return trimmed(&in.Imprint, 2000, "input.imprint")
}

func (in *UpdateInput) checkCodes() error {
	if in.CurrencyCode != nil {
		if _, ok := money.Digits(*in.CurrencyCode); !ok {
			return errs.Field("input.currencyCode", "is no currency")
		}
	}
	if in.CountryCode != nil {
		code := strings.ToUpper(strings.TrimSpace(*in.CountryCode))
		if in.CountryCode = &code; !country(code) {
			return errs.Field("input.countryCode", "is no country")
		}
	}
	if in.TimeZone != nil && !timeZone(*in.TimeZone) {
		return errs.Field("input.timeZone", "is no time zone")
	}
	return nil
}

// timeZone reports whether a name is one of IANA's, rather than what this machine calls
// its own.
func timeZone(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

func (in *UpdateInput) checkContact() error {
	if in.VatNumber != nil {
		number := compact(*in.VatNumber)
		if in.VatNumber = &number; number != "" && !vatNumber(number) {
			return errs.Field("input.vatNumber", "is no VAT number")
		}
	}
	if in.ContactEmail != nil && strings.TrimSpace(*in.ContactEmail) != "" {
		email, ok := auth.NormalEmail(*in.ContactEmail)
		if in.ContactEmail = &email; !ok {
			return errs.Field("input.contactEmail", "is no e-mail address")
		}
	} else if err := trimmed(&in.ContactEmail, 254, "input.contactEmail"); err != nil {
		return err
	}
	if err := trimmed(&in.ContactPhone, 40, "input.contactPhone"); err != nil {
		return err
	}
	if in.ContactPhone != nil && *in.ContactPhone != "" && !phone.MatchString(*in.ContactPhone) {
		return errs.Field("input.contactPhone", "is no phone number")
	}
	return nil
}

// maxTagline is the longest sentence of a home page, in characters.
const maxTagline = 200

func (in *UpdateInput) checkLanguages() error {
	for i, l := range in.Languages {
		at := "input.languages." + strconv.Itoa(i)
		switch {
		case !slices.Contains(languages, l):
			return errs.Field(at, "must be en, fr or de")
		case slices.Contains(in.Languages[:i], l):
			return errs.Field(at, "is there twice")
		}
	}
	if in.Languages != nil && len(in.Languages) == 0 {
		return errs.New(errs.Required, "is required").At("input.languages")
	}
	seen := map[string]bool{}
	for i, t := range in.Taglines {
		at := "input.taglines." + strconv.Itoa(i)
		switch text := strings.TrimSpace(t.Text); {
		case !slices.Contains(languages, t.Language):
			return errs.Field(at+".language", "must be en, fr or de")
		case seen[t.Language]:
			return errs.Field(at+".language", "is there twice")
		case text != "":
			if err := checkText(text, maxTagline, at+".text"); err != nil {
				return err
			}
			fallthrough
		default:
			seen[t.Language], in.Taglines[i] = true, &LocalizedText{Language: t.Language, Text: text}
		}
	}
	return nil
}
