package elastic_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/search"
	"orion/internal/search/elastic"
)

func word(raw string) search.Word {
	return search.Word{Any: []search.Phrase{{Weight: 1, All: []search.Match{{Raw: raw, Tokens: []string{"=" + raw}}}}}}
}

func document(title string) *search.Document {
	return &search.Document{ID: uuid.New(), Title: []string{"=" + title}, About: []string{"=alba"}, Facets: []string{"b=Alba", "s=true"}, Price: 1200, InStock: true, Created: time.Now()}
}

// built returns a cluster that has the vendor's index in use.
func built(t *testing.T) (*cluster, *elastic.Engine) {
	t.Helper()
	c := newCluster(t)
	e := c.engine()
	b, err := e.Begin(t.Context(), c.vendor)
	require.NoError(t, err)
	require.NoError(t, b.Commit(t.Context()))
	c.made()
	return c, e
}

func TestAnIndexIsPutIntoUseByMovingAnAlias(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	e := c.engine()
	alias := "orion-products-v-" + c.vendor.String()
	b, err := e.Begin(t.Context(), c.vendor)
	require.NoError(t, err)
	require.Equal(t, []string{alias + "-next"}, names(c.aliases), "nothing is in use before it is complete")
	require.NoError(t, b.Index(t.Context(), []*search.Document{document("lamp")}))
	require.ErrorIs(t, e.Index(t.Context(), c.vendor, nil, []uuid.UUID{uuid.New()}), search.ErrMissing, "none is in use")
	c.made()
	require.NoError(t, b.Commit(t.Context()))
	require.Equal(t, []string{alias}, names(c.aliases))
	calls := c.made()
	require.Equal(t, []string{"GET _alias", "POST _refresh", "POST _aliases", "POST _delete_by_query"}, whats(calls),
		"it is found before it is in use, and the one before goes last")
	require.Len(t, of(t, calls, "POST _aliases").body()["actions"], 2, "both at once")
	require.NoError(t, b.Abort(), "after Commit it is no change")
	require.Empty(t, c.made())
}

func TestWhatIsInUseStaysWhileAnotherIsBuilt(t *testing.T) {
	t.Parallel()
	c, e := built(t)
	alias := "orion-products-v-" + c.vendor.String()
	before := c.aliases[alias]["filter"]
	b, err := e.Begin(t.Context(), c.vendor)
	require.NoError(t, err)
	require.NotEqual(t, before, c.aliases[alias+"-next"]["filter"], "another generation")
	require.Equal(t, before, c.aliases[alias]["filter"])
	c.made()

	lamp := document("lamp")
	require.NoError(t, e.Index(t.Context(), c.vendor, []*search.Document{lamp}, []uuid.UUID{uuid.New()}))
	calls := c.made()
	require.Equal(t, []string{"GET _alias", "POST _bulk", "POST _bulk"}, whats(calls), "a change goes to both")
	require.Equal(t, "/"+alias+"-next/_bulk", calls[1].path)
	require.Equal(t, "/"+alias+"/_bulk", calls[2].path)
	require.Equal(t, "wait_for", calls[2].query["refresh"], "whoever asks next finds it")
	ids := []any{calls[1].lines[0]["index"].(obj)["_id"], calls[2].lines[0]["index"].(obj)["_id"]}
	require.NotEqual(t, ids[0], ids[1], "a document of each generation")
	require.NotNil(t, calls[2].lines[2]["delete"])

	require.NoError(t, b.Abort())
	require.Equal(t, []string{alias}, names(c.aliases))
	require.Equal(t, before, c.aliases[alias]["filter"])
	require.NoError(t, b.Abort())
}

// A building that was broken off is followed by another, and cannot take its place.
func TestABuildingThatWasOvertakenIsNotPutIntoUse(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	e := c.engine()
	first, err := e.Begin(t.Context(), c.vendor)
	require.NoError(t, err)
	second, err := e.Begin(t.Context(), c.vendor)
	require.NoError(t, err)
	require.Error(t, first.Commit(t.Context()))
	require.NoError(t, first.Abort())
	require.NoError(t, second.Commit(t.Context()))
	require.Equal(t, []string{"orion-products-v-" + c.vendor.String()}, names(c.aliases))
}

func TestASearchAsItIsAsked(t *testing.T) {
	t.Parallel()
	c, e := built(t)
	id := uuid.New()
	hits, err := json.Marshal(obj{
		"hits": obj{"total": obj{"value": 7}, "hits": list{obj{"_score": 1.5, "fields": obj{"id": list{id}, "vendor": list{c.vendor}}}}},
		"aggregations": obj{
			"words":  obj{"buckets": list{obj{"key": "=lamp"}}},
			"all":    obj{"marks": obj{"buckets": list{obj{"key": "b=Alba", "doc_count": 1}, obj{"key": "s=true", "doc_count": 5}}}},
			"facet0": obj{"marks": obj{"buckets": list{obj{"key": "b=Alba", "doc_count": 3}, obj{"key": "b=Bora", "doc_count": 2}, obj{"key": "s=true", "doc_count": 9}}}},
			"prices": obj{"low": obj{"value": 100.0}, "high": obj{"value": 900.0}},
		},
	})
	require.NoError(t, err)
	c.answers["POST _search"] = string(hits)
	low := int64(100)
	q := &search.Query{Words: []search.Word{word("lamp")}, AtLeast: 1, Brand: []string{"Alba"}, Low: &low, Sort: enum.SearchSortRelevance, Offset: 20, Limit: 10, Facets: true}
	got, err := e.Search(t.Context(), c.vendor, q)
	require.NoError(t, err)
	require.Equal(t, []search.Hit{{ID: id, Score: 1.5}}, got.Hits)
	require.Equal(t, 7, got.Total)
	require.Equal(t, map[string]int{"b=Alba": 3, "b=Bora": 2, "s=true": 5}, got.Facets, "brands as they are counted without theirs, stock with all")
	require.True(t, got.Priced)
	require.Equal(t, [2]int64{100, 900}, [2]int64{got.Low, got.High})

	calls := c.made()
	require.Equal(t, []string{"POST _search", "POST _search"}, whats(calls), "one for the words, one for all the rest")
	require.Equal(t, "false", calls[1].query["allow_partial_search_results"])
	asked := calls[1].body()
	require.InDelta(t, 20, asked["from"], 0)
	require.InDelta(t, 10, asked["size"], 0)
	brand, price := obj{"terms": obj{"facets": list{"b=Alba"}}}, obj{"range": obj{"price": obj{"gte": float64(100)}}}
	require.Equal(t, obj{"bool": obj{"filter": list{brand, price}}}, asked["post_filter"])
	aggs := asked["aggs"].(obj)
	require.Equal(t, obj{"bool": obj{"filter": list{price}}}, aggs["facet0"].(obj)["filter"])
	require.Equal(t, obj{"bool": obj{"filter": list{brand}}}, aggs["prices"].(obj)["filter"])

	q.Facets = false
	_, err = e.Search(t.Context(), c.vendor, q)
	require.NoError(t, err)
	filter := c.made()[1].body()["query"].(obj)["bool"].(obj)["filter"]
	require.Contains(t, filter, brand)
	require.Contains(t, filter, price)
}

// What somebody wrote is a value wherever it stands: no part of the request changes by it.
func TestAHostileTextIsNothingButText(t *testing.T) {
	t.Parallel()
	c, e := built(t)
	hostile := `"}},"query":{"match_all":{}}} OR vendor:* \ .* \u0000 {{ctx}}`
	ask := func(text string) string {
		q := &search.Query{Words: []search.Word{word(text)}, AtLeast: 1, Codes: []string{"#" + text}, Brand: []string{text}, Facets: true, Sort: enum.SearchSortRelevance}
		_, err := e.Search(t.Context(), c.vendor, q)
		require.NoError(t, err)
		last := c.made()
		raw, err := json.Marshal(last[len(last)-1].body())
		require.NoError(t, err)
		quoted, err := json.Marshal(text)
		require.NoError(t, err)
		return strings.ReplaceAll(string(raw), strings.Trim(string(quoted), `"`), "TEXT")
	}
	require.Equal(t, ask("harmless"), ask(hostile))

	// The beginning of an unknown word is a pattern, in which a sign is a sign.
	_, err := e.Search(t.Context(), c.vendor, &search.Query{Words: []search.Word{word(`.*@"(}`)}, AtLeast: 1})
	require.NoError(t, err)
	calls := c.made()
	include := calls[1].body()["aggs"].(obj)["words"].(obj)["terms"].(obj)["include"]
	require.Equal(t, `(\=\.).*`, include)
}

func TestCount(t *testing.T) {
	t.Parallel()
	c, e := built(t)
	c.answers["POST _count"] = `{"count": 12}`
	n, err := e.Count(t.Context(), c.vendor)
	require.NoError(t, err)
	require.Equal(t, 12, n)
}

func TestWhatTheClusterRefuses(t *testing.T) {
	t.Parallel()
	refuse := func(status int, body string) func(http.ResponseWriter, call) bool {
		return func(w http.ResponseWriter, _ call) bool {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
			return true
		}
	}
	for name, row := range map[string]struct {
		fail    func(http.ResponseWriter, call) bool
		missing bool
		says    string
	}{
		"no index": {refuse(404, `{"error":{"type":"index_not_found_exception","reason":"no such index"},"status":404}`), true, "404"},
		"too many requests": {
			refuse(429, `{"error":{"type":"es_rejected_execution_exception","reason":"queue"},"status":429}`), false, "429 es_rejected_execution_exception",
		},
		"unavailable":         {refuse(503, `upstream connect error`), false, "503"},
		"no longer signed in": {refuse(401, `{"error":{"type":"security_exception","reason":"token"},"status":401}`), false, "401 security_exception"},
		"an answer cut short": {refuse(200, `{"hits":`), false, "read the answer"},
		"half a search":       {refuse(200, `{"timed_out":true}`), false, "in time"},
		"somebody else's":     {refuse(200, `{"hits":{"hits":[{"fields":{"id":["0"],"vendor":["other"]}}]}}`), false, "not the vendor's"},
		"another server":      {func(w http.ResponseWriter, _ call) bool { w.Header().Del("X-Elastic-Product"); return false }, false, "not Elasticsearch"},
		"another's not found": {func(w http.ResponseWriter, _ call) bool {
			w.Header().Del("X-Elastic-Product")
			return refuse(404, `{}`)(w, call{})
		}, false, "404"},
		"nothing at that path": {refuse(404, `{"error":"alias missing","status":404}`), false, "404"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, e := built(t)
			c.fail = row.fail
			_, err := e.Search(t.Context(), c.vendor, &search.Query{Sort: enum.SearchSortNewest, Limit: 1})
			require.ErrorContains(t, err, row.says)
			require.Equal(t, row.missing, errors.Is(err, search.ErrMissing), "%v", err)
		})
	}
}

// What a batch says of its lines counts, not that it was taken.
func TestABatchThatFailsInPart(t *testing.T) {
	t.Parallel()
	c, e := built(t)
	c.answers["POST _bulk"] = `{"errors":true,"items":[{"index":{"status":201}},{"index":{"status":429,"error":{"type":"es_rejected_execution_exception","reason":"full"}}}]}`
	require.ErrorContains(t, e.Index(t.Context(), c.vendor, []*search.Document{document("a"), document("b")}, nil), "429")
	c.answers["POST _bulk"] = `{"errors":true,"items":[{"index":{"status":404,"error":{"type":"index_not_found_exception","reason":"require_alias"}}}]}`
	require.ErrorIs(t, e.Index(t.Context(), c.vendor, []*search.Document{document("a")}, nil), search.ErrMissing)
	c.answers["POST _bulk"] = `{"errors":false,"items":[{"delete":{"status":404,"result":"not_found"}}]}`
	require.NoError(t, e.Index(t.Context(), c.vendor, nil, []uuid.UUID{uuid.New()}), "what is gone is gone")
}

func TestAnEngineThatHangsIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	c, e := built(t)
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	c.fail = func(http.ResponseWriter, call) bool { <-release; return true }
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := e.Search(ctx, c.vendor, &search.Query{Sort: enum.SearchSortNewest})
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestReady(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	require.NoError(t, c.engine().Ready(t.Context()))
	c.answers["GET _cluster"] = `{"status":"red"}`
	require.ErrorContains(t, c.engine().Ready(t.Context()), "red")
	c.Close()
	require.Error(t, c.engine().Ready(t.Context()))
}

func TestAnAddressThatCannotBeRead(t *testing.T) {
	t.Parallel()
	_, err := elastic.New(elastic.Options{URL: "http://user:secret@%zz", Log: slog.New(slog.DiscardHandler)})
	require.Error(t, err)
	require.NotContains(t, err.Error(), "secret")
}
