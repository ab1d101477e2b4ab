package pgdev

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strconv"

	"github.com/jackc/pgx/v5"
)

const superuser = "postgres"

// ensureDatabase makes the database if it is missing and returns its address. It
// speaks to the server itself, before there are tables or vendors.
func ensureDatabase(ctx context.Context, password string, port int, name string) (string, error) {
	at := url.URL{
		Scheme: "postgres", User: url.UserPassword(superuser, password),
		Host: "127.0.0.1:" + strconv.Itoa(port), Path: "/" + superuser, RawQuery: "sslmode=disable",
	}
	name = cmp.Or(name, superuser)
	conn, err := pgx.Connect(ctx, at.String())
	if err != nil {
		return "", fmt.Errorf("sign in to the database: %w", err)
	}
	defer conn.Close(ctx)
	var there bool
	if err := conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", name).Scan(&there); err != nil {
		return "", fmt.Errorf("look for database %s: %w", name, err)
	}
	if !there {
		if _, err := conn.Exec(ctx, "create database "+pgx.Identifier{name}.Sanitize()); err != nil {
			return "", fmt.Errorf("make database %s: %w", name, err)
		}
	}
	at.Path = "/" + name
	return at.String(), nil
}
