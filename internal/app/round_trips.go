package app

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"

	"orion/internal/viewer"
)

// roundTrips counts how often the program asks the database, apart for requests and for
// what it does by itself. A batch is one, since its answers come together. It is the tracer
// of the store.
type roundTrips struct{ request, itself prometheus.Counter }

func newRoundTrips(to prometheus.Registerer) *roundTrips {
	all := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "orion_database_round_trips_total",
		Help: "How often the database was asked, by what for: a request, or the program itself. A batch of statements is one.",
	}, []string{"for"})
	to.MustRegister(all)
	return &roundTrips{request: all.WithLabelValues("request"), itself: all.WithLabelValues("itself")}
}

var _ interface {
	pgx.QueryTracer
	pgx.BatchTracer
	pgx.PrepareTracer
	pgx.CopyFromTracer
} = (*roundTrips)(nil)

// count goes by the request in the context, which what is left for later does not have.
func (t *roundTrips) count(ctx context.Context) {
	if viewer.RequestFrom(ctx).ID == "" {
		t.itself.Inc()
		return
	}
	t.request.Inc()
}

// TraceQueryStart implements pgx.QueryTracer.
func (t *roundTrips) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	t.count(ctx)
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (*roundTrips) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// TraceBatchStart implements pgx.BatchTracer.
func (t *roundTrips) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	t.count(ctx)
	return ctx
}

// TraceBatchQuery implements pgx.BatchTracer.
func (*roundTrips) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

// TraceBatchEnd implements pgx.BatchTracer.
func (*roundTrips) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// TracePrepareStart implements pgx.PrepareTracer.
func (*roundTrips) TracePrepareStart(ctx context.Context, _ *pgx.Conn, _ pgx.TracePrepareStartData) context.Context {
	return ctx
}

// TracePrepareEnd implements pgx.PrepareTracer. What a connection knows already is not
// asked for.
func (t *roundTrips) TracePrepareEnd(ctx context.Context, _ *pgx.Conn, d pgx.TracePrepareEndData) {
	if !d.AlreadyPrepared {
		t.count(ctx)
	}
}

// TraceCopyFromStart implements pgx.CopyFromTracer.
func (t *roundTrips) TraceCopyFromStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceCopyFromStartData) context.Context {
	t.count(ctx)
	return ctx
}

// TraceCopyFromEnd implements pgx.CopyFromTracer.
func (*roundTrips) TraceCopyFromEnd(context.Context, *pgx.Conn, pgx.TraceCopyFromEndData) {}
