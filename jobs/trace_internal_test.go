package jobs

import (
	"context"
	"testing"

	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

func TestJobsRememberTheTraceTheyWereQueuedIn(t *testing.T) {
	t.Parallel()
	ctx, span := sdktrace.NewTracerProvider().Tracer("test").Start(t.Context(), "request")
	defer span.End()
	for name, tc := range map[string]struct {
		ctx      context.Context
		metadata string
		want     string
	}{
		"outside a trace":  {t.Context(), `{"a":1}`, `{"a":1}`},
		"nothing noted":    {ctx, ``, `{"traceparent":"00-` + span.SpanContext().TraceID().String() + `-` + span.SpanContext().SpanID().String() + `-01"}`},
		"beside the other": {ctx, `{"a":1}`, `{"a":1,"traceparent":"00-` + span.SpanContext().TraceID().String() + `-` + span.SpanContext().SpanID().String() + `-01"}`},
	} {
		job := &rivertype.JobInsertParams{Metadata: []byte(tc.metadata)}
		_, err := carrier{}.InsertMany(tc.ctx, []*rivertype.JobInsertParams{job}, func(context.Context) ([]*rivertype.JobInsertResult, error) { return nil, nil })
		require.NoError(t, err, name)
		require.JSONEq(t, tc.want, string(job.Metadata), name)
	}
	require.Empty(t, QueuedIn(&rivertype.JobRow{Metadata: []byte(`[]`)}))
	require.Equal(t, "x", QueuedIn(&rivertype.JobRow{Metadata: []byte(`{"traceparent":"x"}`)}))
}
