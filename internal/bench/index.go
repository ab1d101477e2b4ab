package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"github.com/google/uuid"

	"orion/internal/enum"
	"orion/internal/search"
	"orion/internal/search/bleve"
)

// buildIndex writes the index of the vendor that is measured, of which each server has a
// copy: two processes cannot have one open. Its documents have of a product what the search
// of the bench looks for and sorts by.
func (s *stage) buildIndex(ctx context.Context, dir string) error {
	rows, err := s.owner.Query(ctx, benchDocuments, s.vendor)
	if err != nil {
		return err
	}
	defer rows.Close()
	var docs []*search.Document
	for rows.Next() {
		d := &search.Document{InStock: true}
		var title string
		if err := rows.Scan(&d.ID, &title, &d.Price, &d.Created); err != nil {
			return err
		}
		d.Order = strings.ToLower(title)
		for _, word := range strings.Fields(d.Order) {
			d.Title = append(d.Title, "="+word, "en:"+word)
		}
		docs = append(docs, d)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return write(ctx, dir, s.vendor, docs)
}

func write(ctx context.Context, dir string, vendor uuid.UUID, docs []*search.Document) error {
	engine, err := bleve.New(dir, slog.New(slog.DiscardHandler))
	if err != nil {
		return fmt.Errorf("open the index: %w", err)
	}
	build, err := engine.Begin(ctx, vendor)
	if err != nil {
		return fmt.Errorf("begin an index: %w", err)
	}
	if err := build.Index(ctx, docs); err != nil {
		return fmt.Errorf("fill an index: %w", err)
	}
	if err := build.Commit(ctx); err != nil {
		return fmt.Errorf("finish an index: %w", err)
	}
	return engine.Close() // what a batch has written is on the disk
}

// numberQuery is what the graph asks its engine for the words "number", of an English shop.
func numberQuery() *search.Query {
	m := search.Match{Raw: "number", Tokens: []string{"=number", "en:number"}, Prefix: "=number"}
	return &search.Query{
		Words: []search.Word{{Any: []search.Phrase{{All: []search.Match{m}, Weight: 1}}}}, AtLeast: 1, Codes: []string{"#number"},
		Sort: enum.SearchSortRelevance, Limit: 21,
	}
}
