// Package i18n puts messages into the language of the reader. The English text is
// the key; a text without a translation is shown in English.
package i18n

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"
)

// Languages are those that Orion speaks, English first.
var Languages = []language.Tag{language.English, language.French, language.German}

//go:embed *.json
var files embed.FS

var (
	matcher = language.NewMatcher(Languages)
	texts   = mustLoad()
)

// A Message is put into words when it is read: Format is English and the key of
// its translations.
type Message struct {
	Code   string `json:"code,omitempty"`
	Format string `json:"format"`
	Args   []any  `json:"args,omitempty"`
}

// In returns the message in a language.
func (m Message) In(tag language.Tag) string { return Text(tag, m.Format, m.Args...) }

// Text returns a text in a language.
func Text(tag language.Tag, format string, args ...any) string {
	return message.NewPrinter(tag, message.Catalog(texts)).Sprintf(format, args...)
}

// Match returns the language of Languages that fits best to an Accept-Language
// header or a single tag; English where none does.
func Match(accept string) language.Tag {
	if accept == "" {
		return language.English
	}
	_, i := language.MatchStrings(matcher, accept)
	return Languages[i]
}

type key struct{}

// NewContext returns a context that speaks a language.
func NewContext(ctx context.Context, tag language.Tag) context.Context {
	return context.WithValue(ctx, key{}, tag)
}

// From returns the language of the context, English where it names none.
func From(ctx context.Context) language.Tag {
	if tag, ok := ctx.Value(key{}).(language.Tag); ok {
		return tag
	}
	return language.English
}

// T returns a text in the language of the context.
func T(ctx context.Context, format string, args ...any) string {
	return Text(From(ctx), format, args...)
}

// Translations returns the texts of one language by their English key, for tests
// that look for gaps.
func Translations(tag language.Tag) (map[string]string, error) {
	raw, err := files.ReadFile(tag.String() + ".json")
	if err != nil {
		return nil, fmt.Errorf("translations of %s: %w", tag, err)
	}
	var out map[string]string
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("translations of %s: %w", tag, err)
	}
	return out, nil
}

func mustLoad() *catalog.Builder {
	b := catalog.NewBuilder(catalog.Fallback(language.English))
	for _, tag := range Languages[1:] {
		of, err := Translations(tag)
		if err != nil {
			panic(err) // the files are part of the program
		}
		for k, v := range of {
			if err := b.SetString(tag, k, v); err != nil {
				panic(fmt.Sprintf("translation of %q: %v", k, err))
			}
		}
	}
	return b
}
