package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"orion/graph/gate"
	"orion/graph/gen/model"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/store"
)

// A presenter turns errors into what a client may see. It is the only place where an
// internal error meets the outside: there it becomes "internal error" and a request id,
// and the log has the rest.
type presenter struct {
	log       *slog.Logger
	requestID func(context.Context) string
}

// present implements graphql.ErrorPresenterFunc.
func (p presenter) present(ctx context.Context, err error) *gqlerror.Error {
	g, _ := errors.AsType[*gqlerror.Error](err)
	out := &gqlerror.Error{Path: graphql.GetPath(ctx), Extensions: map[string]any{}}
	if g != nil {
		out.Locations = g.Locations
		if g.Path != nil {
			out.Path = g.Path
		}
	}
	switch {
	case g != nil && g.Err == nil: // the executor's own: the request does not fit the schema
		out.Message = gate.Shorten(g.Message)
		out.Extensions["code"] = string(gate.CodeOf(g))
	case plain(err) && readingArguments(ctx):
		out.Message = i18n.T(ctx, "an argument has a value that it cannot have")
		out.Extensions["code"] = string(errs.BadRequest)
	default:
		p.translate(ctx, out, err)
	}
	if g != nil && g.Extensions["field"] != nil {
		out.Extensions["field"] = g.Extensions["field"]
	}
	if id := p.requestID(ctx); id != "" {
		out.Extensions["requestId"] = id
	}
	return out
}

// translate puts what may be told of err into out. The codes at the top are a closed
// list, so what a user could put right, were it an answer to a mutation, is BAD_REQUEST
// here with the finer code beside it.
func (p presenter) translate(ctx context.Context, out *gqlerror.Error, err error) {
	e := public(err)
	switch {
	case e.Code == errs.Internal:
		p.report(ctx, err, out.Path)
	case e.Code == errs.Unavailable && e.Err != nil && !over(e.Err):
		p.log.WarnContext(ctx, "graph: unavailable", "operation", operationName(ctx), "err", err)
	}
	out.Message = gate.Shorten(inWords(ctx, e))
	out.Extensions["code"] = string(e.Code)
	if e.Code.User() {
		out.Extensions["code"], out.Extensions["reason"] = string(errs.BadRequest), string(e.Code)
	}
	if len(e.Path) > 0 {
		out.Extensions["argument"] = e.Path
	}
	if s := e.RetryAfter(); s > 0 {
		out.Extensions[gate.RetryExtension] = s
	}
}

// report logs an error that stops here. A panic has been logged where it was caught.
func (p presenter) report(ctx context.Context, err error, path ast.Path) {
	if errors.Is(err, errPanic) {
		return
	}
	p.log.ErrorContext(ctx, "graph: internal error", "operation", operationName(ctx), "path", path.String(), "err", err)
}

// over reports whether an error is only that the request ended.
func over(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

var errPanic = errors.New("panic")

// recover implements graphql.RecoverFunc: the field that panicked is an error, and the
// program lives on.
func (p presenter) recover(ctx context.Context, v any) error {
	p.log.ErrorContext(ctx, "graph: panic", "operation", operationName(ctx), "path", graphql.GetPath(ctx).String(),
		"panic", fmt.Sprint(v), "stack", string(debug.Stack()))
	return errs.Wrap(errPanic, errs.Internal, "internal error")
}

func operationName(ctx context.Context) string {
	if !graphql.HasOperationContext(ctx) {
		return ""
	}
	op := graphql.GetOperationContext(ctx).Operation
	if op == nil {
		return ""
	}
	return gate.Shorten(op.Name)
}

// readingArguments reports whether the executor was still reading the arguments of the
// field when the error came up. No code of ours runs by then but that of scalars.
func readingArguments(ctx context.Context) bool {
	fc := graphql.GetFieldContext(ctx)
	return fc != nil && fc.Args == nil && fc.Field.Field != nil && len(fc.Field.Arguments) > 0
}

// plain reports whether nobody gave err a public face.
func plain(err error) bool {
	_, ok := errors.AsType[*errs.Error](err)
	return !ok
}

func public(err error) *errs.Error {
	e := store.Public(err)
	if e.Code == errs.Internal { // whatever its words are, they are for the log
		return errs.Wrap(e, errs.Internal, "internal error")
	}
	return e
}

// inWords returns the words of an error in the language of the request.
func inWords(ctx context.Context, e *errs.Error) string {
	if len(e.Args) == 0 && strings.Contains(e.Format, "%") {
		return e.Format
	}
	return i18n.T(ctx, e.Format, e.Args...)
}

// userErrors splits err into what the caller can put right, which belongs into the
// payload, and what ends the field. Of a list of mistakes all are told. The first result
// is never nil.
func userErrors(ctx context.Context, err error) ([]*model.UserError, error) {
	told := []*model.UserError{}
	if err == nil {
		return told, nil
	}
	list, ok := errors.AsType[errs.List](err)
	if !ok {
		list = errs.List{public(err)}
	}
	for _, e := range list {
		if !e.Code.User() {
			return told, err
		}
		told = append(told, &model.UserError{Code: e.Code, Message: inWords(ctx, e), Path: e.Path})
	}
	return told, nil
}
