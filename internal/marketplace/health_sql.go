package marketplace

// What the staff see of all vendors' imports is counted by Postgres: ent knows neither
// filters of aggregates nor the most frequent value. The statements run as the platform,
// for staff alone, and name no vendor's data but the one example of each kind of error.

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/store"
)

// importsNow counts the imports that are not over. $1 is now.
const importsNow = `
select count(*) filter (where status in ('VALIDATING', 'APPLYING')), count(*) filter (where status = 'QUEUED'),
  min(created_at) filter (where status = 'QUEUED'),
  count(*) filter (where status = 'QUEUED' and created_at < $1::timestamptz - $2::interval or status <> 'QUEUED' and updated_at < $1::timestamptz - $3::interval),
  (select count(*) from marketplace_sources where paused_at is not null),
  (select coalesce(sum(processed), 0)::bigint from marketplace_import_jobs where updated_at > $1::timestamptz - interval '1 hour' and started_at > $1::timestamptz - interval '1 hour')
from marketplace_import_jobs where status in ('QUEUED', 'VALIDATING', 'APPLYING')`

// importDays adds up the imports of $2 days from $1 on, days without any too. Ids begin with
// their time: those from $3 on are a range of the primary key.
const importDays = `
select to_char(d at time zone 'UTC', 'YYYY-MM-DD'), count(j.id), count(j.id) filter (where j.status = 'FAILED'),
  coalesce(sum(j.created) filter (where not j.dry_run), 0)::bigint, coalesce(sum(j.updated) filter (where not j.dry_run), 0)::bigint,
  coalesce(sum(j.failed), 0)::bigint
from generate_series(0, $2::int - 1) n cross join lateral (select $1::timestamptz + n * interval '24 hours' as d) day
left join marketplace_import_jobs j on j.id > $3 and j.created_at >= d and j.created_at < d + interval '24 hours'
group by d order by d`

// errorClasses are the most frequent codes of errors since the id $1, which begins with
// their time; each with the newest of them.
const errorClasses = `
select code, mode() within group (order by "column"), count(*), count(distinct vendor_id), max(id::text)::uuid
from import_row_errors where id > $1 and not warning group by code order by count(*) desc, code limit 20`

// read fills what one statement each can tell, and returns the ids of the examples.
func (h *Health) read(ctx context.Context, tx *store.Tx, now, since time.Time, days int) (examples []uuid.UUID, err error) {
	var rows int64
	err = tx.Pgx.QueryRow(ctx, importsNow, now, stuckQueued, stuckRunning).
		Scan(&h.Running, &h.Queued, &h.OldestQueuedAt, &h.Stuck, &h.PausedSources, &rows)
	if err != nil {
		return nil, fmt.Errorf("count the imports under way: %w", err)
	}
	h.RowsPerSecond = float64(rows) / time.Hour.Seconds()
	each, err := tx.Pgx.Query(ctx, importDays, since, days, firstID(since))
	if err != nil {
		return nil, fmt.Errorf("add up the days: %w", err)
	}
	h.Days, err = pgx.CollectRows(each, func(row pgx.CollectableRow) (*Day, error) {
		d := &Day{}
		return d, row.Scan(&d.Date, &d.Imports, &d.FailedImports, &d.Created, &d.Updated, &d.Failed)
	})
	if err != nil {
		return nil, fmt.Errorf("add up the days: %w", err)
	}
	classes, err := tx.Pgx.Query(ctx, errorClasses, firstID(since))
	if err != nil {
		return nil, fmt.Errorf("class the errors: %w", err)
	}
	h.ErrorClasses, err = pgx.CollectRows(classes, func(row pgx.CollectableRow) (*ErrorClass, error) {
		c, example := &ErrorClass{}, uuid.UUID{}
		err := row.Scan(&c.Code, &c.Column, &c.Count, &c.Vendors, &example)
		examples = append(examples, example)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("class the errors: %w", err)
	}
	return examples, nil
}

// firstID is the smallest UUIDv7 of an instant.
func firstID(at time.Time) (id uuid.UUID) {
	ms := at.UnixMilli()
	for i := range 6 {
		id[i] = byte(ms >> (8 * (5 - i)))
	}
	return id
}
