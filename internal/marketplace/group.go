package marketplace

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/enum"
)

// maxVariants is how many variants a product has at the most.
const maxVariants = 250

// A groupKey names the rows of a source that become one product.
type groupKey struct {
	source uuid.UUID
	id     string
}

func groupOf(p *ent.MarketplaceProduct) (groupKey, bool) {
	if p.ItemGroupID == nil || *p.ItemGroupID == "" {
		return groupKey{}, false
	}
	return groupKey{p.SourceID, *p.ItemGroupID}, true
}

// A mate is a member of a group that is chosen or published.
type mate struct {
	id         uuid.UUID
	externalID string
	currency   string // of the price that it would be sold at
	options    string // see optionsKey
	product    *uuid.UUID
}

// published is the product that a group has become, the first where there are several;
// nil where there is none yet.
func published(mates []mate) (first *uuid.UUID) {
	for _, m := range mates {
		if m.product != nil && (first == nil || slices.Compare(m.product[:], first[:]) < 0) {
			first = m.product
		}
	}
	return first
}

// groupFlaws says what is wrong with a member of a group beside its mates, in a shop
// that sells in currency. Of members that cannot stand side by side, the published one
// does, and then the first by its id in the feed.
func groupFlaws(p *ent.MarketplaceProduct, at string, mates []mate, currency string) (all []flaw) {
	var others, before int
	var twin, mixed string
	for _, m := range mates {
		if m.id == p.ID {
			continue
		}
		ahead := m.product != nil || m.externalID < p.ExternalID || p.Status != enum.MarketplaceProductStatusSelected
		if others++; ahead {
			before++
		}
		if key := optionsKey(optionsOf(p)); ahead && twin == "" && key != "" && key == m.options {
			twin = m.externalID
		}
		if mixed == "" && m.currency != at {
			mixed = m.currency
		}
	}
	if twin != "" {
		all = append(all, flaw{true, "GROUP_OPTIONS", "%s of its group has the same options", []any{twin}})
	}
	if mixed != "" {
		all = append(all, flaw{at != currency, "GROUP_CURRENCY", "its group has prices in %s and in %s", []any{at, mixed}})
	}
	if before >= maxVariants {
		all = append(all, flaw{true, "GROUP_SIZE", "its group has more than %v variants", []any{maxVariants}})
	}
	return all
}

// optionsOf is what tells a member from the others of its group: what the feed names as
// options, else colour, size, material and pattern.
func optionsOf(p *ent.MarketplaceProduct) []enum.Option {
	if len(p.Options) > 0 {
		return p.Options
	}
	return describedOptions(p.Color, p.Size, p.Attributes["material"], p.Attributes["pattern"])
}

func describedOptions(color, size *string, material, pattern string) (out []enum.Option) {
	for _, o := range []struct {
		name  string
		value *string
	}{{"color", color}, {"size", size}, {"material", &material}, {"pattern", &pattern}} {
		if o.value != nil && *o.value != "" {
			out = append(out, enum.Option{Name: o.name, Value: *o.value})
		}
	}
	return out
}

// optionsKey is the same for options that a customer could not tell apart.
func optionsKey(of []enum.Option) string {
	parts := make([]string, len(of))
	for i, o := range of {
		parts[i] = strings.ToLower(strings.TrimSpace(o.Name) + "\x00" + strings.TrimSpace(o.Value))
	}
	slices.Sort(parts)
	return strings.Join(parts, "\x00\x00")
}

// variantTitle is what a member of a group is called beside its mates, such as
// "Red / M"; its own title where it has no options.
func variantTitle(p *ent.MarketplaceProduct, title string) string {
	var values []string
	for _, o := range optionsOf(p) {
		values = append(values, o.Value)
	}
	if len(values) == 0 {
		return title
	}
	return cutRunes(strings.Join(values, " / "), 200)
}

// An offer is what becomes of some rows: a product with a variant each, or more
// variants of one.
type offer struct {
	product uuid.UUID
	members []int // places of the rows, by their id in the feed
}

// gather makes offers of the rows at the places given: one of each group, one of each
// row without. The order of the rows does not matter to what stands in an offer.
func gather(rows []*ent.MarketplaceProduct, fresh []int, groups map[groupKey][]mate) []offer {
	var out []offer
	at := map[groupKey]int{}
	for _, place := range fresh {
		key, grouped := groupOf(rows[place])
		if i, ok := at[key]; grouped && ok {
			out[i].members = append(out[i].members, place)
			continue
		}
		o := offer{members: []int{place}}
		if grouped {
			at[key] = len(out)
			if product := published(groups[key]); product != nil {
				o.product = *product
			}
		}
		out = append(out, o)
	}
	for _, o := range out {
		slices.SortFunc(o.members, func(a, b int) int { return cmp.Compare(rows[a].ExternalID, rows[b].ExternalID) })
	}
	return out
}

// article is what the catalogue takes of an offer. Words of the product are those of the
// first member that has some, by the ids in the feed.
func (o offer) article(rows []*ent.MarketplaceProduct, proposed map[uuid.UUID]*Proposal) catalog.Article {
	first := proposed[rows[o.members[0]].ID]
	a := catalog.Article{ProductID: o.product, Title: o.title(rows, proposed), Currency: first.Price.Currency}
	for _, place := range o.members {
		p, is := rows[place], proposed[rows[place].ID]
		a.Description, a.Brand = cmp.Or(a.Description, is.Description), cmp.Or(a.Brand, p.Brand)
		a.ProductType, a.CollectionID = cmp.Or(a.ProductType, is.ProductType), cmp.Or(a.CollectionID, is.CollectionID)
		a.TaxClass, a.CategoryID = cmp.Or(a.TaxClass, is.TaxClass), cmp.Or(a.CategoryID, is.CategoryID)
		if len(a.Translations) == 0 {
			a.Translations = is.texts
		}
		if p.ImageLink != nil {
			a.Pictures = append(a.Pictures, *p.ImageLink)
		}
		v := catalog.ArticleVariant{Place: place, Sku: p.ExternalID, Title: is.Title, GTIN: p.Gtin, PriceMinor: is.Price.Minor}
		if _, grouped := groupOf(p); grouped {
			v.Title = variantTitle(p, is.Title)
			for _, o := range optionsOf(p) {
				v.Choices = append(v.Choices, catalog.Choice{Name: o.Name, Value: o.Value})
			}
		}
		if is.CompareAtPrice != nil {
			v.CompareAtMinor = &is.CompareAtPrice.Minor
		}
		a.Variants = append(a.Variants, v)
	}
	for _, place := range o.members { // behind the faces of all
		a.Pictures = append(a.Pictures, rows[place].AdditionalImageLinks...)
	}
	return a
}

// title is that of the product: the team's own, the feed's for the group, that of its
// only member, or what the titles of all members begin with.
func (o offer) title(rows []*ent.MarketplaceProduct, proposed map[uuid.UUID]*Proposal) string {
	var titles []string
	for _, place := range o.members {
		if own := rows[place].OwnTitle; own != nil {
			return *own
		}
		titles = append(titles, proposed[rows[place].ID].Title)
	}
	for _, place := range o.members {
		if _, grouped := groupOf(rows[place]); !grouped {
			break
		}
		if title := rows[place].Attributes[groupTitle]; title != "" {
			return cutRunes(title, 150)
		}
	}
	return commonTitle(titles)
}

// groupTitle is the attribute in which feeds name a group.
const groupTitle = "item_group_title"

// commonTitle is the words that all titles begin with; where they share none, the
// shortest title, and of several the first in the order of letters.
func commonTitle(titles []string) string {
	shared := strings.Fields(titles[0])
	for _, t := range titles[1:] {
		words := strings.Fields(t)
		n := 0
		for n < len(shared) && n < len(words) && shared[n] == words[n] {
			n++
		}
		shared = shared[:n]
	}
	if title := strings.TrimRight(strings.Join(shared, " "), " -–—,;:/|·("); title != "" {
		return title
	}
	return slices.MinFunc(titles, func(a, b string) int {
		return cmp.Or(cmp.Compare(utf8.RuneCountInString(a), utf8.RuneCountInString(b)), cmp.Compare(a, b))
	})
}

func cutRunes(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}
