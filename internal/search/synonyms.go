package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/searchsynonym"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/text"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The limits of synonyms.
const (
	maxGroups   = 200
	minWords    = 2
	maxWords    = 20
	longestWord = 50
)

// Synonyms returns all groups of the viewer's vendor.
func (s *Service) Synonyms(ctx context.Context) ([]*ent.SearchSynonym, error) {
	all, err := s.db.SearchSynonym.Query().Order(ent.Asc(searchsynonym.FieldID)).Limit(maxGroups).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list synonyms: %w", err)
	}
	return all, nil
}

// SetSynonyms puts groups in the place of all there are. They hold for the next search. A
// word twice in a group counts once.
func (s *Service) SetSynonyms(ctx context.Context, groups [][]string) ([]*ent.SearchSynonym, error) {
	clean, err := cleanGroups(groups)
	if err != nil {
		return nil, err
	}
	var all []*ent.SearchSynonym
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if _, err := tx.SearchSynonym.Delete().Exec(ctx); err != nil {
			return err
		}
		create := make([]*ent.SearchSynonymCreate, len(clean))
		for i, words := range clean {
			create[i] = tx.SearchSynonym.Create().SetWords(words)
		}
		if all, err = tx.SearchSynonym.CreateBulk(create...).Save(ctx); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{
			Action: "search.synonyms", TargetType: "Vendor", Target: string(publicVendor(viewer.From(ctx))), Data: map[string]string{"groups": said(clean)},
		})
	})
	if err != nil {
		return nil, fmt.Errorf("set synonyms: %w", err)
	}
	return all, nil
}

func cleanGroups(groups [][]string) ([][]string, error) {
	if len(groups) > maxGroups {
		return nil, errs.New(errs.TooMany, "has more than %d values", maxGroups).At("groups")
	}
	out := make([][]string, len(groups))
	for i, group := range groups {
		path := fmt.Sprintf("groups.%d", i)
		for j, word := range group {
			clean, err := cleanWord(word, fmt.Sprintf("%s.%d", path, j))
			if err != nil {
				return nil, err
			}
			if !slices.Contains(out[i], clean) {
				out[i] = append(out[i], clean)
			}
		}
		if len(out[i]) < minWords || len(out[i]) > maxWords {
			return nil, errs.Field(path, "must be %d to %d different words", minWords, maxWords)
		}
	}
	return out, nil
}

func cleanWord(word, path string) (string, error) {
	line, err := text.Line(word, longestWord*utf8.UTFMax, path)
	if err != nil {
		return "", err
	}
	line = strings.ToLower(line)
	switch {
	case utf8.RuneCountInString(line) > longestWord:
		return "", errs.New(errs.TooLong, "is longer than %d characters", longestWord).At(path)
	case len(pieces(line)) == 0:
		return "", errs.Field(path, "has no word in it")
	}
	return line, nil
}

// said is how the record writes groups down.
func said(groups [][]string) string {
	out := make([]string, len(groups))
	for i, words := range groups {
		out[i] = strings.Join(words, ", ")
	}
	return strings.Join(out, "; ")
}
