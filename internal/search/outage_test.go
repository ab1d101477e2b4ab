package search_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/search"
	"orion/internal/search/bleve"
	"orion/internal/store"
	"orion/jobs"
)

// A watch is a clock that is set by hand.
type watch struct {
	mu  sync.Mutex
	now time.Time
}

func (w *watch) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *watch) wait(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// with gives the house a search of another engine and clock, which nobody runs.
func (h *house) with(t *testing.T, engine search.Engine, c *watch) {
	t.Helper()
	queue, err := jobs.NewQueue(h.db)
	require.NoError(t, err)
	h.engine = engine
	h.Service = search.New(search.Deps{DB: h.db, Queue: queue, Pages: page.NewSigner([]byte("k")), Clock: c, Log: slog.New(slog.DiscardHandler), Engine: engine})
}

// Index implements search.Engine: a broken one takes nothing.
func (m *moody) Index(ctx context.Context, vendor uuid.UUID, put []*search.Document, gone []uuid.UUID) error {
	if m.broken.Load() {
		return errors.New("the disk is full")
	}
	return m.Engine.Index(ctx, vendor, put, gone)
}

// The engine goes and comes back: Postgres answers as long as it is away and 5 s more at
// most, and whoever looks sees which of both it is.
func TestTheEngineIsAskedAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t, engines["bleve"])
	m, c := &moody{Engine: h.engine}, &watch{now: time.Now()}
	h.with(t, m, c)
	serving := func() string {
		t.Helper()
		index, err := h.Index(h.team, h.vendor)
		require.NoError(t, err)
		require.Equal(t, index.Serving != "bleve", index.DegradedSince != nil)
		return index.Serving
	}
	h.product(t, "Lantern")
	require.Equal(t, []string{"Lantern"}, h.find(t, h.shop, "lantern", nil))
	require.Equal(t, "bleve", serving())
	require.Equal(t, "bleve", h.Health())

	m.broken.Store(true)
	since := c.Now()
	require.Equal(t, []string{"Lantern"}, h.find(t, h.shop, "lantern", nil))
	require.Equal(t, "postgres", serving())
	require.Contains(t, h.Health(), "database fallback for 1 shops since "+since.Format(time.RFC3339))

	m.broken.Store(false)
	c.wait(4 * time.Second)
	h.find(t, h.shop, "lantern", nil)
	require.Equal(t, "postgres", serving(), "it is left alone for 5 s")
	c.wait(2 * time.Second)
	require.Equal(t, []string{"Lantern"}, h.find(t, h.shop, "lantern", nil))
	require.Equal(t, "bleve", serving())
	require.Equal(t, "bleve", h.Health())
}

// While the engine takes nothing, Postgres knows all that changes, and nothing is lost to
// the engine.
func TestNothingIsLostWhileTheEngineIsAway(t *testing.T) {
	t.Parallel()
	h := newHouse(t, engines["bleve"])
	m, c := &moody{Engine: h.engine}, &watch{now: time.Now()}
	h.with(t, m, c)
	p := h.product(t, "Lantern")
	m.broken.Store(true)
	system := fixture.System(t, h.vendor)
	for i := range 501 { // more than are told together
		require.NoError(t, h.db.Product.UpdateOneID(p.ID).SetTitle(fmt.Sprint("Lantern ", i)).Exec(system))
	}
	fixture.Product(t, h.db, h.vendor, func(c *ent.ProductCreate) { c.SetTitle("Zeppelin") })
	_, err := h.Drain(t.Context(), h.vendor.ID)
	require.ErrorContains(t, err, "the disk is full")
	require.Equal(t, []string{"Zeppelin"}, h.find(t, h.shop, "zeppelin", nil), "by Postgres")
	_, err = h.Drain(t.Context(), h.vendor.ID)
	require.Error(t, err)

	m.broken.Store(false)
	c.wait(time.Minute)
	h.drain(t)
	require.Equal(t, []string{"Zeppelin"}, h.find(t, h.shop, "zeppelin", nil), "by the engine")
	require.Equal(t, "bleve", h.Health())
	index, err := h.Index(h.team, h.vendor)
	require.NoError(t, err)
	require.Zero(t, index.Pending)
}

// Another process has the folder: this one searches with Postgres, and rebuilds nothing.
func TestAnotherProcessHasTheIndexes(t *testing.T) {
	t.Parallel()
	h := newHouse(t, engines["bleve"])
	h.product(t, "Lantern")
	h.with(t, search.Elsewhere("bleve"), &watch{now: time.Now()})
	require.Equal(t, []string{"Lantern"}, h.find(t, h.shop, "lantern", nil))
	require.Contains(t, h.Health(), "database fallback")
	fixture.Product(t, h.db, h.vendor, func(c *ent.ProductCreate) { c.SetTitle("Zeppelin") })
	_, err := h.Drain(t.Context(), h.vendor.ID)
	require.ErrorIs(t, err, search.ErrHeld)
	require.Equal(t, []string{"Zeppelin"}, h.find(t, h.shop, "zeppelin", nil))
	r, err := h.Reindex(h.team)
	require.NoError(t, err)
	require.ErrorIs(t, h.RunReindex(fixture.System(t, h.vendor), r.ID), search.ErrHeld)
}

// gated holds what is built back until it is let go.
type gated struct {
	search.Engine

	built, let chan struct{}
}

type gate struct {
	search.Build

	of *gated
}

func (g *gated) Begin(ctx context.Context, vendor uuid.UUID) (search.Build, error) {
	b, err := g.Engine.Begin(ctx, vendor)
	return gate{b, g}, err
}

func (g gate) Commit(ctx context.Context) error {
	close(g.of.built)
	<-g.of.let
	return g.Build.Commit(ctx)
}

// An index is built anew beside the one in use: shops are searched meanwhile, how far it
// is can be seen, and no second one is begun.
func TestReindex(t *testing.T) {
	t.Parallel()
	const products = 1001 // progress is written down each thousand
	h := newHouse(t, engines["bleve"])
	create := make([]*ent.ProductCreate, products)
	for i := range create {
		create[i] = h.db.Product.Create().SetSlug(fmt.Sprint("l-", i)).SetTitle(fmt.Sprint("Lantern ", i)).SetCurrency("EUR").
			SetMinPriceMinor(1000).SetMaxPriceMinor(1000).SetStatus(enum.ProductStatusActive)
	}
	require.NoError(t, h.db.Product.CreateBulk(create...).Exec(fixture.System(t, h.vendor)))
	h.drain(t)
	g := &gated{Engine: h.engine, built: make(chan struct{}), let: make(chan struct{})}
	h.with(t, g, &watch{now: time.Now()})

	var steps []search.Step
	done := make(chan error, 1)
	go func() {
		done <- h.ReindexAll(t.Context(), h.vendor.Slug, func(s search.Step) { steps = append(steps, s) })
	}()
	<-g.built
	_, err := h.Reindex(h.team)
	require.Equal(t, errs.Conflict, errs.CodeOf(err))
	index, err := h.Index(h.team, h.vendor)
	require.NoError(t, err)
	require.Equal(t, enum.TaskStatusRunning, index.Reindex.Status)
	require.Equal(t, [2]int{1000, products}, [2]int{index.Reindex.Processed, index.Reindex.Total})
	require.Equal(t, products, h.ask(t, h.shop, "lantern", page.Arg{}, nil, enum.SearchSortRelevance).Count.Value)
	require.Equal(t, "bleve", h.Health(), "the one in use goes on")
	h.product(t, "Zeppelin") // while it is built

	close(g.let)
	require.NoError(t, <-done)
	require.Equal(t, search.Step{Vendor: h.vendor.Slug, Processed: products, Total: products, Status: enum.TaskStatusCompleted}, steps[len(steps)-1])
	require.Equal(t, []string{"Zeppelin"}, h.find(t, h.shop, "zeppelin", nil))
	require.Equal(t, errs.NotFound, errs.CodeOf(h.ReindexAll(t.Context(), "nobody", func(search.Step) {})))
}

// An index that cannot be read is built anew; until then Postgres answers.
func TestABrokenIndexIsBuiltAnew(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	open := func(t testing.TB, _ *store.DB) search.Engine {
		e, err := bleve.New(root, slog.New(slog.DiscardHandler))
		require.NoError(t, err)
		return e
	}
	h := newHouse(t, open)
	h.product(t, "Lantern")
	require.NoError(t, h.engine.Close())
	spoil(t, root)
	e := open(t, nil)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	c := &watch{now: time.Now()}
	stop := h.running(t, e)
	require.Equal(t, []string{"Lantern"}, h.find(t, h.shop, "lantern", nil))
	require.Contains(t, h.Health(), "database fallback")
	var queued *ent.SearchReindex
	require.Eventually(t, func() bool { // it asks for another by itself
		index, err := h.Index(h.team, h.vendor)
		require.NoError(t, err)
		queued = index.Reindex
		return queued.Status == enum.TaskStatusQueued
	}, 5*time.Second, 20*time.Millisecond)
	stop()
	h.with(t, e, c)
	require.NoError(t, h.RunReindex(fixture.System(t, h.vendor), queued.ID))
	require.Equal(t, []string{"Lantern"}, h.find(t, h.shop, "lantern", nil))
	require.Equal(t, "bleve", h.Health())
}
