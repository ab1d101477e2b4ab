package server

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"orion/graph/gate"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/store"
	"orion/internal/viewer"
)

// refuse answers a request that goes no further, in the form of the graph's errors:
// clients then read one form. Codes that belong to user errors are BAD_REQUEST there,
// with the finer code beside it as reason.
func refuse(w http.ResponseWriter, r *http.Request, status int, err *errs.Error) {
	extensions := map[string]any{"code": err.Code, "requestId": viewer.RequestFrom(r.Context()).ID}
	if err.Code.User() {
		extensions["code"], extensions["reason"] = errs.BadRequest, err.Code
	}
	if s := err.RetryAfter(); s > 0 {
		extensions[gate.RetryExtension] = s
	}
	body, _ := json.Marshal(map[string]any{"errors": []any{map[string]any{
		"message": i18n.T(r.Context(), err.Format, err.Args...), "extensions": extensions,
	}}})
	media := "application/json"
	if strings.Contains(r.Header.Get("Accept"), "application/graphql-response+json") {
		media = "application/graphql-response+json"
	}
	h := w.Header()
	h.Set("Content-Type", media+"; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if s := err.RetryAfter(); s > 0 || status == http.StatusServiceUnavailable {
		h.Set("Retry-After", strconv.Itoa(max(1, s)))
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

var errNothing = errs.New(errs.NotFound, "not found")

// statuses of errors that services return.
var statuses = map[errs.Code]int{
	errs.NotFound:        http.StatusNotFound,
	errs.Forbidden:       http.StatusForbidden,
	errs.Unauthenticated: http.StatusUnauthorized,
	errs.InvalidState:    http.StatusConflict,
	errs.TooLong:         http.StatusRequestEntityTooLarge,
	errs.Throttled:       http.StatusTooManyRequests,
	errs.Unavailable:     http.StatusServiceUnavailable,
	errs.Internal:        http.StatusInternalServerError,
}

// fail answers an error of a service. What is internal is logged and not told.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	e := s.public(r, err)
	status, ok := statuses[e.Code]
	if !ok {
		status = http.StatusBadRequest
	}
	refuse(w, r, status, e)
}

// public returns what may be told of err, and logs what may not.
func (s *Server) public(r *http.Request, err error) *errs.Error {
	e := store.Public(err)
	if e.Code != errs.Internal {
		return e
	}
	s.Log.ErrorContext(r.Context(), "http: internal error", "request", viewer.RequestFrom(r.Context()).ID, "err", err)
	return errs.New(errs.Internal, "internal error")
}
