package marketplace_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob/fileblob"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/importrow"
	"orion/ent/gen/ent/importrowerror"
	"orion/internal/fixture"
	"orion/internal/marketplace"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

// workerVariable makes a worker of a test binary that is run with it.
const workerVariable = "ORION_TEST_IMPORT_WORKER"

// order is what such a worker has to do.
type order struct {
	URL, Folder string
	Vendor, Job uuid.UUID
}

const killedChunk = 50

// TestWorkerProcess is no test but the worker of TestH53AWorkerKilled, in a process of
// its own. Each time that it looks at the clock, which it does in the middle of a
// transaction, it says so and waits to be told to go on.
func TestWorkerProcess(t *testing.T) {
	raw := os.Getenv(workerVariable)
	if raw == "" {
		return
	}
	var o order
	require.NoError(t, json.Unmarshal([]byte(raw), &o))
	db, err := store.Open(t.Context(), o.URL)
	require.NoError(t, err)
	t.Cleanup(db.Close)
	files, err := fileblob.OpenBucket(o.Folder, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = files.Close() })
	told := bufio.NewReader(os.Stdin)
	h := build(t, db, chunks(killedChunk), func(d *marketplace.Deps) {
		d.Blobs, d.Clock = files, tick{func() {
			fmt.Println("tick")
			_, _ = told.ReadByte()
		}}
	})
	require.NoError(t, h.Run(viewer.NewContext(context.WithoutCancel(t.Context()), viewer.ForVendor(o.Vendor)), o.Job))
}

// lives lets a worker process look at the clock so many times and kills it in the middle
// of the next thing it does. It returns false where the worker came to its end before.
func (o order) lives(t *testing.T, ticks int) bool {
	t.Helper()
	raw, err := json.Marshal(o)
	require.NoError(t, err)
	cmd := exec.Command(os.Args[0], "-test.run=^TestWorkerProcess$", "-test.v=false")
	cmd.Env = append(os.Environ(), workerVariable+"="+string(raw))
	goOn, err := cmd.StdinPipe()
	require.NoError(t, err)
	said, err := cmd.StdoutPipe()
	require.NoError(t, err)
	cmd.Stderr = os.Stderr
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(said)
	for seen := 0; lines.Scan(); {
		if lines.Text() != "tick" {
			continue
		}
		if seen++; seen > ticks {
			require.NoError(t, cmd.Process.Kill())
			_ = cmd.Wait() // it was killed
			return true
		}
		_, err := goOn.Write([]byte{'\n'})
		require.NoError(t, err)
	}
	require.NoError(t, cmd.Wait())
	return false
}

func TestH53AWorkerKilled(t *testing.T) {
	t.Parallel()
	const rows = 3000
	url, folder := pgtest.NewURL(t), t.TempDir()
	db, err := store.Open(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(db.Close)
	files, err := fileblob.OpenBucket(folder, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = files.Close() })
	h := build(t, db, chunks(killedChunk), func(d *marketplace.Deps) { d.Blobs = files })

	for name, with := range map[string]func(*marketplace.StartInput){"staged": whole, "looked at": dryRun} {
		_, undisturbed := fixture.Vendor(t, db)
		want := h.load(t, undisturbed, mixed(rows), with)
		v, ctx := fixture.Vendor(t, db)
		job := h.start(t, ctx, mixed(rows), with)
		o := order{URL: url, Folder: folder, Vendor: v.ID, Job: job.ID}
		cursor := 0
		for death := range 10 {
			require.True(t, o.lives(t, 3+death), "%s: death %d", name, death)
			job = h.job(t, job)
			require.Nil(t, job.FinishedAt, "%s: death %d", name, death)
			require.Zero(t, job.Cursor%killedChunk, "whole chunks or nothing")
			require.GreaterOrEqual(t, job.Cursor, cursor)
			cursor = job.Cursor
		}
		require.Positive(t, cursor, name)
		job = h.run(t, job) // by another worker, in another process
		require.Equal(t, want.Status, job.Status, name)
		require.Equal(t, counts(want), counts(job), name)
		require.Equal(t, [3]int{want.Total, want.Processed, want.Warnings}, [3]int{job.Total, job.Processed, job.Warnings}, name)
		require.Equal(t, titles(h.staged(t, undisturbed)), titles(h.staged(t, ctx)), name)
		require.Equal(t, h.complaints(t, undisturbed, want), h.complaints(t, ctx, job), name)
		require.Equal(t, h.lines(t, undisturbed, want), h.lines(t, ctx, job), name)
	}
}

// complaints are all that is kept of what is wrong with rows.
func (h house) complaints(t *testing.T, ctx context.Context, job *ent.MarketplaceImportJob) (out []string) {
	t.Helper()
	all := h.db.ImportRowError.Query().Where(importrowerror.JobID(job.ID)).Order(importrowerror.ByRecord(), importrowerror.ByCode()).AllX(ctx)
	for _, e := range all {
		out = append(out, fmt.Sprintf("%d %d %s %v", e.Line, e.Record, e.Code, e.Message.Args))
	}
	return out
}

// lines are all that is kept of what a dry run would do.
func (h house) lines(t *testing.T, ctx context.Context, job *ent.MarketplaceImportJob) []string {
	t.Helper()
	return rowTexts(h.db.ImportRow.Query().Where(importrow.JobID(job.ID)).Order(importrow.ByRecord(), importrow.ByID()).AllX(ctx))
}
