package marketplace

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/localized"
	"orion/internal/kit/money"
)

func of[T any](v T) *T { return &v }

func TestPropose(t *testing.T) {
	t.Parallel()
	shelf := uuid.New()
	for name, tc := range map[string]struct {
		change func(*ent.MarketplaceProduct, *ent.MarketplaceSource)
		want   func(*Proposal)
	}{
		"the feed's own words": {func(*ent.MarketplaceProduct, *ent.MarketplaceSource) {}, func(*Proposal) {}},
		"the team's words come first": {
			func(p *ent.MarketplaceProduct, _ *ent.MarketplaceSource) {
				p.OwnTitle, p.OwnDescription, p.OwnPriceMinor, p.OwnProductType = of("Mine"), of(""), of[int64](500), of("Things")
			},
			func(want *Proposal) {
				want.Title, want.Description, want.ProductType, want.Price.Minor = "Mine", "", of("Things"), 500
				want.Edited = []enum.ProposalField{enum.ProposalFieldTitle, enum.ProposalFieldDescription, enum.ProposalFieldPrice, enum.ProposalFieldProductType}
			},
		},
		"a sale makes a former price, both by the rule": {
			func(p *ent.MarketplaceProduct, src *ent.MarketplaceSource) {
				p.SalePriceMinor, src.MarkupBp = of[int64](1000), 1000
			},
			func(want *Proposal) {
				want.Price.Minor, want.CompareAtPrice = 1100, &money.Money{Minor: 2200, Currency: "EUR"}
			},
		},
		"a rule that makes them equal leaves none": {
			func(p *ent.MarketplaceProduct, src *ent.MarketplaceSource) {
				p.SalePriceMinor, src.Rounding = of[int64](1950), enum.PriceRoundingWhole
			},
			func(*Proposal) {},
		},
		"the rule does not apply to the team's price": {
			func(p *ent.MarketplaceProduct, src *ent.MarketplaceSource) {
				p.OwnPriceMinor, src.MarkupBp = of[int64](700), 1000
			},
			func(want *Proposal) {
				want.Price.Minor, want.Edited = 700, []enum.ProposalField{enum.ProposalFieldPrice}
			},
		},
		"the team's price is in the shop's currency": {
			func(p *ent.MarketplaceProduct, _ *ent.MarketplaceSource) {
				p.Currency, p.OwnPriceMinor, p.SalePriceMinor = "USD", of[int64](700), of[int64](1000)
			},
			func(want *Proposal) {
				want.Price.Minor, want.Edited = 700, []enum.ProposalField{enum.ProposalFieldPrice}
			},
		},
		"the first rule that fits": {
			func(_ *ent.MarketplaceProduct, src *ent.MarketplaceSource) {
				src.CategoryMap = []enum.CategoryRule{{From: "Hom"}, {From: "Home", ProductType: "House", CollectionID: &shelf}, {From: "Home > Light", ProductType: "Lamps"}}
			},
			func(want *Proposal) { want.ProductType, want.CollectionID = of("House"), &shelf },
		},
		"a rule for the whole category, which keeps its name": {
			func(_ *ent.MarketplaceProduct, src *ent.MarketplaceSource) {
				src.CategoryMap = []enum.CategoryRule{{From: "Home > Light", CollectionID: &shelf}}
			},
			func(want *Proposal) { want.CollectionID = &shelf },
		},
		"a rule for Google's category": {
			func(p *ent.MarketplaceProduct, src *ent.MarketplaceSource) {
				p.GoogleCategory, src.CategoryMap = of("Furniture > Lamps"), []enum.CategoryRule{{From: "Furniture", ProductType: "Lamps"}}
			},
			func(want *Proposal) { want.ProductType = of("Lamps") },
		},
		"a category of the catalogue by rule, the source's tax class": {
			func(_ *ent.MarketplaceProduct, src *ent.MarketplaceSource) {
				src.CategoryMap, src.TaxClass = []enum.CategoryRule{{From: "Home", CategoryID: &shelf}}, enum.TaxClassReduced
			},
			func(want *Proposal) { want.CategoryID, want.TaxClass = &shelf, enum.TaxClassReduced },
		},
		"the team's own class, category and translations": {
			func(p *ent.MarketplaceProduct, src *ent.MarketplaceSource) {
				other := uuid.New()
				src.CategoryMap, src.TaxClass = []enum.CategoryRule{{From: "Home", CategoryID: &other}}, enum.TaxClassReduced
				p.OwnTaxClass, p.OwnCategoryID, p.OwnTranslations = of(enum.TaxClassZero), &shelf, localized.Texts{"fr": {Title: "Lampe"}}
				p.Attributes = map[string]string{"title_fr": "Luminaire", "description_fr": "Claire", "title_en": "Light", "title_de": "Leuchte"}
			},
			func(want *Proposal) {
				want.CategoryID, want.TaxClass = &shelf, enum.TaxClassZero
				want.texts = localized.Texts{"fr": {Title: "Lampe", Description: "Claire", DescriptionHTML: "<p>Claire</p>"}, "de": {Title: "Leuchte"}}
				want.Translations = []*catalog.Translation{{Language: "de", Title: of("Leuchte")}, {Language: "fr", Title: of("Lampe"), DescriptionHTML: of("<p>Claire</p>")}}
				want.Edited = []enum.ProposalField{enum.ProposalFieldTaxClass, enum.ProposalFieldCategory, enum.ProposalFieldTranslations}
			},
		},
		"no rule fits": {
			func(_ *ent.MarketplaceProduct, src *ent.MarketplaceSource) {
				src.CategoryMap = []enum.CategoryRule{{From: "Home > Light > Desk", ProductType: "x"}, {From: "home", ProductType: "y"}}
			},
			func(*Proposal) {},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &ent.MarketplaceProduct{Title: "Lamp", Description: "Warm", PriceMinor: 2000, Currency: "EUR", ProductType: of("Home > Light")}
			src := &ent.MarketplaceSource{Currency: "EUR", Rounding: enum.PriceRoundingNone}
			want := &Proposal{
				Title: "Lamp", Description: "Warm", ProductType: of("Home > Light"), Price: &money.Money{Minor: 2000, Currency: "EUR"},
				Translations: []*catalog.Translation{}, texts: localized.Texts{},
			}
			tc.change(p, src)
			tc.want(want)
			require.Equal(t, want, propose(p, src, "EUR", "en"))
		})
	}
}
