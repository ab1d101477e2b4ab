package search_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/search/elastic"
)

// Whatever a cluster does instead of answering, shoppers find what there is, and operators
// see who answers.
func TestPostgresStandsInForACluster(t *testing.T) {
	t.Parallel()
	h := newHouse(t, engines["postgres"])
	h.product(t, "Lantern")
	for name, answer := range map[string]http.HandlerFunc{
		"that is full":           func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		"that is not there":      func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		"that has no index":      missing,
		"that hangs":             hangs,
		"that is something else": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{}`)) },
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(answer)
			defer server.Close()
			e, err := elastic.New(elastic.Options{URL: server.URL, Log: slog.New(slog.DiscardHandler)})
			require.NoError(t, err)
			defer h.running(t, e)()
			require.Equal(t, []string{"Lantern"}, h.find(t, h.shop, "lantern", nil))
			require.Contains(t, h.Health(), "database fallback")
			index, err := h.Index(h.team, h.vendor)
			require.NoError(t, err)
			require.Equal(t, "elasticsearch", index.Engine)
			require.Equal(t, "postgres", index.Serving)
			require.NotNil(t, index.DegradedSince)
		})
	}
}

func missing(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("X-Elastic-Product", "Elasticsearch")
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write([]byte(`{"error":{"type":"index_not_found_exception","reason":"no such index"},"status":404}`)) // the caller sees a short answer
}

func hangs(w http.ResponseWriter, r *http.Request) {
	if _, err := io.Copy(io.Discard, r.Body); err != nil { // that the caller has gone is seen behind the body
		w.WriteHeader(http.StatusBadRequest)
	}
	<-r.Context().Done()
}
