package gate

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"orion/internal/kit/errs"
)

// Answers is the extension that withholds answers which are too large, and tells of
// many errors only the first.
type Answers struct {
	Limits Limits
	// Present puts the refusal of an answer into its final form. Nil leaves it as it is.
	Present graphql.ErrorPresenterFunc
}

var _ interface {
	graphql.HandlerExtension
	graphql.ResponseInterceptor
} = Answers{}

// ExtensionName implements graphql.HandlerExtension.
func (Answers) ExtensionName() string { return "Answers" }

// Validate implements graphql.HandlerExtension.
func (Answers) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptResponse implements graphql.ResponseInterceptor.
func (a Answers) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	resp := next(ctx)
	if resp == nil {
		return nil
	}
	if len(resp.Data) > a.Limits.AnswerBytes {
		err := Refuse(errs.New(errs.CostLimit, "the answer is larger than %d bytes: ask for shorter lists", a.Limits.AnswerBytes))
		if a.Present != nil {
			err = a.Present(ctx, err)
		}
		resp.Data, resp.Errors = nil, gqlerror.List{err}
	}
	if most := a.Limits.AnswerErrors; len(resp.Errors) > most {
		resp.Errors = resp.Errors[:most]
	}
	return resp
}
