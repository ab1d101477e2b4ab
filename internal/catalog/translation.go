package catalog

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"orion/internal/kit/errs"
	"orion/internal/kit/localized"
	"orion/internal/kit/richtext"
)

// The lengths of what search engines show, and of HTML, in characters.
const (
	maxSEOTitle       = 70
	maxSEODescription = 320
	maxHTML           = 100_000
)

// languages are those that words can be in.
var languages = []string{"en", "fr", "de"}

// TranslationsOf returns what is said of a thing beside the shop's own language, the
// languages in order.
func TranslationsOf(texts localized.Texts) []*Translation {
	out := []*Translation{}
	for _, language := range texts.Languages() {
		t := texts[language]
		out = append(out, &Translation{
			Language: language, Title: said(t.Title), DescriptionHTML: said(t.DescriptionHTML),
			SeoTitle: said(t.SEOTitle), SeoDescription: said(t.SEODescription),
		})
	}
	return out
}

// said is nil for nothing.
func said(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Translate returns the words of a thing with what an input says of them: what it leaves
// out stays, an empty text is taken away. own is the shop's language and longest that of a
// title in characters; each mistake stands at its place below path: INVALID for a language,
// TOO_LONG.
func Translate(have localized.Texts, in []*TranslationInput, own string, longest int, path string) (localized.Texts, error) {
	if in == nil {
		return have, nil
	}
	out, named := localized.Texts{}, map[string]bool{}
	maps.Copy(out, have)
	var bad errs.List
	for i, t := range in {
		at := path + "." + strconv.Itoa(i)
		if !slices.Contains(languages, t.Language) || t.Language == own || named[t.Language] {
			bad = append(bad, errs.Field(at+".language", "must be another of the shop's languages, each once"))
			continue
		}
		named[t.Language] = true
		text, faults := t.into(out[t.Language], longest, at)
		bad = append(bad, faults...)
		out[t.Language] = text
	}
	maps.DeleteFunc(out, func(_ string, t localized.Text) bool { return t.Empty() })
	return out, bad.Or()
}

func (in *TranslationInput) into(text localized.Text, longest int, path string) (localized.Text, errs.List) {
	var bad errs.List
	take := func(to *string, from *string, field string, most int) {
		if from == nil {
			return
		}
		if *to = clean(*from); utf8.RuneCountInString(*to) > most {
			bad = append(bad, tooLong(most).At(path+"."+field))
		}
	}
	take(&text.Title, in.Title, "title", longest)
	take(&text.DescriptionHTML, in.DescriptionHTML, "descriptionHtml", maxHTML)
	take(&text.SEOTitle, in.SeoTitle, "seoTitle", maxSEOTitle)
	take(&text.SEODescription, in.SeoDescription, "seoDescription", maxSEODescription)
	if in.DescriptionHTML != nil && len(bad) == 0 {
		text.DescriptionHTML, text.Description = richtext.Clean(text.DescriptionHTML)
	}
	return text, bad
}

// clean is a text that can be stored, without blanks around it.
func clean(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""))
}

func tooLong(most int) *errs.Error {
	return errs.New(errs.TooLong, "is longer than %d characters", most)
}
