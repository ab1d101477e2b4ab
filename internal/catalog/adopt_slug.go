package catalog

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/gosimple/slug"

	"orion/ent/gen/ent/product"
	"orion/internal/kit/filter"
	"orion/internal/store"
)

// maxSlug leaves room for what tells a slug from its namesakes.
const maxSlug = 70

// slugsFor makes a slug of the title of each article at the places given. A namesake
// gets its first sku behind it, and where that is taken too, a part of a random id.
func slugsFor(ctx context.Context, tx *store.Tx, articles []Article, places []int) ([]string, error) {
	wanted := map[string]int{}
	bases, tagged := make([]string, len(places)), make([]string, len(places))
	for i, place := range places {
		a := articles[place]
		bases[i] = slugOf(a.Title)
		tagged[i] = strings.Trim(bases[i]+"-"+slug.Make(a.Variants[0].Sku), "-")
		wanted[bases[i]], wanted[tagged[i]] = i, i
	}
	found, err := tx.Product.Query().Where(filter.AnyOf(product.FieldSlug, keysOf(wanted))).Select(product.FieldSlug).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for slugs in use: %w", err)
	}
	taken := make(map[string]bool, len(found))
	for _, f := range found {
		taken[f] = true
	}
	out := make([]string, len(places))
	for i := range places {
		out[i] = firstFree(taken, bases[i], tagged[i], bases[i]+"-"+uuid.NewString()[24:])
		taken[out[i]] = true
	}
	return out, nil
}

func slugOf(title string) string {
	s := slug.Make(title)
	if len(s) > maxSlug {
		s = strings.TrimRight(s[:maxSlug], "-")
	}
	if s == "" {
		return "product"
	}
	return s
}

func firstFree(taken map[string]bool, candidates ...string) string {
	for _, c := range candidates {
		if !taken[c] {
			return c
		}
	}
	return candidates[len(candidates)-1]
}

func keysOf(m map[string]int) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}
