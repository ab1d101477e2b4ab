package search

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/store"
)

// The statements on search_documents and search_words, tables that ent does not know as
// it knows no tsvector. All run in a transaction of one vendor, which row-level security
// confines them to, and write that vendor's id alone; the functions search_find,
// search_count and search_prices take the vendor from the transaction as well.
const (
	putSQL = `insert into search_documents (vendor_id, id, words, marks, facets, price_minor, in_stock, sold_count, made_at, title_order)
select app_vendor(), r.id, r.words::tsvector, array_to_tsvector(r.marks), r.facets, r.price_minor, r.in_stock, r.sold_count, r.made_at, r.title_order
from jsonb_to_recordset($1) as r (id uuid, words text, marks text[], facets text[], price_minor bigint, in_stock boolean, sold_count integer,
  made_at timestamptz, title_order text)
on conflict (vendor_id, id) do update set words = excluded.words, marks = excluded.marks, facets = excluded.facets, price_minor = excluded.price_minor,
  in_stock = excluded.in_stock, sold_count = excluded.sold_count, made_at = excluded.made_at, title_order = excluded.title_order, updated_at = now()
where (search_documents.words, search_documents.marks, search_documents.facets, search_documents.price_minor, search_documents.in_stock,
  search_documents.sold_count, search_documents.made_at, search_documents.title_order)
is distinct from (excluded.words, excluded.marks, excluded.facets, excluded.price_minor, excluded.in_stock, excluded.sold_count, excluded.made_at, excluded.title_order)`

	// Sorted, so that two writers take them in the same order.
	putWordsSQL = `insert into search_words (vendor_id, word) select app_vendor(), w from unnest($1::text[]) as w order by w
on conflict (vendor_id, word) do nothing`

	dropSQL = `delete from search_documents where vendor_id = app_vendor() and id = any($1)`

	dropLostSQL = `delete from search_documents d where d.vendor_id = app_vendor()
and not exists (select from products p where p.vendor_id = d.vendor_id and p.id = d.id and p.status = 'ACTIVE')`

	countDocumentsSQL = `select count(*) from search_documents where vendor_id = app_vendor()`

	findSQL   = `select product_id, score, total from search_find($1::text::tsquery, $2::text::tsquery, $3, $4, $5, $6, $7)`
	facetsSQL = `select mark, products from search_count($1::text::tsquery, $2::text::tsquery, $3, $4, $5)`
	pricesSQL = `select coalesce(lowest, 0), coalesce(highest, 0), total from search_prices($1::text::tsquery, $2::text::tsquery)`

	knownSQL     = `select word from search_words where vendor_id = app_vendor() and word = any($1)`
	beginningSQL = `select substr(w.word, 2) from unnest($1::text[], $2::text[]) as b (low, high)
cross join lateral (select word from search_words where vendor_id = app_vendor() and word >= b.low and word < b.high limit $3) w limit $3`
)

// mostMarks is how many different marks are counted.
const mostMarks = 5_000

// putDocuments writes documents, and the words of theirs that are not known to be there. What
// is as it was is left alone: to write it again would take its indexes as long.
func putDocuments(ctx context.Context, tx *store.Tx, put []*Document, known map[string]bool) error {
	if len(put) == 0 {
		return nil
	}
	rows, words, err := rowsOf(put)
	if err != nil {
		return err
	}
	words = slices.DeleteFunc(words, func(w string) bool { return known[w] })
	if _, err := tx.Pgx.Exec(ctx, putSQL, rows); err != nil {
		return fmt.Errorf("write documents: %w", err)
	}
	if _, err := tx.Pgx.Exec(ctx, putWordsSQL, words); err != nil {
		return fmt.Errorf("write words: %w", err)
	}
	return nil
}

func dropDocuments(ctx context.Context, tx *store.Tx, gone []uuid.UUID) error {
	if len(gone) == 0 {
		return nil
	}
	if _, err := tx.Pgx.Exec(ctx, dropSQL, gone); err != nil {
		return fmt.Errorf("remove documents: %w", err)
	}
	return nil
}

// dropLost removes the documents of products that are not in the shop.
func dropLost(ctx context.Context, tx *store.Tx) error {
	if _, err := tx.Pgx.Exec(ctx, dropLostSQL); err != nil {
		return fmt.Errorf("remove documents: %w", err)
	}
	return nil
}

func documentCount(ctx context.Context, tx *store.Tx) (n int, err error) {
	if err := tx.Pgx.QueryRow(ctx, countDocumentsSQL).Scan(&n); err != nil {
		return 0, fmt.Errorf("count documents: %w", err)
	}
	return n, nil
}

func findDocuments(ctx context.Context, tx *store.Tx, q *Query, hits *Hits) error {
	rows, err := tx.Pgx.Query(ctx, findSQL, wordsQuery(q), marksQuery(q, ""), q.Low, q.High, string(q.Sort), q.Offset, max(q.Limit, 1))
	if err != nil {
		return err
	}
	var h Hit
	_, err = pgx.ForEachRow(rows, []any{&h.ID, &h.Score, &hits.Total}, func() error {
		hits.Hits = append(hits.Hits, h)
		return nil
	})
	hits.Hits = hits.Hits[:min(len(hits.Hits), q.Limit)]
	if err == nil && len(hits.Hits) == 0 && q.Offset > 0 && !q.Facets { // behind the end nothing counts itself
		return countAll(ctx, tx, q, hits)
	}
	return err
}

// countAll finds how many there are in all, none where nothing is found.
func countAll(ctx context.Context, tx *store.Tx, q *Query, hits *Hits) error {
	rows, err := tx.Pgx.Query(ctx, findSQL, wordsQuery(q), marksQuery(q, ""), q.Low, q.High, string(q.Sort), 0, 1)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, []any{new(uuid.UUID), new(float64), &hits.Total}, func() error { return nil })
	return err
}

// countDocuments counts all facets in one statement, and each with a condition in one more
// without it.
func countDocuments(ctx context.Context, tx *store.Tx, q *Query, hits *Hits) error {
	if err := countMarks(ctx, tx, q, "", hits, func(string) bool { return true }); err != nil {
		return err
	}
	for _, key := range q.Narrowed() {
		of := func(mark string) bool {
			name, _ := FacetOf(mark)
			return name == key
		}
		for mark := range hits.Facets {
			if of(mark) {
				delete(hits.Facets, mark)
			}
		}
		if err := countMarks(ctx, tx, q, key, hits, of); err != nil {
			return err
		}
	}
	var n int
	err := tx.Pgx.QueryRow(ctx, pricesSQL, wordsQuery(q), marksQuery(q, "")).Scan(&hits.Low, &hits.High, &n)
	hits.Priced = n > 0
	return err
}

func countMarks(ctx context.Context, tx *store.Tx, q *Query, without string, hits *Hits, keep func(string) bool) error {
	low, high := q.Low, q.High
	if without == facetPrice {
		return nil // it has no marks
	}
	rows, err := tx.Pgx.Query(ctx, facetsSQL, wordsQuery(q), marksQuery(q, without), low, high, mostMarks)
	if err != nil {
		return err
	}
	var mark string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&mark, &n}, func() error {
		if keep(mark) {
			hits.Facets[mark] = n
		}
		return nil
	})
	return err
}

// A wordTable is the vocabulary of the transaction's vendor.
type wordTable struct{ tx *store.Tx }

// Known implements Vocabulary.
func (t wordTable) Known(ctx context.Context, tokens []string) (map[string]bool, error) {
	out := map[string]bool{}
	if len(tokens) == 0 {
		return out, nil
	}
	found, err := t.list(ctx, knownSQL, tokens)
	for _, w := range found {
		out[w] = true
	}
	return out, err
}

// Beginning implements Vocabulary.
func (t wordTable) Beginning(ctx context.Context, texts []string, most int) ([]string, error) {
	ends := make([]string, len(texts))
	for i, from := range texts {
		ends[i] = from + "\U0010FFFF"
	}
	return t.list(ctx, beginningSQL, texts, ends, most)
}

// list returns a column of texts; the statement is one of those above.
func (t wordTable) list(ctx context.Context, statement string, args ...any) ([]string, error) {
	rows, err := t.tx.Pgx.Query(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
