package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// get asks for an address on the program's own host.
func (h *house) get(t *testing.T, path string) (status int, kind, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+path, nil)
	require.NoError(t, err)
	if path == "/metrics" {
		req.Header.Set("Authorization", "Bearer "+metricsToken)
	}
	res, err := web.Do(req)
	require.NoError(t, err)
	defer func() { require.NoError(t, res.Body.Close()) }()
	b, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, res.Header.Get("Content-Type"), string(b)
}

func TestHealth(t *testing.T) {
	h := open(t)
	t.Parallel()
	status, _, body := h.get(t, "/healthz")
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `{"status":"alive"}`, body)

	status, kind, body := h.get(t, "/readyz")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "application/json", kind)
	var ready struct {
		Status string
		Parts  map[string]struct{ Status string }
	}
	require.NoError(t, json.Unmarshal([]byte(body), &ready))
	require.Equal(t, "ready", ready.Status)
	for _, part := range []string{"database", "storage"} {
		require.Equal(t, "up", ready.Parts[part].Status, part)
	}

	status, _, body = h.get(t, "/metrics")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, "go_goroutines")
}

// The editor and the schema need nothing but this host.
func TestPlaygroundAndSchemaAreOffline(t *testing.T) {
	h := open(t)
	t.Parallel()
	status, kind, text := h.get(t, "/schema.graphqls")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, kind, "text/plain")
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: text})
	require.NoError(t, err)
	require.NotNil(t, schema.Mutation.Fields.ForName("checkoutComplete"))

	status, _, page := h.get(t, "/playground")
	require.Equal(t, http.StatusOK, status)
	files := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(page, -1)
	require.NotEmpty(t, files)
	for _, file := range files {
		if strings.HasPrefix(file[1], "data:") {
			continue
		}
		require.Regexp(t, `^/[^/]`, file[1], "on this host")
		status, _, _ := h.get(t, file[1])
		require.Equal(t, http.StatusOK, status, file[1])
	}
}

// A caller whose token is for one shop cannot speak in another.
func TestB1_19_B2_56ATokenForAnotherShopIsRefused(t *testing.T) {
	h := open(t)
	t.Parallel()
	for _, who := range []struct{ audience, email string }{{"VENDOR", "owner@alpine.example"}, {"CUSTOMER", "customer@alpine.example"}} {
		c := h.signIn(t, who.audience, who.email, "alpine")
		c.vendor = "alpine"
		require.Equal(t, "alpine", c.ask(t, `{ viewer { vendor { slug } } }`).text("viewer.vendor.slug"))
		c.vendor = "lumiere"
		status, code := c.refused(t, `{ viewer { email } }`)
		require.Equal(t, http.StatusForbidden, status)
		require.Equal(t, "FORBIDDEN", code)
	}
	status, code := h.visitor("nowhere").refused(t, `{ viewer { email } }`)
	require.Equal(t, http.StatusNotFound, status)
	require.Equal(t, "BAD_REQUEST", code)
}
