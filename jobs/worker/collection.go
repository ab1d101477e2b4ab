package worker

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"orion/internal/catalog"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

type collectionsEvaluate struct {
	river.WorkerDefaults[jobs.CollectionsEvaluate]
	catalog *catalog.Service

	mu    sync.Mutex
	begun map[uuid.UUID]time.Time // the last run of each vendor that went well, or goes on
	busy  map[uuid.UUID]bool
}

func newCollectionsEvaluate(c *catalog.Service) *collectionsEvaluate {
	return &collectionsEvaluate{catalog: c, begun: map[uuid.UUID]time.Time{}, busy: map[uuid.UUID]bool{}}
}

// Timeout implements river.Worker.
func (*collectionsEvaluate) Timeout(*river.Job[jobs.CollectionsEvaluate]) time.Duration {
	return 10 * time.Minute
}

// Work implements river.Worker. It is safe to run twice. While a vendor's rules are being
// asked others wait without a worker, and the first of them does for all.
func (w *collectionsEvaluate) Work(ctx context.Context, job *river.Job[jobs.CollectionsEvaluate]) error {
	vendor := job.Args.VendorID
	answered, busy := w.begin(vendor, job.Args.At)
	switch {
	case answered:
		return nil
	case busy:
		return river.JobSnooze(time.Second)
	}
	err := w.catalog.Evaluate(viewer.NewContext(ctx, viewer.ForVendor(vendor)))
	w.end(vendor, err == nil)
	return err
}

// begin reports whether a run that began after at has answered already, or whether one
// goes on. Where neither is so, the caller's begins.
func (w *collectionsEvaluate) begin(vendor uuid.UUID, at time.Time) (answered, busy bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.busy[vendor] {
		return false, true
	}
	if w.begun[vendor].After(at) {
		return true, false
	}
	w.begun[vendor], w.busy[vendor] = time.Now(), true
	return false, false
}

func (w *collectionsEvaluate) end(vendor uuid.UUID, well bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.busy, vendor)
	if !well {
		delete(w.begun, vendor)
	}
}

type collectionsSweep struct {
	river.WorkerDefaults[jobs.CollectionsSweep]
	catalog *catalog.Service
}

// Work implements river.Worker. It is safe to run twice.
func (w *collectionsSweep) Work(ctx context.Context, _ *river.Job[jobs.CollectionsSweep]) error {
	return w.catalog.QueueEvaluations(ctx)
}

// A shelfWatch hears of which vendors the catalogue has changed, and has the rules of
// their collections asked.
type shelfWatch struct {
	ask func(ctx context.Context, vendors ...uuid.UUID) error
	log *slog.Logger

	mu      sync.Mutex
	changed map[uuid.UUID]bool
	all     bool
	wake    chan struct{}
}

// newShelfWatch returns a shelfWatch of the notices; run makes it ask.
func newShelfWatch(l *store.Listener, ask func(context.Context, ...uuid.UUID) error, log *slog.Logger) *shelfWatch {
	w := &shelfWatch{ask: ask, log: log, changed: map[uuid.UUID]bool{}, wake: make(chan struct{}, 1)}
	if l != nil {
		l.Watch("catalog", w.heard)
	}
	return w
}

// heard takes a notice down. What is no vendor's says that notices were lost.
func (w *shelfWatch) heard(payload string) {
	w.mu.Lock()
	if id, err := uuid.Parse(payload); err == nil {
		w.changed[id] = true
	} else {
		w.all = true
	}
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default: // it is about to ask anyway
	}
}

// take returns whom to ask for, none for all, and forgets them.
func (w *shelfWatch) take() []uuid.UUID {
	w.mu.Lock()
	defer w.mu.Unlock()
	var vendors []uuid.UUID
	for id := range w.changed {
		vendors = append(vendors, id)
	}
	if w.all {
		vendors = nil
	}
	w.changed, w.all = map[uuid.UUID]bool{}, false
	return vendors
}

// shelfPause is between two questions, for notices come in crowds.
const shelfPause = 250 * time.Millisecond

// run asks until ctx ends. What could not be asked counts as lost.
func (w *shelfWatch) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
		}
		pause := shelfPause
		if err := w.ask(ctx, w.take()...); err != nil && ctx.Err() == nil {
			w.log.ErrorContext(ctx, "worker: the rules of collections were not asked", "err", err)
			w.heard("")
			pause = 5 * time.Second
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}
