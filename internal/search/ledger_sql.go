package search

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/store"
	"orion/internal/viewer"
)

// countSQL adds to the counts of a day. ent's upsert cannot add. It writes rows of the
// transaction's vendor alone, which row-level security holds it to.
const countSQL = `insert into search_queries as q (id, created_at, updated_at, vendor_id, day, term, language, searches, empty, results, last_at)
select gen_random_uuid(), now(), now(), app_vendor(), * from unnest($1::date[], $2::text[], $3::text[], $4::int[], $5::int[], $6::int[], $7::timestamptz[])
order by 5, 6, 7
on conflict (vendor_id, day, term, language) do update set searches = q.searches + excluded.searches, empty = q.empty + excluded.empty,
  results = excluded.results, last_at = greatest(q.last_at, excluded.last_at), updated_at = now()`

// writeQueries writes down what was searched for, the searches of each vendor in a
// transaction of its own.
func (s *Service) writeQueries(ctx context.Context, all []searched) error {
	var failed error
	for vendor, counts := range tally(all) {
		ctx := viewer.NewContext(ctx, viewer.ForVendor(vendor))
		err := s.db.Tx(ctx, func(tx *store.Tx) error { return addCounts(ctx, tx, counts) })
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("vendor %s: %w", vendor, err))
		}
	}
	return failed
}

func addCounts(ctx context.Context, tx *store.Tx, of []*counted) error {
	n := len(of)
	days, terms, languages := make([]time.Time, n), make([]string, n), make([]string, n)
	searches, empty, results, last := make([]int, n), make([]int, n), make([]int, n), make([]time.Time, n)
	for i, c := range of {
		days[i], terms[i], languages[i] = c.day, c.term, c.language
		searches[i], empty[i], results[i], last[i] = c.searches, c.empty, c.results, c.last
	}
	_, err := tx.Pgx.Exec(ctx, countSQL, days, terms, languages, searches, empty, results, last)
	return err
}

// reportSQL adds the days up by term, whatever the language. ent cannot page over what it
// has added up. It is confined to the transaction's vendor, by name and by row-level
// security; $3 and $4 are the last of the page before.
const reportSQL = `select term, sum(searches)::bigint, sum(empty)::bigint, (array_agg(results order by last_at desc))[1], max(last_at)
from search_queries where vendor_id = app_vendor() and day >= $1 group by term
having (not $2 or sum(empty) = sum(searches)) and ($3::bigint is null or (-sum(searches)::bigint, term) > (-$3::bigint, $4::text))
order by 2 desc, 1 limit $5`

// countTermsSQL counts what reportSQL lists, up to $3. It is confined as that is.
const countTermsSQL = `select count(*) from (select from search_queries where vendor_id = app_vendor() and day >= $1
group by term having not $2 or sum(empty) = sum(searches) limit $3) t`

func listTerms(ctx context.Context, tx *store.Tx, since time.Time, empty bool, after *int64, term string, limit int) ([]*Term, error) {
	rows, err := tx.Pgx.Query(ctx, reportSQL, since, empty, after, term, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (*Term, error) {
		t := &Term{}
		return t, row.Scan(&t.Term, &t.Searches, &t.Empty, &t.Results, &t.LastSearchedAt)
	})
}

func countTerms(ctx context.Context, tx *store.Tx, since time.Time, empty bool, limit int) (n int, err error) {
	err = tx.Pgx.QueryRow(ctx, countTermsSQL, since, empty, limit).Scan(&n)
	return n, err
}

// suggestSQL lists what others searched for and found lately, the most frequent first. ent
// cannot order by what it has added up. It is confined as reportSQL is.
const suggestSQL = `select term from search_queries where vendor_id = app_vendor() and day >= $1 and results > 0 and term like $2 and term <> $3
group by term order by sum(searches) desc, term limit $4`

func likeTerms(ctx context.Context, tx *store.Tx, since time.Time, beginning string, limit int) ([]string, error) {
	rows, err := tx.Pgx.Query(ctx, suggestSQL, since, escapeLike(beginning)+"%", beginning, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// waitingSQL lists buildings of an index that nobody has begun, for the program; it
// returns ids and no more.
const waitingSQL = `select vendor_id, id from search_reindices where status = 'QUEUED' and created_at < $1 order by created_at limit 20`

// A waiting is a building that nobody has begun.
type waiting struct{ Vendor, ID uuid.UUID }

func (s *Service) waitingReindexes(ctx context.Context, before time.Time) ([]waiting, error) {
	rows, err := s.db.Platform.Query(ctx, waitingSQL, before)
	if err != nil {
		return nil, fmt.Errorf("find indexes to build: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[waiting])
}
