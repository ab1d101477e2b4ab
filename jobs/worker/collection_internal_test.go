package worker

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/store"
)

func TestOneRunAnswersAllThatWereAskedBefore(t *testing.T) {
	t.Parallel()
	w := newCollectionsEvaluate(nil)
	vendor, other, asked := uuid.New(), uuid.New(), time.Now()
	answered, busy := w.begin(vendor, asked)
	require.False(t, answered || busy)
	answered, busy = w.begin(vendor, asked)
	require.False(t, answered)
	require.True(t, busy, "one at a time")
	answered, busy = w.begin(other, asked)
	require.False(t, answered || busy, "vendors do not wait for each other")
	w.end(vendor, true)
	answered, _ = w.begin(vendor, asked)
	require.True(t, answered)
	answered, busy = w.begin(vendor, time.Now().Add(time.Second))
	require.False(t, answered || busy, "what was asked later")
	w.end(vendor, false)
	answered, busy = w.begin(vendor, asked)
	require.False(t, answered || busy, "a run that failed answers nothing")
}

// A questioner writes down whose rules were asked.
type questioner struct {
	mu    sync.Mutex
	asked [][]uuid.UUID
	fail  bool
	did   chan struct{}
}

func (q *questioner) ask(_ context.Context, vendors ...uuid.UUID) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asked = append(q.asked, vendors)
	q.did <- struct{}{}
	if q.fail {
		q.fail = false
		return errors.New("the database is away")
	}
	return nil
}

func TestNoticesHaveRulesAsked(t *testing.T) {
	t.Parallel()
	q := &questioner{did: make(chan struct{}, 10)}
	w := newShelfWatch(&store.Listener{}, q.ask, slog.New(slog.DiscardHandler))
	a, b := uuid.New(), uuid.New()
	for range 100 {
		w.heard(a.String())
		w.heard(b.String())
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go w.run(ctx)
	<-q.did
	w.heard("") // notices were lost
	w.heard(a.String())
	<-q.did
	q.mu.Lock()
	defer q.mu.Unlock()
	require.Len(t, q.asked, 2, "a crowd is one question")
	require.ElementsMatch(t, []uuid.UUID{a, b}, q.asked[0])
	require.Empty(t, q.asked[1], "all vendors")
}

func TestWhatCouldNotBeAskedIsAskedOfAll(t *testing.T) {
	t.Parallel()
	q := &questioner{did: make(chan struct{}, 10), fail: true}
	w := newShelfWatch(nil, q.ask, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	w.heard(uuid.NewString())
	go w.run(ctx)
	<-q.did
	require.Eventually(t, func() bool { w.mu.Lock(); defer w.mu.Unlock(); return w.all }, 5*time.Second, time.Millisecond)
	require.Empty(t, w.take(), "all vendors")
}
