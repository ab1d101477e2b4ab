package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/privacy"
	"orion/internal/kit/errs"
)

// Violates reports whether err is the violation of the named constraint or index.
func Violates(err error, constraint string) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pg.ConstraintName == constraint
}

// Public returns what a caller may be told of err. What the viewer may not see
// does not exist for them, so a denied read is NotFound.
func Public(err error) *errs.Error {
	if e, ok := errors.AsType[*errs.Error](err); ok {
		return e
	}
	switch {
	case ent.IsNotFound(err), errors.Is(err, pgx.ErrNoRows), errors.Is(err, privacy.Deny):
		return errs.Wrap(err, errs.NotFound, "not found")
	case errors.Is(err, context.DeadlineExceeded):
		return errs.Wrap(err, errs.Unavailable, "that took too long")
	case errors.Is(err, context.Canceled):
		return errs.Wrap(err, errs.Unavailable, "the request was given up")
	case unreachable(err):
		return errs.Wrap(err, errs.Unavailable, "the database cannot be reached; try again")
	}
	return errs.Wrap(err, errs.Internal, "internal error")
}

// unreachable tells a database that is away from one that refuses a statement.
func unreachable(err error) bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	pg, ok := errors.AsType[*pgconn.PgError](err)
	// class 57P: shutting down or starting up; 53300: too many connections
	return ok && (pg.Code[:3] == "57P" || pg.Code == "53300")
}
