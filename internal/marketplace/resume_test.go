package marketplace_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/marketplace"
	"orion/internal/pgtest"
)

// tick is a clock that does something each time it is looked at. A chunk looks at
// it once in the middle of its transaction.
type tick struct{ do func() }

func (c tick) Now() time.Time {
	c.do()
	return clock.System{}.Now()
}

func chunks(n int) func(*marketplace.Deps) {
	return func(d *marketplace.Deps) { d.ChunkRows = n }
}

// mixed is a feed of n rows, of which every 10th is bad and every 7th the same
// article as the row before.
func mixed(n int) string {
	var b strings.Builder
	b.WriteString("id,title,price,brand\n")
	for i := range n {
		price, id := "1.50 EUR", i
		if i%10 == 9 {
			price = "nothing"
		}
		if i%7 == 6 {
			id--
		}
		fmt.Fprintf(&b, "%d,\"Lamp\n%d\",%s,Lumen\n", id, i, price)
	}
	return b.String()
}

func TestImportGoesOnAfterItsWorkerDied(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	whole := build(t, db, chunks(10))
	_, ctx := fixture.Vendor(t, db)
	want := whole.load(t, ctx, mixed(105))
	wantRows := titles(whole.staged(t, ctx))
	// 105 rows are 10 bad ones, 13 good ones whose id stands again (15 ids stand
	// twice; two of the first rows are bad), and 82 that are staged.
	require.Equal(t, [4]int{82, 0, 13, 10}, counts(want))

	for looks := 2; looks < 25; looks += 3 {
		t.Run(fmt.Sprintf("after %d looks at the clock", looks), func(t *testing.T) {
			_, ctx := fixture.Vendor(t, db)
			start := build(t, db)
			job := start.start(t, ctx, mixed(105))
			for job = start.job(t, job); job.FinishedAt == nil; job = start.job(t, job) {
				alive, die := context.WithCancel(system(t, job))
				left := looks
				mortal := build(t, db, chunks(10), func(d *marketplace.Deps) {
					d.Blobs = start.bucket
					d.Clock = tick{func() {
						if left--; left < 0 {
							die()
						}
					}}
				})
				before := job.Cursor
				err := mortal.Run(alive, job.ID)
				die()
				if job = start.job(t, job); job.FinishedAt == nil {
					require.Error(t, err, "a broken run asks to be tried again")
					require.True(t, job.Cursor%10 == 0 || job.Cursor == 105, "whole chunks or nothing")
				}
				require.GreaterOrEqual(t, job.Cursor, before)
			}
			require.Equal(t, counts(want), counts(job))
			require.Equal(t, want.Warnings, job.Warnings)
			require.Equal(t, want.Status, job.Status)
			require.Equal(t, wantRows, titles(start.staged(t, ctx)))
			problems, err := start.Errors(ctx, job, page.Arg{}, false)
			require.NoError(t, err)
			n, err := problems.Count(ctx)
			require.NoError(t, err)
			require.Equal(t, 10+13, n.Value, "none lost and none twice")
		})
	}
}

func TestTwoWorkersOnOneImport(t *testing.T) {
	t.Parallel()
	h := open(t, chunks(50))
	_, ctx := fixture.Vendor(t, h.db)
	job := h.start(t, ctx, mixed(2000))
	var wg sync.WaitGroup
	failed := make([]error, 4)
	for i := range failed {
		wg.Go(func() { failed[i] = h.Run(system(t, job), job.ID) })
	}
	wg.Wait()
	for _, err := range failed {
		require.NoError(t, err)
	}
	job = h.job(t, job)
	require.Equal(t, enum.ImportStatusCompletedWithErrors, job.Status)
	require.Equal(t, 2000, job.Created+job.Updated+job.Unchanged+job.Failed)
	require.Equal(t, 2000, job.Processed)
	require.Len(t, h.staged(t, ctx), job.Created)
}

func TestImportsOfManyVendorsAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t, chunks(100))
	var wg sync.WaitGroup
	for range 4 {
		_, ctx := fixture.Vendor(t, h.db)
		job := h.start(t, ctx, rows(1, 500))
		wg.Go(func() {
			if err := h.Run(system(t, job), job.ID); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	list, err := h.Jobs(fixture.Admin(t), page.Arg{}, nil)
	require.NoError(t, err)
	for _, job := range list.Nodes {
		require.Equal(t, [4]int{500, 0, 0, 0}, counts(job))
	}
}

func TestOneRunningImportPerSource(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	_, other := fixture.Vendor(t, h.db)
	upload := h.send(t, ctx, rows(1, 2))
	in := marketplace.StartInput{
		UploadID: upload, Source: "google", Mode: enum.ImportModeUpsert, ErrorPolicy: enum.ImportErrorPolicyRejectFailedRows,
		IdempotencyKey: "one",
	}
	var wg sync.WaitGroup
	jobs := make([]string, 8)
	for i := range jobs {
		wg.Go(func() {
			if job, err := h.Start(ctx, in); err == nil {
				jobs[i] = job.ID.String()
			}
		})
	}
	wg.Wait()
	for _, id := range jobs {
		require.Equal(t, jobs[0], id, "one key, one job")
	}
	require.NotEmpty(t, jobs[0])

	changed := in
	changed.DryRun = true
	_, err := h.Start(ctx, changed)
	require.Equal(t, errs.IdempotencyKeyReused, code(t, err))
	second := in
	second.IdempotencyKey = "two"
	_, err = h.Start(ctx, second)
	require.Equal(t, errs.Conflict, code(t, err))
	h.load(t, other, rows(1, 1)) // another vendor's source is another source

	job, err := h.Start(ctx, in)
	require.NoError(t, err)
	require.Equal(t, enum.ImportStatusCompleted, h.run(t, job).Status)
	again, err := h.Start(ctx, in)
	require.NoError(t, err)
	require.Equal(t, job.ID, again.ID, "a key is good beyond the end of its job")
	job, err = h.Start(ctx, second)
	require.NoError(t, err)
	require.Equal(t, [4]int{0, 0, 2, 0}, counts(h.run(t, job)))
	require.Equal(t, enum.ImportStatusCompleted, h.run(t, job).Status, "a finished job is not run again")
}
