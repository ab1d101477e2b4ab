package bleve

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/search"
)

func engine(t *testing.T, root string) *Engine {
	t.Helper()
	e, err := New(root, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	return e
}

func document(word string) *search.Document {
	return &search.Document{ID: uuid.New(), Title: []string{search.WordSign + word}, Facets: []string{"s=true"}, Created: time.Now(), Order: word}
}

// built makes an index of documents.
func built(t *testing.T, e *Engine, vendor uuid.UUID, words ...string) {
	t.Helper()
	b, err := e.Begin(t.Context(), vendor)
	require.NoError(t, err)
	for _, w := range words {
		require.NoError(t, b.Index(t.Context(), []*search.Document{document(w)}))
	}
	require.NoError(t, b.Commit(t.Context()))
}

func count(t *testing.T, e *Engine, vendor uuid.UUID) int {
	t.Helper()
	hits, err := e.Search(t.Context(), vendor, &search.Query{Sort: enum.SearchSortTitle, Limit: 10})
	require.NoError(t, err)
	return hits.Total
}

func TestOneProcessHasTheFolder(t *testing.T) {
	t.Parallel()
	root, vendor := t.TempDir(), uuid.New()
	first, second := engine(t, root), engine(t, root)
	built(t, first, vendor, "lamp")
	_, err := second.Search(t.Context(), vendor, &search.Query{})
	require.ErrorIs(t, err, search.ErrHeld)
	require.ErrorIs(t, second.Index(t.Context(), vendor, nil, nil), search.ErrHeld)
	_, err = second.Begin(t.Context(), vendor)
	require.ErrorIs(t, err, search.ErrHeld)
	_, err = second.Count(t.Context(), vendor)
	require.ErrorIs(t, err, search.ErrHeld)

	require.NoError(t, first.Close())
	require.Equal(t, 1, count(t, second, vendor), "it is taken over when the first has ended")
	_, err = first.Search(t.Context(), vendor, &search.Query{})
	require.ErrorContains(t, err, "closed")
}

// A process that dies while it builds leaves the index in use as it is; what it left goes
// with the next building.
func TestAGenerationThatWasBrokenOff(t *testing.T) {
	t.Parallel()
	root, vendor := t.TempDir(), uuid.New()
	e := engine(t, root)
	built(t, e, vendor, "lamp")
	b, err := e.Begin(t.Context(), vendor)
	require.NoError(t, err)
	require.NoError(t, b.Index(t.Context(), []*search.Document{document("half"), document("written")}))
	require.Equal(t, 1, count(t, e, vendor), "what is built is not searched")
	require.NoError(t, e.Close()) // it ends before Commit
	half := filepath.Join(e.dir(vendor), "ghalf")
	require.NoError(t, os.MkdirAll(half, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(half, "index_meta.json"), []byte("{"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(e.dir(vendor), pointerFile+".next"), []byte("gh"), 0o600))

	e = engine(t, root)
	require.Equal(t, 1, count(t, e, vendor), "the one in use before")
	require.Len(t, generations(t, e, vendor), 3)
	built(t, e, vendor, "lamp", "vase")
	require.Equal(t, 2, count(t, e, vendor))
	require.Len(t, generations(t, e, vendor), 1, "what was left is gone")
}

func generations(t *testing.T, e *Engine, vendor uuid.UUID) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(e.dir(vendor), "g*"))
	require.NoError(t, err)
	return all
}

func TestABuildingThatIsGivenUp(t *testing.T) {
	t.Parallel()
	vendor := uuid.New()
	e := engine(t, t.TempDir())
	built(t, e, vendor, "lamp")
	b, err := e.Begin(t.Context(), vendor)
	require.NoError(t, err)
	_, err = e.Begin(t.Context(), vendor)
	require.ErrorContains(t, err, "already")
	require.NoError(t, e.Index(t.Context(), vendor, []*search.Document{document("vase")}, nil), "a change goes to both")
	require.NoError(t, b.Abort())
	require.NoError(t, b.Abort())
	require.Error(t, b.Index(t.Context(), nil))
	require.Equal(t, 2, count(t, e, vendor))
	require.Len(t, generations(t, e, vendor), 1)
}

// A pointer to what is not there, and one that leads out of the folder, are no index.
func TestAPointerThatCannotBeFollowed(t *testing.T) {
	t.Parallel()
	vendor := uuid.New()
	e := engine(t, t.TempDir())
	built(t, e, vendor, "lamp")
	require.NoError(t, e.Close())
	for _, to := range []string{"", "gone", "../../elsewhere", "/etc"} {
		e := engine(t, e.root)
		require.NoError(t, os.WriteFile(filepath.Join(e.dir(vendor), pointerFile), []byte(to), 0o600))
		_, err := e.Search(t.Context(), vendor, &search.Query{})
		require.ErrorIs(t, err, search.ErrMissing, "%q", to)
		require.NoError(t, e.Close())
	}
}

// Files that cannot be read are kept for whoever wants to know why, and the vendor gets an
// index anew.
func TestABrokenIndexIsSetAside(t *testing.T) {
	t.Parallel()
	vendor := uuid.New()
	e := engine(t, t.TempDir())
	built(t, e, vendor, "lamp")
	in := generations(t, e, vendor)[0]
	require.NoError(t, e.Close())
	require.NoError(t, filepath.WalkDir(in, func(path string, f os.DirEntry, err error) error {
		if err == nil && f.Type().IsRegular() {
			err = os.WriteFile(path, bytes.Repeat([]byte{7}, 100), 0o600)
		}
		return err
	}))
	e = engine(t, e.root)
	_, err := e.Search(t.Context(), vendor, &search.Query{})
	require.ErrorIs(t, err, search.ErrMissing)
	require.DirExists(t, filepath.Join(e.dir(vendor), "broken"))
	require.ErrorIs(t, e.Index(t.Context(), vendor, []*search.Document{document("vase")}, nil), search.ErrMissing)
	built(t, e, vendor, "lamp", "vase")
	require.Equal(t, 2, count(t, e, vendor))
	require.DirExists(t, filepath.Join(e.dir(vendor), "broken"), "until another breaks")
}

// An index that nobody asks is closed, and opened for whoever asks again. One that is
// asked or built stays open.
func TestIndexesThatNobodyAsksAreClosed(t *testing.T) {
	t.Parallel()
	idle, busy, building := uuid.New(), uuid.New(), uuid.New()
	e := engine(t, t.TempDir())
	for _, v := range []uuid.UUID{idle, busy, building} {
		built(t, e, v, "lamp")
	}
	b, err := e.Begin(t.Context(), building)
	require.NoError(t, err)
	held := e.open[busy]
	held.use.RLock()
	for _, ix := range e.open {
		ix.asked = time.Now().Add(-maxIdle - time.Second)
	}
	require.Equal(t, 0, nothing(t, e, uuid.New()), "another is asked")
	require.Nil(t, e.open[idle])
	require.NotNil(t, e.open[busy])
	require.NotNil(t, e.open[building])
	held.use.RUnlock()
	require.NoError(t, b.Commit(t.Context()))
	require.Equal(t, 1, count(t, e, idle), "it opens again")
}

// nothing asks for what is not there.
func nothing(t *testing.T, e *Engine, vendor uuid.UUID) int {
	t.Helper()
	n, err := e.Count(t.Context(), vendor)
	require.ErrorIs(t, err, search.ErrMissing)
	return n
}

func TestNoMoreIndexesStayOpenThanMay(t *testing.T) {
	t.Parallel()
	e := engine(t, t.TempDir())
	first := uuid.New()
	built(t, e, first, "lamp")
	for range maxOpen + 2 {
		built(t, e, uuid.New())
	}
	require.LessOrEqual(t, len(e.open), maxOpen+1)
	require.Nil(t, e.open[first], "the longest unasked")
	require.Equal(t, 1, count(t, e, first))
}
