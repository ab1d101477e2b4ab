package bleve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	upstream "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/google/uuid"

	"orion/internal/search"
)

// pointerFile names the generation in use. It is replaced by renaming, so that whoever
// reads it finds the old or the new.
const pointerFile = "current"

// hold takes the folder for this process, for whoever writes an index must be the only
// one. The caller holds the lock.
func (e *Engine) hold() error {
	if e.done {
		return errors.New("search: the indexes are closed")
	}
	if e.lock != nil {
		return nil
	}
	f, err := os.OpenFile(filepath.Join(e.root, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("take the folder of the search: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close() // nothing was written
		return search.ErrHeld
	}
	e.lock = f
	return nil
}

// pointer returns the generation in use.
func (e *Engine) pointer(vendor uuid.UUID) (string, error) {
	raw, err := os.ReadFile(filepath.Join(e.dir(vendor), pointerFile))
	if errors.Is(err, os.ErrNotExist) {
		return "", search.ErrMissing
	}
	if err != nil {
		return "", fmt.Errorf("read which index is in use: %w", err)
	}
	name := strings.TrimSpace(string(raw))
	if name == "" || name != filepath.Base(name) {
		return "", search.ErrMissing
	}
	return name, nil
}

// setAside keeps an index that cannot be read for whoever wants to know why, and leaves
// the vendor without one, so that it is built anew.
func (e *Engine) setAside(vendor uuid.UUID, path string, why error) error {
	e.log.Error("search: an index cannot be read; it is set aside", "vendor", vendor, "path", path, "err", why)
	broken := filepath.Join(e.dir(vendor), "broken")
	err := errors.Join(os.RemoveAll(broken), os.Remove(filepath.Join(e.dir(vendor), pointerFile)))
	if err == nil {
		err = os.Rename(path, broken)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("set an index aside: %w", err)
	}
	return search.ErrMissing
}

func open(path string) (upstream.Index, error) {
	return guarded(func() (upstream.Index, error) {
		return upstream.OpenUsing(path, map[string]any{"bolt_timeout": "1s"})
	})
}

// guarded turns a panic of the library, which broken files can cause, into an error.
func guarded[T any](f func() (T, error)) (out T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("search: bleve panicked: %v", p)
		}
	}()
	return f()
}

// A build is a generation beside the one in use.
type build struct {
	e      *Engine
	vendor uuid.UUID
	ix     *index
	path   string
	over   bool
}

// Begin implements search.Engine.
func (e *Engine) Begin(_ context.Context, vendor uuid.UUID) (search.Build, error) {
	ix, err := e.index(vendor)
	if err != nil {
		return nil, err
	}
	ix.use.Lock()
	defer ix.use.Unlock()
	if ix.building != nil {
		return nil, errors.New("search: the index is being built already")
	}
	e.sweep(vendor)
	path := filepath.Join(e.dir(vendor), "g"+strconv.FormatInt(time.Now().UnixNano(), 36))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of an index: %w", err)
	}
	// bleve merges in the background; what it writes is safe when a batch returns.
	ix.building, err = upstream.NewUsing(path, newMapping(), scorch.Name, scorch.Name, map[string]any{"bolt_timeout": "1s"})
	if err != nil {
		return nil, fmt.Errorf("make an index: %w", err)
	}
	return &build{e: e, vendor: vendor, ix: ix, path: path}, nil
}

// sweep removes generations that are not in use: what a killed process left.
func (e *Engine) sweep(vendor uuid.UUID) {
	keep, err := e.pointer(vendor)
	if err != nil && !errors.Is(err, search.ErrMissing) {
		return
	}
	left, _ := filepath.Glob(filepath.Join(e.dir(vendor), "g*"))
	for _, path := range left {
		if filepath.Base(path) != keep {
			if err := os.RemoveAll(path); err != nil {
				e.log.Warn("search: remove an old index", "path", path, "err", err)
			}
		}
	}
}

// Index implements search.Build.
func (b *build) Index(_ context.Context, put []*search.Document) error {
	b.ix.use.RLock()
	defer b.ix.use.RUnlock()
	if b.ix.building == nil {
		return errors.New("search: the index is not being built any more")
	}
	return write(b.ix.building, put, nil)
}

// Commit implements search.Build.
func (b *build) Commit(context.Context) error {
	b.ix.use.Lock()
	defer b.ix.use.Unlock()
	if err := b.point(); err != nil {
		return err
	}
	b.over = true
	if err := b.ix.close(); err != nil { // what was in use is not needed any more
		b.e.log.Warn("search: close an index", "vendor", b.vendor, "err", err)
	}
	b.ix.current, b.ix.building, b.ix.columns = b.ix.building, nil, newColumnStore()
	b.ix.answers.forget()
	b.e.sweep(b.vendor)
	return nil
}

// point writes the pointer so that it survives a crash: the name first, then its place.
func (b *build) point() error {
	next := filepath.Join(b.e.dir(b.vendor), pointerFile+".next")
	f, err := os.OpenFile(next, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write which index is in use: %w", err)
	}
	_, err = f.WriteString(filepath.Base(b.path))
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(next, filepath.Join(b.e.dir(b.vendor), pointerFile))
	}
	if err != nil {
		return fmt.Errorf("write which index is in use: %w", err)
	}
	return nil
}

// Abort implements search.Build.
func (b *build) Abort() error {
	if b.over {
		return nil
	}
	b.over = true
	b.ix.use.Lock()
	defer b.ix.use.Unlock()
	if b.ix.building == nil { // the engine was closed meanwhile
		return nil
	}
	err := b.ix.building.Close()
	b.ix.building = nil
	return errors.Join(err, os.RemoveAll(b.path))
}
