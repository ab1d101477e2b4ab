package server

import (
	"cmp"
	"html/template"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/kit/money"
	"orion/internal/kit/optional"
)

// ld is a thing of schema.org. Maps are written in the order of their keys, so that the
// same page is the same text.
type ld map[string]any

// thing begins one of a type.
func thing(kind string) ld { return ld{"@context": "https://schema.org", "@type": kind} }

// set says something of a thing, unless there is nothing to say.
func (d ld) set(name, value string) {
	if value != "" {
		d[name] = value
	}
}

// A crumb is a step of the way to a page.
type crumb struct{ name, path string }

// trail is the way to a page, from the first page of the shop.
func (a *asked) trail(way ...crumb) ld {
	way = append([]crumb{{a.words.Say("nav.home"), "/"}, {a.words.Say("nav.products"), "/products"}}, way...)
	items := make([]ld, len(way))
	for i, c := range way {
		items[i] = ld{"@type": "ListItem", "position": i + 1, "name": c.name, "item": a.links.here(c.path)}
	}
	d := thing("BreadcrumbList")
	d["itemListElement"] = items
	return d
}

// organization is the shop as a business.
func (a *asked) organization() ld {
	d := thing("OnlineStore")
	d["name"], d["url"] = a.vendor.Name, a.links.in(a.links.own, "/")
	d.set("legalName", optional.Value(a.vendor.LegalName))
	d.set("vatID", optional.Value(a.vendor.VatNumber))
	d.set("email", optional.Value(a.vendor.ContactEmail))
	d.set("telephone", optional.Value(a.vendor.ContactPhone))
	d.set("slogan", tagline(a.vendor, a.links.locale))
	return d
}

// website is the shop as a site that can be searched.
func (a *asked) website() ld {
	d := thing("WebSite")
	d["name"], d["url"], d["inLanguage"] = a.vendor.Name, a.links.here("/"), a.links.locale
	d["potentialAction"] = ld{
		"@type": "SearchAction", "query-input": "required name=search_term_string",
		"target": ld{"@type": "EntryPoint", "urlTemplate": a.links.origin + a.links.base + "/search?q={search_term_string}"},
	}
	return d
}

// offer is what a variant is sold for; prices contain tax.
func (a *asked) offer(v *ent.ProductVariant, address string) ld {
	amount, state := string(money.New(v.PriceMinor, v.Currency).Amount()), "https://schema.org/OutOfStock"
	if v.AvailableForSale {
		state = "https://schema.org/InStock"
	}
	return ld{
		"@type": "Offer", "url": address, "price": amount, "priceCurrency": v.Currency, "availability": state,
		"itemCondition": "https://schema.org/NewCondition", "seller": ld{"@type": "Organization", "name": a.vendor.Name},
		"priceSpecification": ld{"@type": "UnitPriceSpecification", "price": amount, "priceCurrency": v.Currency, "valueAddedTaxIncluded": true},
	}
}

// article says of a variant what tells it from all other goods.
func (d ld) article(v *ent.ProductVariant) {
	d.set("sku", optional.Value(v.Sku))
	d.set("gtin", optional.Value(v.Gtin))
}

// variesBy are the properties of schema.org that options stand for, by the words that
// vendors have for them.
var variesBy = map[string]string{
	"color": "color", "colour": "color", "couleur": "color", "farbe": "color",
	"size": "size", "taille": "size", "größe": "size", "groesse": "size",
	"material": "material", "matière": "material", "matiere": "material",
	"pattern": "pattern", "motif": "pattern", "muster": "pattern",
}

// property is the one of variesBy that an option stands for, empty for none.
func property(option string) string { return variesBy[strings.ToLower(strings.TrimSpace(option))] }

// A figure is a picture as pages show it.
type figure struct {
	URL, Srcset, Alt string
	Sizes            string // how wide it is shown, as a page has it
	Width, Height    int
}

// How wide pictures are shown; the scripts of the pages say the same.
const (
	sizesHero    = "(width >= 60rem) 64vw, 100vw"
	sizesProduct = "(width >= 48rem) 58vw, 100vw"
	sizesCard    = "(width >= 48rem) 30vw, 50vw"
)

// wide says how wide a picture is shown; nil stays nil.
func (f *figure) wide(sizes string) *figure {
	if f != nil {
		f.Sizes = sizes
	}
	return f
}

// figure returns a picture as pages show it, with the words of what it shows where it has
// none of its own; nil where it is not for everybody.
func (a *asked) figure(m *ent.MediaFile, what string) *figure {
	if m == nil || m.Private {
		return nil
	}
	address := a.pictures.URL(m)
	if address == nil {
		return nil
	}
	f := &figure{URL: *address, Srcset: optional.Value(a.pictures.Srcset(m)), Alt: cmp.Or(m.Alts[a.links.locale], m.Alt, what)}
	if m.Width != nil && m.Height != nil {
		f.Width, f.Height = *m.Width, *m.Height
	}
	return f
}

// Preload is how a browser chooses among the sizes of a picture before it has seen it.
func (f *figure) Preload() template.HTMLAttr {
	if f.Srcset == "" {
		return ""
	}
	return template.HTMLAttr(`imagesrcset="` + escaped(f.Srcset) + `" imagesizes="` + escaped(f.Sizes) + `"`) //nolint:gosec // escaped
}
