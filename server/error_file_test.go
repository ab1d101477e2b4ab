package server_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
	"orion/internal/marketplace"
)

// imports has no file, at whatever address.
type imports struct{}

func (imports) ErrorFile(_ context.Context, t marketplace.ErrorTicket) (*marketplace.ErrorFile, error) {
	if t.Signature == "broken" {
		return nil, errs.New(errs.Internal, "something went wrong")
	}
	return nil, errs.New(errs.NotFound, "not found")
}

func TestH60FilesOfErrorsThatAreNotThere(t *testing.T) {
	t.Parallel()
	s, log := open(t)
	for name, tc := range map[string]struct {
		method, target string
		status         int
	}{
		"a forged signature": {http.MethodGet, "/imports/imp_1/errors.csv?vendor=vend_2&language=en&expires=99&signature=bad", http.StatusNotFound},
		"no signature":       {http.MethodGet, "/imports/imp_1/errors.csv", http.StatusNotFound},
		"no import":          {http.MethodGet, "/imports//errors.csv", http.StatusNotFound},
		"another file":       {http.MethodGet, "/imports/imp_1/feed.csv", http.StatusNotFound},
		"another method":     {http.MethodPost, "/imports/imp_1/errors.csv", http.StatusMethodNotAllowed},
		"a failure of ours":  {http.MethodGet, "/imports/imp_1/errors.csv?signature=broken", http.StatusInternalServerError},
	} {
		w := ask(s, tc.method, tc.target, "")
		require.Equal(t, tc.status, w.Code, name)
		require.NotContains(t, w.Header().Get("Content-Type"), "text/csv", name)
	}
	require.NotContains(t, log.String(), "signature=bad", "what opens a door is not written down")
}
