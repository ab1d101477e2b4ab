package graph

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/graph/gate"
	"orion/graph/gen/model"
	"orion/internal/auth"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/marketplace"
	"orion/internal/viewer"
)

func TestAnAnswer(t *testing.T) {
	t.Parallel()
	got := openDesk(t, as.anonymous, nil).ask(t, "{shop{name slug} viewer{email}}", nil)
	require.JSONEq(t, `{"shop":{"name":"Lumière","slug":"lumiere"},"viewer":null}`, string(got.Data))
	require.Equal(t, 2, got.Extensions.Cost.Requested)
	require.Equal(t, 1, got.Extensions.Cost.Actual)
	require.Equal(t, gate.AnonymousRate.Maximum, got.Extensions.Cost.Throttle.Maximum)
	require.Equal(t, "no-store", got.header.Get("Cache-Control"))
	require.Contains(t, got.header.Get("Vary"), "Orion-Vendor")
}

func TestDoors(t *testing.T) {
	t.Parallel()
	d := openDesk(t, nil, nil)
	for _, tc := range []struct {
		who  *viewer.Viewer
		doc  string
		code string
	}{
		{nil, "{shop{name}}", "UNAUTHENTICATED"},
		{as.customer, "{shop{name}}", ""},
		{as.owner, "{shop{name}}", "FORBIDDEN"},
		{nil, "{viewer{email}}", ""},
		{as.anonymous, "{vendor{name}}", "UNAUTHENTICATED"},
		{as.staff, "{vendor{products{nodes{id}}}}", "FORBIDDEN"},
		{as.owner, "{admin{version}}", "FORBIDDEN"},
		{as.clerk, "{admin{vendors{nodes{id}}}}", "FORBIDDEN"},
		{as.anonymous, "mutation{signOut{userErrors{code}}}", ""},
		{as.anonymous, "mutation{signOut{userErrors{code}} productsPublish(ids:[]){userErrors{code}}}", "UNAUTHENTICATED"},
	} {
		d.who.Store(tc.who)
		wrote := d.wrote.Load()
		got := d.ask(t, tc.doc, nil)
		require.Equal(t, tc.code, got.code(), "%s as %+v: %s", tc.doc, tc.who, got.body)
		if tc.code != "" {
			require.NotContains(t, got.body, `"data"`)
			require.NotEmpty(t, got.Errors[0].Extensions.Field)
			require.Equal(t, wrote, d.wrote.Load(), "one closed door, and nothing is done")
		}
	}
}

func TestErrorsSpeakTheLanguageOfTheRequest(t *testing.T) {
	t.Parallel()
	var tag string
	d := openDesk(t, as.owner, func(_ *Config, r *resolvers) {
		r.viewer = func(ctx context.Context) (*auth.Profile, error) {
			tag = i18n.From(ctx).String()
			return nil, errs.Field("input.lines.2", "is required")
		}
	})
	got := d.ask(t, `query @inContext(language:"fr-LU"){viewer{email}}`, nil)
	require.Equal(t, "fr", tag)
	require.Equal(t, "BAD_REQUEST", got.code(), "the codes at the top are a closed list")
	require.Equal(t, "INVALID", got.Errors[0].Extensions.Reason)
	require.Equal(t, []string{"input", "lines", "2"}, got.Errors[0].Extensions.Argument)
}

func TestUserErrors(t *testing.T) {
	t.Parallel()
	told, err := userErrors(t.Context(), nil)
	require.NoError(t, err)
	require.NotNil(t, told, "the list is there even where it is empty")
	require.Empty(t, told)

	told, err = userErrors(t.Context(), fmt.Errorf("create product: %w", errs.Field("input.sku", "has %d letters", 3)))
	require.NoError(t, err)
	require.Equal(t, []*model.UserError{{Code: errs.Invalid, Message: "has 3 letters", Path: []string{"input", "sku"}}}, told)

	told, err = userErrors(t.Context(), fmt.Errorf("add: %w", errs.List{errs.Field("a", "100% wrong"), errs.New(errs.TooMany, "too many")}))
	require.NoError(t, err)
	require.Len(t, told, 2)
	require.Equal(t, "100% wrong", told[0].Message)

	for _, other := range []error{
		errors.New("connection refused"),
		errs.New(errs.Forbidden, "you may not do that"),
		errs.List{errs.New(errs.Invalid, "x"), errs.New(errs.Forbidden, "y")},
	} {
		_, err = userErrors(t.Context(), other)
		require.Equal(t, other, err, "what the caller cannot put right ends the field")
	}
}

func TestAnswersToHashedGetsAreForEverybodyWhoSeesTheSame(t *testing.T) {
	t.Parallel()
	d := openDesk(t, as.anonymous, nil)
	ask := func(who *viewer.Viewer, text string, hashed bool) string {
		d.who.Store(who)
		values := url.Values{"query": {text}}
		if hashed {
			values.Set("extensions", persisted(hashOf(text)))
		}
		got := d.send(t, httptest.NewRequest(http.MethodGet, "/graphql?"+values.Encode(), nil))
		return got.header.Get("Cache-Control")
	}
	require.Contains(t, ask(as.anonymous, "{shop{name slug __typename}}", true), "public")
	require.Contains(t, ask(as.anonymous, "{...a} fragment a on Query{shop{... on Shop{name}}}", true), "public")
	require.Equal(t, "no-store", ask(as.anonymous, "{shop{name slug __typename}}", false))
	require.Equal(t, "no-store", ask(as.customer, "{shop{name slug __typename}}", true))
	require.Equal(t, "no-store", ask(as.anonymous, "{viewer{email}}", true))
	require.Equal(t, "no-store", ask(as.anonymous, "{shop{name} viewer{email}}", true))
	require.Equal(t, "no-store", ask(as.anonymous, "{shop{cart(id:\"x\"){version}}}", true), "an error, and a cart besides")
	require.Equal(t, "no-store", ask(as.anonymous, "{...a} fragment a on Query{shop{... on Shop{cart(id:\"x\"){version}}}}", true))
}

func TestAnswersThatAreTooLargeAreWithheld(t *testing.T) {
	t.Parallel()
	d := openDesk(t, as.owner, func(c *Config, r *resolvers) {
		c.Limits.AnswerBytes = 10_000
		r.viewer = func(context.Context) (*auth.Profile, error) {
			return &auth.Profile{Email: strings.Repeat("x", 10_000)}, nil
		}
	})
	got := d.ask(t, "{viewer{email}}", nil)
	require.Equal(t, "COST_LIMIT", got.code())
	require.Equal(t, "req-1", got.Errors[0].Extensions.RequestID)
	require.Less(t, len(got.body), 500)
}

func TestEachAnswerHasLoadersOfItsOwn(t *testing.T) {
	t.Parallel()
	made := 0
	d := openDesk(t, as.owner, func(c *Config, _ *resolvers) {
		c.Loaders = func(ctx context.Context) context.Context { made++; return ctx }
	})
	for range 3 {
		require.Empty(t, d.ask(t, "{viewer{email}}", nil).Errors)
	}
	require.Equal(t, 3, made)
}

func TestAStreamOfEvents(t *testing.T) {
	t.Parallel()
	d := openDesk(t, as.owner, nil)
	d.who.Store(&viewer.Viewer{Audience: viewer.Vendor, VendorID: someID, Grants: map[string]bool{"import.read": true}})
	srv := httptest.NewServer(d.handler)
	t.Cleanup(srv.Close)
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, srv.URL, strings.NewReader(`{"query":"subscription{importProgress(id:\"x\"){sequence}}"}`))
	require.NoError(t, err)
	res, err := srv.Client().Do(withHeaders(r, "Content-Type", "application/json", "Accept", "text/event-stream"))
	require.NoError(t, err)
	require.Equal(t, "text/event-stream", res.Header.Get("Content-Type"))
	lines := bufio.NewScanner(res.Body)
	for i := range 3 {
		d.events <- &marketplace.Event{Sequence: i}
		require.Contains(t, nextData(t, lines), fmt.Sprintf(`{"importProgress":{"sequence":%d}}`, i))
	}
	cancel()
	require.NoError(t, res.Body.Close())
}

func nextData(t *testing.T, lines *bufio.Scanner) string {
	t.Helper()
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			return data
		}
	}
	require.FailNow(t, "the stream is over", "%v", lines.Err())
	return ""
}

func TestAStreamRefusesAsEverythingElseDoes(t *testing.T) {
	t.Parallel()
	d := openDesk(t, as.anonymous, nil)
	for body, status := range map[string]int{
		`{"query":`: 400, `[]`: 400, `{"query":1}`: 400, "": 400, `{"variables":{"a":"\u0000"}}`: 400,
	} {
		got := d.send(t, withHeaders(postJSON(body), "Accept", "text/event-stream"))
		require.Equal(t, status, got.status, body)
		require.Equal(t, "BAD_REQUEST", got.code())
	}
	srv := httptest.NewServer(d.handler)
	t.Cleanup(srv.Close)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL, strings.NewReader(`{"query":"subscription{importProgress(id:\"x\"){sequence}}"}`))
	require.NoError(t, err)
	res, err := srv.Client().Do(withHeaders(r, "Content-Type", "application/json", "Accept", "text/event-stream"))
	require.NoError(t, err)
	text := drain(t, res.Body)
	require.NoError(t, res.Body.Close())
	require.Contains(t, text, "UNAUTHENTICATED")
	require.Contains(t, text, "req-1")
	require.Contains(t, text, "event: complete")
}
