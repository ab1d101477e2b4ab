package catalog

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/localized"
	"orion/internal/viewer"
)

// excerptAt is about how much of a description search engines show, in characters.
const excerptAt = 160

// seoIn is what search engines are shown of a thing in the language of a shopper. Where
// that is translated, nothing of the shop's own language is mixed in but a description
// that has no other.
func seoIn(ctx context.Context, texts localized.Texts, own localized.Text) *SEO {
	t := own
	if v := viewer.From(ctx); v != nil && v.Shopper() && texts[i18n.From(ctx).String()].Title != "" {
		t = texts[i18n.From(ctx).String()]
	}
	if t.Description == "" {
		t.Description = own.Description
	}
	return seoOf(t.Title, t.Description, t.SEOTitle, t.SEODescription)
}

// seoOf is what search engines are shown of a page: what the vendor says for them, or else
// its title and the beginning of its description.
func seoOf(title, description, seoTitle, seoDescription string) *SEO {
	out := &SEO{Title: seoTitle, Description: seoDescription}
	if out.Title == "" {
		out.Title = title
	}
	if out.Description == "" {
		out.Description = excerpt(description)
	}
	return out
}

// excerpt is the beginning of a text on one line, cut behind a word.
func excerpt(s string) string {
	line := strings.Join(strings.Fields(s), " ")
	runes := []rune(line)
	if len(runes) <= excerptAt {
		return line
	}
	cut := excerptAt
	for cut > excerptAt/2 && !unicode.IsSpace(runes[cut]) {
		cut--
	}
	if !unicode.IsSpace(runes[cut]) { // one long word, or a script without blanks
		cut = excerptAt
	}
	return strings.TrimRightFunc(string(runes[:cut]), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) }) + "…"
}

// settle checks what a vendor says for search engines and puts it into the form that is
// stored. path is that of the input. Each mistake is TOO_LONG at its field.
func (in *SEOInput) settle(path string) error {
	if in == nil {
		return nil
	}
	var bad errs.List
	check := func(p *string, field string, most int) {
		if p == nil {
			return
		}
		if *p = clean(*p); utf8.RuneCountInString(*p) > most {
			bad = append(bad, tooLong(most).At(path+"."+field))
		}
	}
	check(in.Title, "title", maxSEOTitle)
	check(in.Description, "description", maxSEODescription)
	return bad.Or()
}
