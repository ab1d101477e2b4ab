package catalog

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// The lengths of texts, in characters.
const (
	maxTitle       = 200
	maxDescription = 20_000
	maxBrand       = 70
)

func (in *ProductUpdateInput) validate() error {
	var faults errs.List
	check := func(p *string, field string, least, most int) {
		if p == nil {
			return
		}
		*p = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(*p, ""), "\x00", ""))
		switch n := utf8.RuneCountInString(*p); {
		case n < least:
			faults = append(faults, errs.New(errs.Required, "is required").At("input."+field))
		case n > most:
			faults = append(faults, errs.New(errs.TooLong, "is longer than %d characters", most).At("input."+field))
		}
	}
	check(in.Title, "title", 1, maxTitle)
	check(in.Description, "description", 0, maxDescription)
	check(in.Brand, "brand", 0, maxBrand)
	return faults.Or()
}

// Update changes a product. STALE_VERSION where IfVersion is not its version,
// NOT_FOUND where there is none, INVALID for a price of several variants.
func (s *Service) Update(ctx context.Context, id publicid.ID, in ProductUpdateInput) (*ent.Product, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	var p *ent.Product
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		p, err = tx.Product.Query().Where(product.ID(id.As("Product"))).ForUpdate().Only(ctx)
		if ent.IsNotFound(err) {
			return errs.New(errs.NotFound, "not found").At("id")
		}
		if err != nil {
			return err
		}
		if in.IfVersion != nil && *in.IfVersion != p.Version {
			return errs.New(errs.StaleVersion, "somebody else changed the product since version %d; it is at %d now", *in.IfVersion, p.Version).At("input.ifVersion")
		}
		p, err = s.apply(ctx, tx, p, in)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("update product: %w", err)
	}
	return p, nil
}

func (s *Service) apply(ctx context.Context, tx *store.Tx, p *ent.Product, in ProductUpdateInput) (*ent.Product, error) {
	u := p.Update().SetNillableTitle(in.Title).SetNillableDescription(in.Description).AddVersion(1)
	if in.Brand != nil && *in.Brand == "" {
		u.ClearBrand()
	} else {
		u.SetNillableBrand(in.Brand)
	}
	if in.Price != nil {
		price, err := s.setPrice(ctx, tx, p, *in.Price)
		if err != nil {
			return nil, err
		}
		u.SetMinPriceMinor(price.Minor).SetMaxPriceMinor(price.Minor)
	}
	after, err := u.Save(ctx)
	if err != nil {
		return nil, err
	}
	return after, audit.Record(ctx, tx, audit.Event{
		Action: "product.update", TargetType: "Product", Target: string(p.PublicID()), Changes: audit.Diff(p, after),
	})
}

// setPrice sets the price of the only variant.
func (s *Service) setPrice(ctx context.Context, tx *store.Tx, p *ent.Product, amount money.Decimal) (money.Money, error) {
	price, err := money.Parse(amount, p.Currency)
	if err != nil || price.Minor < 0 {
		return price, errs.Field("input.price", "is no amount of %s", p.Currency)
	}
	ids, err := tx.ProductVariant.Query().Where(productvariant.ProductID(p.ID)).IDs(ctx)
	if err != nil {
		return price, fmt.Errorf("find the variant: %w", err)
	}
	if len(ids) != 1 {
		return price, errs.Field("input.price", "is set on each of the %d variants", len(ids))
	}
	return price, tx.ProductVariant.UpdateOneID(ids[0]).SetPriceMinor(price.Minor).Exec(ctx)
}
