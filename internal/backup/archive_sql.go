package backup

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/kit/publicid"
)

// Rows of any table are read and written as JSON here, which ent's typed queries cannot. What
// is read is confined to the vendor by row-level security, what is written by the vendor
// that stands in every row.

// beginFor opens a transaction that sees one moment of one vendor.
func (s *Service) beginFor(ctx context.Context, vendor uuid.UUID) (pgx.Tx, error) {
	tx, err := s.db.App.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	for _, statement := range append(strings.Split(sameText, ";"), "SET LOCAL statement_timeout = 0") {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return nil, fmt.Errorf("begin: %w", err)
		}
	}
	if _, err := tx.Exec(ctx, "SELECT set_config('app.vendor_id', $1, true)", vendor.String()); err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	return tx, nil
}

func (p part) from() string {
	if p.where == "" {
		return "FROM " + p.table + " AS t"
	}
	return "FROM " + p.table + " AS t WHERE " + p.where
}

// eachID names the rows of a part in the order in which they are written.
func (p part) eachID(ctx context.Context, tx pgx.Tx, a *aliases) error {
	columns := append([]string{"id"}, p.random...)
	rows, err := tx.Query(ctx, "SELECT "+strings.Join(columns, ", ")+" "+p.from()+" ORDER BY id")
	if err != nil {
		return fmt.Errorf("read %s: %w", p.table, err)
	}
	defer rows.Close()
	for n := 0; rows.Next(); n++ {
		ids, into := make([]uuid.UUID, len(columns)), make([]any, len(columns))
		for i := range ids {
			into[i] = &ids[i]
		}
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("read %s: %w", p.table, err)
		}
		for i, id := range ids {
			a.name(p.kind(columns[i]), n, id, p.called(columns[i]))
		}
	}
	return rows.Err()
}

// kind is what the ids of a column are called in aliases.
func (p part) kind(column string) string {
	if column == "id" {
		return p.table
	}
	return p.table + "." + column
}

// called is what the graph calls a row by the id of a column: a cart by its token.
func (p part) called(column string) publicid.Kind {
	if (p.public == "Cart") != (column == "token") {
		return ""
	}
	return p.public
}

// eachRow hands the rows of a part to keep, as JSON whose keys are in order.
func (p part) eachRow(ctx context.Context, tx pgx.Tx, keep func(json.RawMessage) error) error {
	rows, err := tx.Query(ctx, "SELECT to_jsonb(t) - $1::text[] "+p.from()+" ORDER BY id", append([]string{"vendor_id"}, p.without...))
	if err != nil {
		return fmt.Errorf("read %s: %w", p.table, err)
	}
	defer rows.Close()
	for rows.Next() {
		var raw []byte
		if err := rows.Scan(&raw); err != nil {
			return fmt.Errorf("read %s: %w", p.table, err)
		}
		if err := keep(raw); err != nil {
			return err
		}
	}
	return rows.Err()
}

// profileOf reads what of a vendor itself is kept.
func profileOf(ctx context.Context, tx pgx.Tx) (raw []byte, err error) {
	const vendor = `SELECT jsonb_object_agg(key, value) FROM vendors AS v, jsonb_each(to_jsonb(v)) WHERE key = ANY ($1::text[])`
	if err := tx.QueryRow(ctx, vendor, profile).Scan(&raw); err != nil {
		return nil, fmt.Errorf("read the vendor: %w", err)
	}
	return raw, nil
}

// born are the rows that every vendor is born with; those of the archive take their place.
var born = []string{"delivery_methods", "delivery_zones", "payment_methods", "marketplace_sources", "counters"}

func clearBorn(ctx context.Context, tx pgx.Tx, vendor uuid.UUID) error {
	for _, table := range born {
		if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE vendor_id = $1", vendor); err != nil {
			return fmt.Errorf("clear %s: %w", table, err)
		}
	}
	return nil
}

// insert writes rows of a part, an array of JSON. Prices that the database noted as the
// variants came in give way to those of the archive.
func (p part) insert(ctx context.Context, tx pgx.Tx, vendor uuid.UUID, rows json.RawMessage) error {
	statement := fmt.Sprintf("INSERT INTO %[1]s SELECT (jsonb_populate_record(NULL::%[1]s, r || jsonb_build_object('vendor_id', $2::uuid))).* FROM jsonb_array_elements($1::jsonb) AS r", p.table)
	if _, err := tx.Exec(ctx, statement, rows, vendor); err != nil {
		return fmt.Errorf("write %s: %w", p.table, err)
	}
	if p.table != "product_variants" {
		return nil
	}
	if _, err := tx.Exec(ctx, "DELETE FROM price_changes WHERE vendor_id = $1", vendor); err != nil {
		return fmt.Errorf("clear price_changes: %w", err)
	}
	return nil
}

// updateProfile gives a new vendor the profile of an archive.
func updateProfile(ctx context.Context, tx pgx.Tx, vendor uuid.UUID, raw json.RawMessage) error {
	columns := strings.Join(profile, ", ")
	statement := fmt.Sprintf("UPDATE vendors SET (%[1]s) = (SELECT %[1]s FROM jsonb_populate_record(NULL::vendors, $1::jsonb)) WHERE id = $2", columns)
	if _, err := tx.Exec(ctx, statement, raw, vendor); err != nil {
		return fmt.Errorf("write the vendor: %w", err)
	}
	return nil
}
