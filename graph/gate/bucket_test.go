package gate

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"orion/internal/kit/ratelimit"
)

// hand is a clock that tests put forward.
type hand struct{ now time.Time }

func (h *hand) Now() time.Time { return h.now }

func held(signedIn, anonymous Rate) (*Buckets, *hand) {
	h := &hand{time.Unix(1_000_000, 0)}
	return NewBuckets(ratelimit.NewLocal(h), signedIn, anonymous), h
}

func TestBucket(t *testing.T) {
	t.Parallel()
	b, clock := held(Rate{Maximum: 100, PerSecond: 10}, Rate{Maximum: 5, PerSecond: 1})
	in := Caller{Key: "a", SignedIn: true}
	take := func(c Caller, n int) Level { return b.Take(t.Context(), c, n) }

	require.Equal(t, Level{Rate: Rate{100, 10}, Available: 40, Enough: true}, take(in, 60))
	require.Equal(t, Level{Rate: Rate{100, 10}, Available: 40, Wait: 2 * time.Second}, take(in, 60), "all or none")
	require.Equal(t, 65, b.Give(t.Context(), in, 25).Available)
	require.Equal(t, 100, b.Give(t.Context(), in, 1_000_000).Available, "never fuller than it is large")
	require.Equal(t, 0, take(in, 100).Available)
	clock.now = clock.now.Add(3 * time.Second)
	require.Equal(t, 30, take(in, 0).Available, "points flow back")

	require.Equal(t, 4, take(Caller{Key: "a"}, 1).Available, "who is not signed in has a bucket of another size")
	require.Equal(t, 99, take(Caller{Key: "b", SignedIn: true}, 1).Available, "everybody has their own")
	require.False(t, take(Caller{Key: "a"}, 6).Enough, "more than it holds is never there")
}

type fixed struct{ s *ast.Schema }

func (f fixed) Schema() *ast.Schema { return f.s }

func (fixed) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (fixed) Exec(context.Context) graphql.ResponseHandler {
	return graphql.OneShot(&graphql.Response{Data: []byte(`{"a":1}`)})
}

func ask(t *testing.T, buckets *Buckets, accept string) *http.Response {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: "type Query{a:Int}"})
	require.NoError(t, err)
	srv := handler.New(fixed{schema})
	srv.AddTransport(HTTP{Limits: DefaultLimits})
	srv.Use(NewMeter(10, buckets, func(context.Context) Caller { return Caller{Key: "x"} }))
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(`{"query":"{a}"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", accept)
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, r)
	return w.Result()
}

func TestDryBucketsSayWhenToComeBack(t *testing.T) {
	t.Parallel()
	for _, accept := range []string{mediaJSON, mediaGraphQL} {
		b, clock := held(Rate{}, Rate{Maximum: 10, PerSecond: 3})
		b.Take(t.Context(), Caller{Key: "x"}, 10)

		res := ask(t, b, accept)
		require.Equal(t, http.StatusTooManyRequests, res.StatusCode)
		require.Equal(t, "1", res.Header.Get("Retry-After"))
		clock.now = clock.now.Add(time.Second)
		require.Equal(t, http.StatusOK, ask(t, b, accept).StatusCode)
	}
}
