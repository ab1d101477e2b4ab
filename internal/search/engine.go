package search

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"
)

// An Engine finds products of one vendor at a time. It is safe for concurrent use. What it
// is asked for of one vendor never shows anything of another.
type Engine interface {
	// Name is what the platform calls it: bleve, postgres, elasticsearch.
	Name() string

	// Index puts documents in the place of those of the same ids and removes others. What
	// is being built anew gets them too. It is ErrMissing where there is no index.
	Index(ctx context.Context, vendor uuid.UUID, put []*Document, gone []uuid.UUID) error

	// Search is ErrMissing where there is no index.
	Search(ctx context.Context, vendor uuid.UUID, q *Query) (*Hits, error)

	// Count is how many documents there are.
	Count(ctx context.Context, vendor uuid.UUID) (int, error)

	// Begin starts to build an index anew beside the one in use.
	Begin(ctx context.Context, vendor uuid.UUID) (Build, error)

	// Close writes down what is in memory.
	Close() error
}

// A Build is an index that nobody searches yet.
type Build interface {
	Index(ctx context.Context, put []*Document) error
	// Commit puts it into use at once and removes the one before.
	Commit(ctx context.Context) error
	// Abort removes what was built; after Commit it is no change.
	Abort() error
}

// The errors that an engine answers with where another has to stand in.
var (
	// ErrMissing says that there is no index of the vendor yet, or none that can be read.
	ErrMissing = errors.New("search: there is no index")
	// ErrHeld says that another process has the indexes open.
	ErrHeld = errors.New("search: another process has the index open")
)

// Hits are what an engine found.
type Hits struct {
	Hits  []Hit
	Total int
	// Facets are how many documents have each mark; a facet with a condition of its own is
	// counted without it.
	Facets map[string]int
	// Low and High are prices without the condition on them; where Total is 0 of no
	// meaning.
	Low, High int64
	Priced    bool
	// Words are those of the query, with the known words that misspelt ones were taken for.
	Words []Word
}

// A Hit is one document.
type Hit struct {
	ID    uuid.UUID
	Score float64
}

// A Vocabulary is the words that an index knows.
type Vocabulary interface {
	// Known returns which of the tokens there are.
	Known(ctx context.Context, tokens []string) (map[string]bool, error)
	// Beginning returns known words, without their sign, that begin with any of the texts,
	// which have it.
	Beginning(ctx context.Context, texts []string, most int) ([]string, error)
}

// mostWords is how many words of a vocabulary are compared with a misspelt one.
const mostWords = 50_000

// Repair returns the words with those that the vocabulary knows in the place of words that
// it does not: from 4 letters on one may be wrong, from 8 on two. That it is the first is
// looked into where nothing begins as the word does, from 5 letters on.
func Repair(ctx context.Context, words []Word, v Vocabulary) ([]Word, error) {
	known, err := v.Known(ctx, all(words))
	if err != nil {
		return nil, err
	}
	out := make([]Word, len(words))
	for i, w := range words {
		out[i] = Word{Any: make([]Phrase, len(w.Any))}
		for j, p := range w.Any {
			p.All = slices.Clone(p.All)
			for k := range p.All {
				if err := repair(ctx, &p.All[k], known, v); err != nil {
					return nil, err
				}
			}
			out[i].Any[j] = p
		}
	}
	return out, nil
}

func all(words []Word) []string {
	var out []string
	for _, w := range words {
		for _, p := range w.Any {
			for _, m := range p.All {
				out = append(out, m.Tokens...)
			}
		}
	}
	return out
}

func repair(ctx context.Context, m *Match, known map[string]bool, v Vocabulary) error {
	if tolerance(m.Raw) == 0 || slices.ContainsFunc(m.Tokens, func(t string) bool { return known[t] }) {
		return nil
	}
	if m.Prefix != "" {
		longer, err := v.Beginning(ctx, []string{m.Prefix}, 1)
		if err != nil || len(longer) > 0 {
			return err
		}
	}
	for _, texts := range [][]string{{signWord + string([]rune(m.Raw)[:1])}, otherwise(m.Raw)} {
		if len(texts) == 0 || len(m.Near) > 0 {
			break
		}
		words, err := v.Beginning(ctx, texts, mostWords)
		if err != nil {
			return err
		}
		m.Near = nearest(m.Raw, words)
	}
	return nil
}

// shortestOther is how long a word must be for its first letter to be wrong: of shorter
// ones too many would be meant.
const shortestOther = 5

// otherwise returns what a word may begin with of which the first letter is wrong, missing,
// one too many, or in the place of the second. The two after it must be right, so that it
// is few words that are looked at.
func otherwise(raw string) []string {
	r := []rune(raw)
	if len(r) < shortestOther {
		return nil
	}
	out := []string{signWord + string(r[1:4]), signWord + string([]rune{r[1], r[0], r[2]})}
	for c := 'a'; c <= 'z'; c++ {
		out = append(out, signWord+string([]rune{c, r[1], r[2]}), signWord+string([]rune{c, r[0], r[1]}))
	}
	return out
}
