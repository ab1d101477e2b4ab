// Package demo is the data of `orion seed --demo`: three shops with catalogues,
// teams, customers and a season of orders, made through the services and in no
// other way.
package demo

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"orion/internal/demo/art"
)

//go:embed feeds/*.csv
var files embed.FS

// feed is what the marketplace offers of a shop: a product feed in Google's
// columns. That of alpine has three rows without a price, as real ones do.
func feed(slug string) ([]byte, error) {
	b, err := files.ReadFile("feeds/" + slug + ".csv")
	if err != nil {
		return nil, fmt.Errorf("read feed: %w", err)
	}
	return b, nil
}

// goods says what is in the picture of each article, by its id in the feed.
func goods() (map[string]art.Good, error) {
	b, err := files.ReadFile("feeds/pictures.csv")
	if err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	out := make(map[string]art.Good, len(rows))
	for _, r := range rows[1:] { // id, kind, style, colour, second
		out[r[0]] = art.Good{Kind: r[1], Style: r[2], Colour: r[3], Second: r[4], Seed: seedOf(articleOf(r[0]))}
	}
	return out, nil
}

// articleOf is the article that a picture is of: the same one in each of its colours, which are told by what is added to
// its number.
func articleOf(id string) string {
	parts := strings.SplitN(id, "-", 4)
	return strings.Join(parts[:min(len(parts), 3)], "-")
}

// seedOf gives an article its own chance, and always the same.
func seedOf(id string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id)) // never fails
	return h.Sum64()
}

// feedTypes are the types of product in a feed, in their order.
func feedTypes(slug string) ([]string, error) {
	b, err := feed(slug)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read feed: %w", err)
	}
	column := slices.Index(rows[0], "product_type")
	var out []string
	for _, r := range rows[1:] {
		if !slices.Contains(out, r[column]) {
			out = append(out, r[column])
		}
	}
	return out, nil
}
