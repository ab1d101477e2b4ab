package marketplace_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/marketplace"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func TestCancel(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	h := build(t, db)

	t.Run("before it began", func(t *testing.T) {
		_, ctx := fixture.Vendor(t, db)
		job := h.start(t, ctx, rows(1, 2))
		job, err := h.Cancel(ctx, job.PublicID())
		require.NoError(t, err)
		require.Equal(t, enum.ImportStatusCancelled, job.Status)
		require.Equal(t, enum.ImportStatusCancelled, h.run(t, job).Status)
		require.Empty(t, h.staged(t, ctx))
		_, err = h.Cancel(ctx, job.PublicID())
		require.NoError(t, err, "cancelling twice is no change")
		require.Equal(t, enum.ImportStatusCompleted, h.load(t, ctx, rows(1, 2)).Status, "the source is free again")
	})
	t.Run("in the middle", func(t *testing.T) {
		_, ctx := fixture.Vendor(t, db)
		job := h.start(t, ctx, rows(1, 400))
		var cancel sync.Once
		var wg sync.WaitGroup
		slow := build(t, db, chunks(4), func(d *marketplace.Deps) {
			d.Blobs = h.bucket
			looks := 0
			d.Clock = tick{func() {
				if looks++; looks < 6 {
					return
				}
				cancel.Do(func() {
					wg.Go(func() {
						if _, err := h.Cancel(ctx, job.PublicID()); err != nil {
							t.Error(err)
						}
					})
				})
			}}
		})
		done := slow.run(t, job)
		wg.Wait()
		require.Equal(t, enum.ImportStatusCancelled, done.Status)
		require.Positive(t, done.Created)
		require.Less(t, done.Created, 400)
		require.Len(t, h.staged(t, ctx), done.Created, "what was staged stays, and is counted")
		require.Equal(t, "CANCELLED", done.Failure.Code)
	})
	t.Run("when it is over", func(t *testing.T) {
		_, ctx := fixture.Vendor(t, db)
		job := h.load(t, ctx, rows(1, 2))
		_, err := h.Cancel(ctx, job.PublicID())
		require.Equal(t, errs.InvalidState, code(t, err))
	})
	t.Run("by the suspension of the shop", func(t *testing.T) {
		v, ctx := fixture.Vendor(t, db)
		job := h.start(t, ctx, rows(1, 2))
		require.NoError(t, db.Vendor.UpdateOneID(v.ID).SetStatus(enum.VendorStatusSuspended).Exec(fixture.Platform(t)))
		done := h.run(t, job)
		require.Equal(t, enum.ImportStatusCancelled, done.Status)
		require.Empty(t, h.staged(t, ctx))
	})
	t.Run("by a worker that gives up", func(t *testing.T) {
		_, ctx := fixture.Vendor(t, db)
		job := h.start(t, ctx, rows(1, 2))
		require.NoError(t, h.GiveUp(system(t, job), job.ID))
		require.Equal(t, enum.ImportStatusFailed, h.job(t, job).Status)
		require.NoError(t, h.GiveUp(system(t, job), job.ID))
		require.Equal(t, enum.ImportStatusCompleted, h.load(t, ctx, rows(1, 2)).Status)
	})
	t.Run("because the file is gone", func(t *testing.T) {
		_, ctx := fixture.Vendor(t, db)
		job := h.start(t, ctx, rows(1, 2))
		require.NoError(t, h.bucket.Delete(ctx, job.Key))
		done := h.run(t, job)
		require.Equal(t, enum.ImportStatusFailed, done.Status)
		require.Equal(t, "GONE", done.Failure.Code)
	})
}

func TestWatch(t *testing.T) {
	t.Parallel()
	notices := &store.Listener{}
	h := open(t, chunks(10), func(d *marketplace.Deps) { d.Notices = notices })
	listening, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { notices.Run(listening, h.db, slog.New(slog.DiscardHandler)) })
	t.Cleanup(func() { stop(); wg.Wait() })

	_, ctx := fixture.Vendor(t, h.db)
	job := h.start(t, ctx, rows(1, 100))
	events, err := h.Watch(ctx, job.PublicID(), nil)
	require.NoError(t, err)
	wg.Go(func() {
		if err := h.Run(system(t, job), job.ID); err != nil {
			t.Error(err)
		}
	})
	last, steps := -1, 0
	var end enum.ImportStatus
	for e := range events {
		require.Greater(t, e.Sequence, last)
		require.Equal(t, e.Sequence, e.Job.Sequence)
		last, end = e.Sequence, e.Job.Status
		steps++
	}
	require.Equal(t, enum.ImportStatusCompleted, end, "the end is seen, and then the channel is closed")
	require.Positive(t, steps)

	zero := 0
	events, err = h.Watch(ctx, job.PublicID(), &zero)
	require.NoError(t, err)
	e := <-events
	require.Equal(t, last, e.Sequence, "who comes back late gets the latest state")
	_, more := <-events
	require.False(t, more)
	events, err = h.Watch(ctx, job.PublicID(), &last)
	require.NoError(t, err)
	_, more = <-events
	require.False(t, more, "and who has seen it all gets nothing")
}
