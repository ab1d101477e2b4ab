package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5"
)

// scratch makes an empty database on the server of a URL, whose user must be allowed to,
// and returns its URL and what drops it. ent does not make databases; the statement
// touches nobody's rows.
func scratch(ctx context.Context, at string) (own string, drop func(context.Context) error, err error) {
	name := scratchName()
	if err := onServer(ctx, at, "create database "+pgx.Identifier{name}.Sanitize()); err != nil {
		return "", nil, &trouble{what: []string{"make a scratch database: " + err.Error()}, remedy: "let the user of ORION_DATABASE_URL create databases: alter role … createdb"}
	}
	return withDatabase(at, name), func(ctx context.Context) error {
		return onServer(ctx, at, "drop database "+pgx.Identifier{name}.Sanitize()+" with (force)")
	}, nil
}

// onServer runs one statement on a connection of its own.
func onServer(ctx context.Context, at, statement string) error {
	conn, err := pgx.Connect(ctx, at)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// withDatabase is a URL, or a line of settings, with another database.
func withDatabase(at, name string) string {
	if u, err := url.Parse(at); err == nil && strings.HasPrefix(u.Scheme, "postgres") {
		u.Path = "/" + name
		return u.String()
	}
	return at + " dbname=" + name
}
