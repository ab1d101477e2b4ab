package gate

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func TestBucket(t *testing.T) {
	t.Parallel()
	ctx, now := t.Context(), time.Unix(1_000_000, 0)
	b := NewLocalBuckets(Rate{Maximum: 100, PerSecond: 10}, Rate{Maximum: 5, PerSecond: 1})
	b.now = func() time.Time { return now }
	in := Caller{Key: "a", SignedIn: true}

	take := func(c Caller, n int) Level {
		l, err := b.Take(ctx, c, n)
		require.NoError(t, err)
		return l
	}
	require.Equal(t, Level{Rate: Rate{100, 10}, Available: 40, Enough: true}, take(in, 60))
	require.Equal(t, Level{Rate: Rate{100, 10}, Available: 40, Wait: 2 * time.Second}, take(in, 60), "all or none")

	l, err := b.Give(ctx, in, 25)
	require.NoError(t, err)
	require.Equal(t, 65, l.Available)
	l, err = b.Give(ctx, in, 1_000_000)
	require.NoError(t, err)
	require.Equal(t, 100, l.Available, "never fuller than it is large")

	require.Equal(t, 0, take(in, 100).Available)
	now = now.Add(3 * time.Second)
	require.Equal(t, 30, take(in, 0).Available, "points flow back")

	require.Equal(t, 4, take(Caller{Key: "a"}, 1).Available, "who is not signed in has a bucket of another size")
	require.Equal(t, 99, take(Caller{Key: "b", SignedIn: true}, 1).Available, "everybody has their own")
	require.False(t, take(Caller{Key: "a"}, 6).Enough, "more than it holds is never there")
}

func TestBucketsAreExactUnderLoad(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_000_000, 0)
	b := NewLocalBuckets(Rate{Maximum: 1000, PerSecond: 1}, Rate{})
	b.now = func() time.Time { return now }
	var wg sync.WaitGroup
	var mu sync.Mutex
	taken := 0
	for range 20 {
		wg.Go(func() {
			for range 100 {
				l, err := b.Take(context.WithoutCancel(t.Context()), Caller{Key: "a", SignedIn: true}, 1)
				mu.Lock()
				if err == nil && l.Enough {
					taken++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	require.Equal(t, 1000, taken)
}

// broken are buckets that nobody can reach.
type broken struct{}

func (broken) Take(context.Context, Caller, int) (Level, error) {
	return Level{}, errors.New("10.0.0.7:6379: connection refused")
}

func (b broken) Give(ctx context.Context, c Caller, n int) (Level, error) { return b.Take(ctx, c, n) }

type fixed struct{ s *ast.Schema }

func (f fixed) Schema() *ast.Schema { return f.s }

func (fixed) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (fixed) Exec(context.Context) graphql.ResponseHandler {
	return graphql.OneShot(&graphql.Response{Data: []byte(`{"a":1}`)})
}

func ask(t *testing.T, buckets Buckets, accept string) *http.Response {
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
		now := time.Unix(1_000_000, 0)
		b := NewLocalBuckets(Rate{}, Rate{Maximum: 10, PerSecond: 3})
		b.now = func() time.Time { return now }
		_, err := b.Take(t.Context(), Caller{Key: "x"}, 10)
		require.NoError(t, err)

		res := ask(t, b, accept)
		require.Equal(t, http.StatusTooManyRequests, res.StatusCode)
		require.Equal(t, "1", res.Header.Get("Retry-After"))
		now = now.Add(time.Second)
		require.Equal(t, http.StatusOK, ask(t, b, accept).StatusCode)
	}
}

func TestBucketsOutOfReachAreNoReasonToRun(t *testing.T) {
	t.Parallel()
	require.Equal(t, http.StatusServiceUnavailable, ask(t, broken{}, mediaGraphQL).StatusCode)
}
