package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"golang.org/x/text/unicode/norm"
)

// Words are taken apart here, once, for all engines: what an engine gets are tokens that
// it compares and no more, so that every engine finds the same. A token says by its sign
// what it is of:
//
//	=lampen   a word as it was written, in lower case and without accents
//	de:lamp   its stem in a language
//	+lamp     the stem of the end of a German compound, such as Tischlampe
//	#ab-12    a code: a sku or a gtin
const (
	signWord     = "="
	signCompound = "+"
	signCode     = "#"
)

// A piece is a word of a text, and where in the text it stands.
type piece struct {
	word       string
	start, end int
}

// pieces returns the words of a text in order, folded.
func pieces(s string) []piece {
	var out []piece
	start := -1
	for i, r := range s {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			out, start = appendPiece(out, s, start, i), -1
		}
	}
	if start >= 0 {
		out = appendPiece(out, s, start, len(s))
	}
	return out
}

func appendPiece(to []piece, s string, start, end int) []piece {
	return append(to, piece{fold(s[start:end]), start, end})
}

// short reports whether a word is one letter, which says nothing by itself.
func (p piece) short() bool {
	return p.word == "" || len(p.word) == 1 && p.word[0] > '9'
}

var ligatures = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d")

// fold takes case and accents off a text.
func fold(s string) string {
	s = strings.ToLower(strings.ToValidUTF8(s, ""))
	plain := true
	for i := range len(s) {
		plain = plain && s[i] < utf8.RuneSelf && s[i] != 0
	}
	if plain {
		return s
	}
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == 0 {
			return -1
		}
		return r
	}, norm.NFD.String(s))
	return norm.NFC.String(ligatures.Replace(s))
}

var stemmers = map[string]func(*snowballstem.Env) bool{"en": english.Stem, "fr": french.Stem, "de": german.Stem}

// stem returns the stem of a folded word. What has a digit in it is its own.
func stem(language, word string) string {
	f := stemmers[language]
	if f == nil || strings.ContainsFunc(word, unicode.IsDigit) {
		return word
	}
	if language == "de" {
		word = umlauts(word)
	}
	env := snowballstem.NewEnv(word)
	f(env)
	return env.Current()
}

// umlauts takes the letter off that stands for two dots: Moebel is found as Möbel is. Not
// in queu and the like, where it is a sound of its own.
func umlauts(word string) string {
	var b strings.Builder
	for i := 0; i < len(word); i++ {
		b.WriteByte(word[i])
		vowel := strings.IndexByte("aou", word[i]) >= 0
		if vowel && i+1 < len(word) && word[i+1] == 'e' && i > 0 && strings.IndexByte("qaeou", word[i-1]) < 0 {
			i++
		}
	}
	return b.String()
}

func stemToken(language, word string) string { return language + ":" + stem(language, word) }

// The ends of a German compound that are looked for: at least so many letters of the end,
// and of what is before it.
const (
	shortestEnd  = 4
	shortestHead = 3
	longestEnd   = 14
)

// ends returns the tokens of what a German compound may end in. Which of these are words
// nobody needs to know: only those that somebody searches for are ever asked for.
func ends(word string) []string {
	var out []string
	runes := []rune(word)
	for i := max(shortestHead, len(runes)-longestEnd); i <= len(runes)-shortestEnd; i++ {
		out = append(out, signCompound+stem("de", string(runes[i:])))
	}
	return out
}

// tokens returns those of a text in a language, in order, some more than once.
func tokens(language, s string, compounds bool) []string {
	var out []string
	all := pieces(s)
	for i, p := range all {
		if !p.short() {
			out = append(out, signWord+p.word, stemToken(language, p.word))
		}
		if compounds && language == "de" {
			out = append(out, ends(p.word)...)
		}
		if i > 0 && s[all[i-1].end:p.start] == "-" { // e-mail is email too
			joined := all[i-1].word + p.word
			out = append(out, signWord+joined, stemToken(language, joined))
		}
		if amount, of := measure(p.word); amount != "" && of != "" { // 8GB is 8 GB too
			out = append(out, signWord+amount, signWord+of)
		} else if amount != "" && i+1 < len(all) && unitLike(all[i+1].word) && strings.TrimSpace(s[p.end:all[i+1].start]) == "" {
			out = append(out, signWord+amount+all[i+1].word)
		}
	}
	return out
}

// measure takes 8gb apart into 8 and gb; what is only a number has no unit, and what is
// no number is nothing.
func measure(word string) (amount, of string) {
	n := len(word) - len(strings.TrimLeft(word, "0123456789"))
	if n == 0 || n < len(word) && !unitLike(word[n:]) {
		return "", ""
	}
	return word[:n], word[n:]
}

// unitLike reports whether a word may be a unit: up to three letters.
func unitLike(word string) bool {
	return word != "" && len(word) <= 3 && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == ""
}

// codeToken returns the token of a sku or a gtin.
func codeToken(code string) string {
	return signCode + strings.ToLower(strings.Join(strings.Fields(strings.ToValidUTF8(code, "")), ""))
}

// distinct returns tokens once each, those that are too long to be words left out.
func distinct(tokens []string) []string {
	slices.Sort(tokens)
	tokens = slices.Compact(tokens)
	return slices.DeleteFunc(tokens, func(t string) bool { return len(t) > 120 })
}

// stopWords say nothing about a product; a search of nothing else is left as it is.
var stopWords = set(`the a an and or of for in on with to at by from is are
 le la les un une des du de et ou au aux en pour avec sur dans par est ce cette
 der die das ein eine einer eines und oder fur mit von zu im in am auf aus bei den dem ist`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// distance returns in how many letters two words differ: one more, one less, another one,
// or two that changed places. It stops at most+1.
func distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > most || len(y)-len(x) > most {
		return most + 1
	}
	before, last, now := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		now[0] = i
		least := now[0]
		for j := 1; j <= len(y); j++ {
			differs := 1
			if x[i-1] == y[j-1] {
				differs = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+differs)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
			least = min(least, now[j])
		}
		if least > most {
			return most + 1
		}
		before, last, now = last, now, before
	}
	return last[len(y)]
}

// tolerance is how many letters of a word may be wrong.
func tolerance(word string) int {
	switch n := utf8.RuneCountInString(word); {
	case n >= 8:
		return 2
	case n >= 4:
		return 1
	}
	return 0
}
