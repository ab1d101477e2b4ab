package search

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"orion/internal/kit/clock"
	"orion/internal/kit/fresh"
	"orion/internal/kit/page"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/jobs"
)

// Deps is what a Service is made of. All but Notices are required.
type Deps struct {
	DB    *store.DB
	Queue *jobs.Queue
	Pages *page.Signer
	Clock clock.Clock
	Log   *slog.Logger
	// Engine is what shops are searched with; Postgres stands in for it.
	Engine  Engine
	Notices *store.Listener
	// Settings say which shops suggest what may be meant; nil says that all do.
	Settings *settings.Service
}

// Service searches the shops of every vendor; the viewer of the context says whose.
type Service struct {
	db     *store.DB
	queue  *jobs.Queue
	signer *page.Signer
	clock  clock.Clock
	log    *slog.Logger

	settings *settings.Service

	engine Engine
	spare  *Postgres
	watch  *watch
	asked  *ledger
	// meant are the synonyms of vendors; nil where no notice would say that they have changed.
	meant *fresh.Cache[uuid.UUID, [][]string]

	mu      sync.Mutex
	changed map[uuid.UUID]bool // vendors whose changes nobody has looked at; uuid.Nil: any
	wake    chan struct{}
	// spared are the changes that Postgres knows and the engine, which fails, does not.
	spared map[uuid.UUID]map[uuid.UUID]bool
}

// New returns the Service. Run makes it follow the catalogue.
func New(d Deps) *Service {
	s := &Service{
		db: d.DB, queue: d.Queue, signer: d.Pages, clock: d.Clock, log: d.Log, engine: d.Engine, spare: NewPostgres(d.DB),
		watch: newWatch(d.Clock), changed: map[uuid.UUID]bool{}, wake: make(chan struct{}, 1),
		settings: d.Settings, spared: map[uuid.UUID]map[uuid.UUID]bool{},
	}
	s.asked = newLedger(s.writeQueries, d.Log)
	if d.Notices != nil {
		s.meant = fresh.New[uuid.UUID](meantKept, func([][]string) time.Duration { return meantLife })
		d.Notices.Watch("catalog", s.hear)
	}
	return s
}

// Run follows the catalogue and keeps the record of what is searched for, until ctx ends.
func (s *Service) Run(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Go(func() { s.follow(ctx) })
	wg.Go(func() { s.asked.run(ctx) })
	wg.Wait()
}
