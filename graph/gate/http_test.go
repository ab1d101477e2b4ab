package gate_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	plain        = "application/json"
	graphqlMedia = "application/graphql-response+json"
)

func get(values url.Values) *http.Request {
	return httptest.NewRequest(http.MethodGet, "/graphql?"+values.Encode(), nil)
}

func with(r *http.Request, headers ...string) *http.Request {
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
		if headers[i+1] == "" {
			r.Header.Del(headers[i])
		}
	}
	return r
}

// What GraphQL over HTTP asks of a server, MUST and SHOULD.
func TestGraphQLOverHTTP(t *testing.T) {
	t.Parallel()
	h := serve(t, options{})
	const ask = `{"query":"{shop{name}}"}`
	for name, tc := range map[string]struct {
		req    *http.Request
		status int
		media  string
		data   bool
	}{
		"POST is accepted, plain JSON answered in kind":        {with(post(ask), "Accept", plain), 200, plain, true},
		"the media type of GraphQL is answered in kind":        {with(post(ask), "Accept", graphqlMedia), 200, graphqlMedia, true},
		"both accepted: the one named first":                   {with(post(ask), "Accept", graphqlMedia+", "+plain), 200, graphqlMedia, true},
		"both accepted: the one preferred":                     {with(post(ask), "Accept", graphqlMedia+";q=0.5, "+plain), 200, plain, true},
		"anything accepted: plain JSON":                        {with(post(ask), "Accept", "*/*"), 200, plain, true},
		"any application accepted: plain JSON":                 {with(post(ask), "Accept", "application/*"), 200, plain, true},
		"nothing said: plain JSON":                             {post(ask), 200, plain, true},
		"charset accepted":                                     {with(post(ask), "Accept", graphqlMedia+"; charset=utf-8"), 200, graphqlMedia, true},
		"another charset is not to be had":                     {with(post(ask), "Accept", graphqlMedia+"; charset=utf-16"), 406, plain, false},
		"pages are not to be had":                              {with(post(ask), "Accept", "text/html"), 406, plain, false},
		"what is unknown is passed over":                       {with(post(ask), "Accept", "text/html, "+graphqlMedia+";q=0.1"), 200, graphqlMedia, true},
		"refused quality":                                      {with(post(ask), "Accept", plain+";q=0"), 406, plain, false},
		"an utf-8 body is read":                                {with(post(ask), "Content-Type", plain+"; charset=utf-8"), 200, plain, true},
		"UTF-8 in capitals is read":                            {with(post(ask), "Content-Type", plain+"; charset=UTF-8"), 200, plain, true},
		"utf-8 is assumed":                                     {post(`{"query":"{product(id:\"é\"){id}}"}`), 200, plain, true},
		"a body in another charset":                            {with(post(ask), "Content-Type", plain+"; charset=iso-8859-1"), 415, plain, false},
		"a body that is no UTF-8":                              {post("{\"query\":\"{product(id:\\\"\xff\\\"){id}}\"}"), 400, plain, false},
		"no content type":                                      {with(post(ask), "Content-Type", ""), 415, plain, false},
		"an empty body":                                        {post(""), 400, plain, false},
		"no query":                                             {post(`{"notquery":1}`), 400, plain, false},
		"no query, the media type of GraphQL":                  {with(post(`{"notquery":1}`), "Accept", graphqlMedia), 400, graphqlMedia, false},
		"query is an object":                                   {post(`{"query":{}}`), 400, plain, false},
		"query is a number":                                    {post(`{"query":0}`), 400, plain, false},
		"query is a boolean":                                   {post(`{"query":false}`), 400, plain, false},
		"query is a list":                                      {post(`{"query":["array"]}`), 400, plain, false},
		"operationName is an object":                           {post(`{"operationName":{},"query":"{shop{name}}"}`), 400, plain, false},
		"operationName is a number":                            {post(`{"operationName":1,"query":"{shop{name}}"}`), 400, plain, false},
		"operationName is a list":                              {post(`{"operationName":[],"query":"{shop{name}}"}`), 400, plain, false},
		"operationName is a text":                              {post(`{"operationName":"q","query":"query q{shop{name}}"}`), 200, plain, true},
		"null for what is optional":                            {post(`{"operationName":null,"variables":null,"extensions":null,"query":"{shop{name}}"}`), 200, plain, true},
		"null for what is optional, the media type of GraphQL": {with(post(`{"operationName":null,"variables":null,"extensions":null,"query":"{shop{name}}"}`), "Accept", graphqlMedia), 200, graphqlMedia, true},
		"variables is a text":                                  {post(`{"variables":"x","query":"{shop{name}}"}`), 400, plain, false},
		"variables is a number":                                {post(`{"variables":0,"query":"{shop{name}}"}`), 400, plain, false},
		"variables is a boolean":                               {post(`{"variables":false,"query":"{shop{name}}"}`), 400, plain, false},
		"variables is a list":                                  {post(`{"variables":[],"query":"{shop{name}}"}`), 400, plain, false},
		"variables is a map":                                   {post(`{"variables":{"id":"1"},"query":"query($id:ID!){product(id:$id){id}}"}`), 200, plain, true},
		"extensions is a text":                                 {post(`{"extensions":"x","query":"{shop{name}}"}`), 400, plain, false},
		"extensions is a list":                                 {post(`{"extensions":[],"query":"{shop{name}}"}`), 400, plain, false},
		"extensions is a map":                                  {post(`{"extensions":{"x":1},"query":"{shop{name}}"}`), 200, plain, true},
		"unknown names are passed over":                        {post(`{"id":7,"Query":"x","query":"{shop{name}}"}`), 200, plain, true},
		"broken JSON":                                          {post(`{"query":`), 400, plain, false},
		"JSON with something after it":                         {post(ask + `{}`), 400, plain, false},
		"a document that does not parse":                       {with(post(`{"query":"{"}`), "Accept", plain), 200, plain, false},
		"a document that is not valid":                         {with(post(`{"query":"{nothing}"}`), "Accept", plain), 200, plain, false},
		"variables that do not fit":                            {with(post(`{"query":"query($id:ID!){product(id:$id){id}}"}`), "Accept", plain), 200, plain, false},
		"a document that does not parse, GraphQL":              {with(post(`{"query":"{"}`), "Accept", graphqlMedia), 400, graphqlMedia, false},
		"a document that is not valid, GraphQL":                {with(post(`{"query":"{nothing}"}`), "Accept", graphqlMedia), 400, graphqlMedia, false},
		"variables that do not fit, GraphQL":                   {with(post(`{"query":"query($id:ID!){product(id:$id){id}}"}`), "Accept", graphqlMedia), 400, graphqlMedia, false},
		"an operation that is not there":                       {with(post(`{"operationName":"a","query":"query q{shop{name}}"}`), "Accept", graphqlMedia), 400, graphqlMedia, false},
		"two operations and no name":                           {with(post(`{"query":"query a{shop{name}} query b{shop{name}}"}`), "Accept", graphqlMedia), 400, graphqlMedia, false},
		"a list of requests":                                   {post("[" + ask + "," + ask + "]"), 400, plain, false},
		"GET with a query":                                     {get(url.Values{"query": {"{shop{name}}"}}), 200, plain, true},
		"GET with variables":                                   {get(url.Values{"query": {"query($id:ID!){product(id:$id){id}}"}, "variables": {`{"id":"1"}`}}), 200, plain, true},
		"GET with variables that are no object":                {get(url.Values{"query": {"{shop{name}}"}, "variables": {`"x"`}}), 400, plain, false},
		"GET with two queries":                                 {get(url.Values{"query": {"{shop{name}}", "{shop{name}}"}}), 400, plain, false},
		"GET with a broken address":                            {httptest.NewRequest(http.MethodGet, "/graphql?query=%zz", nil), 400, plain, false},
		"GET with a mutation":                                  {get(url.Values{"query": {"mutation{touch}"}}), 405, plain, false},
		"GET with a mutation, GraphQL":                         {with(get(url.Values{"query": {"mutation{touch}"}}), "Accept", graphqlMedia), 405, graphqlMedia, false},
		"GET with a mutation as a stream":                      {with(get(url.Values{"query": {"mutation{touch}"}}), "Accept", "text/event-stream"), 405, plain, false},
		"GET with a subscription":                              {get(url.Values{"query": {"subscription{ticks{id}}"}}), 405, plain, false},
		"a subscription that is answered once":                 {with(post(`{"query":"subscription{ticks{id}}"}`), "Accept", graphqlMedia), 400, graphqlMedia, false},
		"PUT":                                                  {httptest.NewRequest(http.MethodPut, "/graphql", strings.NewReader(ask)), 405, plain, false},
		"HEAD":                                                 {httptest.NewRequest(http.MethodHead, "/graphql?query={shop{name}}", nil), 405, plain, false},
	} {
		t.Run(name, func(t *testing.T) {
			got := send(t, h, tc.req)
			require.Equal(t, tc.status, got.status, got.body)
			require.Equal(t, tc.media+"; charset=utf-8", got.header.Get("Content-Type"))
			require.Equal(t, "no-store", got.header.Get("Cache-Control"))
			require.Equal(t, tc.data, got.hasData(), got.body)
			if !tc.data {
				require.Equal(t, "BAD_REQUEST", got.code())
			}
			if tc.status == http.StatusMethodNotAllowed {
				require.Contains(t, got.header.Get("Allow"), "POST")
			}
		})
	}
}

func TestHostileBodiesAreRefusedUnread(t *testing.T) {
	t.Parallel()
	h := serve(t, options{})
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	_, err := z.Write(make([]byte, 50<<20))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	deep := strings.Repeat("[", 100_000)
	unannounced := post(`{"query":"{shop{name}}","x":"` + strings.Repeat("x", 2<<20) + `"}`)
	unannounced.ContentLength = -1
	for name, tc := range map[string]struct {
		req    *http.Request
		status int
	}{
		"a document of 1 MB":                {query(t, "{"+strings.Repeat("shop{name}", 105_000)+"}", nil), 413},
		"10 MB of variables":                {query(t, "{shop{name}}", map[string]any{"x": strings.Repeat("x", 10<<20)}), 413},
		"2 MB that nobody announced":        {unannounced, 413},
		"JSON 100,000 deep":                 {post(`{"variables":{"a":` + deep), 400},
		"JSON 100,000 deep in an address":   {get(url.Values{"query": {"{shop{name}}"}, "variables": {deep}}), 400},
		"a gzip bomb":                       {with(post(bomb.String()), "Content-Encoding", "gzip"), 415},
		"a form":                            {with(post("query={shop{name}}"), "Content-Type", "application/x-www-form-urlencoded"), 415},
		"plain text":                        {with(post(`{"query":"{shop{name}}"}`), "Content-Type", "text/plain"), 415},
		"a form with files":                 {with(post("--x"), "Content-Type", "multipart/form-data; boundary=x"), 415},
		"a form with files and own headers": {with(post("--x"), "Content-Type", "multipart/form-data; boundary=x", "Apollo-Require-Preflight", "1"), 415},
		"a type that is none":               {with(post("{}"), "Content-Type", ";;;"), 415},
		"100 requests in a list":            {post("[" + strings.Repeat(`{"query":"{shop{name}}"},`, 99) + `{"query":"{shop{name}}"}]`), 400},
		"half a surrogate pair":             {post(`{"query":"{shop{name}}","variables":{"a":"\ud800"}}`), 400},
		"the other half":                    {post(`{"query":"{shop{name}}","variables":{"a":"\udc00\ud800"}}`), 400},
		"NUL":                               {post(`{"query":"{shop{name}}","variables":{"a":"\u0000"}}`), 400},
		"NUL as a byte":                     {post("{\"query\":\"\x00\"}"), 400},
		"a byte order mark":                 {post("\ufeff" + `{"query":"{shop{name}}"}`), 400},
		"nothing but an opening brace":      {post("{"), 400},
		"a text that does not end":          {post(`{"query":"\`), 400},
		"null":                              {post("null"), 400},
		"a number":                          {post("7"), 400},
	} {
		t.Run(name, func(t *testing.T) {
			got := send(t, h, tc.req)
			require.Equal(t, tc.status, got.status, got.body)
			require.Equal(t, "BAD_REQUEST", got.code())
			require.Less(t, len(got.body), 500, "nothing of the request comes back")
			require.Less(t, got.took, soon)
		})
	}
}

func TestVariablesAreBounded(t *testing.T) {
	t.Parallel()
	h := serve(t, options{})
	deep := any("x")
	for range 60 {
		deep = []any{deep}
	}
	for name, vars := range map[string]map[string]any{
		"a text of 65,537 bytes": {"a": strings.Repeat("x", 64<<10+1)},
		"a long name":            {strings.Repeat("x", 64<<10+1): 1},
		"30,000 values":          {"a": make([]int, 30_000)},
		"60 levels":              {"a": deep},
	} {
		t.Run(name, func(t *testing.T) {
			got := send(t, h, query(t, "{shop{name}}", vars))
			require.Equal(t, "BAD_REQUEST", got.code(), got.body)
			require.Less(t, len(got.body), 500)
		})
	}
	pair := post(`{"query":"{shop{name}}","variables":{"a":"\ud83d\ude00 \\u0000 \\\\"}}`)
	require.Empty(t, send(t, h, pair).Errors, "whole pairs and escaped backslashes are text like any other")
}

func FuzzBodiesNeverBreakTheServer(f *testing.F) {
	h := serve(f, options{})
	for _, seed := range []string{
		`{"query":"{shop{name}}"}`, `[]`, `{"query":"{`, `{"query":"\ud800"}`, `{"variables":{}}`, "\x00", `{"query":"{...a} fragment a on Query{...a}"}`,
		`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got := send(t, h, with(post(body), "Accept", graphqlMedia))
		require.Contains(t, []int{200, 400, 413}, got.status)
	})
}
