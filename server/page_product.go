package server

import (
	"cmp"
	"html/template"
	"strconv"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/localized"
	"orion/internal/kit/money"
	"orion/internal/kit/optional"
	"orion/internal/kit/richtext"
)

// productSheet is of the page of a product.
func productSheet(a *asked) (*sheet, error) {
	f, err := a.goods.ProductFront(a.Context(), a.PathValue("slug"))
	if err != nil {
		return nil, err
	}
	if f == nil {
		return nil, a.gone(enum.SlugKindProduct, "/products/")
	}
	view := a.product(f)
	s := &sheet{
		title:       cmp.Or(f.Product.Translations.In(a.links.locale, localized.SEOTitle, optional.Value(f.Product.SeoTitle)), view.Title),
		description: a.described(f.Product.Translations, f.Product.SeoDescription, f.Product.DescriptionIn(a.Context())),
		kind:        "product", path: "/products/" + f.Product.Slug, picture: view.Picture,
		slots: map[string]string{"main": render("product", view)},
	}
	way := crumb{view.Title, s.path}
	if c := f.Collection; c != nil {
		s.data = append(s.data, a.trail(crumb{c.TitleIn(a.Context()), "/collections/" + c.Slug}, way))
	} else {
		s.data = append(s.data, a.trail(way))
	}
	s.data = append(s.data, a.productData(f, s))
	return s, nil
}

// described is what search engines show of a thing: the vendor's words for that, or the
// beginning of its description.
func (a *asked) described(t localized.Texts, own *string, description string) string {
	return cmp.Or(t.In(a.links.locale, localized.SEODescription, optional.Value(own)), brief(description))
}

// A productView is the page of a product as it stands before its scripts have run.
type productView struct {
	Title, Brand, Price, Was, TaxNote, Stock string
	InStock                                  bool
	DescriptionLabel                         string
	Description                              template.HTML
	Picture                                  *figure
	Frame                                    template.HTMLAttr
	Shelf                                    *linkView
	Related                                  []linkView
	RelatedLabel                             string
}

// A linkView is a link to something of the shop.
type linkView struct {
	Title, Address, Price string
	Picture               *figure
	Eager                 bool // among the first that are seen
}

func (a *asked) product(f *catalog.ProductFront) productView {
	ctx, p := a.Context(), f.Product
	v := productView{
		Title: p.TitleIn(ctx), Brand: optional.Value(p.Brand), Price: a.price(p), TaxNote: a.words.Say("price.taxNote"), InStock: p.InStock,
		Stock: a.words.Say("stock.soldOut"), DescriptionLabel: a.words.Say("product.description"), Description: a.html(p),
	}
	if p.InStock {
		v.Stock = a.words.Say("stock.in")
	}
	if len(f.Variants) == 1 && f.Variants[0].CompareAtMinor != nil {
		v.Was = a.amount(*f.Variants[0].CompareAtMinor, p.Currency)
	}
	if len(f.Pictures) > 0 {
		v.Picture = a.figure(f.Pictures[0], v.Title).wide(sizesProduct)
		v.Frame = frameOf(v.Picture)
	}
	if c := f.Collection; c != nil {
		v.Shelf = &linkView{Title: c.TitleIn(ctx), Address: a.links.to("/collections/" + c.Slug)}
		v.RelatedLabel = a.words.Say("product.related", "title", v.Shelf.Title)
	}
	for _, r := range f.Related {
		v.Related = append(v.Related, a.link(r))
	}
	return v
}

func (a *asked) link(p *ent.Product) linkView {
	return linkView{Title: p.TitleIn(a.Context()), Address: a.links.to("/products/" + p.Slug), Price: a.price(p)}
}

// price is what a product costs, or from what on.
func (a *asked) price(p *ent.Product) string {
	least := a.amount(p.MinPriceMinor, p.Currency)
	if p.MinPriceMinor == p.MaxPriceMinor {
		return least
	}
	return a.words.Say("price.from", "price", least)
}

func (a *asked) amount(minor int64, currency string) string {
	return money.New(minor, currency).Formatted(a.Context(), nil)
}

// html is the description of a product, cleaned once more: a page is no place to trust what
// was stored.
func (a *asked) html(p *ent.Product) template.HTML {
	ctx := a.Context()
	if source := p.DescriptionHTMLIn(ctx); source != "" {
		clean, _ := richtext.Clean(source)
		return template.HTML(clean) //nolint:gosec // clean
	}
	return template.HTML(richtext.FromText(p.DescriptionIn(ctx))) //nolint:gosec // made of plain text
}

// frameOf is the shape of a picture as the scripts of the page will have it, between 4:5
// and 5:4. It is an attribute of the scripts: no style may stand in a page.
func frameOf(f *figure) template.HTMLAttr {
	ratio := 0.8
	if f != nil && f.Width > 0 && f.Height > 0 {
		ratio = min(1.25, max(0.8, float64(f.Width)/float64(f.Height)))
	}
	return template.HTMLAttr(`:style="{aspectRatio: ` + strconv.FormatFloat(ratio, 'f', 4, 64) + `}"`) //nolint:gosec // a number
}

// productData is a product for search engines, with what it is sold for.
func (a *asked) productData(f *catalog.ProductFront, s *sheet) ld {
	d := thing("Product")
	d["name"], d["url"] = f.Product.TitleIn(a.Context()), a.links.here(s.path)
	d.set("description", brief5000(f.Product.DescriptionIn(a.Context())))
	if brand := optional.Value(f.Product.Brand); brand != "" {
		d["brand"] = ld{"@type": "Brand", "name": brand}
	}
	if images := a.images(f.Pictures); len(images) > 0 {
		d["image"] = images
	}
	if len(f.Variants) == 1 {
		d.article(f.Variants[0])
		d["offers"] = a.offer(f.Variants[0], a.links.here(s.path))
		return d
	}
	d["@type"], d["productGroupID"] = "ProductGroup", string(f.Product.PublicID())
	return a.group(d, f, s.path)
}

// group says what the variants of a product are and what they differ in.
func (a *asked) group(d ld, f *catalog.ProductFront, path string) ld {
	var by []string
	for _, o := range f.Product.Options {
		if name := property(o.Name); name != "" {
			by = append(by, "https://schema.org/"+name)
		}
	}
	if len(by) > 0 {
		d["variesBy"] = by
	}
	all := make([]ld, len(f.Variants))
	for i, v := range f.Variants {
		all[i] = a.variant(f.Product, v, path)
	}
	d["hasVariant"] = all
	return d
}

func (a *asked) variant(p *ent.Product, v *ent.ProductVariant, path string) ld {
	d := ld{"@type": "Product", "name": p.TitleIn(a.Context()) + ", " + v.Title}
	d.article(v)
	for i, value := range v.Options {
		if i < len(p.Options) {
			d.set(property(p.Options[i].Name), value)
		}
	}
	delete(d, "") // an option that schema.org has no word for
	d["offers"] = a.offer(v, withQuery(a.links.here(path), "variant", string(v.PublicID())))
	return d
}

func (a *asked) images(of []*ent.MediaFile) []string {
	var out []string
	for _, m := range of {
		if f := a.figure(m, ""); f != nil {
			out = append(out, a.links.file(f.URL))
		}
	}
	return out
}
