package search

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/store"
)

// The statements on the changes that wait. ent has no advisory locks, and would read whole
// rows. All but behindSQL run in a transaction of one vendor, which row-level security
// confines them to; behindSQL returns nothing but the ids of vendors, for the program.
const (
	lockSQL    = `select pg_advisory_xact_lock(hashtextextended('search:' || app_vendor()::text, 0))`
	changesSQL = `select id, product_id from search_changes where vendor_id = app_vendor() order by created_at, id limit $1 offset $2`
	forgetSQL  = `delete from search_changes where vendor_id = app_vendor() and id = any($1)`
	pendingSQL = `select count(distinct product_id) from search_changes where vendor_id = app_vendor()`
	behindSQL  = `select distinct vendor_id from search_changes`
)

// lock makes whoever writes a vendor's index the only one, in whatever process.
func lock(ctx context.Context, tx *store.Tx) error {
	if _, err := tx.Pgx.Exec(ctx, lockSQL); err != nil {
		return fmt.Errorf("lock the index: %w", err)
	}
	return nil
}

func changesOf(ctx context.Context, tx *store.Tx, from int) (changes, products []uuid.UUID, err error) {
	rows, err := tx.Pgx.Query(ctx, changesSQL, atOnce, from)
	if err != nil {
		return nil, nil, fmt.Errorf("read changes: %w", err)
	}
	var change, product uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&change, &product}, func() error {
		changes, products = append(changes, change), append(products, product)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read changes: %w", err)
	}
	return changes, products, nil
}

func forget(ctx context.Context, tx *store.Tx, changes []uuid.UUID) error {
	if _, err := tx.Pgx.Exec(ctx, forgetSQL, changes); err != nil {
		return fmt.Errorf("forget changes: %w", err)
	}
	return nil
}

func pending(ctx context.Context, tx *store.Tx) (n int, err error) {
	if err := tx.Pgx.QueryRow(ctx, pendingSQL).Scan(&n); err != nil {
		return 0, fmt.Errorf("count changes: %w", err)
	}
	return n, nil
}

// behind returns the vendors whose changes wait.
func (s *Service) behind(ctx context.Context) ([]uuid.UUID, error) {
	rows, err := s.db.Platform.Query(ctx, behindSQL)
	if err != nil {
		return nil, fmt.Errorf("find whose changes wait: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}
