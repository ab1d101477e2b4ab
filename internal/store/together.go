package store

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// Together sends the statements that queue puts into a batch in one round trip and one
// implicit transaction, for the vendor of the viewer alone, and returns their results in
// order. It passes no policy of ent's: it is for statements in *_sql.go files. Close the
// results.
func (db *DB) Together(ctx context.Context, queue func(*pgx.Batch)) (pgx.BatchResults, error) {
	pool, vendor, err := db.driver.of(ctx)
	if err != nil {
		return nil, err
	}
	b := &pgx.Batch{}
	if vendor != uuid.Nil {
		b.Queue(setVendor, vendor.String())
	}
	queue(b)
	br := pool.SendBatch(ctx, b)
	if vendor != uuid.Nil {
		if _, err := br.Exec(); err != nil {
			return nil, closing(br, err)
		}
	}
	return br, nil
}
