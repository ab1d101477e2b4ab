package app

import (
	"context"
	"fmt"

	"github.com/exaring/otelpgx"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/multitracer"
	"github.com/redis/go-redis/extra/redisotel/v9"
	"github.com/redis/go-redis/v9"

	"orion/internal/kit/build"
	"orion/internal/kit/tracing"
)

// openTraces begins to tell the collector of ORION_TRACE_URL what is done; without one
// nothing is traced.
func (p *Platform) openTraces(ctx context.Context) error {
	if p.cfg.TraceURL == "" {
		return nil
	}
	provider, stop, err := tracing.Start(ctx, tracing.Options{
		URL: p.cfg.TraceURL, Share: p.cfg.TraceShare, Version: build.Current().Version, Log: p.log,
	})
	if err != nil {
		return err
	}
	p.onStop(stop)
	p.world.traces = provider
	return nil
}

// statements watches what the database is asked. The text of a statement is traced, what
// stands for its parameters is not.
func (p *Platform) statements() pgx.QueryTracer {
	counted := newRoundTrips(p.metrics)
	if p.world.traces == nil {
		return multitracer.New(counted, patience{})
	}
	return multitracer.New(counted, patience{}, otelpgx.NewTracer(otelpgx.WithTracerProvider(p.world.traces), otelpgx.WithTrimSQLInSpanName(),
		otelpgx.WithDisableAcquireTracer(), otelpgx.WithDisableConnectionDetailsInAttributes()))
}

// traceRedis makes a span of each command, without its arguments.
func (p *Platform) traceRedis(client *redis.Client) error {
	if p.world.traces == nil {
		return nil
	}
	err := redisotel.InstrumentTracing(client, redisotel.WithTracerProvider(p.world.traces), redisotel.WithDBStatement(false), redisotel.WithCallerEnabled(false))
	if err != nil {
		return fmt.Errorf("trace redis: %w", err)
	}
	return nil
}
