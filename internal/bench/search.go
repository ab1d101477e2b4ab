package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/vendor"
	"orion/internal/enum"
	"orion/internal/kit/clock"
	"orion/internal/kit/i18n"
	"orion/internal/kit/page"
	"orion/internal/search"
	"orion/internal/search/bleve"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// A search with its facets, by 8 callers at once, may take so long but for one in 20.
const (
	searchBar    = 50 * time.Millisecond
	searchWindow = 5 * time.Second
)

// A finder is a search with one engine.
type finder struct {
	*search.Service

	name string
	took []time.Duration
	away atomic.Int64 // searches while Postgres stood in, as the engine took half a second
}

// A searcher is a shop and those who search it. No two searches are the same, for what was
// asked before is answered from memory.
type searcher struct {
	shop    context.Context
	vendor  *ent.Vendor
	finders []*finder
	asked   []query
}

// A query is a search as a shopper makes it.
type query struct {
	text    string
	filters *search.Filters
}

// benchSearch measures searches of a shop of 100,000 products with each engine in turns,
// and how long its indexes take to build.
func benchSearch(ctx context.Context) (err error) {
	b, err := newBareStage(ctx)
	if err != nil {
		return err
	}
	defer b.close()
	debug.SetGCPercent(400) // as the program does
	for _, statement := range strings.Split(fillSearch, ";\n") {
		if _, err := b.owner.Exec(ctx, strings.ReplaceAll(statement, "$1", strconv.Itoa(searchProducts))); err != nil {
			return fmt.Errorf("fill the shop: %w", err)
		}
	}
	db, err := store.Open(ctx, b.url)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer db.Close()
	e, err := bleve.New(filepath.Join(b.dir, "search"), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	s, err := b.searcher(ctx, db, e, search.NewPostgres(db))
	if err != nil {
		return err
	}
	for _, f := range s.finders {
		if err := f.rebuild(ctx); err != nil {
			return err
		}
	}
	if _, err := b.owner.Exec(ctx, "VACUUM ANALYZE"); err != nil {
		return fmt.Errorf("gather statistics: %w", err)
	}
	return s.measure()
}

func (s *stage) searcher(ctx context.Context, db *store.DB, engines ...search.Engine) (*searcher, error) {
	queue, err := jobs.NewQueue(db)
	if err != nil {
		return nil, err
	}
	v, err := db.Vendor.Query().Where(vendor.Slug("bench-search")).Only(store.AcrossVendors(ctx, store.ReasonSchedule))
	if err != nil {
		return nil, fmt.Errorf("find the shop: %w", err)
	}
	out := &searcher{vendor: v, shop: i18n.NewContext(viewer.NewContext(ctx, &viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID}), language.English)}
	for _, e := range engines {
		out.finders = append(out.finders, &finder{name: e.Name(), Service: search.New(search.Deps{
			DB: db, Queue: queue, Pages: page.NewSigner([]byte("k")), Clock: clock.System{}, Log: slog.New(slog.DiscardHandler), Engine: e,
		})})
	}
	out.asked, err = s.queries(ctx)
	return out, err
}

// queries are what shoppers ask for: one word or two of a title, the last as it is being
// typed, one with a wrong letter, a brand, and what was found narrowed.
func (s *stage) queries(ctx context.Context) ([]query, error) {
	rows, err := s.owner.Query(ctx, searchTerms, searchTyped)
	if err != nil {
		return nil, fmt.Errorf("choose words: %w", err)
	}
	var out []query
	var title, brand string
	stock := true
	_, err = pgx.ForEachRow(rows, []any{&title, &brand}, func() error {
		w := strings.Fields(title)
		noun := w[len(w)-1]
		switch len(out) % 6 {
		case 0:
			out = append(out, query{noun + " " + w[0], nil})
		case 1:
			out = append(out, query{w[0] + " " + noun[:len(noun)-2], nil})
		case 2:
			out = append(out, query{w[1] + " " + noun[:2] + "q" + noun[3:], nil})
		case 3:
			out = append(out, query{brand + " " + noun, nil})
		case 4:
			out = append(out, query{noun, &search.Filters{InStock: &stock, Brand: []string{strings.ToUpper(brand[:1]) + brand[1:]}}})
		default:
			out = append(out, query{noun + " " + strconv.Itoa(len(out)), nil}) // half of the words
		}
		return nil
	})
	return out, err
}

// rebuild builds the indexes of an engine, and those of Postgres with it; the second finds
// the documents of Postgres as they are to be.
func (f *finder) rebuild(ctx context.Context) error {
	began := time.Now()
	if err := f.ReindexAll(ctx, "", func(search.Step) {}); err != nil {
		return fmt.Errorf("build the index: %w", err)
	}
	took := time.Since(began)
	fmt.Printf("search.reindex.%s %d products in %s (%.0f/s)\n", f.name, searchProducts, took.Round(100*time.Millisecond), searchProducts/took.Seconds())
	return nil
}

// measure lets the engines take turns, so that whatever else the machine does meets both.
// The first of each warms up.
func (s *searcher) measure() error {
	for i := range 4 {
		for _, f := range s.finders {
			took, err := s.window(f, i)
			if err != nil {
				return fmt.Errorf("search with %s: %w", f.name, err)
			}
			if i > 0 {
				f.took = append(f.took, took...)
			}
		}
	}
	var all error
	for _, f := range s.finders {
		slices.Sort(f.took)
		at := func(part float64) time.Duration { return f.took[int(part*float64(len(f.took)-1))] }
		p95 := at(0.95)
		figure := fmt.Sprintf("p95=%s p50=%s (%d callers, %d searches with facets, %d while Postgres stood in)",
			p95.Round(100*time.Microsecond), at(0.5).Round(100*time.Microsecond), callers, len(f.took), f.away.Load())
		all = errors.Join(all, verdict("search."+f.name, figure, p95.Seconds()/searchBar.Seconds(), 1))
	}
	return all
}

// window has callers search one after the other, each what nobody has asked for yet, and
// returns what each search took.
func (s *searcher) window(f *finder, part int) (took []time.Duration, failed error) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	end := time.Now().Add(searchWindow)
	mine := s.asked[part*len(s.asked)/4 : (part+1)*len(s.asked)/4]
	for caller := range callers {
		wg.Go(func() {
			for i := caller; i < len(mine) && time.Now().Before(end); i += callers {
				began := time.Now()
				err := s.ask(f, mine[i])
				mu.Lock()
				took, failed = append(took, time.Since(began)), errors.Join(failed, err)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return took, failed
}

func (s *searcher) ask(f *finder, q query) error {
	first := 20
	r, err := f.Search(s.shop, s.vendor, q.text, page.Arg{First: &first}, q.filters, enum.SearchSortRelevance)
	if err != nil {
		return err
	}
	if _, err := r.Facets(s.shop); err != nil {
		return err
	}
	if f.Health() != f.name {
		f.away.Add(1)
	}
	_, err = r.PriceRange(s.shop)
	return err
}
