package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/graph/gen"
	"orion/graph/gen/model"
	"orion/internal/auth"
	"orion/internal/kit/publicid"
	"orion/internal/marketplace"
	"orion/internal/viewer"
)

// resolvers answer the few fields that tests of the handler ask for. What they leave out
// panics, which is a test of its own.
type resolvers struct {
	gen.ResolverRoot
	viewer func(context.Context) (*auth.Profile, error)
	wrote  *atomic.Int32
	events chan *marketplace.Event
}

type (
	queries struct {
		gen.QueryResolver
		resolvers
	}
	mutations struct {
		gen.MutationResolver
		resolvers
	}
	subscriptions struct {
		gen.SubscriptionResolver
		resolvers
	}
	shops struct{ gen.ShopResolver }
)

func (r resolvers) Query() gen.QueryResolver               { return queries{resolvers: r} }
func (r resolvers) Mutation() gen.MutationResolver         { return mutations{resolvers: r} }
func (r resolvers) Subscription() gen.SubscriptionResolver { return subscriptions{resolvers: r} }
func (r resolvers) Shop() gen.ShopResolver                 { return shops{} }

func (queries) Shop(context.Context) (*ent.Vendor, error) {
	return &ent.Vendor{Name: "Lumière", Slug: "lumiere"}, nil
}

func (q queries) Viewer(ctx context.Context) (*auth.Profile, error) {
	if q.viewer == nil {
		return nil, nil
	}
	return q.viewer(ctx)
}

func (queries) Nodes(_ context.Context, ids []publicid.ID) ([]model.Node, error) {
	return make([]model.Node, len(ids)), nil
}

func (m mutations) SignOut(context.Context) (*model.SignOutPayload, error) {
	m.wrote.Add(1)
	return &model.SignOutPayload{}, nil
}

func (s subscriptions) ImportProgress(ctx context.Context, _ publicid.ID, _ *int) (<-chan *marketplace.Event, error) {
	out := make(chan *marketplace.Event)
	go func() {
		defer close(out)
		for {
			select {
			case e := <-s.events:
				select {
				case out <- e:
				case <-ctx.Done():
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return out, nil
}

// A desk is a handler with the resolvers and the log behind it.
type desk struct {
	resolvers
	handler http.Handler
	log     *bytes.Buffer
	who     atomic.Pointer[viewer.Viewer]
}

// open returns a handler for a viewer; change alters its configuration.
func openDesk(t testing.TB, who *viewer.Viewer, change func(*Config, *resolvers)) *desk {
	t.Helper()
	d := &desk{resolvers: resolvers{wrote: new(atomic.Int32), events: make(chan *marketplace.Event)}, log: &bytes.Buffer{}}
	d.who.Store(who)
	c := Config{
		Log:        slog.New(slog.NewTextHandler(d.log, nil)),
		Production: true,
		Address:    func(context.Context) string { return "192.0.2.1" },
		RequestID:  func(context.Context) string { return "req-1" },
	}
	if change != nil {
		change(&c, &d.resolvers)
	}
	c.Schema = gen.NewExecutableSchema(gen.Config{Resolvers: d.resolvers, Directives: Directives()})
	h := NewHandler(c)
	d.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if v := d.who.Load(); v != nil {
			r = r.WithContext(viewer.NewContext(r.Context(), v))
		}
		h.ServeHTTP(w, r)
	})
	return d
}

// reply is an answer as a client sees it.
type reply struct {
	status int
	header http.Header
	body   string
	took   time.Duration

	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct {
			Code, RequestID, Reason, Field string
			Argument                       []string
		}
	}
	Extensions struct {
		Cost struct {
			Requested, Actual int
			Throttle          struct{ Maximum, Available, RestorePerSecond int }
		}
	}
}

func (r reply) code() string {
	if len(r.Errors) == 0 {
		return ""
	}
	return r.Errors[0].Extensions.Code
}

func (d *desk) send(t testing.TB, r *http.Request) reply {
	t.Helper()
	w, start := httptest.NewRecorder(), time.Now()
	d.handler.ServeHTTP(w, r)
	out := reply{status: w.Code, header: w.Header(), took: time.Since(start), body: w.Body.String()}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &out), "an answer is JSON: %.200s", out.body)
	return out
}

func (d *desk) ask(t testing.TB, doc string, vars map[string]any) reply {
	t.Helper()
	return d.send(t, postQuery(t, doc, vars))
}

func postJSON(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return r
}

func postQuery(t testing.TB, doc string, vars map[string]any) *http.Request {
	t.Helper()
	b, err := json.Marshal(map[string]any{"query": doc, "variables": vars})
	require.NoError(t, err)
	return postJSON(string(b))
}

func withHeaders(r *http.Request, headers ...string) *http.Request {
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func drain(t testing.TB, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(b)
}
