package marketplace

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/enum"
	"orion/internal/store"
)

// countAll counts the rows of a group under a name that Scan finds.
func countAll(*sql.Selector) string { return sql.As(sql.Count("*"), "count") }

// fresh returns the first n rows of the chunk that would be new. Ids are made in the
// order of the file. ent cannot join a temporary table. It is confined to the vendor by
// $1 and by row-level security.
func (r *run) fresh(ctx context.Context, tx *store.Tx, n int) ([]foreseen, error) {
	query := "select s.external_id, s.title from import_stage s left join marketplace_products t on" + sameKey +
		" where t.id is null order by s.id limit " + strconv.Itoa(n)
	rows, err := tx.Pgx.Query(ctx, query, r.job.VendorID, r.source.ID)
	if err != nil {
		return nil, fmt.Errorf("list what is new: %w", err)
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (foreseen, error) {
		s := foreseen{status: enum.ImportRowStatusCreated}
		err := row.Scan(&s.id, &s.title)
		return s, err
	})
	if err != nil {
		return nil, fmt.Errorf("list what is new: %w", err)
	}
	return out, nil
}

// differing returns the first n rows of the chunk that would change a product, with what
// is there and what would be. ent cannot join a temporary table. It is confined to the
// vendor by $1 and by row-level security.
func (r *run) differing(ctx context.Context, tx *store.Tx, n int) ([]foreseen, error) {
	columns := r.listed()
	args := []any{r.job.VendorID, r.source.ID}
	if len(r.header.Attributes) > 0 {
		args = append(args, r.header.Attributes)
	}
	rows, err := tx.Pgx.Query(ctx, r.differences(columns, n), args...)
	if err != nil {
		return nil, fmt.Errorf("list what changes: %w", err)
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (foreseen, error) {
		s := foreseen{status: enum.ImportRowStatusUpdated}
		var before, after []*string
		var was, becomes string
		if err := row.Scan(&s.id, &s.title, &before, &after, &was, &becomes); err != nil {
			return s, err
		}
		s.changes = compared(columns, before, after)
		if was != becomes {
			s.changes = append(s.changes, enum.Change{Field: "status", Before: &was, After: &becomes})
		}
		return s, nil
	})
	if err != nil {
		return nil, fmt.Errorf("list what changes: %w", err)
	}
	return out, nil
}

func (r *run) differences(columns []stageColumn, n int) string {
	old, fresh := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		old[i], fresh[i] = "t."+c.name+"::text", "s."+c.name+"::text"
		if c.name == "attributes" {
			fresh[i] = r.merged("s") + "::text"
		}
	}
	return "select s.external_id, s.title, array[" + strings.Join(old, ", ") + "]::text[], array[" + strings.Join(fresh, ", ") + "]::text[]," +
		" t.status, " + returned + " from import_stage s join marketplace_products t on" + sameKey +
		" where " + r.differs("s") + " order by s.id limit " + strconv.Itoa(n)
}

// insertRows keeps rows of a dry run, all in one statement: ent would send eight
// thousand parameters for a thousand. It is confined to the vendor by $1 and by
// row-level security.
const insertRows = `insert into import_rows (id, created_at, updated_at, vendor_id, job_id, record, external_id, title, status, changes)
select id, $3, $3, $1, $2, record, external_id, title, status, changes::jsonb
from unnest($4::uuid[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[]) as r (id, record, external_id, title, status, changes)`

// keepRows keeps rows of a dry run, as long as there is room for their kind.
func (r *run) keepRows(ctx context.Context, tx *store.Tx, all []foreseen) error {
	var c rowColumns
	for i := range all {
		if r.kept.rows[all[i].status]++; r.kept.rows[all[i].status] > rowsKept {
			continue
		}
		if err := c.add(&all[i]); err != nil {
			return err
		}
	}
	if len(c.id) == 0 {
		return nil
	}
	_, err := tx.Pgx.Exec(ctx, insertRows, r.job.VendorID, r.job.ID, r.clock.Now(), c.id, c.record, c.external, c.title, c.status, c.changes)
	if err != nil {
		return fmt.Errorf("keep the rows of a dry run: %w", err)
	}
	return nil
}

type rowColumns struct {
	id                      []uuid.UUID
	record                  []int64
	external, title, status []string
	changes                 []*string
}

func (c *rowColumns) add(s *foreseen) error {
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("make an id: %w", err)
	}
	var changes *string
	if len(s.changes) > 0 {
		raw, err := json.Marshal(s.changes)
		if err != nil {
			return fmt.Errorf("keep what changes: %w", err)
		}
		text := string(raw)
		changes = &text
	}
	c.id, c.record = append(c.id, id), append(c.record, int64(s.record))
	c.external, c.title = append(c.external, s.id), append(c.title, s.title)
	c.status, c.changes = append(c.status, string(s.status)), append(c.changes, changes)
	return nil
}
