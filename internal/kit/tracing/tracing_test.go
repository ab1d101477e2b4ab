package tracing_test

import (
	"bytes"
	"context"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"orion/internal/kit/tracing"
)

// recorded makes a span with options, and returns it as it would be sent.
func recorded(t *testing.T, options ...trace.SpanStartOption) (context.Context, sdktrace.ReadOnlySpan) {
	t.Helper()
	sent := tracetest.NewSpanRecorder()
	ctx, span := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(sent)).Tracer("test").Start(t.Context(), "step", options...)
	span.End()
	return ctx, sent.Ended()[0]
}

func TestWhatIsLaterLinksToWhatBeganIt(t *testing.T) {
	t.Parallel()
	require.Empty(t, tracing.Carry(t.Context()))
	ctx, first := recorded(t)
	_, later := recorded(t, tracing.Linked(tracing.Carry(ctx)))
	require.Len(t, later.Links(), 1)
	require.Equal(t, first.SpanContext().SpanID(), later.Links()[0].SpanContext.SpanID())
	require.False(t, later.Parent().IsValid(), "a neighbour, not a parent")
	require.NotEqual(t, first.SpanContext().TraceID(), later.SpanContext().TraceID())
	for _, none := range []string{"", "00-zz", "<script>"} {
		_, alone := recorded(t, tracing.Linked(none))
		require.Empty(t, alone.Links(), none)
	}
}

func TestTheLogNamesTheTrace(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	log := slog.New(tracing.Log(slog.NewTextHandler(&b, nil))).With("part", "x").WithGroup("of")
	log.InfoContext(t.Context(), "outside", "a", 1)
	require.NotContains(t, b.String(), "trace=")
	ctx, span := recorded(t)
	b.Reset()
	log.InfoContext(ctx, "inside", "a", 1)
	require.Contains(t, b.String(), "part=x of.a=1 of.trace="+span.SpanContext().TraceID().String())
}
