package backup

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"

	"orion/internal/store"
)

// What is counted here is counted for all vendors at once, in the very snapshot that is
// dumped or in a database that only holds a backup: ent knows neither.

// allTables lists the tables of the platform and of its queue.
const allTables = `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname),
  EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'vendor_id' AND NOT a.attisdropped)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('public', 'river') AND c.relkind IN ('r', 'p') ORDER BY 1`

// sameText has rows written alike on every server.
const sameText = `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1`

// begin opens a transaction that sees one moment of the database, as the role of backups.
func begin(ctx context.Context, conn *pgx.Conn) (pgx.Tx, error) {
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	for _, statement := range []string{"SET LOCAL ROLE " + store.RoleBackup, "SET LOCAL statement_timeout = 0", "SET LOCAL idle_in_transaction_session_timeout = 0"} {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return nil, fmt.Errorf("begin: %w", err)
		}
	}
	for statement := range strings.SplitSeq(sameText, ";") {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return nil, fmt.Errorf("begin: %w", err)
		}
	}
	return tx, nil
}

// export makes the transaction's snapshot known to pg_dump.
func export(ctx context.Context, tx pgx.Tx) (snapshot string, err error) {
	if err := tx.QueryRow(ctx, "SELECT pg_export_snapshot()").Scan(&snapshot); err != nil {
		return "", fmt.Errorf("name the snapshot: %w", err)
	}
	return snapshot, nil
}

// schemaOf is the last migration that the database has taken.
func schemaOf(ctx context.Context, tx pgx.Tx) (version string, err error) {
	err = tx.QueryRow(ctx, "SELECT max(version_id)::text FROM public.goose_db_version WHERE is_applied").Scan(&version)
	if err != nil {
		return "", fmt.Errorf("read the state of migrations: %w", err)
	}
	return version, nil
}

// count counts every table, and what of all tables is each vendor's.
func count(ctx context.Context, tx pgx.Tx) (tables, vendors []Table, err error) {
	type found struct {
		Name  string
		Owned bool
	}
	rows, err := tx.Query(ctx, allTables)
	if err != nil {
		return nil, nil, fmt.Errorf("list the tables: %w", err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[found])
	if err != nil {
		return nil, nil, fmt.Errorf("list the tables: %w", err)
	}
	by := map[string]*tally{}
	for _, t := range all {
		sum, err := countTable(ctx, tx, t.Name, t.Owned, by)
		if err != nil {
			return nil, nil, fmt.Errorf("count %s: %w", t.Name, err)
		}
		tables = append(tables, sum.table(t.Name))
	}
	for _, id := range slices.Sorted(maps.Keys(by)) {
		vendors = append(vendors, by[id].table(id))
	}
	return tables, vendors, nil
}

// A tally adds up rows.
type tally struct {
	rows int64
	sum  decimal.Decimal
}

func (t *tally) add(rows int64, sum decimal.Decimal) {
	t.rows += rows
	t.sum = t.sum.Add(sum)
}

func (t *tally) table(name string) Table {
	return Table{Name: name, Rows: t.rows, Checksum: t.sum.String()}
}

// countTable counts a table by its vendors. The sum of the rows' hashes is the same in
// whatever order they lie.
func countTable(ctx context.Context, tx pgx.Tx, name string, owned bool, by map[string]*tally) (*tally, error) {
	group := "''"
	if owned {
		group = "coalesce(t.vendor_id::text, '')"
	}
	rows, err := tx.Query(ctx, fmt.Sprintf("SELECT %s, count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM %s AS t GROUP BY 1", group, name))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	whole := &tally{}
	for rows.Next() {
		var vendor, text string
		var n int64
		if err := rows.Scan(&vendor, &n, &text); err != nil {
			return nil, err
		}
		sum, err := decimal.NewFromString(text)
		if err != nil {
			return nil, err
		}
		whole.add(n, sum)
		if vendor != "" {
			if by[vendor] == nil {
				by[vendor] = &tally{}
			}
			by[vendor].add(n, sum)
		}
	}
	return whole, rows.Err()
}
