package vendor

import (
	"slices"
	"strconv"

	"orion/internal/kit/errs"
)

// inLanguages brings texts into the form in which they are kept, by language. INVALID,
// REQUIRED and TOO_LONG at the text, whose place begins with path.
func inLanguages(texts []*LocalizedText, most int, path string) (map[string]string, error) {
	out := map[string]string{}
	for i, t := range texts {
		at := path + "." + strconv.Itoa(i) + "."
		if !slices.Contains(languages, t.Language) {
			return nil, errs.Field(at+"language", "must be en, fr or de")
		}
		if err := checkText(t.Text, most, at+"text"); err != nil {
			return nil, err
		}
		out[t.Language] = t.Text
	}
	return out, nil
}

// localized are texts that are kept by language, as the graph shows them.
func localized(texts map[string]string) []*LocalizedText {
	out := []*LocalizedText{}
	for _, language := range languages {
		if text := texts[language]; text != "" {
			out = append(out, &LocalizedText{Language: language, Text: text})
		}
	}
	return out
}
