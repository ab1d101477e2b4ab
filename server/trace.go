package server

import (
	"net/http"

	"github.com/go-chi/chi/v5/middleware"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"orion/internal/kit/tracing"
	"orion/internal/viewer"
)

// trace makes a span of each request. Its name and what it came to are known at the end: see
// finish.
func (s *Server) trace(next http.Handler) http.Handler {
	if s.Traces == nil {
		return next
	}
	tracer := s.Traces.Tracer("orion/server")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, span := tracer.Start(r.Context(), method(r.Method), trace.WithSpanKind(trace.SpanKindServer), tracing.Linked(r.Header.Get("Traceparent")))
		defer span.End()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// finish writes what a request came to into its span.
func finish(r *http.Request, route string, status int, rec middleware.WrapResponseWriter) {
	span := trace.SpanFromContext(r.Context())
	if !span.IsRecording() {
		return
	}
	span.SetName(method(r.Method) + " " + route)
	span.SetAttributes(
		attribute.String("http.request.method", method(r.Method)), attribute.String("http.route", route),
		attribute.Int("http.response.status_code", status), attribute.Int("http.response.body.size", rec.BytesWritten()),
		attribute.String("orion.request", viewer.RequestFrom(r.Context()).ID),
	)
	if status >= http.StatusInternalServerError {
		span.SetStatus(codes.Error, http.StatusText(status))
	}
}
