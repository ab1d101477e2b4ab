package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"orion/internal/search"
	"orion/internal/search/bleve"
	"orion/internal/store"
)

// bare answers as the graph does the way that costs least: one round trip, JSON put together
// by hand. It is what the graph is held against.
type bare struct {
	pool   *pgxpool.Pool
	engine search.Engine
	vendor uuid.UUID
	// tail is what stands behind the data in the graph's own answer: the extensions, which it
	// has to make anew and this handler only copies.
	tail atomic.Pointer[[]byte]
}

// tailPath is where the bare handler is told its tail.
const tailPath = "/tail"

// serveBare is the process of the bare handler.
func serveBare(ctx context.Context) error {
	h := &bare{}
	var err error
	if h.vendor, err = vendorID(); err != nil {
		return err
	}
	engine, err := bleve.New(os.Getenv("BARE_INDEX"), slog.New(slog.DiscardHandler))
	if err != nil {
		return fmt.Errorf("open the index: %w", err)
	}
	h.engine = engine
	if h.pool, err = barePool(ctx); err != nil {
		return err
	}
	defer h.pool.Close()
	srv := &http.Server{Addr: os.Getenv("BARE_ADDR"), Handler: h.mux(), ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { _ = srv.Close() })
	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return engine.Close()
}

func barePool(ctx context.Context) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(os.Getenv("BARE_URL"))
	if err != nil {
		return nil, fmt.Errorf("read the database URL: %w", err)
	}
	cfg.MaxConns = int32(8 + 2*runtime.NumCPU())
	cfg.AfterConnect = func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, setRole+store.RoleApp)
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	return pool, nil
}

func (h *bare) mux() *http.ServeMux {
	mux := http.NewServeMux()
	for path, answer := range map[string]func(context.Context, []byte) ([]byte, error){
		"/list": h.list, "/product": h.product, "/collection": h.collection, "/search": h.search,
	} {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			b, err := answer(r.Context(), make([]byte, 0, 16<<10))
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			b = append(b, *h.tail.Load()...)
			w.Header().Set("Content-Type", "application/graphql-response+json; charset=utf-8")
			w.Header().Set("Content-Length", strconv.Itoa(len(b)))
			_, _ = w.Write(b) // the client is gone
		})
	}
	mux.HandleFunc("POST "+tailPath, func(_ http.ResponseWriter, r *http.Request) {
		tail, _ := io.ReadAll(r.Body) // what is missing shows in the answers
		h.tail.Store(&tail)
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		_, _ = fmt.Fprintf(w, "go_memstats_mallocs_total %d\n", m.Mallocs) // the caller sees a short answer
	})
	return mux
}

func (h *bare) list(ctx context.Context, b []byte) ([]byte, error) {
	products, err := h.load(ctx, plain(newest, h.vendor), newestIDs, h.vendor)
	b = append(b, `{"data":{"shop":{"name":"Bench 1","slug":"bench-1","currencyCode":"EUR","products":{"nodes":[`...)
	return append(appendAll(b, products), `]}}}`...), err
}

func (h *bare) product(ctx context.Context, b []byte) ([]byte, error) {
	products, err := h.load(ctx, plain(named, h.vendor), namedIDs, h.vendor)
	b = append(b, `{"data":{"shop":{"product":`...)
	return append(appendAll(b, products), `}}`...), err
}

func (h *bare) collection(ctx context.Context, b []byte) ([]byte, error) {
	var c bareProduct
	first := reading{queue: func(b *pgx.Batch) {
		b.Queue(bareShelf, h.vendor)
		b.Queue(shelf, h.vendor)
	}, before: func(br pgx.BatchResults) error {
		return br.QueryRow().Scan(&c.id, &c.slug, &c.title, &c.description)
	}}
	products, err := h.load(ctx, first, shelfIDs, h.vendor)
	b = append(b, `{"data":{"shop":{"collection":`...)
	b = c.words(b, "Collection")
	b = append(b, `,"products":{"nodes":[`...)
	return append(appendAll(b, products), `]}}}}`...), err
}

func (h *bare) search(ctx context.Context, b []byte) ([]byte, error) {
	hits, err := h.engine.Search(ctx, h.vendor, numberQuery())
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	ids := make([]uuid.UUID, 0, 20)
	for _, hit := range hits.Hits[:20] {
		ids = append(ids, hit.ID)
	}
	products, err := h.load(ctx, plain(found, h.vendor, ids), foundIDs, h.vendor, ids)
	b = append(b, `{"data":{"shop":{"search":{"nodes":[`...)
	b = append(appendAll(b, inOrder(products, ids)), `],"count":{"value":`...)
	b = strconv.AppendInt(b, int64(hits.Total), 10)
	return append(b, `,"precision":"EXACT"}}}}`...), err
}

func inOrder(products []*bareProduct, ids []uuid.UUID) []*bareProduct {
	byID := make(map[uuid.UUID]*bareProduct, len(products))
	for _, p := range products {
		byID[p.id] = p
	}
	out := products[:0]
	for _, id := range ids {
		if p := byID[id]; p != nil {
			out = append(out, p)
		}
	}
	return out
}
