package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"code.dny.dev/ssrf"
)

// Code classifies why nothing was fetched.
type Code string

// The reasons.
const (
	// CodeAddress is an address that is not fetched from, as it is written.
	CodeAddress Code = "ADDRESS"
	// CodeUnreachable is that nobody was found at the address, or somebody who is not
	// to be asked: which of the two is not told.
	CodeUnreachable Code = "UNREACHABLE"
	CodeTimeout     Code = "TIMEOUT"
	// CodeRedirect is an answer that leads on to what is not fetched, or round and round.
	CodeRedirect Code = "REDIRECT"
	// CodeStatus is an answer other than a file.
	CodeStatus Code = "STATUS"
	// CodeTooLarge is more than may come, as it comes or unpacked.
	CodeTooLarge Code = "TOO_LARGE"
	// CodeBroken is an answer that cannot be read to its end.
	CodeBroken Code = "BROKEN"
)

// An Error says why a file could not be fetched. All of it may be shown to whoever gave
// the address: it names no credentials, no address that a name stands for, and nothing
// that tells a port that is open from one that is not. Format is English and also the
// key of the translated message.
type Error struct {
	Code   Code
	Format string
	Args   []any

	// Status is that of the answer, 0 where there was none.
	Status int

	// Again says that trying again can help.
	Again bool
}

func (e *Error) Error() string {
	if len(e.Args) == 0 {
		return e.Format
	}
	return fmt.Sprintf(e.Format, e.Args...)
}

// unreachable is the same for a name that is nobody's, one that stands for an address
// inside, and a port that does not answer.
func unreachable(again bool) *Error {
	return &Error{Code: CodeUnreachable, Format: "nobody answers at the address; it must be public", Again: again}
}

func timedOut() *Error {
	return &Error{Code: CodeTimeout, Format: "the host takes too long", Again: true}
}

func broken() *Error {
	return &Error{Code: CodeBroken, Format: "the file did not arrive whole", Again: true}
}

func tooLarge(limit int64) *Error {
	return &Error{Code: CodeTooLarge, Format: "the file is larger than %v bytes", Args: []any{limit}}
}

// refused turns the error of a request into what may be told of it. ours is the context
// that bounds the request, caller's the one that it was made with.
func refused(caller, ours context.Context, err error) error {
	if caller.Err() != nil {
		return fmt.Errorf("fetch: %w", context.Cause(caller))
	}
	if told, ok := errors.AsType[*Error](err); ok {
		return told
	}
	if errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedPort) || errors.Is(err, ssrf.ErrProhibitedNetwork) || errors.Is(err, ssrf.ErrInvalidHostPort) {
		return unreachable(false)
	}
	if name, ok := errors.AsType[*net.DNSError](err); ok && name.IsNotFound {
		return unreachable(false) // as one that is found inside
	}
	if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" {
		return unreachable(true)
	}
	if slow, ok := errors.AsType[net.Error](err); ours.Err() != nil || ok && slow.Timeout() {
		return timedOut()
	}
	return &Error{Code: CodeBroken, Format: "the host does not answer as hosts of pages do", Again: true}
}

// answered returns what is wrong with the status of an answer, nil for a file or, where
// that was asked for, for none that is new.
func answered(status int, conditional bool) error {
	switch {
	case status == http.StatusOK, status == http.StatusNotModified && conditional:
		return nil
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return &Error{
			Code: CodeStatus, Status: status, Args: []any{status},
			Format: "the host wants another user and password: it answered %v",
		}
	}
	again := status >= 500 || status == http.StatusRequestTimeout || status == http.StatusTooEarly || status == http.StatusTooManyRequests
	return &Error{Code: CodeStatus, Format: "the host answered %v", Args: []any{status}, Status: status, Again: again}
}
