package storefront

import (
	"encoding/json"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var languages = []string{"en", "fr", "de"}

// Folders of catalogues, and the sources that take texts from each of them.
var catalogues = map[string]struct {
	dir  string
	used []string
}{
	"shared":  {"shared/locales", []string{"shop", "console"}},
	"shop":    {"locales", []string{"shop"}},
	"console": {"../admin-ui/locales", []string{"console"}},
}

// A message is one text, or one for each plural form.
type message map[string]string

func (m *message) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*m = message{"": one}
		return nil
	}
	return json.Unmarshal(raw, (*map[string]string)(m))
}

func catalogue(t *testing.T, dir, language string) map[string]message {
	t.Helper()
	raw, err := os.ReadFile(path.Join(dir, language+".json"))
	require.NoError(t, err)
	var messages map[string]message
	require.NoError(t, json.Unmarshal(raw, &messages))
	return messages
}

var placeholder = regexp.MustCompile(`\{\w+\}`)

func TestCataloguesSayTheSameInAllLanguages(t *testing.T) {
	t.Parallel()
	for name, c := range catalogues {
		english := catalogue(t, c.dir, "en")
		for _, language := range languages {
			other := catalogue(t, c.dir, language)
			require.ElementsMatch(t, keys(english), keys(other), "%s %s", name, language)
			for key, forms := range other {
				requireForms(t, name+" "+language+" "+key, english[key], forms)
			}
		}
	}
}

// requireForms wants the same plural forms (en, fr and de all have one and other) and the same placeholders.
func requireForms(t *testing.T, name string, want, got message) {
	t.Helper()
	require.ElementsMatch(t, keys(want), keys(got), name)
	for form, text := range got {
		require.NotEmpty(t, strings.TrimSpace(text), name)
		if form != "one" {
			require.ElementsMatch(t, placeholder.FindAllString(want[form], -1), placeholder.FindAllString(text, -1), name)
		}
	}
}

func keys[V any](m map[string]V) []string {
	var all []string
	for key := range m {
		all = append(all, key)
	}
	return all
}

var (
	quotedKey = regexp.MustCompile(`'([a-zA-Z]+(?:\.\w+)+)'`)
	plainKey  = regexp.MustCompile(`(?:label|help|placeholder|data-title)="([a-zA-Z]+(?:\.\w+)+)"`)
	keyStart  = regexp.MustCompile(`(?:'([a-zA-Z]+\.)' \+|` + "`" + `([a-zA-Z]+\.)\$\{)`)
	fileName  = regexp.MustCompile(`\.(?:js|css|json|html|svg)$`)
)

// namedKeys returns what a source names as keys: quoted in expressions and in modules, plain in some attributes. What
// modules give to h() as an expression without quotes inside ('line.id') is a path and no key.
func namedKeys(source string) []string {
	source = inModule.ReplaceAllStringFunc(source, func(attribute string) string {
		m := inModule.FindStringSubmatch(attribute)
		return m[3] + m[4]
	})
	var named []string
	for _, m := range append(quotedKey.FindAllStringSubmatch(source, -1), plainKey.FindAllStringSubmatch(source, -1)...) {
		if !fileName.MatchString(m[1]) {
			named = append(named, m[1])
		}
	}
	return named
}

// Texts are named by whole keys, so that both a missing and a forgotten one can be found; a key put together from a
// code ('sort.' + key) stands for all keys that begin so.
func TestNoTextIsMissingAndNoneIsForgotten(t *testing.T) {
	t.Parallel()
	shared := catalogue(t, catalogues["shared"].dir, "en")
	used := map[string]map[string]bool{"shop": {}, "console": {}}
	starts := map[string][]string{}
	for name, source := range all(t, ".html", ".js") {
		area, _, _ := strings.Cut(name, ":")
		own := catalogue(t, catalogues[area].dir, "en")
		for _, key := range namedKeys(source) {
			used[area][key] = true
			group, _, _ := strings.Cut(key, ".")
			require.True(t, own[key] != nil || shared[key] != nil || !isGroup(group, own, shared), "%s: no text for %s", name, key)
		}
		for _, m := range keyStart.FindAllStringSubmatch(source, -1) {
			starts[area] = append(starts[area], m[1]+m[2])
		}
	}
	for name, c := range catalogues {
		for key := range catalogue(t, c.dir, "en") {
			require.True(t, slices.ContainsFunc(c.used, func(area string) bool {
				return used[area][strings.TrimSuffix(key, "AtLeast")] || slices.ContainsFunc(starts[area], func(start string) bool { return strings.HasPrefix(key, start) })
			}), "%s: nothing uses the text %s", name, key)
		}
	}
}

// isGroup tells a key's first word from that of any other dotted name.
func isGroup(word string, catalogues ...map[string]message) bool {
	return slices.ContainsFunc(catalogues, func(c map[string]message) bool {
		return slices.ContainsFunc(keys(c), func(key string) bool { return strings.HasPrefix(key, word+".") })
	})
}
