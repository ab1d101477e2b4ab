package bleve

import (
	"context"
	"errors"
	"fmt"
	"strings"

	upstream "github.com/blevesearch/bleve/v2"
	indexapi "github.com/blevesearch/bleve_index_api"

	"orion/internal/search"
)

// A vocabulary is that of one index.
type vocabulary struct{ ix upstream.Index }

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

// Beginning implements search.Vocabulary.
func (v vocabulary) Beginning(_ context.Context, texts []string, most int) ([]string, error) {
	seen := map[string]bool{}
	var out []string
	for _, field := range wordFields {
		for _, text := range texts {
			err := v.each(field, text, func(word string) bool {
				if !seen[word] {
					seen[word], out = true, append(out, word)
				}
				return len(out) < most
			})
			if err != nil {
				return nil, fmt.Errorf("read the words: %w", err)
			}
		}
	}
	return out, nil
}

// each calls f with the words of a field that begin with a text, until it returns false.
func (v vocabulary) each(field, text string, f func(string) bool) error {
	dict, err := v.ix.FieldDictPrefix(field, []byte(text))
	if err != nil {
		return err
	}
	for {
		e, err := dict.Next()
		if err != nil || e == nil || !f(strings.TrimPrefix(e.Term, search.WordSign)) {
			return errors.Join(err, dict.Close())
		}
	}
}
