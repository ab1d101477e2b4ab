package backup

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// These statements are about databases as a whole, as their owner; no row of a vendor is read.

// inUse reports whether a database holds vendors or processes of the program use it.
func inUse(ctx context.Context, conn *pgx.Conn) (bool, error) {
	var there bool
	if err := conn.QueryRow(ctx, "SELECT to_regclass('public.vendors') IS NOT NULL").Scan(&there); err != nil {
		return false, fmt.Errorf("look into the database: %w", err)
	}
	const sessions = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name IN ('orion_app', 'orion_platform')`
	var n int
	if err := conn.QueryRow(ctx, sessions).Scan(&n); err != nil {
		return false, fmt.Errorf("look who uses the database: %w", err)
	}
	if n > 0 || !there {
		return n > 0, nil
	}
	// The owner is behind the wall as everybody is, but for the role that backups read as.
	tx, err := begin(ctx, conn)
	if err != nil {
		return false, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // it has read only
	var live bool
	if err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT FROM vendors)").Scan(&live); err != nil {
		return false, fmt.Errorf("look into the database: %w", err)
	}
	return live, nil
}

// disconnect cuts off the processes that use a database.
func disconnect(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'orion_%'`)
	if err != nil {
		return fmt.Errorf("disconnect the program: %w", err)
	}
	return nil
}

func createDatabase(ctx context.Context, conn *pgx.Conn, name string) error {
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()+" TEMPLATE template0"); err != nil {
		return fmt.Errorf("make a database to restore into: %w", err)
	}
	return nil
}

func dropDatabase(ctx context.Context, conn *pgx.Conn, name string) error {
	if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("drop the database that was restored into: %w", err)
	}
	return nil
}
