package gate

import (
	"context"
	"errors"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"orion/internal/kit/errs"
)

// Codes that end a request before it runs. Sockets answer them with an error
// message instead of a result, which the executor decides by this registry.
func init() {
	for code := range statuses {
		errcode.RegisterErrorType(string(code), errcode.KindProtocol)
	}
}

// statuses are the HTTP statuses of requests that did not run.
var statuses = map[errs.Code]int{
	errs.BadRequest:             http.StatusBadRequest,
	errs.CostLimit:              http.StatusBadRequest,
	errs.PersistedQueryNotFound: http.StatusBadRequest,
	errs.Unauthenticated:        http.StatusUnauthorized,
	errs.Forbidden:              http.StatusForbidden,
	errs.Throttled:              http.StatusTooManyRequests,
	errs.Unavailable:            http.StatusServiceUnavailable,
	errs.Internal:               http.StatusInternalServerError,
}

// Refuse returns the GraphQL error of a refusal: its code is in the extensions, and e
// inside lets a presenter translate the message.
func Refuse(e *errs.Error) *gqlerror.Error {
	out := &gqlerror.Error{
		Err:        e,
		Message:    e.Message(),
		Extensions: map[string]any{"code": string(e.Code)},
	}
	if s := e.RetryAfter(); s > 0 {
		out.Extensions[RetryExtension] = s
	}
	return out
}

// RetryExtension is the extension of THROTTLED that says after how many seconds to come
// again. Of those of an answer, the longest is its header Retry-After.
const RetryExtension = "retryAfter"

func retryAfter(list gqlerror.List) int {
	longest := 0
	for _, err := range list {
		s, _ := err.Extensions[RetryExtension].(int)
		longest = max(longest, s)
	}
	return longest
}

// bad is a refusal for whoever writes the client: its text stays English.
func bad(format string, args ...any) *gqlerror.Error {
	return Refuse(&errs.Error{Code: errs.BadRequest, Format: format, Args: args})
}

// CodeOf returns the code of a GraphQL error: its own where it has one of the closed
// list, BAD_REQUEST for what the executor found wrong with a request.
func CodeOf(err *gqlerror.Error) errs.Code {
	code, _ := err.Extensions["code"].(string)
	if _, ok := statuses[errs.Code(code)]; ok {
		return errs.Code(code)
	}
	return errs.BadRequest
}

// An unread is a refusal with a status of its own: the request was not understood as
// HTTP, so there is nothing that the executor could be asked.
type unread struct {
	status int
	err    *gqlerror.Error
}

func (u *unread) Error() string { return u.err.Message }

func unreadable(status int, format string, args ...any) error {
	e := &errs.Error{Code: errs.BadRequest, Format: format, Args: args}
	if status == http.StatusForbidden {
		e.Code = errs.Forbidden
	}
	return &unread{status: status, err: Refuse(e)}
}

func asUnread(err error) *unread {
	if u, ok := errors.AsType[*unread](err); ok {
		return u
	}
	return &unread{status: http.StatusBadRequest, err: bad("the body could not be read")}
}

const (
	maxErrors  = 10  // that a request which did not run is told
	maxMessage = 300 // runes of a message; what a document holds comes back in some
)

// Clip shortens a list of errors to the first ten, so that no document draws an answer
// that is larger than itself.
func Clip(list gqlerror.List) gqlerror.List {
	if len(list) > maxErrors {
		list = append(list[:maxErrors:maxErrors], bad("there are %d more mistakes", len(list)-maxErrors))
	}
	return list
}

// Shorten cuts a message that may quote the request.
func Shorten(message string) string {
	if len(message) <= maxMessage {
		return message
	}
	n := 0
	for i := range message {
		if n++; n > maxMessage {
			return message[:i] + "…"
		}
	}
	return message
}

// Guard returns an executor that tells at most the first few errors of a request that
// cannot run. Transports that are not of this package need it.
func Guard(exec graphql.GraphExecutor) graphql.GraphExecutor { return guarded{exec} }

type guarded struct{ graphql.GraphExecutor }

func (g guarded) CreateOperationContext(ctx context.Context, p *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	op, list := g.GraphExecutor.CreateOperationContext(ctx, p)
	list = Clip(list)
	for _, err := range list {
		err.Message = Shorten(err.Message)
		if err.Extensions == nil {
			err.Extensions = map[string]any{}
		}
		err.Extensions["code"] = string(CodeOf(err))
	}
	return op, list
}
