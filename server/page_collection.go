package server

import (
	"cmp"
	"net/url"
	"strings"

	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/localized"
	"orion/internal/kit/optional"
)

// narrowing are the parameters that make another list of a list. What is listed then has
// its own place elsewhere.
var narrowing = []string{"q", "collection", "category", "brand", "tag", "option", "from", "to", "stock", "sort", "shown", "after", "before"}

// narrowed reports whether a list shows something else than all it has from the beginning.
func narrowed(q url.Values) bool {
	for _, name := range narrowing {
		if q.Has(name) {
			return true
		}
	}
	return false
}

// eager is how many cards of a list are seen at once on a large screen.
const eager = 6

// searchSheet is of the page that finds things: what it says is different each time.
func searchSheet(a *asked) (*sheet, error) {
	title := a.words.Say("search.title")
	if q := strings.TrimSpace(a.URL.Query().Get("q")); q != "" {
		title = a.words.Say("search.for", "query", cut(q, 100))
	}
	return &sheet{title: title, hidden: true, slots: map[string]string{"title": escaped(title)}}, nil
}

// listSheet is of the page of all products.
func listSheet(a *asked) (*sheet, error) {
	title := a.words.Say("nav.products")
	s := &sheet{title: title, path: "/products", description: tagline(a.vendor, a.links.locale), slots: map[string]string{"title": escaped(title)}}
	if s.hidden = narrowed(a.URL.Query()); s.hidden {
		return s, nil
	}
	products, err := a.goods.ListFront(a.Context(), a.vendor)
	if err != nil {
		return nil, err
	}
	a.list(s, products)
	s.data = append(s.data, a.trail(), a.listed("CollectionPage", s, products))
	return s, nil
}

// collectionSheet is of the page of a collection.
func collectionSheet(a *asked) (*sheet, error) {
	f, err := a.goods.CollectionFront(a.Context(), a.PathValue("slug"))
	if err != nil {
		return nil, err
	}
	if f == nil {
		return nil, a.gone(enum.SlugKindCollection, "/collections/")
	}
	c := f.Collection
	title, description := c.TitleIn(a.Context()), c.DescriptionIn(a.Context())
	s := &sheet{
		title:       cmp.Or(c.Translations.In(a.links.locale, localized.SEOTitle, optional.Value(c.SeoTitle)), title),
		description: cmp.Or(a.described(c.Translations, c.SeoDescription, description), a.vendor.Name+": "+title),
		path:        "/collections/" + c.Slug, hidden: narrowed(a.URL.Query()),
		slots: map[string]string{"title": escaped(title), "lead": escaped(description)},
	}
	if !s.hidden {
		a.list(s, f.Products)
		s.data = append(s.data, a.trail(crumb{title, s.path}), a.listed("CollectionPage", s, f.Products))
	}
	return s, nil
}

// list fills in the cards of a list. The first picture is the largest thing that is seen.
func (a *asked) list(s *sheet, products []catalog.Shown) {
	cards := make([]linkView, len(products))
	for i, p := range products {
		cards[i] = a.link(p.Product)
		cards[i].Picture = a.figure(p.Picture, cards[i].Title).wide(sizesCard)
		cards[i].Eager = i < eager
	}
	if len(cards) == 0 {
		return // the page has words for that
	}
	s.picture = cards[0].Picture
	s.slots["main"] = render("cards", cards)
}

// listed is a list of products for search engines.
func (a *asked) listed(kind string, s *sheet, products []catalog.Shown) ld {
	items := make([]ld, len(products))
	for i, p := range products {
		items[i] = ld{"@type": "ListItem", "position": i + 1, "name": p.TitleIn(a.Context()), "url": a.links.here("/products/" + p.Slug)}
	}
	d := thing(kind)
	d["name"], d["url"] = s.title, a.links.here(s.path)
	d.set("description", s.description)
	d["mainEntity"] = ld{"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}
	return d
}
