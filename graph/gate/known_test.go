package gate_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/stretchr/testify/require"

	"orion/graph/gate"
)

// memory knows every request that it is asked about.
type memory struct {
	asked   []gate.Spelling
	learned []gate.Spelling
	knows   bool
}

func (m *memory) Find(_ *http.Request, s gate.Spelling) (gate.Again, bool) {
	m.asked = append(m.asked, s)
	return gate.Again{Data: []byte(`{"known":true}`), CacheControl: "public"}, m.knows
}

func (m *memory) Learn(_ context.Context, s gate.Spelling, _ *graphql.OperationContext, _ string) {
	m.learned = append(m.learned, s)
}

func remembering(t *testing.T, m *memory) http.Handler {
	t.Helper()
	limits := gate.Limits{BodyBytes: 100}.Or(gate.DefaultLimits)
	srv := handler.New(stub{Schema: load(t), data: `{"shop":null}`}.schema())
	srv.AddTransport(gate.HTTP{Limits: limits, Known: m})
	srv.Use(gate.NewDocuments(limits, nil))
	return srv
}

// Nothing is known of a request that is refused by its method, its headers or its size.
func TestWhatIsAskedOfTheMemory(t *testing.T) {
	t.Parallel()
	const ask = `{"query":"{shop{name}}"}`
	long := ask + strings.Repeat(" ", 100)
	announced := post(ask)
	announced.ContentLength = 101
	for name, tc := range map[string]struct {
		req    *http.Request
		status int
		asked  bool
	}{
		"POST":                      {post(ask), 200, true},
		"GET":                       {get(url.Values{"query": {"{shop{name}}"}}), 200, true},
		"a body that is too long":   {post(long), 413, false},
		"one that does not say so":  {unannounced(long), 413, false},
		"one announced as too long": {announced, 413, false},
		"a form":                    {with(post(ask), "Content-Type", "application/x-www-form-urlencoded"), 415, false},
		"compressed":                {with(post(ask), "Content-Encoding", "gzip"), 415, false},
		"a page is asked for":       {with(post(ask), "Accept", "text/html"), 406, false},
		"another method":            {httptest.NewRequest(http.MethodPut, "/graphql", strings.NewReader(ask)), 405, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := &memory{knows: true}
			w := httptest.NewRecorder()
			remembering(t, m).ServeHTTP(w, tc.req)
			require.Equal(t, tc.status, w.Code)
			require.Equal(t, tc.asked, len(m.asked) == 1)
			require.Equal(t, tc.asked, strings.HasPrefix(w.Body.String(), `{"data":{"known":true}`))
			require.Empty(t, m.learned, "what is known is not learned again")
		})
	}
}

// unannounced is a POST that does not tell how long it is.
func unannounced(body string) *http.Request {
	r := post(body)
	r.ContentLength = -1
	return r
}

// Requests are told apart by their bytes and their method; what went wrong is not learned.
func TestWhatTheMemoryLearns(t *testing.T) {
	t.Parallel()
	m := &memory{}
	h := remembering(t, m)
	for _, r := range []*http.Request{
		post(`{"query":"{shop{name}}"}`), unannounced(`{"query":"{shop{name}}"}`), post(`{"query":"{shop{ name}}"}`), get(url.Values{"query": {"{shop{name}}"}}),
		post(`{"query":"{nothing}"}`), post(`{"query":`), post("{\"query\":\"{shop{name}}\xff\"}"),
	} {
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	require.Len(t, m.asked, 7)
	require.Equal(t, m.asked[:4], m.learned)
	require.Equal(t, m.learned[0], m.learned[1])
	require.NotEqual(t, m.learned[0], m.learned[2])
	require.NotEqual(t, m.learned[0].Sum, m.learned[3].Sum)
	require.NotEqual(t, m.learned[0].Method, m.learned[3].Method)
}
