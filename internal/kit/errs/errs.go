// Package errs defines the errors that cross the boundary of the program.
//
// An error made here carries a code for machines and a message for people; both
// are safe to show. Every other error is internal: it is logged in full and
// shown only as "internal error".
package errs

import (
	"errors"
	"fmt"
	"strings"
)

// Code classifies a failure. The codes of user errors equal the ErrorCode enum
// of the graph, the others are the closed list of extensions.code.
type Code string

// What a user can cause and put right: the ErrorCode enum of the graph.
const (
	Required             Code = "REQUIRED"
	Invalid              Code = "INVALID"
	TooLong              Code = "TOO_LONG"
	TooMany              Code = "TOO_MANY"
	NotFound             Code = "NOT_FOUND"
	AlreadyExists        Code = "ALREADY_EXISTS"
	Conflict             Code = "CONFLICT"
	StaleVersion         Code = "STALE_VERSION"
	InvalidState         Code = "INVALID_STATE"
	InvalidCredentials   Code = "INVALID_CREDENTIALS"
	NotVerified          Code = "NOT_VERIFIED"
	InsufficientStock    Code = "INSUFFICIENT_STOCK"
	PriceChanged         Code = "PRICE_CHANGED"
	CodeNotApplicable    Code = "CODE_NOT_APPLICABLE"
	PaymentDeclined      Code = "PAYMENT_DECLINED"
	CompletionInProgress Code = "COMPLETION_IN_PROGRESS"
	IdempotencyKeyReused Code = "IDEMPOTENCY_KEY_REUSED"
	QuotaExceeded        Code = "QUOTA_EXCEEDED"
)

// What ends a request: the values of extensions.code.
const (
	Unauthenticated        Code = "UNAUTHENTICATED"
	Forbidden              Code = "FORBIDDEN"
	BadRequest             Code = "BAD_REQUEST"
	CostLimit              Code = "COST_LIMIT"
	Throttled              Code = "THROTTLED"
	PersistedQueryNotFound Code = "PERSISTED_QUERY_NOT_FOUND"
	Unavailable            Code = "UNAVAILABLE"
	Internal               Code = "INTERNAL"
)

// userCodes are the codes that a mutation answers in userErrors.
var userCodes = map[Code]bool{
	Required: true, Invalid: true, TooLong: true, TooMany: true, NotFound: true, AlreadyExists: true,
	Conflict: true, StaleVersion: true, InvalidState: true, InvalidCredentials: true, NotVerified: true, InsufficientStock: true,
	PriceChanged: true, CodeNotApplicable: true, PaymentDeclined: true, CompletionInProgress: true,
	IdempotencyKeyReused: true, QuotaExceeded: true,
}

// User reports whether the code belongs in userErrors: something the caller can
// cause and put right.
func (c Code) User() bool { return userCodes[c] }

// An Error is safe to show to the caller. Err, if set, is for the log alone.
type Error struct {
	Code Code

	// Format and Args make the message. Format is English and also the key of
	// the translated message.
	Format string
	Args   []any

	// Path points into the arguments, such as ["input", "lines", "2", "quantity"].
	Path []string

	Err error
}

// Message returns the English message.
func (e *Error) Message() string {
	if len(e.Args) == 0 {
		return e.Format
	}
	return fmt.Sprintf(e.Format, e.Args...)
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %s: %v", e.Code, e.Message(), e.Err)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Message())
}

// Unwrap returns the hidden cause.
func (e *Error) Unwrap() error { return e.Err }

// New returns an error with a code and a message for the caller.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Format: format, Args: args}
}

// Field returns an Invalid error about one argument; path is dotted, such as
// "input.lines.2.quantity".
func Field(path, format string, args ...any) *Error {
	return New(Invalid, format, args...).At(path)
}

// Wrap gives an internal cause a public face.
func Wrap(err error, code Code, message string) *Error {
	return &Error{Code: code, Format: message, Err: err}
}

// At returns a copy of e that points at the dotted path.
func (e *Error) At(path string) *Error {
	out := *e
	out.Path = split(path)
	return &out
}

// Field returns the dotted path, "" where there is none.
func (e *Error) Field() string { return strings.Join(e.Path, ".") }

func split(path string) []string {
	if path == "" {
		return nil
	}
	return strings.Split(path, ".")
}

// CodeOf returns the code of the first *Error in err's chain, Internal for any
// other error, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}

// List carries several errors of one call, such as one per line of a cart.
type List []*Error

func (l List) Error() string {
	if len(l) == 0 {
		return "no errors"
	}
	return fmt.Sprintf("%v (and %d more)", l[0], len(l)-1)
}

// Unwrap lets errors.Is and errors.As look into the list.
func (l List) Unwrap() []error {
	out := make([]error, len(l))
	for i, e := range l {
		out[i] = e
	}
	return out
}

// Or returns the list as an error, nil where it is empty.
func (l List) Or() error {
	if len(l) == 0 {
		return nil
	}
	return l
}
