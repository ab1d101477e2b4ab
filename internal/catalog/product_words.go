package catalog

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/localized"
	"orion/internal/kit/optional"
	"orion/internal/kit/publicid"
	"orion/internal/kit/richtext"
	"orion/internal/store"
)

// The lengths of texts, in characters, and how many tags there are.
const (
	maxTitle       = 200
	maxDescription = 20_000
	maxBrand       = 70
	maxType        = 750
	maxTag         = 50
	maxTags        = 50
)

// sayings are the words of a product that an input gives, checked and ready to be written.
// What is nil stays.
type sayings struct {
	title, text, html  *string
	brand, productType *string
	category           *publicid.ID
	tags               []string
	taxClass           *enum.TaxClass
	seo                *SEOInput
	translations       []*TranslationInput
}

func (in *ProductUpdateInput) words() (*sayings, error) {
	out := &sayings{
		title: in.Title, text: in.Description, html: in.DescriptionHTML, brand: in.Brand, productType: in.ProductType,
		category: in.CategoryID, tags: in.Tags, taxClass: in.TaxClass, seo: in.Seo, translations: in.Translations,
	}
	return out, out.settle()
}

func (in *ProductCreateInput) words() (*sayings, error) {
	out := &sayings{
		title: &in.Title, html: in.DescriptionHTML, brand: in.Brand, productType: in.ProductType,
		category: in.CategoryID, tags: in.Tags, taxClass: &in.TaxClass, seo: in.Seo, translations: in.Translations,
	}
	return out, out.settle()
}

// settle checks the words and puts them into the form that is stored.
func (w *sayings) settle() error {
	var bad errs.List
	check := func(p *string, field string, least, most int) {
		if p == nil {
			return
		}
		switch *p = clean(*p); {
		case *p == "" && least > 0:
			bad = append(bad, errs.New(errs.Required, "is required").At("input."+field))
		case utf8.RuneCountInString(*p) > most:
			bad = append(bad, tooLong(most).At("input."+field))
		}
	}
	check(w.title, "title", 1, maxTitle)
	check(w.text, "description", 0, maxDescription)
	check(w.html, "descriptionHtml", 0, maxHTML)
	check(w.brand, "brand", 0, maxBrand)
	check(w.productType, "productType", 0, maxType)
	if w.text != nil && w.html != nil {
		bad = append(bad, errs.Field("input.description", "goes without descriptionHtml"))
	}
	var wrong errs.List
	w.tags, wrong = tagsIn(w.tags, "input.tags")
	if err := append(bad, wrong...).Or(); err != nil {
		return err
	}
	w.describe()
	return w.seo.settle("input.seo")
}

// describe makes the words of HTML, and takes HTML away where plain text comes in its place.
func (w *sayings) describe() {
	switch nothing := ""; {
	case w.html != nil:
		html, text := richtext.Clean(*w.html)
		w.html, w.text = &html, &text
	case w.text != nil:
		w.html = &nothing
	}
}

// tagsIn are tags without blanks around them, each once. nil stays nil.
func tagsIn(in []string, path string) (out []string, bad errs.List) {
	if in == nil {
		return nil, nil
	}
	out = []string{}
	for i, t := range in {
		t, at := clean(t), fmt.Sprintf("%s.%d", path, i)
		switch {
		case t == "":
			bad = append(bad, errs.New(errs.Required, "is required").At(at))
		case utf8.RuneCountInString(t) > maxTag:
			bad = append(bad, tooLong(maxTag).At(at))
		case !slices.ContainsFunc(out, func(o string) bool { return alike(o, t) }):
			out = append(out, t)
		}
	}
	if len(out) > maxTags {
		bad = append(bad, errs.New(errs.TooMany, "has more than %d values", maxTags).At(path))
	}
	return out, bad
}

// into writes the words on a row that is to be made or changed. have is what is translated
// already, own the shop's language.
func (w *sayings) into(ctx context.Context, tx *store.Tx, m *ent.ProductMutation, have localized.Texts, own string) error {
	optional.Put(w.title, m.SetTitle)
	optional.Put(w.text, m.SetDescription)
	optional.Put(w.html, m.SetDescriptionHTML)
	orClear(w.brand, m.SetBrand, m.ClearBrand)
	orClear(w.productType, m.SetProductType, m.ClearProductType)
	optional.Put(w.taxClass, m.SetTaxClass)
	if w.tags != nil {
		m.SetTags(w.tags)
	}
	if w.seo != nil {
		orClear(w.seo.Title, m.SetSeoTitle, m.ClearSeoTitle)
		orClear(w.seo.Description, m.SetSeoDescription, m.ClearSeoDescription)
	}
	texts, err := Translate(have, w.translations, own, maxTitle, "input.translations")
	if err != nil {
		return err
	}
	if w.translations != nil {
		m.SetTranslations(texts)
	}
	if w.category == nil {
		return nil
	}
	switch category, err := categoryAt(ctx, tx, *w.category, "input.categoryId"); {
	case err != nil:
		return err
	case category == nil:
		m.ClearCategory()
	default:
		m.SetCategoryID(*category)
	}
	return nil
}

// orClear takes an empty text for none.
func orClear(value *string, set func(string), none func()) {
	switch {
	case value == nil:
	case *value == "":
		none()
	default:
		set(*value)
	}
}
