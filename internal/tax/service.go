package tax

import (
	"context"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/taxrate"
	"orion/ent/gen/ent/vendor"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/postal"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// MaxRates is how many rates of its own a vendor may have: so many are read for every cart.
const MaxRates = 200

// Shops tells every process of a changed vendor.
type Shops interface {
	Changed(ctx context.Context, tx *store.Tx, v *ent.Vendor) error
}

// Service keeps what vendors say of their tax; the viewer of the context says whose. It is
// safe for concurrent use.
type Service struct {
	db    *store.DB
	shops Shops
	clock clock.Clock
}

// New returns the Service.
func New(db *store.DB, shops Shops, c clock.Clock) *Service {
	return &Service{db: db, shops: shops, clock: c}
}

// SettingsInput is the graph's TaxSettingsInput. What is nil stays.
type SettingsInput struct{ PricesIncludeTax, OssRegistered *bool }

// RateInput is the graph's TaxRateInput.
type RateInput struct {
	CountryCode string
	Region      *string
	Class       enum.TaxClass
	RateBp      int
	ValidFrom   *time.Time
	ValidTo     *time.Time
}

// Set changes how the viewer's vendor taxes. STALE_VERSION where ifVersion is not the version
// of its profile: then current is the vendor as it is now. The viewer needs settings.write.
func (s *Service) Set(ctx context.Context, in SettingsInput, ifVersion *int) (after, current *ent.Vendor, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := lockShop(ctx, tx)
		if err != nil {
			return err
		}
		if ifVersion != nil && *ifVersion != before.Version {
			current = before
			return errs.New(errs.StaleVersion, "somebody has changed it since: read it again").At("ifVersion")
		}
		change := tx.Vendor.UpdateOneID(before.ID).AddVersion(1).SetNillablePricesIncludeTax(in.PricesIncludeTax).SetNillableOssRegistered(in.OssRegistered)
		if after, err = change.Save(ctx); err != nil {
			return err
		}
		if err := s.shops.Changed(ctx, tx, after); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{
			Action: "tax.settings", TargetType: "Vendor", Target: after.Slug, Changes: audit.Diff(before, after),
		})
	})
	if err != nil {
		return nil, current, fmt.Errorf("set how a shop taxes: %w", err)
	}
	return after, nil, nil
}

// Rates lists the rates of the viewer's vendor, those of the first country first.
func (s *Service) Rates(ctx context.Context) ([]*ent.TaxRate, error) { return Own(ctx, s.db.Client) }

// CreateRate makes a rate of the vendor's own. INVALID for what cannot be, ALREADY_EXISTS for
// a class and a place with a rate from the same moment on, TOO_MANY beyond MaxRates. The
// viewer needs settings.write.
func (s *Service) CreateRate(ctx context.Context, in RateInput) (*ent.TaxRate, error) {
	from, err := in.validate(s.clock.Now())
	if err != nil {
		return nil, err
	}
	var rate *ent.TaxRate
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if _, err := lockShop(ctx, tx); err != nil {
			return err
		}
		n, err := tx.TaxRate.Query().Count(ctx)
		if err != nil {
			return fmt.Errorf("count rates: %w", err)
		}
		if n >= MaxRates {
			return errs.New(errs.TooMany, "a shop has at most %d rates of its own", MaxRates).At("input")
		}
		rate, err = tx.TaxRate.Create().SetCountry(in.CountryCode).SetNillableRegion(in.Region).SetClass(in.Class).
			SetRateBp(in.RateBp).SetValidFrom(from).SetNillableValidTo(in.ValidTo).Save(ctx)
		if store.Violates(err, "tax_rate_per_vendor") {
			return errs.New(errs.AlreadyExists, "has a rate from that moment on already").At("input.validFrom")
		}
		if err != nil {
			return err
		}
		return record(ctx, tx, "tax.rate-create", nil, rate)
	})
	if err != nil {
		return nil, fmt.Errorf("create a rate of tax: %w", err)
	}
	return rate, nil
}

// DeleteRate removes a rate of the vendor's own: what the tables say goes again. Orders keep
// what they were taxed. NOT_FOUND where there is none.
func (s *Service) DeleteRate(ctx context.Context, id publicid.ID) error {
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		rate, err := tx.TaxRate.Query().Where(taxrate.ID(id.As("TaxRate"))).ForUpdate().Only(ctx)
		if ent.IsNotFound(err) {
			return errs.New(errs.NotFound, "not found").At("id")
		}
		if err != nil {
			return err
		}
		if err := tx.TaxRate.DeleteOne(rate).Exec(ctx); err != nil {
			return err
		}
		return record(ctx, tx, "tax.rate-delete", rate, nil)
	})
	if err != nil {
		return fmt.Errorf("delete a rate of tax: %w", err)
	}
	return nil
}

// Table is what goes now for each class of what a shop sells into a country, the shop's own
// where it is nil, with where each rate comes from. INVALID for what is no country.
func (s *Service) Table(ctx context.Context, shop *ent.Vendor, country *string) ([]*Applied, error) {
	var to *postal.Address
	if country != nil {
		to = &postal.Address{CountryCode: strings.ToUpper(*country)}
		if !postal.IsCountry(to.CountryCode) {
			return nil, errs.Field("countryCode", "is no country")
		}
	}
	own, err := s.Rates(ctx)
	if err != nil {
		return nil, err
	}
	rule, out := RuleOf(shop, own), []*Applied{}
	for _, class := range (enum.TaxClass("")).Values() {
		out = append(out, new(rule.Find(to, enum.TaxClass(class), s.clock.Now())))
	}
	return out, nil
}

// validate brings an input into the shape in which it is kept, and says from when on it goes.
func (in *RateInput) validate(now time.Time) (from time.Time, err error) {
	var bad errs.List
	in.CountryCode = strings.ToUpper(strings.TrimSpace(in.CountryCode))
	if !postal.IsCountry(in.CountryCode) {
		bad = append(bad, errs.Field("input.countryCode", "is no country"))
	}
	if in.Region != nil {
		*in.Region = strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(*in.Region)), in.CountryCode+"-")
		if len(*in.Region) > 10 {
			bad = append(bad, errs.New(errs.TooLong, "is longer than %d characters", 10).At("input.region"))
		}
	}
	if in.Class == enum.TaxClassZero {
		bad = append(bad, errs.Field("input.class", "is never taxed"))
	}
	if in.RateBp < 0 || in.RateBp > 10000 {
		bad = append(bad, errs.Field("input.rateBp", "must be 0 to %d", 10000))
	}
	if from = now; in.ValidFrom != nil {
		from = *in.ValidFrom
	}
	if in.ValidTo != nil && !in.ValidTo.After(from) {
		bad = append(bad, errs.Field("input.validTo", "must be after the start"))
	}
	return from, bad.Or()
}

func lockShop(ctx context.Context, tx *store.Tx) (*ent.Vendor, error) {
	shop, err := tx.Vendor.Query().Where(vendor.ID(viewer.From(ctx).VendorID)).ForUpdate(sql.WithLockClause("FOR NO KEY UPDATE")).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock the shop: %w", err)
	}
	return shop, nil
}

func record(ctx context.Context, tx *store.Tx, action string, before, after *ent.TaxRate) error {
	of := after
	if of == nil {
		of = before
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "TaxRate", Target: string(of.PublicID()), Changes: audit.Diff(before, after),
	})
}
