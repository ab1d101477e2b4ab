package storefront

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Words are the texts of the shop's pages by their key, in one language; those that hang on
// a number are not among them.
type Words map[string]string

// Say returns a text with its {placeholders} filled in: name, value, name, value. A key
// without a text shows itself, as in the browser.
func (w Words) Say(key string, values ...string) string {
	text, ok := w[key]
	if !ok {
		return key
	}
	pairs := make([]string, len(values))
	for i, v := range values {
		if pairs[i] = v; i%2 == 0 {
			pairs[i] = "{" + v + "}"
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Catalogues reads the texts of all languages, by language, for what a server says in the
// place of a page's scripts.
func Catalogues() (map[string]Words, error) {
	names, err := fs.Glob(Files, "locales/*.json")
	if err != nil {
		return nil, fmt.Errorf("find the texts of the shop: %w", err)
	}
	out := make(map[string]Words, len(names))
	for _, name := range names {
		language := strings.TrimSuffix(path.Base(name), ".json")
		if out[language], err = readWords(name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func readWords(name string) (Words, error) {
	raw, err := fs.ReadFile(Files, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	out := make(Words, len(all))
	for key, v := range all {
		if text, ok := v.(string); ok {
			out[key] = text
		}
	}
	return out, nil
}
