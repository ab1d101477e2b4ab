package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/demo"
)

// web keeps enough connections for fifty buyers.
var web = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}

// A caller asks the graph in one role.
type caller struct {
	url    string
	vendor string // for the header Orion-Vendor
	token  string
}

// visitor is anybody in a shop.
func (h *house) visitor(slug string) caller { return caller{url: h.url, vendor: slug} }

// signIn signs somebody of the demo in; slug is empty for the platform's staff.
func (h *house) signIn(t *testing.T, audience, email, slug string) caller {
	t.Helper()
	return h.signInWith(t, audience, email, demo.Password, slug)
}

func (h *house) signInWith(t *testing.T, audience, email, password, slug string) caller {
	t.Helper()
	got := caller{url: h.url}.ask(t, `mutation { signIn(input: {audience: %s, email: %q, password: %q, vendor: %q}) {
		accessToken refreshToken expiresAt viewer { audience email permissions vendor { id slug name } } userErrors { code message path } } }`,
		audience, email, password, slug)
	got.fine("signIn")
	require.Equal(t, audience, got.text("signIn.viewer.audience"))
	require.Equal(t, email, got.text("signIn.viewer.email"))
	require.NotEmpty(t, got.text("signIn.refreshToken"), "no browser, so no cookie")
	return caller{url: h.url, token: got.text("signIn.accessToken")}
}

// request returns a request for an operation.
func (c caller) request(ctx context.Context, document string) (*http.Request, error) {
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if c.vendor != "" {
		req.Header.Set("Orion-Vendor", c.vendor)
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	return req, nil
}

// post sends an operation and returns the whole answer, errors included.
func (c caller) post(ctx context.Context, document string) (status int, body map[string]any, err error) {
	req, err := c.request(ctx, document)
	if err != nil {
		return 0, nil, err
	}
	res, err := web.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, nil, err
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		return 0, nil, fmt.Errorf("read %q: %w", raw, err)
	}
	return res.StatusCode, body, nil
}

// ask sends an operation, into which args are formatted, and returns its data. Errors
// other than user errors fail the test.
func (c caller) ask(t *testing.T, document string, args ...any) answer {
	t.Helper()
	document = fmt.Sprintf(document, args...)
	_, body, err := c.post(t.Context(), document)
	require.NoError(t, err)
	require.Nil(t, body["errors"], "%s\n%v", document, body)
	return answer{t, body["data"]}
}

// refused sends an operation that must not be let through, and returns the error's code.
func (c caller) refused(t *testing.T, document string) (status int, code string) {
	t.Helper()
	status, body, err := c.post(t.Context(), document)
	require.NoError(t, err)
	return status, answer{t, body}.text("errors.0.extensions.code")
}

// An answer is data of the graph, read by paths such as shop.products.nodes.0.id.
type answer struct {
	t    *testing.T
	data any
}

func (a answer) at(path string) any {
	a.t.Helper()
	here := a.data
	for _, step := range strings.Split(path, ".") {
		switch v := here.(type) {
		case map[string]any:
			here = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			require.NoError(a.t, err)
			require.Less(a.t, i, len(v), "%s in %v", path, a.data)
			here = v[i]
		default:
			require.Failf(a.t, "not there", "%s of %s in %v", step, path, a.data)
		}
	}
	return here
}

func (a answer) text(path string) string {
	a.t.Helper()
	require.IsType(a.t, "", a.at(path), "%s in %v", path, a.data)
	return a.at(path).(string)
}

func (a answer) number(path string) int {
	a.t.Helper()
	require.IsType(a.t, 0.0, a.at(path), "%s in %v", path, a.data)
	return int(a.at(path).(float64))
}

// all returns one field of every entry of a list.
func (a answer) all(path, field string) []string {
	a.t.Helper()
	require.IsType(a.t, []any{}, a.at(path), "%s in %v", path, a.data)
	out := []string{}
	for _, entry := range a.at(path).([]any) {
		out = append(out, answer{a.t, entry}.text(field))
	}
	return out
}

// fine says that a payload has no user errors.
func (a answer) fine(payload string) {
	a.t.Helper()
	require.Empty(a.t, a.at(payload+".userErrors"), payload)
}

// codes are those of a payload's user errors.
func (a answer) codes(payload string) []string {
	a.t.Helper()
	return a.all(payload+".userErrors", "code")
}

// list writes ids as the graph reads them.
func list(ids []string) string {
	b, _ := json.Marshal(ids) // texts have no trouble with it
	return string(b)
}
