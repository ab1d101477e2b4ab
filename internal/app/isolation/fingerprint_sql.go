package isolation

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/store"
)

// fingerprint says of each table what a vendor's rows in it are. ent would need to know
// each table; the statement is confined to the one vendor and reads a scratch database.
// Rows younger than until are left out: the scene goes on making some.
func fingerprint(ctx context.Context, db *store.DB, vendor uuid.UUID, until time.Time) (map[string]string, error) {
	rows, err := db.Platform.Query(ctx, `select c.table_name::text from information_schema.columns c
		join information_schema.tables t using (table_schema, table_name)
		where c.table_schema = 'public' and c.column_name = 'vendor_id' and t.table_type = 'BASE TABLE' order by 1`)
	if err != nil {
		return nil, fmt.Errorf("list the tables of vendors: %w", err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("list the tables of vendors: %w", err)
	}
	out := make(map[string]string, len(tables))
	for _, table := range tables {
		var print string
		err := db.Platform.QueryRow(ctx, fmt.Sprintf(`select coalesce(md5(string_agg(t::text, '|' order by id)), '') from %s t
			where vendor_id = $1 and created_at <= $2`, pgx.Identifier{table}.Sanitize()), vendor, until).Scan(&print)
		if err != nil {
			return nil, fmt.Errorf("look at %s: %w", table, err)
		}
		out[table] = print
	}
	return out, nil
}
