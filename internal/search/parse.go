package search

import (
	"cmp"
	"slices"
	"strings"
)

// parse takes what somebody wrote apart. languages are that of the request and the shop's
// own.
func parse(text string, languages []string, synonyms [][]string) (words []Word, codes []string) {
	fields := strings.Fields(text)
	for _, f := range fields {
		codes = append(codes, codeToken(f))
	}
	if len(fields) > 1 {
		codes = append(codes, codeToken(text))
	}
	said := meaningful(pieces(text))
	typing := text != "" && len(said) > 0 && said[len(said)-1].end == len(strings.TrimRight(text, " "))
	groups := phrases(synonyms)
	for i := 0; i < len(said); {
		n, others := meant(said[i:], groups)
		var own []Match
		for j := range n {
			own = append(own, match(said[i+j].word, languages, typing && i+j == len(said)-1))
		}
		w := Word{Any: []Phrase{{All: own, Weight: 1}}}
		for _, other := range others {
			w.Any = append(w.Any, Phrase{All: matches(other, languages), Weight: synonymWeight})
		}
		words, i = append(words, w), i+n
	}
	return words, codes
}

// What is found in another way than it was asked for counts less.
const (
	synonymWeight  = 0.7
	compoundWeight = 0.6
	prefixWeight   = 0.5
	nearWeight     = 0.4
)

func meaningful(all []piece) []piece {
	said := slices.DeleteFunc(slices.Clone(all), func(p piece) bool { return stopWords[p.word] || p.short() })
	if len(said) == 0 {
		return slices.DeleteFunc(slices.Clone(all), func(p piece) bool { return p.word == "" })
	}
	return said
}

func match(word string, languages []string, typing bool) Match {
	m := Match{Raw: word, Tokens: []string{signWord + word}}
	for _, language := range languages {
		m.Tokens = append(m.Tokens, stemToken(language, word))
		if language == "de" && len(word) >= shortestEnd {
			m.Tokens = append(m.Tokens, signCompound+stem("de", word))
		}
	}
	slices.Sort(m.Tokens)
	m.Tokens = slices.Compact(m.Tokens)
	if typing && len(word) >= 2 {
		m.Prefix = signWord + word
	}
	return m
}

func matches(words, languages []string) []Match {
	out := make([]Match, len(words))
	for i, w := range words {
		out[i] = match(w, languages, false)
	}
	return out
}

// phrases are the synonyms taken apart: group, member, words.
func phrases(synonyms [][]string) [][][]string {
	out := make([][][]string, len(synonyms))
	for i, group := range synonyms {
		for _, member := range group {
			var words []string
			for _, p := range pieces(member) {
				words = append(words, p.word)
			}
			if len(words) > 0 {
				out[i] = append(out[i], words)
			}
		}
	}
	return out
}

// meant returns how many of the words belong together, 1 unless a synonym has more, and
// what means the same.
func meant(said []piece, groups [][][]string) (n int, others [][]string) {
	n = 1
	for _, group := range groups {
		for i, member := range group {
			if len(member) < n || !begins(said, member) {
				continue
			}
			if len(member) > n {
				others = nil
			}
			n = len(member)
			for j, other := range group {
				if j != i {
					others = append(others, other)
				}
			}
		}
	}
	return n, others
}

func begins(said []piece, with []string) bool {
	if len(with) > len(said) {
		return false
	}
	for i, w := range with {
		if said[i].word != w && stem("en", said[i].word) != stem("en", w) {
			return false
		}
	}
	return true
}

// nearest sorts known words by how near they are and keeps the first few.
func nearest(raw string, known []string) []string {
	most := tolerance(raw)
	type near struct {
		word string
		far  int
	}
	var all []near
	for _, w := range known {
		if d := distance(raw, w, most); d <= most {
			all = append(all, near{w, d})
		}
	}
	slices.SortFunc(all, func(a, b near) int { return cmp.Or(cmp.Compare(a.far, b.far), strings.Compare(a.word, b.word)) })
	var out []string
	for _, n := range all[:min(len(all), 10)] {
		out = append(out, signWord+n.word)
	}
	return out
}
