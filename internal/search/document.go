package search

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/kit/localized"
)

// A Document is what an engine knows of a product that shoppers can find. The engine takes
// it as it is: words are taken apart already.
type Document struct {
	ID uuid.UUID
	// Title, About (brand, type, category, tags), Text and Code are the tokens of each,
	// once and in order.
	Title, About, Text, Code []string
	// Facets are the marks that are counted, Marks those that only narrow.
	Facets, Marks []string
	Price         int64
	InStock       bool
	Sold          int
	Created       time.Time
	// Order is what the title sorts by.
	Order string
}

// The marks. What follows the sign is the value of the facet.
const (
	markBrand      = "b="
	markTag        = "t="
	markCategory   = "c="
	markStock      = "s="
	markOption     = "o=" // name, unit separator, value
	markCollection = "l="
	markCombo      = "k=" // a choice of values of one variant
	markSaleable   = "K=" // the same of one that is in stock
	markNothing    = "x=" // nothing has it

	unit = "\x1f"
)

// longestText is how many bytes of a description are searched.
const longestText = 20_000

// A source is what a document is made of.
type source struct {
	language    string // the shop's own
	product     *ent.Product
	variants    []*ent.ProductVariant
	categories  []*ent.Category // its own and those above
	collections []uuid.UUID
}

// document is pure: the same rows are the same document.
func (s *source) document() *Document {
	p := s.product
	d := &Document{
		ID: p.ID, Price: p.MinPriceMinor, InStock: p.InStock, Sold: p.SoldCount, Created: p.CreatedAt, Order: fold(p.Title),
	}
	d.Title = s.said(p.Title, p.Translations, localized.Title, true)
	text := p.Description
	if len(text) > longestText {
		text = text[:longestText]
	}
	d.Text = s.said(text, p.Translations, localized.Description, false)
	d.About = distinct(s.about())
	for _, v := range s.variants {
		d.Code = append(d.Code, codesOf(v)...)
	}
	d.Code = distinct(d.Code)
	s.mark(d)
	return d
}

func codesOf(v *ent.ProductVariant) (out []string) {
	for _, code := range []*string{v.Sku, v.Gtin} {
		if code != nil && *code != "" {
			out = append(out, codeToken(*code))
		}
	}
	return out
}

// said returns the tokens of a text in all its languages.
func (s *source) said(own string, others localized.Texts, of func(localized.Text) string, compounds bool) []string {
	out := tokens(s.language, own, compounds)
	for _, language := range others.Languages() {
		out = append(out, tokens(language, of(others[language]), compounds)...)
	}
	return distinct(out)
}

func (s *source) about() []string {
	p := s.product
	var out []string
	for _, of := range []*string{p.Brand, p.ProductType} {
		if of != nil {
			out = append(out, tokens(s.language, *of, true)...)
		}
	}
	for _, tag := range p.Tags {
		out = append(out, tokens(s.language, tag, true)...)
	}
	for _, c := range s.categories {
		out = append(out, s.said(c.Title, c.Translations, localized.Title, true)...)
	}
	for _, v := range s.variants {
		for _, value := range v.Options {
			out = append(out, tokens(s.language, value, false)...)
		}
	}
	return out
}

func (s *source) mark(d *Document) {
	p := s.product
	if p.Brand != nil && *p.Brand != "" {
		d.Facets = append(d.Facets, markBrand+*p.Brand)
	}
	for _, tag := range p.Tags {
		d.Facets = append(d.Facets, markTag+tag)
	}
	for _, c := range s.categories {
		d.Facets = append(d.Facets, markCategory+c.ID.String())
	}
	d.Facets = append(d.Facets, markStock+yes(p.InStock))
	for _, id := range s.collections {
		d.Marks = append(d.Marks, markCollection+id.String())
	}
	for _, v := range s.variants {
		s.markVariant(d, v)
	}
	d.Facets, d.Marks = distinctMarks(d.Facets), distinctMarks(d.Marks)
}

// markVariant marks every choice of values that the variant is one of, so that all
// conditions on options are met by one and the same.
func (s *source) markVariant(d *Document, v *ent.ProductVariant) {
	var chosen []choice
	for i, o := range s.product.Options {
		if i < len(v.Options) {
			chosen = append(chosen, choice{o.Name, v.Options[i]})
			d.Facets = append(d.Facets, markOption+o.Name+unit+v.Options[i])
		}
	}
	for pick := 1; pick < 1<<len(chosen); pick++ {
		var of []choice
		for i, c := range chosen {
			if pick>>i&1 == 1 {
				of = append(of, c)
			}
		}
		d.Marks = append(d.Marks, combo(markCombo, of))
		if v.AvailableForSale {
			d.Marks = append(d.Marks, combo(markSaleable, of))
		}
	}
}

// A choice is one value of one option.
type choice struct{ name, value string }

// combo returns the mark of several choices, whatever their order. It is a digest, as the
// values together may be longer than an engine takes.
func combo(sign string, of []choice) string {
	of = slices.Clone(of)
	slices.SortFunc(of, func(a, b choice) int { return strings.Compare(a.name, b.name) })
	h := sha256.New()
	for _, c := range of {
		h.Write([]byte(c.name + unit + c.value + unit))
	}
	return sign + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:12])
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func distinctMarks(of []string) []string {
	slices.Sort(of)
	return slices.Compact(of)
}
