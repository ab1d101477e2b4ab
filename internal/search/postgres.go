package search

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"orion/internal/store"
	"orion/internal/viewer"
)

// Postgres is the engine that is always there: documents in the database itself. It stands
// in for any other.
type Postgres struct{ db *store.DB }

// NewPostgres returns the engine.
func NewPostgres(db *store.DB) *Postgres { return &Postgres{db: db} }

// Name implements Engine.
func (*Postgres) Name() string { return "postgres" }

// Close implements Engine.
func (*Postgres) Close() error { return nil }

// in runs fn in a transaction of the vendor, whoever asks.
func (p *Postgres) in(ctx context.Context, vendor uuid.UUID, fn func(context.Context, *store.Tx) error) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(vendor))
	return p.db.Tx(ctx, func(tx *store.Tx) error { return fn(ctx, tx) })
}

// Index implements Engine.
func (p *Postgres) Index(ctx context.Context, vendor uuid.UUID, put []*Document, gone []uuid.UUID) error {
	return p.index(ctx, vendor, put, gone, nil)
}

func (p *Postgres) index(ctx context.Context, vendor uuid.UUID, put []*Document, gone []uuid.UUID, known map[string]bool) error {
	err := p.in(ctx, vendor, func(ctx context.Context, tx *store.Tx) error {
		if err := putDocuments(ctx, tx, put, known); err != nil {
			return err
		}
		return dropDocuments(ctx, tx, gone)
	})
	if err != nil {
		return fmt.Errorf("index %d products: %w", len(put), err)
	}
	return nil
}

// A row is a document as the statement takes it.
type row struct {
	ID      uuid.UUID `json:"id"`
	Words   string    `json:"words"`
	Facets  []string  `json:"facets"`
	Marks   []string  `json:"marks"`
	Price   int64     `json:"price_minor"`
	InStock bool      `json:"in_stock"`
	Sold    int       `json:"sold_count"`
	Made    string    `json:"made_at"`
	Order   string    `json:"title_order"`
}

func rowsOf(put []*Document) (rows json.RawMessage, words []string, err error) {
	all := make([]row, len(put))
	for i, d := range put {
		all[i] = row{
			ID: d.ID, Words: vector(d), Facets: slices.Concat([]string{}, d.Facets), Marks: slices.Concat([]string{}, d.Facets, d.Marks),
			Price: d.Price, InStock: d.InStock, Sold: d.Sold, Made: d.Created.Format("2006-01-02T15:04:05.999999Z07:00"), Order: d.Order,
		}
		words = append(append(append(words, d.Title...), d.About...), d.Text...)
	}
	rows, err = json.Marshal(all)
	return rows, distinct(words), err
}

// vector writes a document's tokens as a tsvector with their weights.
func vector(d *Document) string {
	places := map[string]string{}
	for _, of := range []struct {
		tokens []string
		place  string
	}{{d.Title, "1A"}, {d.Code, "1A"}, {d.About, "2B"}, {d.Text, "3"}} {
		for _, t := range of.tokens {
			if places[t] != "" {
				places[t] += ","
			}
			places[t] += of.place
		}
	}
	var b strings.Builder
	for t, at := range places {
		b.WriteString(quote(t) + ":" + at + " ")
	}
	return b.String()
}

var quoting = strings.NewReplacer(`'`, `''`, `\`, `\\`)

func quote(lexeme string) string { return "'" + quoting.Replace(lexeme) + "'" }

// Search implements Engine.
func (p *Postgres) Search(ctx context.Context, vendor uuid.UUID, q *Query) (*Hits, error) {
	hits := &Hits{Facets: map[string]int{}}
	err := p.in(ctx, vendor, func(ctx context.Context, tx *store.Tx) (err error) {
		asked := *q
		if asked.Words, err = Repair(ctx, q.Words, wordTable{tx}); err != nil {
			return err
		}
		hits.Words = asked.Words
		if err := findDocuments(ctx, tx, &asked, hits); err != nil || !q.Facets {
			return err
		}
		return countDocuments(ctx, tx, &asked, hits)
	})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return hits, nil
}

// Count implements Engine.
func (p *Postgres) Count(ctx context.Context, vendor uuid.UUID) (n int, err error) {
	err = p.in(ctx, vendor, func(ctx context.Context, tx *store.Tx) error {
		n, err = documentCount(ctx, tx)
		return err
	})
	return n, err
}

// Begin implements Engine. Documents are replaced where they stand; those of products that
// are not found any more go with Commit.
func (p *Postgres) Begin(_ context.Context, vendor uuid.UUID) (Build, error) {
	return &rewriting{p: p, vendor: vendor, known: map[string]bool{}}, nil
}

// A rewriting is a Build in place.
type rewriting struct {
	p      *Postgres
	vendor uuid.UUID
	known  map[string]bool // words that it has written
}

// mostKnown is how many words are remembered: it is a matter of time and not of what is
// written.
const mostKnown = 500_000

// Index implements Build.
func (r *rewriting) Index(ctx context.Context, put []*Document) error {
	if err := r.p.index(ctx, r.vendor, put, nil, r.known); err != nil {
		return err
	}
	for _, d := range put {
		for _, w := range slices.Concat(d.Title, d.About, d.Text) {
			if len(r.known) < mostKnown {
				r.known[w] = true
			}
		}
	}
	return nil
}

// Commit implements Build.
func (r *rewriting) Commit(ctx context.Context) error {
	return r.p.in(ctx, r.vendor, dropLost)
}

// Abort implements Build.
func (*rewriting) Abort() error { return nil }

// wordsQuery writes the words as a tsquery, nil for none: at least so many of them, or a
// code.
func wordsQuery(q *Query) *string {
	var each, either []string
	for _, w := range q.Words {
		each = append(each, phrasesQuery(w))
	}
	for _, of := range choose(each, max(1, q.AtLeast)) {
		either = append(either, "("+strings.Join(of, " & ")+")")
	}
	for _, code := range q.Codes {
		either = append(either, quote(code))
	}
	return joined(either, " | ")
}

func phrasesQuery(w Word) string {
	var any []string
	for _, p := range w.Any {
		var all []string
		for _, m := range p.All {
			all = append(all, tokensQuery(m))
		}
		any = append(any, "("+strings.Join(all, " & ")+")")
	}
	return "(" + strings.Join(any, " | ") + ")"
}

func tokensQuery(m Match) string {
	var any []string
	for _, w := range m.Weighted() {
		any = append(any, quote(w.Token))
	}
	if m.Prefix != "" {
		any = append(any, quote(m.Prefix)+":*")
	}
	return "(" + strings.Join(any, " | ") + ")"
}

// choose returns every choice of n of the texts.
func choose(of []string, n int) [][]string {
	if len(of) == 0 || n > len(of) {
		return nil
	}
	if n == 0 {
		return [][]string{nil}
	}
	if n == len(of) {
		return [][]string{of}
	}
	with := choose(of[1:], n-1)
	for i := range with {
		with[i] = append([]string{of[0]}, with[i]...)
	}
	return append(with, choose(of[1:], n)...)
}

// marksQuery writes the conditions but for one as a tsquery, nil for none.
func marksQuery(q *Query, without string) *string {
	var all []string
	for _, c := range q.Conditions(without) {
		var any []string
		for _, m := range c.Marks {
			any = append(any, quote(m))
		}
		all = append(all, "("+strings.Join(any, " | ")+")")
	}
	return joined(all, " & ")
}

func joined(parts []string, by string) *string {
	if len(parts) == 0 {
		return nil
	}
	s := strings.Join(parts, by)
	return &s
}
