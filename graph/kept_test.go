package graph

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/graph/fast"
	"orion/graph/gate"
	"orion/graph/gen"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/answercache"
	"orion/internal/kit/i18n"
	"orion/internal/store"
	"orion/internal/viewer"
)

// keeping makes the world's graph keep answers, and hear what changes.
func (w *world) keeping(t *testing.T) {
	t.Helper()
	answers, notices, heard := answercache.New(1<<20, nil), &store.Listener{}, make(chan struct{})
	notices.Watch("catalog", answers.Changed)
	first := true
	notices.Watch("catalog", func(string) {
		if first {
			first = false
			close(heard)
		}
	})
	log := slog.New(slog.NewTextHandler(w.log, nil))
	w.handler = NewHandler(Config{
		Schema: gen.NewExecutableSchema(gen.Config{Resolvers: w.Resolver, Directives: Directives()}), Log: log,
		Buckets: gate.NewLocalBuckets(plenty, plenty), Address: func(context.Context) string { return "192.0.2.1" },
		RequestID: func(context.Context) string { return "req-1" }, Loaders: w.Loaders, Kept: answers,
	})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		notices.Run(ctx, w.DB, log)
	}()
	t.Cleanup(func() { cancel(); <-done })
	<-heard // it listens
}

const keptQuery = `query Kept($first: Int!) { shop { name products(first: $first) { nodes { slug title } } } }`

func TestAnswersAreKeptUntilTheCatalogueChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keeping(t)
	v, _ := fixture.Vendor(t, w.DB)
	other, _ := fixture.Vendor(t, w.DB)
	p, _ := fixture.Product(t, w.DB, v)
	fixture.Product(t, w.DB, other)
	shop := viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID})
	ask := func(ctx context.Context, first int) (body string, statements int64) {
		before := w.statements.n.Load()
		r := w.ask(t, ctx, keptQuery, map[string]any{"first": first})
		require.Equal(t, 200, r.status)
		require.NotContains(t, r.body, `"errors"`)
		return r.body, w.statements.n.Load() - before
	}
	// Notices of the fixtures may still be under way; they only forget.
	var kept string
	require.Eventually(t, func() bool {
		ask(shop, 5)
		var statements int64
		kept, statements = ask(shop, 5)
		return statements == 0
	}, 10*time.Second, 10*time.Millisecond, "the second answer takes no statement")
	require.Contains(t, kept, p.Slug)

	for name, ctx := range map[string]context.Context{
		"another shop":     viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Shop, VendorID: other.ID}),
		"another language": i18n.NewContext(shop, language.French),
		"a customer":       viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Customer, VendorID: v.ID, CustomerID: uuid.New()}),
		"somebody's cart":  viewer.WithKey(shop, uuid.New()),
	} {
		_, statements := ask(ctx, 5)
		require.Positive(t, statements, name)
	}
	_, statements := ask(shop, 6)
	require.Positive(t, statements, "other variables")

	// What changes a product by whatever way is seen at once.
	require.NoError(t, w.DB.Product.UpdateOneID(p.ID).SetTitle("Another name").Exec(fixture.System(t, v)))
	require.Eventually(t, func() bool {
		body, _ := ask(shop, 5)
		return body != kept
	}, 2*time.Second, 5*time.Millisecond)
	require.NoError(t, w.DB.Product.UpdateOneID(p.ID).SetStatus(enum.ProductStatusArchived).Exec(fixture.System(t, v)))
	require.Eventually(t, func() bool {
		body, _ := ask(shop, 5)
		return !strings.Contains(body, p.Slug)
	}, 2*time.Second, 5*time.Millisecond)
}

// Who has spent all points is told so, whatever is kept.
func TestARefusalIsNoKeptAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.DB)
	ctx := viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID})
	f := fast.New(fast.Deps{DB: w.DB, Catalog: w.Catalog, Search: w.Search, Media: pictures{}, Vendor: w.Vendors.Current, Plans: &gate.Memo[*fast.Plan]{}, Log: slog.New(slog.NewTextHandler(w.log, nil))})
	for name, kept := range map[string]*answercache.Cache{"kept": answercache.New(1<<20, nil), "worked out": nil} {
		w.handler = NewHandler(Config{
			Schema: gen.NewExecutableSchema(gen.Config{Resolvers: w.Resolver, Directives: Directives()}), Log: slog.New(slog.NewTextHandler(w.log, nil)),
			Buckets: gate.NewLocalBuckets(gate.Rate{Maximum: 40}, gate.Rate{Maximum: 40}), Address: func(context.Context) string { return "192.0.2.1" },
			RequestID: func(context.Context) string { return "req-1" }, Loaders: w.Loaders, Kept: kept, FastAnswer: f.Answer,
		})
		var last string
		for range 45 {
			last = w.ask(t, ctx, keptQuery, map[string]any{"first": 2}).body
		}
		require.Contains(t, last, "THROTTLED", name)
		require.NotContains(t, last, `"data"`, name)
	}
}
