package app

import (
	"context"
	"log/slog"
	"strings"

	"github.com/redis/go-redis/v9"
	"gocloud.dev/blob"

	"orion/ent/gen/ent"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/backup"
	"orion/internal/catalog"
	"orion/internal/checkout"
	"orion/internal/cleanup"
	"orion/internal/config"
	"orion/internal/customer"
	"orion/internal/delivery"
	"orion/internal/demo"
	"orion/internal/enum"
	"orion/internal/inventory"
	"orion/internal/kit/answercache"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/kit/ratelimit"
	"orion/internal/kit/seal"
	"orion/internal/kit/secret"
	"orion/internal/kit/tracing"
	"orion/internal/ledger"
	"orion/internal/marketplace"
	"orion/internal/media"
	"orion/internal/monitor"
	"orion/internal/notify"
	"orion/internal/order"
	"orion/internal/payment"
	"orion/internal/payment/stripe/double"
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

// A world is what services are made of.
type world struct {
	cfg    *config.Config
	log    *slog.Logger
	root   secret.Root
	db     *store.DB
	bucket *blob.Bucket
	// databaseURL logs in as the owner; backups is where they go.
	databaseURL string
	backups     *blob.Bucket
	baseURL     string // how browsers reach us
	limiter     ratelimit.Limiter
	// searches says that this process has the search indexes open; engine is what it
	// searches with.
	searches bool
	engine   search.Engine
	answers  *answercache.Cache // nil keeps none
	redis    *redis.Client      // nil where each process counts for itself
	traces   tracing.Provider   // nil where nobody collects them

	notices store.Listener
}

// services are the business, ready to be called.
type services struct {
	queue *jobs.Queue
	pages *page.Signer

	audit       *audit.Log
	auth        *auth.Service
	backups     *backup.Service
	catalog     *catalog.Service
	checkout    *checkout.Service
	cleanup     *cleanup.Service
	customers   *customer.Service
	delivery    *delivery.Service
	inbox       *notify.Inbox
	inventory   *inventory.Service
	ledger      *ledger.Service
	marketplace *marketplace.Service
	media       *media.Service
	monitor     *monitor.Service
	notify      *notify.Service
	orders      *order.Service
	payments    *payment.Service
	privacy     *privacy.Service
	promotions  *promotion.Service
	search      *search.Service
	settings    *settings.Service
	stats       *stats.Service
	trial       *payment.Fake  // nil in production
	double      *double.Double // stands for Stripe; nil where nothing does
	visits      *stats.Visits
	tax         *tax.Service
	vendors     *vendor.Service
	webhooks    *webhook.Service
}

func newServices(w *world) (*services, error) {
	queue, err := jobs.NewQueue(w.db)
	if err != nil {
		return nil, err
	}
	outside, err := pictures(w.cfg)
	if err != nil {
		return nil, err
	}
	now, pages := clock.System{}, page.NewSigner(w.root.Key("cursor"))
	set, err := newSettings(w)
	if err != nil {
		return nil, err
	}
	s := &services{
		settings: set,
		queue:    queue, pages: pages,
		inbox:     notify.NewInbox(w.db, pages, now, &w.notices),
		inventory: inventory.New(w.db, pages),
		ledger:    ledger.New(w.db, pages),
		stats:     stats.New(w.db, now).Configured(set),
		visits:    stats.NewVisits(w.db, now),
		media:     newMedia(w, queue, pages, outside, set),
	}
	if s.search, err = newSearch(w, queue, pages, set); err != nil {
		return nil, err
	}
	if s.notify, err = newNotify(w, s); err != nil {
		return nil, err
	}
	if s.webhooks, err = newWebhooks(w, s); err != nil {
		return nil, err
	}
	s.auth, err = auth.New(w.db, auth.Options{
		Secret: w.root, Clock: now, Log: w.log, Listener: &w.notices, Limiter: w.limiter,
		Settings: set,
		Mail:     s.notify, Links: w.links(), Proved: func(ctx context.Context, tx *store.Tx, c *ent.Customer) error { return s.proved(ctx, tx, c) },
	})
	if err != nil {
		return nil, err
	}
	s.vendors, err = vendor.New(w.db, vendor.Options{
		Auth: s.auth, Signer: pages, Links: w.links(), Mail: s.notify, Clock: now, Limiter: w.limiter,
		BaseDomain: w.cfg.BaseDomain, Settings: set, Listener: &w.notices,
	})
	if err != nil {
		return nil, err
	}
	s.customers, err = customer.New(w.db, customer.Options{
		Auth: s.auth, Pages: pages, Links: w.links(), Mail: s.notify, Limiter: w.limiter,
		PerMinute: max(1, w.cfg.SignInPerAddress/20), // each sends a mail
		Events:    s.webhooks,
	})
	if err != nil {
		return nil, err
	}
	s.inventory = s.inventory.Telling(s.webhooks)
	s.catalog = catalog.New(catalog.Deps{DB: w.db, Queue: queue, Pages: pages, Clock: now, Media: s.media, Notices: &w.notices, Events: s.webhooks})
	sealer, err := seal.New(w.root)
	if err != nil {
		return nil, err
	}
	s.marketplace = marketplace.New(marketplace.Deps{
		DB: w.db, Queue: queue, Catalog: s.catalog, Blobs: w.bucket, Pages: pages, Notices: &w.notices, Clock: now,
		UploadKey: w.root.Key("upload"), BaseURL: w.baseURL, Seal: sealer, Owners: s.vendors, Events: s.webhooks,
	})
	s.promotions, s.delivery, s.tax = promotion.New(w.db, pages, now), delivery.New(w.db), tax.New(w.db, s.vendors, now)
	s.orders = order.New(w.db, pages, now, s.inventory).Configured(order.Options{
		Mail: s.notify, Links: w.links(), Limiter: w.limiter, PerMinute: max(1, w.cfg.SignInPerAddress/20), // each sends a mail
		Events: s.webhooks, HowToPay: func(ctx context.Context, o *ent.Order) ([]string, error) { return s.payments.Words(ctx, o) },
		Settings: set,
	})
	if s.backups, err = newBackups(w, queue, pages); err != nil {
		return nil, err
	}
	s.audit = audit.New(audit.Deps{
		DB: w.db, Pages: pages, Queue: queue, Blobs: w.bucket, Clock: now, Key: w.root.Key("export"), BaseURL: w.baseURL,
		Writers: map[enum.ExportKind]audit.Writer{
			enum.ExportKindCatalog: s.marketplace.ExportCatalog, enum.ExportKindStaging: s.marketplace.ExportStaging,
			enum.ExportKindOrders: s.orders.Export, enum.ExportKindVendorArchive: s.backups.WriteArchive,
		},
	})
	if s.privacy, err = privacy.New(w.db, privacy.Options{
		Auth: s.auth, Audit: s.audit, Mail: s.notify, Queue: queue, Pages: pages, Blobs: w.bucket, Links: w.links(), Clock: now,
	}); err != nil {
		return nil, err
	}
	s.payments = newPayments(w, s, now)
	s.checkout = checkout.New(checkout.Deps{
		DB: w.db, Pages: pages, Clock: now, Stock: s.inventory, Orders: s.orders, Payments: s.payments, Settings: set,
	})
	s.monitor = newMonitor(w, s, now)
	s.cleanup, err = cleanup.New(w.db, set, queue, now)
	return s, err
}

// proved follows a customer who has proved an address: what they ordered before is theirs,
// and integrators hear of who is new.
func (s *services) proved(ctx context.Context, tx *store.Tx, c *ent.Customer) error {
	if err := order.Claim(ctx, tx, c); err != nil {
		return err
	}
	return s.customers.Proved(ctx, tx, c)
}

// newMedia returns the service of pictures. Its key is that of uploads.
func newMedia(w *world, queue *jobs.Queue, pages *page.Signer, outside media.Fetcher, set *settings.Service) *media.Service {
	return media.New(w.db, w.bucket, queue, outside).Configured(media.Options{
		Pages: pages, Key: w.root.Key("upload"), BaseURL: w.baseURL, PublicURL: strings.TrimRight(w.cfg.MediaURL, "/"),
		Settings: set, Thumbnailer: media.FindThumbnailer(), Log: w.log,
	})
}

// pictures fetches what feeds refer to. Outside production the demo's own pictures,
// which no host has, are drawn.
func pictures(cfg *config.Config) (media.Fetcher, error) {
	if cfg.Production() {
		return media.NewWorld(), nil
	}
	return demo.NewStudio(media.NewWorld())
}
