package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob/memblob"

	"orion/ent/gen/ent"
	"orion/graph/gate"
	"orion/graph/gen"
	"orion/graph/loader"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/backup"
	"orion/internal/catalog"
	"orion/internal/checkout"
	"orion/internal/cleanup"
	"orion/internal/customer"
	"orion/internal/delivery"
	"orion/internal/enum"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/fetch"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/kit/secret"
	"orion/internal/ledger"
	"orion/internal/marketplace"
	"orion/internal/media"
	"orion/internal/monitor"
	"orion/internal/notify"
	"orion/internal/order"
	"orion/internal/payment"
	"orion/internal/pgtest"
	"orion/internal/privacy"
	"orion/internal/promotion"
	"orion/internal/search"
	"orion/internal/settings"
	"orion/internal/stats"
	"orion/internal/store"
	"orion/internal/tax"
	"orion/internal/vendor"
	"orion/internal/webhook"
	"orion/jobs"
)

// A world is the graph with everything beneath it, on a database of its own.
type world struct {
	*Resolver
	handler    http.Handler
	statements *counter
	log        *bytes.Buffer
	metrics    *prometheus.Registry
}

// A counter counts the statements that reach the database.
type counter struct {
	n       atomic.Int64
	batches atomic.Int64
	last    atomic.Pointer[string]
}

// TraceQueryStart implements pgx.QueryTracer.
func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	c.last.Store(&d.SQL)
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (*counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// TraceBatchStart implements pgx.BatchTracer.
func (c *counter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	c.batches.Add(1)
	return ctx
}

// TraceBatchQuery implements pgx.BatchTracer. Naming the vendor comes along with a
// statement and is none of its own.
func (c *counter) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	if len(d.SQL) < 17 || d.SQL[:17] != "select set_config" {
		c.n.Add(1)
	}
}

// TraceBatchEnd implements pgx.BatchTracer.
func (*counter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

var plenty = gate.Rate{Maximum: 1 << 30, PerSecond: 1 << 30}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{statements: &counter{}, log: &bytes.Buffer{}, metrics: prometheus.NewRegistry()}
	db := pgtest.New(t, store.WithTracer(w.statements))
	root, err := secret.NewRoot([]byte("0123456789abcdef0123456789abcdef"))
	require.NoError(t, err)
	w.Resolver = newResolver(t, db, root)
	w.Tripwire = loader.NewTripwire(slog.New(slog.NewTextHandler(w.log, nil)), w.metrics)
	w.handler = NewHandler(Config{
		Schema:    gen.NewExecutableSchema(gen.Config{Resolvers: w.Resolver, Directives: Directives()}),
		Log:       slog.New(slog.NewTextHandler(w.log, nil)),
		Buckets:   gate.NewLocalBuckets(plenty, plenty), // many tests ask as one
		Address:   func(context.Context) string { return "192.0.2.1" },
		RequestID: func(context.Context) string { return "req-1" },
		Loaders:   w.Loaders,
	})
	return w
}

func newResolver(t testing.TB, db *store.DB, root secret.Root) *Resolver {
	t.Helper()
	queue, err := jobs.NewQueue(db)
	require.NoError(t, err)
	bucket := memblob.OpenBucket(nil)
	t.Cleanup(func() { require.NoError(t, bucket.Close()) })
	now, pages, notices := clock.System{}, page.NewSigner(root.Key("cursor")), &store.Listener{}
	r := &Resolver{DB: db, Stats: stats.New(db, now)}
	r.Webhooks, err = webhook.New(db, webhook.Options{Queue: queue, Secret: root, Pages: pages, Clock: now, Client: fetch.New()})
	require.NoError(t, err)
	r.Inventory = inventory.New(db, pages).Telling(r.Webhooks)
	r.Settings, err = settings.New(db, settings.Options{Root: root})
	require.NoError(t, err)
	r.Cleanup, err = cleanup.New(db, r.Settings, queue, now)
	require.NoError(t, err)
	r.Auth, err = auth.New(db, auth.Options{Secret: root, Clock: now, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	r.Vendors, err = vendor.New(db, vendor.Options{Auth: r.Auth, Signer: pages, Links: link.Builder{BaseURL: "http://localhost:8080", ByPath: true}, BaseDomain: "localhost"})
	require.NoError(t, err)
	r.Customers, err = customer.New(db, customer.Options{Auth: r.Auth, Pages: pages, Events: r.Webhooks})
	require.NoError(t, err)
	r.Media = media.New(db, bucket, queue, media.NewWorld()).Configured(media.Options{Pages: pages, Key: root.Key("upload"), BaseURL: "http://localhost:8080"})
	r.Catalog = catalog.New(catalog.Deps{DB: db, Queue: queue, Pages: pages, Clock: now, Media: r.Media, Notices: notices, Events: r.Webhooks})
	r.Marketplace = marketplace.New(marketplace.Deps{
		DB: db, Queue: queue, Catalog: r.Catalog, Blobs: bucket, Pages: pages, Notices: notices, Clock: now, UploadKey: root.Key("upload"),
		Events: r.Webhooks,
	})
	r.Search = search.New(search.Deps{
		DB: db, Queue: queue, Pages: pages, Clock: now, Log: slog.New(slog.DiscardHandler), Engine: search.NewPostgres(db), Notices: notices, Settings: r.Settings,
	})
	r.Promotions, r.Delivery, r.Tax = promotion.New(db, pages, now), delivery.New(db), tax.New(db, r.Vendors, now)
	r.Orders = order.New(db, pages, now, r.Inventory).Configured(order.Options{Settings: r.Settings})
	r.Backups, err = backup.New(db, backup.Options{
		DatabaseURL: "postgres://nowhere", Files: bucket, Store: bucket, Location: "memory", Root: root, Clock: now, Log: slog.New(slog.DiscardHandler),
		Pages: pages, Queue: queue,
	})
	require.NoError(t, err)
	r.Audit = audit.New(audit.Deps{
		DB: db, Pages: pages, Queue: queue, Blobs: bucket, Clock: now, Key: root.Key("export"), BaseURL: "http://localhost:8080",
		Writers: map[enum.ExportKind]audit.Writer{
			enum.ExportKindCatalog: r.Marketplace.ExportCatalog, enum.ExportKindStaging: r.Marketplace.ExportStaging,
			enum.ExportKindOrders: r.Orders.Export, enum.ExportKindVendorArchive: r.Backups.WriteArchive,
		},
	})
	r.Payments = payment.New(payment.Deps{
		DB: db, Pages: pages, Clock: now, Queue: queue, Stock: r.Inventory, Orders: r.Orders, Log: slog.New(slog.DiscardHandler),
		Providers: []payment.Provider{payment.NewFake(func(*ent.Payment, string) string { return "/pay" })},
		Settle:    func(ctx context.Context, id uuid.UUID) error { return r.Checkout.Settle(ctx, id) },
	})
	r.Ledger = ledger.New(db, pages)
	r.Inbox = notify.NewInbox(db, pages, now, notices)
	r.Notify, err = notify.New(db, notify.Options{
		Queue: queue, Secret: root, Sender: notify.NewMailbox(t.TempDir()), Clock: now, Pages: pages, From: "no-reply@localhost", Sample: r.Orders.Sample,
	})
	require.NoError(t, err)
	r.Privacy, err = privacy.New(db, privacy.Options{Auth: r.Auth, Audit: r.Audit, Mail: r.Notify, Queue: queue, Pages: pages, Blobs: bucket})
	require.NoError(t, err)
	r.Monitor = monitor.New(monitor.Deps{DB: db, Pages: pages, Clock: now, Queue: queue, Notices: notices})
	r.Checkout = checkout.New(checkout.Deps{DB: db, Pages: pages, Clock: now, Stock: r.Inventory, Orders: r.Orders, Payments: r.Payments, Settings: r.Settings})
	return r
}

// ask sends an operation as the viewer of the context.
func (w *world) ask(t testing.TB, ctx context.Context, doc string, vars map[string]any) reply {
	t.Helper()
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, postQuery(t, doc, vars).WithContext(ctx))
	out := reply{status: rec.Code, header: rec.Header(), body: rec.Body.String()}
	require.NoError(t, json.Unmarshal(rec.Body.Bytes(), &out), "an answer is JSON: %.300s", out.body)
	return out
}
