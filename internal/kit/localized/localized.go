// Package localized holds words in several languages, and finds those of one.
package localized

import (
	"slices"
	"strings"
)

// A Text is what is said of a thing in one language. What is empty is not translated.
type Text struct {
	Title           string `json:"title,omitempty"`
	Description     string `json:"description,omitempty"` // plain, the words of DescriptionHTML
	DescriptionHTML string `json:"descriptionHtml,omitempty"`
	SEOTitle        string `json:"seoTitle,omitempty"`
	SEODescription  string `json:"seoDescription,omitempty"`
}

// Empty reports whether nothing is translated.
func (t Text) Empty() bool { return t == Text{} }

// Texts are what is said of a thing, by language: "en", "fr", "de". A thing's words in the
// shop's own language are columns of its row and not among them.
type Texts map[string]Text

// In returns what of is in a language or, where it is not translated, own.
func (t Texts) In(language string, of func(Text) string, own string) string {
	if s := of(t[language]); s != "" {
		return s
	}
	return own
}

// All returns what of is in each language that has it, the languages in order.
func (t Texts) All(of func(Text) string) []string {
	var out []string
	for _, language := range t.Languages() {
		if s := strings.TrimSpace(of(t[language])); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Languages returns the languages that something is translated to, in order.
func (t Texts) Languages() []string {
	var out []string
	for language, text := range t {
		if !text.Empty() {
			out = append(out, language)
		}
	}
	slices.Sort(out)
	return out
}

// Title is for In and All.
func Title(t Text) string { return t.Title }

// Description is for In and All.
func Description(t Text) string { return t.Description }

// DescriptionHTML is for In and All.
func DescriptionHTML(t Text) string { return t.DescriptionHTML }

// SEOTitle is for In and All.
func SEOTitle(t Text) string { return t.SEOTitle }

// SEODescription is for In and All.
func SEODescription(t Text) string { return t.SEODescription }
