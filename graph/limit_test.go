package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/stretchr/testify/require"

	"orion/graph/gate"
	"orion/internal/auth"
	"orion/internal/kit/errs"
)

// What of the catalogue of attacks takes more than one request.

// 75: by who asks, not by what the operation is called.
func TestIntrospectionIsForThoseSignedInInProduction(t *testing.T) {
	t.Parallel()
	got := openDesk(t, as.owner, nil).ask(t, introspection.Query, nil)
	require.Empty(t, got.Errors)
	require.Equal(t, 501, got.Extensions.Cost.Requested)
	require.Empty(t, openDesk(t, as.anonymous, func(c *Config, _ *resolvers) { c.Production = false }).ask(t, introspection.Query, nil).Errors)
}

// 78: a flood of documents is bounded, each caller's apart.
func TestAFloodOfHashedDocumentsIsNotKept(t *testing.T) {
	t.Parallel()
	d := openDesk(t, as.anonymous, nil)
	kept := 0
	for i := range 400 {
		text := fmt.Sprintf("{shop{name}} # %d", i)
		require.Empty(t, d.send(t, postJSON(fmt.Sprintf(`{"query":%q,"extensions":%s}`, text, persisted(hashOf(text))))).Errors)
		if d.send(t, postJSON(`{"extensions":`+persisted(hashOf(text))+`}`)).code() == "" {
			kept++
		}
	}
	require.InDelta(t, newDocuments.Maximum, kept, 50)
	d.who.Store(as.owner)
	text := "{viewer{email}}"
	d.send(t, postJSON(fmt.Sprintf(`{"query":%q,"extensions":%s}`, text, persisted(hashOf(text)))))
	require.Empty(t, d.send(t, postJSON(`{"extensions":`+persisted(hashOf(text))+`}`)).Errors, "who comes later has room")
}

// 81: an internal error is told as one, and logged in full, once.
func TestInternalErrorsStayInside(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{
		"SQL":                  errors.New(`ERROR: relation "vendors" does not exist (SQLSTATE 42P01): SELECT secret`),
		"a face on the inside": errs.Wrap(errors.New("dial tcp 127.0.0.1:5432"), errs.Internal, "dial tcp 127.0.0.1:5432: secret"),
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t, as.owner, func(_ *Config, r *resolvers) {
				r.viewer = func(context.Context) (*auth.Profile, error) { return nil, err }
			})
			got := d.ask(t, "query q{viewer{email}}", nil)
			require.Equal(t, "INTERNAL", got.code())
			require.Equal(t, "internal error", got.Errors[0].Message)
			require.Equal(t, []any{"viewer"}, got.Errors[0].Path)
			require.Equal(t, "req-1", got.Errors[0].Extensions.RequestID)
			for _, w := range words {
				require.NotContains(t, got.body, w)
			}
			require.Equal(t, 1, strings.Count(d.log.String(), "level=ERROR"))
			require.Contains(t, d.log.String(), "operation=q")
		})
	}
}

func TestWhatIsOutOfReachIsLoggedAndNotTold(t *testing.T) {
	t.Parallel()
	d := openDesk(t, as.owner, func(_ *Config, r *resolvers) {
		r.viewer = func(context.Context) (*auth.Profile, error) {
			return nil, errs.Wrap(errors.New("dial tcp 127.0.0.1:6379"), errs.Unavailable, "not now")
		}
	})
	got := d.ask(t, "{viewer{email}}", nil)
	require.Equal(t, "UNAVAILABLE", got.code())
	require.Equal(t, "not now", got.Errors[0].Message)
	require.NotContains(t, got.body, "6379")
	require.Contains(t, d.log.String(), "6379")
}

// 82: an operation has its time, and none once its client is gone.
func TestAnOperationEndsInTime(t *testing.T) {
	t.Parallel()
	wait := func(done chan<- error) func(*Config, *resolvers) {
		return func(c *Config, r *resolvers) {
			c.Timeout = 30 * time.Millisecond
			r.viewer = func(ctx context.Context) (*auth.Profile, error) {
				<-ctx.Done()
				done <- ctx.Err()
				return nil, ctx.Err()
			}
		}
	}
	done := make(chan error, 1)
	got := openDesk(t, as.owner, wait(done)).ask(t, "{viewer{email}}", nil)
	require.Equal(t, "UNAVAILABLE", got.code())
	require.ErrorIs(t, <-done, context.DeadlineExceeded)

	ctx, cancel := context.WithCancel(t.Context())
	d := openDesk(t, as.owner, func(c *Config, r *resolvers) {
		wait(done)(c, r)
		c.Timeout = time.Hour
		until := r.viewer
		r.viewer = func(ctx context.Context) (*auth.Profile, error) { cancel(); return until(ctx) }
	})
	d.send(t, postQuery(t, "{viewer{email}}", nil).WithContext(ctx))
	require.ErrorIs(t, <-done, context.Canceled)
	require.Empty(t, d.log.String(), "a client that leaves is no error of ours")
}

// 83: what a list could hold is charged before, what it did not hold given back after.
func TestTheBucketOfACaller(t *testing.T) {
	t.Parallel()
	d := openDesk(t, as.anonymous, func(c *Config, _ *resolvers) {
		c.Buckets = gate.NewLocalBuckets(gate.Rate{Maximum: 50, PerSecond: 1}, gate.Rate{Maximum: 100, PerSecond: 1})
	})
	ids := map[string]any{"ids": strings.Split(strings.Repeat("x ", 60)+"x", " ")}
	const text = "query($ids:[ID!]!){nodes(ids:$ids){id}}"
	first := d.ask(t, text, ids)
	require.Empty(t, first.Errors)
	require.Equal(t, 61, first.Extensions.Cost.Requested)
	require.Equal(t, 1, first.Extensions.Cost.Actual, "none of them was there")
	require.Equal(t, 99, first.Extensions.Cost.Throttle.Available)

	d.who.Store(as.owner)
	dry := d.ask(t, text, ids)
	require.Equal(t, "THROTTLED", dry.code(), "the bucket of an account is another")
	require.Equal(t, http.StatusTooManyRequests, dry.status)
	require.NotEmpty(t, dry.header.Get("Retry-After"))
	require.Equal(t, 50, dry.Extensions.Cost.Throttle.Maximum)
	require.Equal(t, 1, dry.Extensions.Cost.Throttle.RestorePerSecond)
}

// 85: a panic is one error of one field.
func TestAPanicIsOneError(t *testing.T) {
	t.Parallel()
	d := openDesk(t, as.owner, func(_ *Config, r *resolvers) {
		r.viewer = func(context.Context) (*auth.Profile, error) { panic("secret of the house") }
	})
	got := d.ask(t, "{viewer{email} nodes(ids:[]){id}}", nil)
	require.Len(t, got.Errors, 1)
	require.Equal(t, "INTERNAL", got.code())
	require.JSONEq(t, `{"viewer":null,"nodes":[]}`, string(got.Data))
	require.NotContains(t, got.body, "secret")
	require.Contains(t, d.log.String(), "secret of the house")
	require.Equal(t, 1, strings.Count(d.log.String(), "level=ERROR"), "logged once")
	require.Empty(t, d.ask(t, "{nodes(ids:[]){id}}", nil).Errors, "the process lives")
}
