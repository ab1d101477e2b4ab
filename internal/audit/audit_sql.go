package audit

// The verification of chains is SQL: it compares what the database computes, over tables
// that ent knows no relation of, and must not carry a million entries here. It runs as the
// platform, in a transaction that Verify began for nothing else, and shows no vendor
// anything.

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// allChains lists every chain that has a seal, an end or an entry.
const allChains = `
SELECT c.id, coalesce(v.slug, '') FROM (
  SELECT id FROM audit_heads UNION SELECT DISTINCT chain FROM audit_seals UNION SELECT DISTINCT audit_chain(vendor_id) FROM audit_entries
) AS c LEFT JOIN vendors v ON v.id = c.id ORDER BY v.slug NULLS FIRST`

// chainEnd reads where a chain ends ($1).
const chainEnd = "SELECT sequence, hash FROM audit_heads WHERE id = $1"

// sealSlice computes the next seals of a chain ($1) after one ($2 its number, $3 its hash)
// and returns those that are wrong, and the last of the slice, which says how many it has.
const sealSlice = `
WITH slice AS (SELECT id, sequence, hash FROM audit_seals WHERE chain = $1 AND sequence > $2 ORDER BY sequence LIMIT 20000),
verified AS (
  SELECT s.id, s.sequence, s.hash, CASE
      WHEN s.sequence <> lag(s.sequence, 1, $2) OVER w + 1 THEN 'gap'
      WHEN e.id IS NULL THEN 'missing'
      WHEN s.hash <> audit_digest(lag(s.hash, 1, $3) OVER w, to_jsonb(e)) THEN 'edited'
    END AS fault, row_number() OVER w AS n, count(*) OVER () AS all_of
  FROM slice s LEFT JOIN audit_entries e ON e.id = s.id WINDOW w AS (ORDER BY s.sequence)
)
SELECT id, sequence, hash, coalesce(fault, ''), all_of, n = all_of FROM verified WHERE fault IS NOT NULL OR n = all_of ORDER BY sequence`

// looseEntries are those of a chain without a seal.
const looseEntries = `
SELECT e.id FROM audit_entries e WHERE (e.vendor_id = $1 OR $1 = '00000000-0000-0000-0000-000000000000' AND e.vendor_id IS NULL)
  AND NOT EXISTS (SELECT FROM audit_seals s WHERE s.id = e.id) ORDER BY e.id`

// A seal is a place in a chain.
type seal struct {
	sequence int64
	hash     []byte
}

// slice verifies the seals after one and returns the last of them, and how many there are.
func (r *Report) slice(ctx context.Context, tx pgx.Tx, chain uuid.UUID, after seal) (last seal, n int64, err error) {
	rows, err := tx.Query(ctx, sealSlice, chain, after.sequence, after.hash)
	if err != nil {
		return seal{}, 0, fmt.Errorf("read its seals: %w", err)
	}
	var id uuid.UUID
	var s seal
	var fault Fault
	var end bool
	_, err = pgx.ForEachRow(rows, []any{&id, &s.sequence, &s.hash, &fault, &n, &end}, func() error {
		switch fault {
		case "":
		case FaultGap:
			r.add(Finding{Chain: chain, Sequence: s.sequence, Fault: fault})
		default:
			r.add(Finding{Chain: chain, Sequence: s.sequence, Entry: id, Fault: fault})
		}
		if end {
			last = seal{s.sequence, append([]byte{}, s.hash...)}
		}
		return nil
	})
	if err != nil {
		return seal{}, 0, fmt.Errorf("read its seals: %w", err)
	}
	return last, n, nil
}

// loose finds the entries of a chain that were never sealed.
func (r *Report) loose(ctx context.Context, tx pgx.Tx, chain uuid.UUID) error {
	rows, err := tx.Query(ctx, looseEntries, chain)
	if err != nil {
		return fmt.Errorf("look for entries without a seal: %w", err)
	}
	var id uuid.UUID
	if _, err := pgx.ForEachRow(rows, []any{&id}, func() error {
		r.add(Finding{Chain: chain, Entry: id, Fault: FaultUnsealed})
		return nil
	}); err != nil {
		return fmt.Errorf("look for entries without a seal: %w", err)
	}
	return nil
}
