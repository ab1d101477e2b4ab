package app

import (
	"context"
	"path/filepath"
	"sync"

	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/search"
	"orion/internal/search/bleve"
	"orion/internal/search/elastic"
	"orion/internal/settings"
	"orion/jobs"
)

// newSearch returns the search with the engine that the settings name.
func newSearch(w *world, queue *jobs.Queue, pages *page.Signer, set *settings.Service) (*search.Service, error) {
	var err error
	if w.engine, err = newEngine(w); err != nil {
		return nil, err
	}
	return search.New(search.Deps{
		DB: w.db, Queue: queue, Pages: pages, Clock: clock.System{}, Log: w.log, Engine: w.engine, Notices: &w.notices, Settings: set,
	}), nil
}

// newEngine leaves the files of bleve to processes that answer requests: one process at a
// time can have them open, and it must be one that is asked. A cluster is everybody's.
func newEngine(w *world) (search.Engine, error) {
	switch {
	case w.cfg.Search == "postgres":
		return search.NewPostgres(w.db), nil
	case w.cfg.Search == "elasticsearch":
		return elastic.New(elastic.Options{URL: string(w.cfg.SearchURL), Log: w.log})
	case !w.searches:
		return search.Elsewhere(w.cfg.Search), nil
	}
	return bleve.New(filepath.Join(w.cfg.DataDir, "search"), w.log)
}

// searching follows the catalogue, in the processes that have the indexes open.
func (p *Platform) searching(o Options) {
	p.onStop(func(context.Context) error { return p.world.engine.Close() })
	if !o.HTTP {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { p.services.search.Run(ctx) })
	p.onStop(func(context.Context) error {
		cancel()
		running.Wait()
		return nil
	})
}
