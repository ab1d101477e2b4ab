package server_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/server"
)

// exports has one file, at an address signed "good".
type exports struct{ fetched int }

func (e *exports) Download(_ context.Context, t audit.ExportTicket) (*audit.File, error) {
	if t != (audit.ExportTicket{Export: "exp_1", By: "user-2", Expires: "99", Signature: "good"}) {
		return nil, errs.New(errs.NotFound, "not found")
	}
	e.fetched++
	return &audit.File{ContentType: audit.CSV, ReadCloser: io.NopCloser(strings.NewReader("id\n1\n")), Name: "orion-record.csv", Size: 5}, nil
}

func TestAnExportIsFetched(t *testing.T) {
	t.Parallel()
	e := &exports{}
	s, log := open(t, func(d *server.Deps) { d.Exports = e })
	w := ask(s, http.MethodGet, "/exports/exp_1?by=user-2&expires=99&signature=good", "")
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "id\n1\n", w.Body.String())
	h := w.Header()
	require.Equal(t, "text/csv; charset=utf-8", h.Get("Content-Type"))
	require.Equal(t, "attachment; filename=orion-record.csv", h.Get("Content-Disposition"))
	require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"))
	require.Equal(t, "no-store", h.Get("Cache-Control"))
	require.Equal(t, "5", h.Get("Content-Length"))
	require.Contains(t, h.Get("Content-Security-Policy"), "sandbox")
	require.Equal(t, 1, e.fetched)
	require.NotContains(t, log.String(), "good", "what opens a door is not written down")
}

func TestB2_48ExportsThatAreNotThere(t *testing.T) {
	t.Parallel()
	e := &exports{}
	s, _ := open(t, func(d *server.Deps) { d.Exports = e })
	for name, tc := range map[string]struct {
		method, target string
		status         int
	}{
		"a forged signature": {http.MethodGet, "/exports/exp_1?by=user-2&expires=99&signature=bad", http.StatusNotFound},
		"no signature":       {http.MethodGet, "/exports/exp_1", http.StatusNotFound},
		"another export":     {http.MethodGet, "/exports/exp_2?by=user-2&expires=99&signature=good", http.StatusNotFound},
		"no export":          {http.MethodGet, "/exports/", http.StatusNotFound},
		"a folder above":     {http.MethodGet, "/exports/..%2fmedia%2fa.png?signature=good", http.StatusNotFound},
		"another method":     {http.MethodPost, "/exports/exp_1?by=user-2&expires=99&signature=good", http.StatusMethodNotAllowed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.status, ask(s, tc.method, tc.target, "").Code)
		})
	}
	require.Zero(t, e.fetched)
}
