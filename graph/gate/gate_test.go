package gate_test

import (
	"context"
	"encoding/json"
	"io"
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

	"orion/graph/gate"
)

const sdl = `
directive @cost(weight: Int! = 1, multipliers: [String!]) on FIELD_DEFINITION
type Query {
  shop: Shop
  product(id: ID): Product
  nodes(ids: [ID!]!): [Product]! @cost(multipliers: ["ids"])
}
type Mutation { rename(title: String): Payload! touch: Boolean! }
type Subscription { ticks: Product! }
type Payload { product: Product }
type Shop {
  name: String!
  products(first: Int = 20, after: String, last: Int, search: String): ProductConnection!
  search(query: String!, first: Int = 20): ProductConnection!
  sales(days: Int = 30): [Day!]! @cost(weight: 20)
}
type Day { total: Money! }
type Money { amount: String! }
type ProductConnection { nodes: [Product!]! edges: [ProductEdge!]! pageInfo: PageInfo! count: Count @cost(weight: 5) }
type ProductEdge { cursor: String! node: Product! }
type PageInfo { hasNextPage: Boolean! }
type Count { value: Int! }
type Product { id: ID! title(size: Int, scale: Float, for: String): String! price: Money! variants(first: Int = 20): ProductConnection! self: Product! }
`

// stub is a schema whose every operation answers alike.
type stub struct {
	*ast.Schema
	data string
	ran  *[]string
}

func (s stub) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (s stub) Exec(ctx context.Context) graphql.ResponseHandler {
	if s.ran != nil {
		*s.ran = append(*s.ran, graphql.GetOperationContext(ctx).RawQuery)
	}
	return graphql.OneShot(&graphql.Response{Data: []byte(s.data)})
}

func (s stub) schema() graphql.ExecutableSchema { return executable{s} }

type executable struct{ s stub }

func (e executable) Schema() *ast.Schema { return e.s.Schema }

func (e executable) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (e executable) Exec(ctx context.Context) graphql.ResponseHandler { return e.s.Exec(ctx) }

func load(t testing.TB) *ast.Schema {
	t.Helper()
	s, err := gqlparser.LoadSchema(&ast.Source{Name: "test", Input: sdl})
	require.NoError(t, err)
	return s
}

// options are what a test changes of the server under test.
type options struct {
	data          string
	ran           *[]string
	limits        gate.Limits
	buckets       *gate.Buckets
	introspection func(context.Context) bool
	caller        func(context.Context) gate.Caller
}

func serve(t testing.TB, o options) http.Handler {
	t.Helper()
	if o.data == "" {
		o.data = `{"shop":{"name":"x"}}`
	}
	if o.caller == nil {
		o.caller = func(context.Context) gate.Caller { return gate.Caller{Key: "test"} }
	}
	if o.buckets == nil {
		o.buckets = gate.NewLocalBuckets(gate.SignedInRate, gate.Rate{Maximum: 1 << 30, PerSecond: 1})
	}
	limits := o.limits.Or(gate.DefaultLimits)
	srv := handler.New(stub{Schema: load(t), data: o.data, ran: o.ran}.schema())
	srv.AddTransport(gate.HTTP{Limits: limits})
	srv.SetQueryCache(gate.NewDocumentCache(8 << 20))
	srv.SetParserTokenLimit(limits.Tokens)
	srv.Use(gate.NewPersisted(1<<20, gate.NewLocalBuckets(gate.Rate{Maximum: 3, PerSecond: 1}, gate.Rate{Maximum: 3, PerSecond: 1}), o.caller))
	srv.Use(gate.NewDocuments(limits, o.introspection))
	srv.Use(gate.NewMeter(limits.Cost, o.buckets, o.caller))
	return srv
}

// soon is how long a refusal takes at most on a machine that runs all tests at once, also
// under the race detector: here it matters that nothing grows. Package graph measures each
// alone.
const soon = time.Second

// reply is an answer as a client sees it.
type reply struct {
	status int
	header http.Header
	body   string
	took   time.Duration

	Data   json.RawMessage
	Errors []struct {
		Message    string
		Extensions struct{ Code string }
	}
	Extensions struct{ Cost gate.CostExtension }
}

func (r reply) code() string {
	if len(r.Errors) == 0 {
		return ""
	}
	return r.Errors[0].Extensions.Code
}

func (r reply) hasData() bool { return strings.Contains(r.body, `"data"`) }

func send(t testing.TB, h http.Handler, req *http.Request) reply {
	t.Helper()
	w := httptest.NewRecorder()
	start := time.Now()
	h.ServeHTTP(w, req)
	res := w.Result()
	out := reply{status: res.StatusCode, header: res.Header, took: time.Since(start)}
	b, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	out.body = string(b)
	if len(b) > 0 {
		require.NoError(t, json.Unmarshal(b, &out), "an answer is JSON: %.200s", b)
	}
	return out
}

func post(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return r
}

func query(t testing.TB, text string, vars map[string]any) *http.Request {
	t.Helper()
	b, err := json.Marshal(map[string]any{"query": text, "variables": vars})
	require.NoError(t, err)
	return post(string(b))
}
