package app

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"orion/internal/viewer"
)

const (
	// turnTime is how long a request waits for a connection to the database: who finds none is
	// told to come again, for a queue of minutes helps nobody.
	turnTime = time.Second
	// answerTime is how long a request waits for one answer of the database. With turnTime it
	// makes five seconds, after which a database that says nothing at all counts as gone.
	answerTime = 4 * time.Second
	// wallTime is the most that operations and pages may take. What may take longer, such as a
	// feed that is read while it is written, waits as long as it may.
	wallTime = 10 * time.Second
)

// patience bounds how long requests wait for the database. Jobs wait: nobody waits for them. It
// is a tracer, for these are asked before each step and say in which context it is done.
type patience struct{}

var _ interface {
	pgx.QueryTracer
	pgx.BatchTracer
	pgxpool.AcquireTracer
} = patience{}

// stopKey is where the context of a step has what ends its time.
type stopKey struct{}

// within returns a context that ends after d, where a request that is to end soon waits.
func within(ctx context.Context, d time.Duration) context.Context {
	end, bounded := ctx.Deadline()
	if viewer.RequestFrom(ctx).ID == "" || !bounded || time.Until(end) > wallTime {
		// A connection is made in the context of who waits for it, whom its steps must not end.
		return context.WithValue(ctx, stopKey{}, context.CancelFunc(func() {}))
	}
	timed, stop := context.WithTimeout(ctx, d)
	return context.WithValue(timed, stopKey{}, stop)
}

// over gives back what within has taken.
func over(ctx context.Context) {
	if stop, ok := ctx.Value(stopKey{}).(context.CancelFunc); ok {
		stop()
	}
}

// TraceAcquireStart implements pgxpool.AcquireTracer.
func (patience) TraceAcquireStart(ctx context.Context, _ *pgxpool.Pool, _ pgxpool.TraceAcquireStartData) context.Context {
	return within(ctx, turnTime)
}

// TraceAcquireEnd implements pgxpool.AcquireTracer.
func (patience) TraceAcquireEnd(ctx context.Context, _ *pgxpool.Pool, _ pgxpool.TraceAcquireEndData) {
	over(ctx)
}

// TraceQueryStart implements pgx.QueryTracer.
func (patience) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return within(ctx, answerTime)
}

// TraceQueryEnd implements pgx.QueryTracer.
func (patience) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) { over(ctx) }

// TraceBatchStart implements pgx.BatchTracer.
func (patience) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return within(ctx, answerTime)
}

// TraceBatchQuery implements pgx.BatchTracer.
func (patience) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

// TraceBatchEnd implements pgx.BatchTracer.
func (patience) TraceBatchEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchEndData) { over(ctx) }
