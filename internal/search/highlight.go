package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"orion/ent/gen/ent"
	"orion/internal/kit/localized"
	"orion/internal/kit/optional"
)

const (
	// maxPlaces is how many places of a product are shown.
	maxPlaces = 3
	// before and after are how many bytes of a description stand around what was found.
	before, after = 60, 140
)

// A lighter finds in texts what an engine has found, by the same tokens.
type lighter struct {
	own      string // the shop's language
	tokens   map[string]bool
	prefixes []string
}

func newLighter(words []Word, own string) *lighter {
	l := &lighter{own: own, tokens: map[string]bool{}}
	for _, w := range words {
		for _, p := range w.Any {
			for _, m := range p.All {
				for _, t := range slices.Concat(m.Tokens, m.Near) {
					l.tokens[t] = true
				}
				if m.Prefix != "" {
					l.prefixes = append(l.prefixes, m.Prefix)
				}
			}
		}
	}
	return l
}

// of returns the places of a product as it is shown in a language.
func (l *lighter) of(p *ent.Product, language string) []*Highlight {
	out := []*Highlight{}
	if len(l.tokens) == 0 {
		return out
	}
	for _, f := range []struct {
		name, text string
		cut        bool
	}{
		{"title", p.Translations.In(language, localized.Title, p.Title), false},
		{"brand", optional.Value(p.Brand), false},
		{"productType", optional.Value(p.ProductType), false},
		{"description", p.Translations.In(language, localized.Description, p.Description), true},
	} {
		if parts := l.parts(f.text, language, f.cut); len(parts) > 1 && len(out) < maxPlaces {
			out = append(out, &Highlight{Field: f.name, Parts: parts})
		}
	}
	return out
}

// parts splits a text into plain, found, plain and so on; of a long one with cut only what
// stands around the first find.
func (l *lighter) parts(s, language string, cut bool) []string {
	if len(s) > longestText {
		s = s[:longestText]
	}
	var found []piece
	for _, p := range pieces(s) {
		if l.lights(p.word, language) {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		return nil
	}
	from, to := 0, len(s)
	if cut {
		from, to = around(s, found[0])
	}
	var out []string
	at := from
	for _, p := range found {
		if p.end <= to {
			out = append(out, s[at:p.start], s[p.start:p.end])
			at = p.end
		}
	}
	out = append(out, s[at:to])
	if from > 0 {
		out[0] = "…" + out[0]
	}
	if to < len(s) {
		out[len(out)-1] += "…"
	}
	return out
}

// around returns where to cut a text, between words where there are any.
func around(s string, p piece) (from, to int) {
	from, to = max(0, p.start-before), min(len(s), p.end+after)
	if from > 0 {
		if space := strings.IndexByte(s[from:p.start], ' '); space >= 0 {
			from += space + 1
		}
	}
	if to < len(s) {
		if space := strings.LastIndexByte(s[p.end:to], ' '); space >= 0 {
			to = p.end + space
		}
	}
	for from > 0 && !utf8.RuneStart(s[from]) {
		from++
	}
	for to < len(s) && !utf8.RuneStart(s[to]) {
		to--
	}
	return from, to
}

func (l *lighter) lights(word, language string) bool {
	if l.tokens[signWord+word] || l.tokens[stemToken(language, word)] || l.tokens[stemToken(l.own, word)] {
		return true
	}
	if language == "de" || l.own == "de" {
		for _, end := range ends(word) {
			if l.tokens[end] {
				return true
			}
		}
	}
	return slices.ContainsFunc(l.prefixes, func(p string) bool { return strings.HasPrefix(signWord+word, p) })
}
