package search

import (
	"context"
	"fmt"
	"strings"

	"entgo.io/ent/dialect/sql"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/internal/viewer"
)

const (
	// maxSuggested is how many there are of each at most.
	maxSuggested = 10
	// suggestDays is how far back the searches of others are looked at.
	suggestDays = 90
)

// Suggest says what may be meant by the beginning of a search. Nothing is meant by no word,
// nor in a shop without suggestions.
func (s *Service) Suggest(ctx context.Context, vendor *ent.Vendor, text string, first int) (*Suggestions, error) {
	text, err := filter.Search(&text, "query")
	if err != nil {
		return nil, err
	}
	if first < 0 || first > maxSuggested {
		return nil, errs.Field("first", "must be %d to %d", 0, maxSuggested)
	}
	out := &Suggestions{Products: []*ent.Product{}, Collections: []*ent.Collection{}, Queries: []string{}}
	if len(pieces(text)) == 0 || first == 0 || !s.settings.Enabled(ctx, settings.SearchSuggestions) {
		return out, nil
	}
	q, err := s.query(ctx, vendor, text, &Filters{})
	if err != nil {
		return nil, err
	}
	q.Sort, q.AtLeast = enum.SearchSortRelevance, len(q.Words)
	found, _, err := (&gathering{s, vendor.ID, first, s.read}).gather(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("suggest products: %w", err)
	}
	for _, p := range found {
		out.Products = append(out.Products, p.product)
	}
	if out.Collections, err = s.collectionsLike(ctx, text, first); err != nil {
		return nil, err
	}
	return out, s.queriesLike(ctx, vendor, text, first, out)
}

// collectionsLike finds collections with a word in their title, or a translation of it,
// that begins with the text.
func (s *Service) collectionsLike(ctx context.Context, text string, first int) ([]*ent.Collection, error) {
	all, err := s.db.Collection.Query().Where(titled(text)).Order(ent.Asc(collection.FieldPosition, collection.FieldID)).Limit(first).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("suggest collections: %w", err)
	}
	return all, nil
}

func titled(text string) func(*sql.Selector) {
	pattern := escapeLike(strings.ToLower(text)) + "%"
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			title := s.C(collection.FieldTitle)
			b.WriteString("(lower(" + title + ") LIKE ").Arg(pattern).WriteString(" OR lower(" + title + ") LIKE ").Arg("% " + pattern)
			b.WriteString(" OR EXISTS (SELECT FROM jsonb_each(coalesce(" + s.C(collection.FieldTranslations) + ", '{}')) AS l WHERE lower(l.value->>'title') LIKE ")
			b.Arg(pattern).WriteString("))")
		}))
	}
}

// queriesLike adds what others searched for. Who searches may not read the record of it;
// the words alone tell nothing of anybody.
func (s *Service) queriesLike(ctx context.Context, vendor *ent.Vendor, text string, first int, out *Suggestions) error {
	since := dayOf(s.clock.Now(), vendor.TimeZone).AddDate(0, 0, -suggestDays)
	elevated := viewer.Elevate(ctx)
	err := s.db.Tx(elevated, func(tx *store.Tx) error {
		queries, err := likeTerms(elevated, tx, since, termOf(text), first)
		out.Queries = append(out.Queries, queries...)
		return err
	})
	if err != nil {
		return fmt.Errorf("suggest queries: %w", err)
	}
	return nil
}
