// Package bleve is the search engine inside the program: an index for each vendor in
// files of its own, under the folder of the platform's data. One process at a time can
// have them open.
package bleve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	upstream "github.com/blevesearch/bleve/v2"
	"github.com/google/uuid"

	"orion/internal/kit/tenant"
	"orion/internal/search"
)

// How many indexes stay open, and for how long after they were last asked.
const (
	maxOpen = 64
	maxIdle = 10 * time.Minute
)

// An Engine keeps indexes under a folder.
type Engine struct {
	root string
	log  *slog.Logger

	mu   sync.Mutex
	lock *os.File // nil while another process has the folder
	open map[uuid.UUID]*index
	done bool
}

// An index is that of one vendor. use is held shared while it is asked and whole while it
// is closed or another takes its place.
type index struct {
	use      sync.RWMutex
	current  upstream.Index // nil where it is closed
	building upstream.Index // nil where none is being built
	columns  *columnStore   // of current
	answers  answers
	asked    time.Time
}

// New returns an Engine on a folder, which it makes. Where another process has it open
// everything is search.ErrHeld until that one ends.
func New(root string, log *slog.Logger) (*Engine, error) {
	if err := os.MkdirAll(root, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the search: %w", err)
	}
	return &Engine{root: root, log: log, open: map[uuid.UUID]*index{}}, nil
}

// Name implements search.Engine.
func (*Engine) Name() string { return "bleve" }

// index returns that of a vendor, open if it can be.
func (e *Engine) index(vendor uuid.UUID) (*index, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.hold(); err != nil {
		return nil, err
	}
	ix := e.open[vendor]
	if ix == nil {
		ix = &index{}
		e.open[vendor] = ix
	}
	ix.asked = time.Now()
	e.closeIdle(vendor)
	return ix, nil
}

// closeIdle closes indexes that nobody has asked for long, and the longest unasked of too
// many. One that is being asked or built stays.
func (e *Engine) closeIdle(but uuid.UUID) {
	oldest, count := uuid.Nil, 0
	for id, ix := range e.open {
		if id == but {
			continue
		}
		if time.Since(ix.asked) > maxIdle {
			e.shut(id, ix)
			continue
		}
		if count++; oldest == uuid.Nil || ix.asked.Before(e.open[oldest].asked) {
			oldest = id
		}
	}
	if count >= maxOpen {
		e.shut(oldest, e.open[oldest])
	}
}

func (e *Engine) shut(id uuid.UUID, ix *index) {
	if !ix.use.TryLock() {
		return
	}
	defer ix.use.Unlock()
	if ix.building != nil {
		return
	}
	if err := ix.close(); err != nil {
		e.log.Warn("search: close an index", "vendor", id, "err", err)
	}
	delete(e.open, id)
}

func (ix *index) close() error {
	if ix.current == nil {
		return nil
	}
	err := ix.current.Close()
	ix.current, ix.columns = nil, nil
	return err
}

// read calls f with the open index of a vendor, which stays open until f returns.
func (e *Engine) read(vendor uuid.UUID, f func(*index) error) error {
	for {
		ix, err := e.index(vendor)
		if err != nil {
			return err
		}
		ix.use.RLock()
		if ix.current != nil {
			err := f(ix)
			ix.use.RUnlock()
			return err
		}
		ix.use.RUnlock()
		if err := e.reopen(vendor, ix); err != nil {
			return err
		}
	}
}

// reopen opens the index that the vendor's pointer names.
func (e *Engine) reopen(vendor uuid.UUID, ix *index) error {
	ix.use.Lock()
	defer ix.use.Unlock()
	if ix.current != nil {
		return nil
	}
	generation, err := e.pointer(vendor)
	if err != nil {
		return err
	}
	path := filepath.Join(e.dir(vendor), generation)
	opened, err := open(path)
	if err != nil {
		return e.setAside(vendor, path, err)
	}
	ix.current, ix.columns = opened, newColumnStore()
	ix.answers.forget()
	return nil
}

// dir is the folder of a vendor.
func (e *Engine) dir(vendor uuid.UUID) string {
	return filepath.Join(e.root, filepath.FromSlash(tenant.Key(vendor)))
}

// Index implements search.Engine. What is being built takes it too, also where there is
// nothing yet that it takes the place of.
func (e *Engine) Index(_ context.Context, vendor uuid.UUID, put []*search.Document, gone []uuid.UUID) error {
	err := e.read(vendor, func(ix *index) error {
		defer ix.answers.forget()
		return write(ix.current, put, gone)
	})
	if err != nil && !errors.Is(err, search.ErrMissing) {
		return err
	}
	ix, again := e.index(vendor)
	if again != nil {
		return again
	}
	ix.use.RLock()
	defer ix.use.RUnlock()
	if ix.building == nil {
		return err
	}
	return write(ix.building, put, gone)
}

// Count implements search.Engine.
func (e *Engine) Count(_ context.Context, vendor uuid.UUID) (n int, err error) {
	err = e.read(vendor, func(ix *index) error {
		count, err := ix.current.DocCount()
		n = int(count)
		return err
	})
	return n, err
}

// Close implements search.Engine. It lets another process have the folder.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.done = true
	var all error
	for id, ix := range e.open {
		ix.use.Lock()
		all = errors.Join(all, ix.close())
		if ix.building != nil {
			all = errors.Join(all, ix.building.Close())
			ix.building = nil
		}
		ix.use.Unlock()
		delete(e.open, id)
	}
	if e.lock != nil {
		all = errors.Join(all, e.lock.Close())
		e.lock = nil
	}
	return all
}
