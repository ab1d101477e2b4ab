package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

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

// What is kept of synonyms: of how many vendors, and how long where no notice comes.
const (
	meantKept = 10_000
	meantLife = time.Minute
)

// knownSynonyms returns the groups that searches of a vendor are read with. They are shared:
// do not change them.
func (s *Service) knownSynonyms(ctx context.Context, vendor uuid.UUID) ([][]string, error) {
	load := func(ctx context.Context) ([][]string, error) {
		all, err := s.Synonyms(ctx)
		if err != nil {
			return nil, err
		}
		groups := make([][]string, len(all))
		for i, g := range all {
			groups[i] = g.Words
		}
		return groups, nil
	}
	if s.meant == nil {
		return load(ctx)
	}
	return s.meant.Get(ctx, vendor, load)
}

// forgetSynonyms forgets those of a vendor, of all where that is nil.
func (s *Service) forgetSynonyms(vendor uuid.UUID) {
	switch {
	case s.meant == nil:
	case vendor == uuid.Nil:
		s.meant.DropAll()
	default:
		s.meant.Drop(vendor)
	}
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
		tx.AfterCommit(func() { s.forgetSynonyms(viewer.From(ctx).VendorID) })
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
