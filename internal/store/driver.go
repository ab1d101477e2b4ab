package store

import (
	"context"
	stdsql "database/sql"
	"errors"
	"fmt"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"orion/internal/kit/errs"
	"orion/internal/viewer"
)

// setVendor names the vendor to row-level security, for this transaction alone.
const setVendor = "select set_config('app.vendor_id', $1, true)"

// driver is ent's driver straight over pgx. A statement for a vendor runs together
// with setVendor in one pipeline, that is in one round trip and one implicit
// transaction: the vendor is gone at its end, so nothing can leak to the next user
// of the connection. The platform's statements run on its own pool and role.
type driver struct {
	app, platform *pgxpool.Pool
}

// Dialect implements dialect.Driver.
func (*driver) Dialect() string { return dialect.Postgres }

// Close implements dialect.Driver. The pools belong to DB.
func (*driver) Close() error { return nil }

// of says where the viewer's statements run: on which pool, and for which vendor.
func (d *driver) of(ctx context.Context) (pool *pgxpool.Pool, vendor uuid.UUID, err error) {
	v := viewer.From(ctx)
	switch {
	case v == nil:
		return nil, uuid.Nil, errs.New(errs.Unauthenticated, "sign in first")
	case v.Platform():
		return d.platform, uuid.Nil, nil
	case v.VendorID == uuid.Nil:
		return nil, uuid.Nil, errs.New(errs.Forbidden, "you may not do that")
	}
	return d.app, v.VendorID, nil
}

// Query implements dialect.Driver.
func (d *driver) Query(ctx context.Context, query string, args, v any) error {
	dst, ok := v.(*sql.Rows)
	if !ok {
		return fmt.Errorf("store: want *sql.Rows, got %T", v)
	}
	pool, vendor, err := d.of(ctx)
	if err != nil {
		return err
	}
	argv, _ := args.([]any)
	if vendor == uuid.Nil {
		r, err := pool.Query(ctx, query, argv...)
		if err != nil {
			return err
		}
		dst.ColumnScanner = &rows{Rows: r}
		return nil
	}
	br := pool.SendBatch(ctx, forVendor(vendor, query, argv))
	if _, err := br.Exec(); err != nil {
		return closing(br, err)
	}
	r, err := br.Query()
	if err != nil {
		return closing(br, err)
	}
	dst.ColumnScanner = &rows{Rows: r, batch: br}
	return nil
}

// Exec implements dialect.Driver.
func (d *driver) Exec(ctx context.Context, query string, args, v any) error {
	pool, vendor, err := d.of(ctx)
	if err != nil {
		return err
	}
	argv, _ := args.([]any)
	if vendor == uuid.Nil {
		tag, err := pool.Exec(ctx, query, argv...)
		return setResult(v, tag, err)
	}
	br := pool.SendBatch(ctx, forVendor(vendor, query, argv))
	_, err = br.Exec()
	var tag pgconn.CommandTag
	if err == nil {
		tag, err = br.Exec()
	}
	return setResult(v, tag, closing(br, err))
}

// Tx implements dialect.Driver, for ent's own use: it changes one row in two
// statements. A service begins with DB.Tx, which serves the queue too.
func (d *driver) Tx(ctx context.Context) (dialect.Tx, error) {
	tx, err := d.begin(ctx)
	if err != nil {
		return nil, err
	}
	return &ownTx{inTx: inTx{tx}, ctx: ctx}, nil
}

// ownTx is a transaction that ent began and ends itself.
type ownTx struct {
	inTx
	ctx context.Context
}

// Commit implements driver.Tx.
func (t *ownTx) Commit() error { return t.tx.Commit(t.ctx) }

// Rollback implements driver.Tx.
func (t *ownTx) Rollback() error { return t.tx.Rollback(context.WithoutCancel(t.ctx)) }

// begin opens a transaction and names the vendor in one round trip.
func (d *driver) begin(ctx context.Context) (pgx.Tx, error) {
	pool, vendor, err := d.of(ctx)
	if err != nil {
		return nil, err
	}
	b := &pgx.Batch{}
	b.BeginTx(pgx.TxOptions{})
	if vendor != uuid.Nil {
		b.Queue(setVendor, vendor.String())
	}
	br := pool.SendBatch(ctx, b)
	if err := br.Close(); err != nil {
		if tx := br.Tx(); tx != nil { // it holds the connection, which would be lost to the pool
			_ = tx.Rollback(context.WithoutCancel(ctx))
		}
		return nil, err
	}
	return br.Tx(), nil
}

func forVendor(vendor uuid.UUID, query string, args []any) *pgx.Batch {
	b := &pgx.Batch{}
	b.Queue(setVendor, vendor.String())
	b.Queue(query, args...)
	return b
}

// closing ends a batch and keeps the first error; Close repeats it.
func closing(br pgx.BatchResults, err error) error {
	if closed := br.Close(); err == nil {
		err = closed
	}
	return err
}

// inTx is the driver within a transaction. It opens none of its own, which
// Postgres would accept with a warning and then commit too early.
type inTx struct{ tx pgx.Tx }

// Dialect implements dialect.Driver.
func (inTx) Dialect() string { return dialect.Postgres }

// Close implements dialect.Driver.
func (inTx) Close() error { return nil }

// Tx implements dialect.Driver.
func (d inTx) Tx(context.Context) (dialect.Tx, error) { return dialect.NopTx(d), nil }

// Query implements dialect.Driver.
func (d inTx) Query(ctx context.Context, query string, args, v any) error {
	dst, ok := v.(*sql.Rows)
	if !ok {
		return fmt.Errorf("store: want *sql.Rows, got %T", v)
	}
	argv, _ := args.([]any)
	r, err := d.tx.Query(ctx, query, argv...)
	if err != nil {
		return err
	}
	dst.ColumnScanner = &rows{Rows: r}
	return nil
}

// Exec implements dialect.Driver.
func (d inTx) Exec(ctx context.Context, query string, args, v any) error {
	argv, _ := args.([]any)
	tag, err := d.tx.Exec(ctx, query, argv...)
	return setResult(v, tag, err)
}

func setResult(v any, tag pgconn.CommandTag, err error) error {
	if err != nil {
		return err
	}
	if r, ok := v.(*stdsql.Result); ok && r != nil {
		*r = result(tag.RowsAffected())
	}
	return nil
}

type result int64

// LastInsertId implements sql.Result.
func (result) LastInsertId() (int64, error) { return 0, errors.New("store: no LastInsertId") }

// RowsAffected implements sql.Result.
func (r result) RowsAffected() (int64, error) { return int64(r), nil }
