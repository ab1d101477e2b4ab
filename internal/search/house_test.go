package search_test

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/i18n"
	"orion/internal/kit/page"
	"orion/internal/pgtest"
	"orion/internal/search"
	"orion/internal/search/bleve"
	"orion/internal/search/elastic"
	"orion/internal/store"
	"orion/jobs"
)

// engines are all that the behaviour is tried with.
var engines = map[string]func(testing.TB, *store.DB) search.Engine{
	"bleve": func(t testing.TB, _ *store.DB) search.Engine {
		e, err := bleve.New(t.TempDir(), slog.New(slog.DiscardHandler))
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, e.Close()) })
		return e
	},
	"postgres": func(_ testing.TB, db *store.DB) search.Engine { return search.NewPostgres(db) },
}

// clusterURL names an Elasticsearch that the behaviour is tried with as well.
const clusterURL = "ORION_TEST_SEARCH_URL"

func init() {
	if address := os.Getenv(clusterURL); address != "" {
		engines["elasticsearch"] = func(t testing.TB, _ *store.DB) search.Engine { return cluster(t, address) }
	}
}

// cluster returns an engine with an index of its own, which goes away with the test.
func cluster(t testing.TB, address string) *elastic.Engine {
	t.Helper()
	prefix := "orion-test-" + uuid.NewString()
	e, err := elastic.New(elastic.Options{URL: address, Prefix: prefix, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		req, err := http.NewRequestWithContext(ctx, http.MethodDelete, address+"/"+prefix+"-1", nil)
		require.NoError(t, err)
		res, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, http.StatusOK, res.StatusCode)
	})
	return e
}

// A house is a search with a shop in it.
type house struct {
	*search.Service

	db     *store.DB
	engine search.Engine
	vendor *ent.Vendor
	team   context.Context
	shop   context.Context
}

func newHouse(t testing.TB, engine func(testing.TB, *store.DB) search.Engine, with ...func(*ent.VendorCreate)) *house {
	t.Helper()
	db := pgtest.New(t)
	queue, err := jobs.NewQueue(db)
	require.NoError(t, err)
	h := &house{db: db, engine: engine(t, db)}
	h.Service = search.New(search.Deps{
		DB: db, Queue: queue, Pages: page.NewSigner([]byte("k")), Clock: clock.System{}, Log: slog.New(slog.DiscardHandler), Engine: h.engine,
	})
	h.vendor, h.team = fixture.Vendor(t, db, with...)
	h.shop = i18n.NewContext(fixture.Shopper(t, h.vendor), language.English)
	h.build(t, h.vendor)
	return h
}

// build makes the vendor's index.
func (h *house) build(t testing.TB, v *ent.Vendor) {
	t.Helper()
	r, err := h.Reindex(fixture.Staff(t, v, enum.VendorPermissions()...))
	require.NoError(t, err)
	require.NoError(t, h.RunReindex(fixture.System(t, v), r.ID))
}

// product puts a product into the shop and tells the index.
func (h *house) product(t testing.TB, title string, with ...func(*ent.ProductCreate)) *ent.Product {
	t.Helper()
	p, _ := fixture.Product(t, h.db, h.vendor, append([]func(*ent.ProductCreate){func(c *ent.ProductCreate) { c.SetTitle(title) }}, with...)...)
	h.drain(t)
	return p
}

func (h *house) drain(t testing.TB) {
	t.Helper()
	_, err := h.Drain(t.Context(), h.vendor.ID)
	require.NoError(t, err)
}

// find returns the titles of what a search finds.
func (h *house) find(t testing.TB, ctx context.Context, text string, filters *search.Filters) []string {
	t.Helper()
	return titles(h.ask(t, ctx, text, page.Arg{}, filters, enum.SearchSortRelevance))
}

func (h *house) ask(t testing.TB, ctx context.Context, text string, arg page.Arg, filters *search.Filters, sort enum.SearchSort) *search.Result {
	t.Helper()
	r, err := h.Search(ctx, h.vendor, text, arg, filters, sort)
	require.NoError(t, err)
	return r
}

func titles(r *search.Result) []string {
	out := []string{}
	for _, p := range r.Nodes() {
		out = append(out, p.Title)
	}
	return out
}

func ptr[T any](v T) *T { return &v }
