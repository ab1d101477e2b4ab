package search_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/answercache"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/search"
	"orion/internal/store"
	"orion/jobs"
)

// running makes the house's search follow the catalogue and count searches. stop ends it
// and returns when all is written down.
func (h *house) running(t *testing.T, engine search.Engine) (stop func()) {
	t.Helper()
	queue, err := jobs.NewQueue(h.db)
	require.NoError(t, err)
	notices := &store.Listener{}
	heard := make(chan struct{}, 1)
	notices.Watch("catalog", func(string) {
		select {
		case heard <- struct{}{}:
		default:
		}
	})
	h.Service = search.New(search.Deps{
		DB: h.db, Queue: queue, Pages: page.NewSigner([]byte("k")), Clock: clock.System{}, Log: slog.New(slog.DiscardHandler), Engine: engine, Notices: notices,
	})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{}, 2)
	go func() { notices.Run(ctx, h.db, slog.New(slog.DiscardHandler)); done <- struct{}{} }()
	go func() { h.Run(ctx); done <- struct{}{} }()
	<-heard // it listens
	return func() { cancel(); <-done; <-done }
}

// What is published can be found within two seconds without anybody's doing, and what is
// archived is not found from then on.
func TestPublishedIsFoundSoon(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine) {
		h := newHouse(t, engine)
		defer h.running(t, h.engine)()
		p, _ := fixture.Product(t, h.db, h.vendor)
		require.NoError(t, h.db.Product.UpdateOneID(p.ID).SetTitle("Zeppelin").Exec(fixture.System(t, h.vendor)))
		require.Eventually(t, func() bool { return len(h.find(t, h.shop, "zeppelin", nil)) == 1 }, 2*time.Second, 20*time.Millisecond)
		require.NoError(t, h.db.Product.UpdateOneID(p.ID).SetStatus(enum.ProductStatusArchived).Exec(fixture.System(t, h.vendor)))
		require.Empty(t, h.find(t, h.shop, "zeppelin", nil))
	})
}

// moody is an engine that can be told to fail.
type moody struct {
	search.Engine
	broken atomic.Bool
}

func (m *moody) Search(ctx context.Context, vendor uuid.UUID, q *search.Query) (*search.Hits, error) {
	if m.broken.Load() {
		return nil, errors.New("the disk is gone")
	}
	return m.Engine.Search(ctx, vendor, q)
}

// slow answers too late.
type slow struct{ search.Engine }

func (s slow) Search(ctx context.Context, _ uuid.UUID, _ *search.Query) (*search.Hits, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestPostgresStandsIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t, engines["bleve"])
	h.product(t, "Lantern")
	for name, engine := range map[string]search.Engine{"for one that fails": &moody{Engine: h.engine}, "for one that is late": slow{h.engine}} {
		if m, ok := engine.(*moody); ok {
			m.broken.Store(true)
		}
		stop := h.running(t, engine)
		require.Equal(t, []string{"Lantern"}, h.find(t, h.shop, "lantern", nil), name)
		require.Contains(t, h.Health(), "database fallback", name)
		index, err := h.Index(h.team, h.vendor)
		require.NoError(t, err)
		require.Equal(t, "bleve", index.Engine, name)
		require.Equal(t, "postgres", index.Serving, name)
		require.NotNil(t, index.DegradedSince, name)
		stop()
	}
}

func TestReportCountsSearches(t *testing.T) {
	t.Parallel()
	h := newHouse(t, engines["postgres"])
	h.product(t, "Lantern")
	stop := h.running(t, h.engine)
	ctx, notes := answercache.Listening(h.shop)
	h.find(t, ctx, "  LANTERN ", nil)
	h.find(t, h.shop, "lantern", &search.Filters{InStock: ptr(true)}) // narrowed: no search of its own
	h.find(t, h.shop, "", nil)
	h.find(t, h.shop, "nothing like it", nil)
	h.find(t, h.team, "lantern", nil) // the team's own are not counted
	require.Len(t, notes(), 1)
	h.Again(h.shop, notes()[0]) // the answer is given once more
	h.Again(h.shop, answercache.Noted{Kind: "something else", Data: json.RawMessage(`1`)})
	stop()
	all, err := h.Report(h.team, h.vendor, 7, false, page.Arg{})
	require.NoError(t, err)
	require.Len(t, all.Nodes, 2)
	require.Equal(t, search.Term{Term: "lantern", Searches: 2, Results: 1, LastSearchedAt: all.Nodes[0].LastSearchedAt}, *all.Nodes[0])
	empty, err := h.Report(h.team, h.vendor, 7, true, page.Arg{})
	require.NoError(t, err)
	require.Len(t, empty.Nodes, 1)
	require.Equal(t, "nothing like it", empty.Nodes[0].Term)
	require.Equal(t, 1, empty.Nodes[0].Empty)
}
