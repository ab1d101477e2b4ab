package marketplace

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/category"
	"orion/ent/gen/ent/marketplaceproduct"
	"orion/internal/audit"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The lengths of a team's own words, in characters.
const (
	maxOwnTitle       = 150
	maxOwnDescription = 20_000
	maxOwnType        = 750
)

// ownFields are what the input calls fields that are no plain texts.
var ownFields = map[enum.ProposalField]string{
	enum.ProposalFieldPrice: "price", enum.ProposalFieldTaxClass: "taxClass",
	enum.ProposalFieldCategory: "categoryId", enum.ProposalFieldTranslations: "translations",
}

func (in *ProductUpdateInput) validate() error {
	var mistakes errs.List
	check := func(text *string, is enum.ProposalField, field string, least, most int) {
		if text == nil {
			return
		}
		*text = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(*text, ""), "\x00", ""))
		switch n := utf8.RuneCountInString(*text); {
		case slices.Contains(in.Reset, is):
			mistakes = append(mistakes, errs.Field("input."+field, "is both given and reset"))
		case n < least:
			mistakes = append(mistakes, errs.New(errs.Required, "is required").At("input."+field))
		case n > most:
			mistakes = append(mistakes, errs.New(errs.TooLong, "is longer than %d characters", most).At("input."+field))
		}
	}
	check(in.Title, enum.ProposalFieldTitle, "title", 1, maxOwnTitle)
	check(in.Description, enum.ProposalFieldDescription, "description", 0, maxOwnDescription)
	check(in.ProductType, enum.ProposalFieldProductType, "productType", 1, maxOwnType)
	for field, given := range map[enum.ProposalField]bool{
		enum.ProposalFieldPrice: in.Price != nil, enum.ProposalFieldTaxClass: in.TaxClass != nil,
		enum.ProposalFieldCategory: in.CategoryID != nil, enum.ProposalFieldTranslations: in.Translations != nil,
	} {
		if given && slices.Contains(in.Reset, field) {
			mistakes = append(mistakes, errs.Field("input."+ownFields[field], "is both given and reset"))
		}
	}
	return mistakes.Or()
}

// Edit writes the team's own words and price for a staged product, which come before
// the feed's when it is published. The price is in the shop's currency. INVALID for a
// price that is none and for a language that is not another of the shop's, INVALID_STATE
// for what is published, NOT_FOUND for it or its category.
func (s *Service) Edit(ctx context.Context, id publicid.ID, in ProductUpdateInput) (*ent.MarketplaceProduct, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	var p *ent.MarketplaceProduct
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		p, err = tx.MarketplaceProduct.Query().Where(marketplaceproduct.ID(id.As("MarketplaceProduct"))).ForUpdate().Only(ctx)
		switch {
		case ent.IsNotFound(err):
			return errs.New(errs.NotFound, "is no staged product").At("id")
		case err != nil:
			return err
		case p.Status == enum.MarketplaceProductStatusPublished || p.ProductID != nil:
			return errs.New(errs.InvalidState, "the product is published").At("id")
		}
		p, err = s.edit(ctx, tx, p, in)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("edit staged product: %w", err)
	}
	return p, nil
}

func (s *Service) edit(ctx context.Context, tx *store.Tx, p *ent.MarketplaceProduct, in ProductUpdateInput) (*ent.MarketplaceProduct, error) {
	change := p.Update().SetNillableOwnTitle(in.Title).SetNillableOwnDescription(in.Description).
		SetNillableOwnProductType(in.ProductType).SetNillableOwnTaxClass(in.TaxClass).SetUpdatedAt(s.clock.Now())
	if in.Price != nil {
		minor, err := ownPrice(ctx, tx, p, *in.Price)
		if err != nil {
			return nil, err
		}
		change.SetOwnPriceMinor(minor)
	}
	if err := in.classInto(ctx, tx, p, change); err != nil {
		return nil, err
	}
	in.reset(change)
	after, err := change.Save(ctx)
	if err != nil {
		return nil, err
	}
	return after, audit.Record(ctx, tx, audit.Event{
		Action: "import.edit", TargetType: "MarketplaceProduct", Target: string(p.PublicID()), Changes: audit.Diff(p, after),
	})
}

// reset gives fields back to the feed or its source.
func (in *ProductUpdateInput) reset(change *ent.MarketplaceProductUpdateOne) {
	for _, f := range in.Reset {
		switch f {
		case enum.ProposalFieldTitle:
			change.ClearOwnTitle()
		case enum.ProposalFieldDescription:
			change.ClearOwnDescription()
		case enum.ProposalFieldPrice:
			change.ClearOwnPriceMinor()
		case enum.ProposalFieldProductType:
			change.ClearOwnProductType()
		case enum.ProposalFieldTaxClass:
			change.ClearOwnTaxClass()
		case enum.ProposalFieldCategory:
			change.ClearOwnCategoryID()
		case enum.ProposalFieldTranslations:
			change.ClearOwnTranslations()
		}
	}
}

// classInto takes the category, which must be the vendor's, and words in other languages.
func (in *ProductUpdateInput) classInto(ctx context.Context, tx *store.Tx, p *ent.MarketplaceProduct, change *ent.MarketplaceProductUpdateOne) error {
	if in.CategoryID != nil {
		id := in.CategoryID.As("Category")
		have, err := categoriesIn(ctx, tx, []uuid.UUID{id})
		if err != nil {
			return err
		}
		if !have[id] {
			return errs.New(errs.NotFound, "is no category").At("input.categoryId")
		}
		change.SetOwnCategoryID(id)
	}
	if in.Translations == nil {
		return nil
	}
	shop, err := tx.Vendor.Get(ctx, p.VendorID)
	if err != nil {
		return fmt.Errorf("read the shop's language: %w", err)
	}
	texts, err := catalog.Translate(p.OwnTranslations, in.Translations, shop.Language, maxOwnTitle, "input.translations")
	if err != nil {
		return err
	}
	change.SetOwnTranslations(texts)
	return nil
}

// categoriesIn says which of the categories are there. Whoever works on feeds need not be
// one who may look at the catalogue.
func categoriesIn(ctx context.Context, tx *store.Tx, ids []uuid.UUID) (map[uuid.UUID]bool, error) {
	have, err := tx.Category.Query().Where(category.IDIn(ids...)).IDs(viewer.Elevate(ctx))
	if err != nil {
		return nil, fmt.Errorf("look for categories: %w", err)
	}
	out := make(map[uuid.UUID]bool, len(have))
	for _, id := range have {
		out[id] = true
	}
	return out, nil
}

func ownPrice(ctx context.Context, tx *store.Tx, p *ent.MarketplaceProduct, amount money.Decimal) (int64, error) {
	shop, err := tx.Vendor.Get(ctx, p.VendorID)
	if err != nil {
		return 0, fmt.Errorf("read the shop's currency: %w", err)
	}
	price, err := money.Parse(amount, shop.Currency)
	if err != nil || price.Minor <= 0 {
		return 0, errs.Field("input.price", "is no amount of %s", shop.Currency)
	}
	return price.Minor, nil
}
