package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"orion/internal/kit/tracing"
)

// traced makes a span of each answer, named after its operation. A subscription has one for
// each event.
func traced(p tracing.Provider) graphql.ResponseMiddleware {
	tracer := p.Tracer("orion/graph")
	return func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		op := graphql.GetOperationContext(ctx).Operation
		ctx, span := tracer.Start(ctx, string(op.Operation)+" "+op.Name, trace.WithAttributes(
			attribute.String("graphql.operation.type", string(op.Operation)), attribute.String("graphql.operation.name", op.Name)))
		defer span.End()
		response := next(ctx)
		if response != nil && len(response.Errors) > 0 {
			code, _ := response.Errors[0].Extensions["code"].(string)
			span.SetStatus(codes.Error, code)
		}
		return response
	}
}
