// Package tracing tells a collector what the program did for a request or a job, step by
// step, and how long each step took (OpenTelemetry).
//
// Spans hold routes, names of operations, texts of statements and kinds of jobs; never a
// path, a query, a variable, an argument or a key, which may be somebody's secret.
package tracing

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.37.0"
	"go.opentelemetry.io/otel/trace"
)

// Options say where traces go.
type Options struct {
	// URL is a collector that takes OTLP over HTTP, such as http://localhost:4318.
	URL string
	// Share of the traces is sent, 0 to 1.
	Share float64
	// Version is that of the program.
	Version string
	// Log hears of spans that could not be sent.
	Log *slog.Logger
}

// Provider makes tracers. A nil one traces nothing.
type Provider = trace.TracerProvider

// Start returns what makes tracers, and what sends the last spans and ends. A collector that
// is away costs spans and nothing else: they are sent in the background, at most 2,048 wait.
func Start(ctx context.Context, o Options) (Provider, func(context.Context) error, error) {
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(strings.TrimSuffix(o.URL, "/")+"/v1/traces"))
	if err != nil {
		return nil, nil, fmt.Errorf("open the collector of traces: %w", err)
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { o.Log.Warn("traces are not sent", slog.Any("error", err)) }))
	p := sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(exporter),
		sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.TraceIDRatioBased(o.Share))),
		sdktrace.WithResource(resource.NewSchemaless(semconv.ServiceName("orion"), semconv.ServiceVersion(o.Version))),
	)
	return p, p.Shutdown, nil
}

var format propagation.TraceContext

// Carry writes the trace that ctx belongs to in the form of the W3C's traceparent; "" where
// it belongs to none.
func Carry(ctx context.Context) string {
	to := propagation.MapCarrier{}
	format.Inject(ctx, to)
	return to["traceparent"]
}

// Linked is a link to the trace that a traceparent names, as an option of a new span. Whoever
// sent it does not decide what we keep: what it names is a neighbour, not a parent.
func Linked(traceparent string) trace.SpanStartOption {
	at := trace.SpanContextFromContext(format.Extract(context.Background(), propagation.MapCarrier{"traceparent": traceparent}))
	if !at.IsValid() {
		return trace.WithLinks()
	}
	return trace.WithLinks(trace.Link{SpanContext: at})
}
