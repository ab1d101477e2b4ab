package bleve

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unique"

	upstream "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	indexapi "github.com/blevesearch/bleve_index_api"

	"orion/internal/search"
)

// A vocabulary is that of one index.
type vocabulary struct {
	ix      upstream.Index
	columns *columnStore
}

var wordFields = []string{fieldTitle, fieldAbout, fieldText}

// Known implements search.Vocabulary.
func (v vocabulary) Known(ctx context.Context, tokens []string) (map[string]bool, error) {
	out := map[string]bool{}
	err := v.with(func(r indexapi.IndexReader) error {
		for _, field := range wordFields {
			for _, t := range tokens {
				tfr, err := r.TermFieldReader(ctx, []byte(t), field, false, false, false)
				if err != nil {
					return err
				}
				if tfr.Count() > 0 {
					out[t] = true
				}
				if err := tfr.Close(); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return out, err
}

func (v vocabulary) with(f func(indexapi.IndexReader) error) (err error) {
	advanced, err := v.ix.Advanced()
	if err != nil {
		return fmt.Errorf("read the words: %w", err)
	}
	r, err := advanced.Reader()
	if err != nil {
		return fmt.Errorf("read the words: %w", err)
	}
	defer func() {
		if closed := r.Close(); err == nil {
			err = closed
		}
	}()
	return f(r)
}

// Beginning implements search.Vocabulary. What a misspelt word may have been is looked for
// under many beginnings, for each of which the library goes to every segment.
func (v vocabulary) Beginning(_ context.Context, texts []string, most int) (out []string, err error) {
	err = v.with(func(r indexapi.IndexReader) error {
		lists, err := v.columns.words(r)
		if err != nil {
			return fmt.Errorf("read the words: %w", err)
		}
		seen := map[string]bool{}
		for _, text := range texts {
			for _, list := range lists {
				from, _ := slices.BinarySearch(list, text)
				for _, token := range list[from:] {
					if len(out) == most || !strings.HasPrefix(token, text) {
						break
					}
					if word := strings.TrimPrefix(token, search.WordSign); !seen[word] {
						seen[word], out = true, append(out, word)
					}
				}
			}
		}
		return nil
	})
	return out, err
}

// words returns the words of each segment as they were written, in order and with their sign.
// They are read when a misspelt word is first looked for, and go with the columns.
func (s *columnStore) words(r indexapi.IndexReader) ([][]string, error) {
	t, err := s.table(r)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([][]string, len(t.of))
	for i, c := range t.of {
		if c.words == nil {
			if c.words, err = s.spelled(t.parts[i]); err != nil {
				return nil, err
			}
		}
		out[i] = c.words
	}
	return out, nil
}

// spelled reads the words of a segment. Segments share the text of a word.
func (s *columnStore) spelled(of *scorch.SegmentSnapshot) ([]string, error) {
	out := []string{}
	end := []byte{search.WordSign[0] + 1}
	for _, field := range wordFields {
		dict, err := of.Segment().Dictionary(field)
		if err != nil {
			return nil, err
		}
		all := dict.AutomatonIterator(nil, []byte(search.WordSign), end)
		e, err := all.Next()
		for ; err == nil && e != nil; e, err = all.Next() {
			out = append(out, unique.Make(e.Term).Value())
		}
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(out)
	return slices.Clip(slices.Compact(out)), nil
}
