package worker

import (
	"context"

	"github.com/riverqueue/river/rivertype"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"orion/internal/kit/tracing"
	"orion/jobs"
)

// traced makes a span of each try of a job, linked to the trace that queued it.
type traced struct{ tracer trace.Tracer }

// IsMiddleware implements rivertype.Middleware.
func (traced) IsMiddleware() bool { return true }

// Work implements rivertype.WorkerMiddleware. What an error says is in the log: it may name
// somebody.
func (t traced) Work(ctx context.Context, job *rivertype.JobRow, do func(context.Context) error) error {
	ctx, span := t.tracer.Start(ctx, "job "+job.Kind, trace.WithSpanKind(trace.SpanKindConsumer), tracing.Linked(jobs.QueuedIn(job)), trace.WithAttributes(
		attribute.Int64("job.id", job.ID), attribute.String("job.queue", job.Queue), attribute.Int("job.attempt", job.Attempt)))
	defer span.End()
	err := do(ctx)
	if err != nil {
		span.SetStatus(codes.Error, "failed")
	}
	return err
}
