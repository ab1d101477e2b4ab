package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"orion/ent/gen/ent"
)

// A Tx is one Postgres transaction seen from two sides: the embedded client for
// rows, and Pgx for the queue and for SQL. Use it from one goroutine.
type Tx struct {
	*ent.Client
	Pgx pgx.Tx

	afterCommit []func()
}

// AfterCommit registers work for when, and only when, the transaction has
// committed, such as dropping a cache entry.
func (tx *Tx) AfterCommit(f func()) { tx.afterCommit = append(tx.afterCommit, f) }

// Tx runs fn in a transaction of the viewer's vendor. It commits if fn returns
// nil, else rolls back.
func (db *DB) Tx(ctx context.Context, fn func(tx *Tx) error) error {
	ptx, err := db.driver.begin(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = ptx.Rollback(context.WithoutCancel(ctx)) }() // no change once committed

	tx := &Tx{Client: ent.NewClient(ent.Driver(inTx{ptx})), Pgx: ptx}
	if err := fn(tx); err != nil {
		return err
	}
	if err := ptx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	for _, f := range tx.afterCommit {
		f()
	}
	return nil
}
