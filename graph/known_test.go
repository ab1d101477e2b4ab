package graph

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/graph/gate"
	"orion/internal/kit/answercache"
	"orion/internal/kit/clock"
	"orion/internal/kit/i18n"
	"orion/internal/kit/ratelimit"
	"orion/internal/viewer"
)

// A keeping desk keeps answers, and tells how many it gave without reading the request.
type keepingDesk struct {
	*desk
	answers *answercache.Cache
	unread  int
}

// openKeeping stands still in time, so that what is in a bucket is known.
func openKeeping(t testing.TB, keeps bool, points int) *keepingDesk {
	t.Helper()
	k := &keepingDesk{answers: answercache.New(1<<20, nil)}
	k.desk = openDesk(t, as.anonymous, func(c *Config, _ *resolvers) {
		rate := gate.Rate{Maximum: points, PerSecond: 1}
		c.Buckets = gate.NewBuckets(ratelimit.NewLocal(clock.Fixed(time.Now())), rate, rate)
		c.FastAnswer = func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
			answercache.Note(ctx, "test", nil)
			return next(ctx)
		}
		if !keeps {
			return
		}
		c.Kept = k.answers
		c.Again = func(ctx context.Context, _ answercache.Noted) {
			if !graphql.HasOperationContext(ctx) {
				k.unread++
			}
		}
	})
	return k
}

const shopName = `{shop{name slug}}`

// givenUnread sends a request and reports whether it was answered without being read.
func (k *keepingDesk) givenUnread(t testing.TB, r *http.Request) (reply, bool) {
	t.Helper()
	before := k.unread
	got := k.send(t, r)
	return got, k.unread > before
}

func getHashed(hash string) *http.Request {
	q := url.Values{"extensions": {persisted(hash)}}
	return httptest.NewRequest(http.MethodGet, "/graphql?"+q.Encode(), nil)
}

// Whether it is kept or not, an answer is the same to the byte, is paid for alike and is
// refused alike when there is nothing left to pay with.
func TestAKnownRequestIsAnsweredAsAnyOther(t *testing.T) {
	t.Parallel()
	const media = "application/graphql-response+json"
	hashed := fmt.Sprintf(`{"query":%q,"extensions":%s}`, shopName, persisted(hashOf(shopName)))
	for name, request := range map[string]func() *http.Request{
		"POST":            func() *http.Request { return postQuery(t, shopName, nil) },
		"the media type":  func() *http.Request { return withHeaders(postQuery(t, shopName, nil), "Accept", media) },
		"POST with hash":  func() *http.Request { return postJSON(hashed) },
		"GET by its hash": func() *http.Request { return getHashed(hashOf(shopName)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			keeping, plain := openKeeping(t, true, 12), openKeeping(t, false, 12)
			for _, d := range []*desk{keeping.desk, plain.desk} {
				d.send(t, postJSON(" "+hashed)) // the hash is known from now on
			}
			refused := 0
			for i := range 15 {
				want := plain.send(t, request())
				got, unread := keeping.givenUnread(t, request())
				require.Equal(t, want.status, got.status)
				require.Equal(t, want.header, got.header)
				require.Equal(t, want.body, got.body)
				require.Equal(t, i > 0 && got.status == 200, unread, "%d: %s", i, got.body)
				if got.status != 200 {
					require.Equal(t, "THROTTLED", got.code())
					require.NotEmpty(t, got.header.Get("Retry-After"))
					refused++
				}
			}
			require.Positive(t, refused)
		})
	}
}

// Only who would have got it anyhow gets what is kept, and nobody what another was given.
func TestWhoGetsAKnownAnswer(t *testing.T) {
	t.Parallel()
	other := &viewer.Viewer{Audience: viewer.Shop, VendorID: uuid.New()}
	french := func(r *http.Request) *http.Request {
		return r.WithContext(i18n.NewContext(r.Context(), language.French))
	}
	for name, tc := range map[string]struct {
		who     *viewer.Viewer
		request *http.Request
		change  func(*keepingDesk)
		unread  bool
		status  int
	}{
		"a visitor of this shop":     {who: as.anonymous, unread: true, status: 200},
		"a visitor of another":       {who: other, status: 200},
		"a customer":                 {who: as.customer, status: 200},
		"a member of the team":       {who: as.owner, request: withHeaders(postQuery(t, shopName, nil), "Accept", "application/graphql-response+json"), status: 403},
		"nobody's visitor":           {who: as.nowhere, request: withHeaders(postQuery(t, shopName, nil), "Accept", "application/graphql-response+json"), status: 401},
		"who holds a cart":           {who: &viewer.Viewer{Audience: viewer.Shop, VendorID: someID, Key: uuid.New()}, status: 200},
		"who reads French":           {who: as.anonymous, request: french(postQuery(t, shopName, nil)), status: 200},
		"who asks for each price":    {who: as.anonymous, request: withHeaders(postQuery(t, shopName, nil), "Orion-Cost-Debug", "1"), status: 200},
		"who spells it otherwise":    {who: as.anonymous, request: postQuery(t, " "+shopName, nil), status: 200},
		"who gives other variables":  {who: as.anonymous, request: postQuery(t, shopName, map[string]any{"x": 1}), status: 200},
		"the body as a query":        {who: as.anonymous, request: httptest.NewRequest(http.MethodGet, "/graphql?"+url.PathEscape(`{"query":"{shop{name slug}}","variables":null}`), nil), status: 400},
		"after the catalogue":        {who: as.anonymous, change: func(k *keepingDesk) { k.answers.Changed(someID.String()) }, status: 200},
		"after all catalogues":       {who: as.anonymous, change: func(k *keepingDesk) { k.answers.Changed("") }, status: 200},
		"after another's catalogue":  {who: as.anonymous, change: func(k *keepingDesk) { k.answers.Changed(other.VendorID.String()) }, unread: true, status: 200},
		"a body of another type":     {who: as.anonymous, request: withHeaders(postQuery(t, shopName, nil), "Content-Type", "text/plain"), status: 415},
		"a body that is compressed":  {who: as.anonymous, request: withHeaders(postQuery(t, shopName, nil), "Content-Encoding", "gzip"), status: 415},
		"an answer of another type":  {who: as.anonymous, request: withHeaders(postQuery(t, shopName, nil), "Accept", "text/html"), status: 406},
		"by a method for other uses": {who: as.anonymous, request: httptest.NewRequest(http.MethodPut, "/graphql", postQuery(t, shopName, nil).Body), status: 405},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := openKeeping(t, true, 1000)
			k.send(t, postQuery(t, shopName, nil))
			if tc.change != nil {
				tc.change(k)
			}
			if tc.request == nil {
				tc.request = postQuery(t, shopName, nil)
			}
			k.who.Store(tc.who)
			got, unread := k.givenUnread(t, tc.request)
			require.Equal(t, tc.unread, unread)
			require.Equal(t, tc.status, got.status, got.body)
		})
	}
}

// What is refused, goes wrong, changes something or is about the viewer is read each time.
func TestWhatIsNeverKnown(t *testing.T) {
	t.Parallel()
	for name, doc := range map[string]string{
		"a change":            `mutation{signOut{userErrors{code}}}`,
		"about the viewer":    `{shop{name} viewer{email}}`,
		"no field of a shop":  `{shop{nothing}}`,
		"not for visitors":    `{vendor{name}}`,
		"no GraphQL":          `{shop{`,
		"too deep":            strings.Repeat(`{shop`, 20) + strings.Repeat(`}`, 20),
		"reading the schema":  `{__schema{queryType{name}}}`,
		"it fails in the end": `{shop{products(first:1){nodes{id}}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := openKeeping(t, true, 1000)
			first := k.send(t, postQuery(t, doc, nil))
			for range 3 {
				again, unread := k.givenUnread(t, postQuery(t, doc, nil))
				require.False(t, unread)
				require.Equal(t, first.status, again.status)
				require.Equal(t, first.code(), again.code())
			}
		})
	}
}

// An answer that has become too large is withheld, kept or not.
func TestAnAnswerThatIsTooLargeIsNotKept(t *testing.T) {
	t.Parallel()
	k := openDesk(t, as.anonymous, func(c *Config, _ *resolvers) {
		c.Kept, c.Limits = answercache.New(1<<20, nil), gate.Limits{AnswerBytes: 10}
	})
	for range 3 {
		require.Equal(t, "COST_LIMIT", k.ask(t, shopName, nil).code())
	}
}
