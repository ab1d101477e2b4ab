package elastic_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/kit/tenant"
	"orion/internal/search/elastic"
)

type (
	obj  = map[string]any
	list = []any
)

// A call is a request as the cluster got it.
type call struct {
	what  string // the method, and the last part of the path
	path  string
	query map[string]string
	lines []obj
}

func (c call) body() obj { return c.lines[0] }

// A cluster stands for one of Elasticsearch: it checks of every request that it is
// confined to the vendor, keeps it, and answers as it is told. It keeps aliases alone.
type cluster struct {
	*httptest.Server

	t       *testing.T
	vendor  uuid.UUID
	answers map[string]string
	fail    func(http.ResponseWriter, call) bool

	mu      sync.Mutex
	calls   []call
	aliases map[string]obj // alias → what added it
}

func newCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{t: t, vendor: uuid.New(), answers: map[string]string{}, aliases: map[string]obj{}}
	c.Server = httptest.NewServer(c)
	t.Cleanup(c.Close)
	return c
}

func (c *cluster) engine() *elastic.Engine {
	e, err := elastic.New(elastic.Options{URL: c.URL, Log: slog.New(slog.DiscardHandler)})
	require.NoError(c.t, err)
	return e
}

// ServeHTTP implements http.Handler.
func (c *cluster) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	got := c.read(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls = append(c.calls, got)
	w.Header().Set("X-Elastic-Product", "Elasticsearch")
	w.Header().Set("Content-Type", "application/json")
	if c.fail != nil && c.fail(w, got) {
		return
	}
	c.confined(got)
	switch answer, ok := c.answers[got.what]; {
	case ok:
		_, _ = io.WriteString(w, answer)
	case got.what == "GET _alias":
		_ = json.NewEncoder(w).Encode(c.standing())
	default:
		if got.what == "POST _aliases" {
			c.move(got.body())
		}
		_, _ = io.WriteString(w, `{}`)
	}
}

func (c *cluster) read(r *http.Request) call {
	got := call{path: r.URL.Path, query: map[string]string{}}
	for k, v := range r.URL.Query() {
		got.query[k] = strings.Join(v, ",")
	}
	parts := strings.Split(r.URL.Path, "/")
	i := slices.IndexFunc(parts, func(p string) bool { return strings.HasPrefix(p, "_") })
	got.what = r.Method + " index"
	if i >= 0 {
		got.what = r.Method + " " + strings.Join(parts[i:min(i+1, len(parts))], "/")
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		c.t.Error(err)
	}
	for _, text := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		var o obj
		if text != "" {
			if err := json.Unmarshal([]byte(text), &o); err != nil {
				c.t.Errorf("%s: %s: %v", got.what, text, err)
			}
			got.lines = append(got.lines, o)
		}
	}
	return got
}

// move keeps where aliases stand. c.mu is held.
func (c *cluster) move(body obj) {
	for _, a := range body["actions"].(list) {
		if add, ok := a.(obj)["add"].(obj); ok {
			c.aliases[add["alias"].(string)] = add
		}
		if remove, ok := a.(obj)["remove"].(obj); ok {
			if at := c.aliases[remove["alias"].(string)]; at["index"] == remove["index"] {
				delete(c.aliases, remove["alias"].(string))
			}
		}
	}
}

func (c *cluster) standing() obj {
	out := obj{}
	for name, a := range c.aliases {
		index := a["index"].(string)
		if out[index] == nil {
			out[index] = obj{"aliases": obj{}}
		}
		out[index].(obj)["aliases"].(obj)[name] = obj{"filter": a["filter"], "index_routing": a["routing"], "search_routing": a["routing"]}
	}
	return out
}

// confined checks that a request is the vendor's alone.
func (c *cluster) confined(got call) {
	key := tenant.Key(c.vendor)
	switch got.what {
	case "POST _search", "POST _count", "POST _delete_by_query":
		c.equal(key, got.query["routing"], got.what+" is routed")
		c.filtered(got.what, got.body()["query"])
	case "POST _bulk":
		c.equal(key, got.query["routing"], "a batch is routed")
		c.equal("true", got.query["require_alias"], "a batch makes no index")
		for i, l := range got.lines {
			if l["index"] != nil {
				c.equal(c.vendor.String(), got.lines[i+1]["vendor"], "a document is the vendor's")
			}
		}
	case "POST _aliases":
		for _, a := range got.body()["actions"].(list) {
			if add, ok := a.(obj)["add"].(obj); ok {
				c.equal(key, add["routing"], "an alias is routed")
				c.filtered("an alias", add["filter"])
			}
		}
	case "GET _alias", "PUT index", "POST _refresh", "GET _cluster": // of no documents
	default:
		c.t.Errorf("%s %s is a kind of request that this test does not know", got.what, got.path)
	}
}

// filtered checks that what must be met whatever else is asked for holds the vendor.
func (c *cluster) filtered(what string, query any) {
	b, _ := query.(obj)["bool"].(obj)
	all, _ := b["filter"].(list)
	want := obj{"term": obj{"vendor": c.vendor.String()}}
	if !slices.ContainsFunc(all, func(f any) bool { return same(want, f) }) {
		c.t.Errorf("%s has no filter on the vendor: %v", what, query)
	}
}

func (c *cluster) equal(want, got any, what string) {
	if want != got {
		c.t.Errorf("%s: want %v, got %v", what, want, got)
	}
}

func same(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// made returns the calls so far, and forgets them.
func (c *cluster) made() []call {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.calls
	c.calls = nil
	return out
}

func whats(calls []call) (out []string) {
	for _, c := range calls {
		out = append(out, c.what)
	}
	return out
}

// of returns the only call of a kind.
func of(t *testing.T, calls []call, what string) call {
	t.Helper()
	i := slices.IndexFunc(calls, func(c call) bool { return c.what == what })
	require.GreaterOrEqual(t, i, 0, "%s in %v", what, whats(calls))
	return calls[i]
}

func names(aliases map[string]obj) []string { return slices.Sorted(maps.Keys(aliases)) }
