package marketplace

import (
	"slices"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/money"
)

// categorySeparator stands between the levels of a category.
const categorySeparator = " > "

// propose says how a staged product of a source would stand in the catalogue of a shop
// that sells in a currency and has words of its own in a language: the team's words before the feed's, the price by the
// source's rule. A price that cannot be asked is 0. Collection is left to the caller,
// who has CollectionID.
func propose(p *ent.MarketplaceProduct, src *ent.MarketplaceSource, currency, language string) *Proposal {
	rule := categoryOf(p, src)
	price, compareAt := offered(p, src)
	out := &Proposal{
		Title: p.Title, Description: p.Description, ProductType: typeOf(p, rule),
		Price: &money.Money{Minor: price, Currency: p.Currency}, CollectionID: rule.CollectionID, CategoryID: rule.CategoryID, TaxClass: src.TaxClass,
	}
	if p.OwnTitle != nil {
		out.Title, out.Edited = *p.OwnTitle, append(out.Edited, enum.ProposalFieldTitle)
	}
	if p.OwnDescription != nil {
		out.Description, out.Edited = *p.OwnDescription, append(out.Edited, enum.ProposalFieldDescription)
	}
	if p.OwnPriceMinor != nil {
		out.Price = &money.Money{Minor: *p.OwnPriceMinor, Currency: currency}
		out.Edited = append(out.Edited, enum.ProposalFieldPrice)
	}
	if p.OwnProductType != nil {
		out.ProductType, out.Edited = p.OwnProductType, append(out.Edited, enum.ProposalFieldProductType)
	}
	classify(p, out)
	out.texts = wordsBeside(p, language)
	out.Translations = catalog.TranslationsOf(out.texts)
	// A team's own price may be in another currency, or above what the feed reduced.
	if compareAt != nil && *compareAt > out.Price.Minor && out.Price.Currency == p.Currency {
		out.CompareAtPrice = &money.Money{Minor: *compareAt, Currency: p.Currency}
	}
	return out
}

// classify takes what the team says a product is.
func classify(p *ent.MarketplaceProduct, out *Proposal) {
	if p.OwnTaxClass != nil {
		out.TaxClass, out.Edited = *p.OwnTaxClass, append(out.Edited, enum.ProposalFieldTaxClass)
	}
	if p.OwnCategoryID != nil {
		out.CategoryID, out.Edited = p.OwnCategoryID, append(out.Edited, enum.ProposalFieldCategory)
	}
	if len(p.OwnTranslations) > 0 {
		out.Edited = append(out.Edited, enum.ProposalFieldTranslations)
	}
}

// offered is what the feed alone makes of price and former price, by the source's rule,
// in the feed's currency. A sale makes the regular price the one it is compared with.
func offered(p *ent.MarketplaceProduct, src *ent.MarketplaceSource) (price int64, compareAt *int64) {
	rule := pricingOf(src)
	regular, ok := rule.of(p.PriceMinor, p.Currency)
	if !ok {
		return 0, nil
	}
	if p.SalePriceMinor == nil {
		return regular, nil
	}
	price, ok = rule.of(*p.SalePriceMinor, p.Currency)
	switch {
	case !ok:
		return 0, nil
	case regular > price:
		return price, &regular
	}
	return price, nil
}

// categoryOf is the first rule of the source that fits the feed's own category or
// Google's, an empty one where none does.
func categoryOf(p *ent.MarketplaceProduct, src *ent.MarketplaceSource) enum.CategoryRule {
	i := slices.IndexFunc(src.CategoryMap, func(r enum.CategoryRule) bool {
		return leadsFrom(r.From, p.ProductType) || leadsFrom(r.From, p.GoogleCategory)
	})
	if i < 0 {
		return enum.CategoryRule{}
	}
	return src.CategoryMap[i]
}

func leadsFrom(from string, category *string) bool {
	return category != nil && (*category == from || strings.HasPrefix(*category, from+categorySeparator))
}

func typeOf(p *ent.MarketplaceProduct, rule enum.CategoryRule) *string {
	if rule.ProductType != "" {
		return &rule.ProductType
	}
	return p.ProductType
}
