// Package marketplace owns what comes in from marketplaces: sources, uploads,
// imports, and the staged products from which the vendor picks for the catalogue.
package marketplace

import (
	"cmp"

	"gocloud.dev/blob"

	"orion/internal/catalog"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/fetch"
	"orion/internal/kit/page"
	"orion/internal/kit/seal"
	"orion/internal/marketplace/feed"
	"orion/internal/store"
	"orion/internal/webhook"
	"orion/jobs"
)

// Deps is what the service needs. All fields down to Clock must be set.
type Deps struct {
	DB      *store.DB
	Queue   *jobs.Queue
	Catalog *catalog.Service
	Blobs   *blob.Bucket
	Pages   *page.Signer
	Notices *store.Listener
	Clock   clock.Clock

	// Seal keeps the credentials of feeds; without it they are refused.
	Seal *seal.Sealer
	// Fetch gets feeds from their addresses; nil reaches public ones.
	Fetch *fetch.Client
	// Owners are told of sources that pause themselves and of imports; nil tells nobody.
	Owners Owners

	// Events tells integrators of imports that are over; nil tells nobody.
	Events *webhook.Service

	// UploadKey signs the addresses of files of errors; BaseURL stands in front of
	// /imports/… in them and may be empty.
	UploadKey []byte
	BaseURL   string

	// Limits of a feed; zeros stand for the defaults.
	Limits feed.Limits

	// ChunkRows are staged in one transaction; 0 stands for 20,000. More make it
	// no faster and cost memory, fewer cost round trips.
	ChunkRows int
}

// Service imports feeds and keeps the staged products. It is safe for concurrent
// use.
type Service struct {
	db      *store.DB
	queue   *jobs.Queue
	catalog *catalog.Service
	stock   *inventory.Service
	blobs   *blob.Bucket
	pages   *page.Signer
	notices *store.Listener
	clock   clock.Clock
	files   signer
	limits  feed.Limits
	chunk   int

	seal    *seal.Sealer
	fetcher *fetch.Client
	owners  Owners
	events  *webhook.Service
}

const defaultChunk = 20_000

// New returns a Service.
func New(d Deps) *Service {
	return &Service{
		// Of the stock that an import or a publication sets, integrators are not told row by row.
		db: d.DB, queue: d.Queue, catalog: d.Catalog, stock: inventory.New(d.DB, d.Pages), blobs: d.Blobs, pages: d.Pages, notices: d.Notices, clock: d.Clock,
		files: signer{key: d.UploadKey, base: d.BaseURL}, limits: d.Limits, chunk: cmp.Or(d.ChunkRows, defaultChunk),
		seal: d.Seal, fetcher: fetcherOr(d.Fetch), owners: d.Owners, events: d.Events,
	}
}

func fetcherOr(c *fetch.Client) *fetch.Client {
	if c == nil {
		return fetch.New()
	}
	return c
}
