package worker_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
	"orion/internal/viewer"
	"orion/jobs"
	"orion/jobs/worker"
)

// exports answers as the test says, and keeps what it was told.
type exports struct {
	err     error
	as      *viewer.Viewer
	problem string
}

func (e *exports) Make(ctx context.Context, _ uuid.UUID) error {
	e.as = viewer.From(ctx)
	return e.err
}

func (e *exports) GiveUp(ctx context.Context, _ uuid.UUID, problem string) error {
	e.problem = problem
	return ctx.Err()
}

func (*exports) Expire(context.Context) error { return nil }

func TestAuditExport(t *testing.T) {
	t.Parallel()
	broken := errors.New("the bucket is away")
	for name, tc := range map[string]struct {
		err     error
		attempt int
		stopped bool // the worker's time is over
		again   bool
		failed  bool
	}{
		"made":                              {attempt: 1},
		"broken, to be tried again":         {err: broken, attempt: 4, again: true},
		"broken for the last time":          {err: broken, attempt: 5, failed: true},
		"broken off for the last time":      {err: context.Canceled, attempt: 5, stopped: true, failed: true},
		"gone, so that no try can help":     {err: errs.New(errs.NotFound, "not found"), attempt: 1, failed: true},
		"broken off, to be tried elsewhere": {err: context.Canceled, attempt: 1, stopped: true, again: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, vendor := &exports{err: tc.err}, uuid.New()
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			if tc.stopped {
				stop()
			}
			err := worker.NewAuditExport(e).Work(ctx, &river.Job[jobs.AuditExport]{
				JobRow: &rivertype.JobRow{Attempt: tc.attempt, MaxAttempts: 5},
				Args:   jobs.AuditExport{VendorID: vendor, ExportID: uuid.New()},
			})
			_, gone := errors.AsType[*river.JobCancelError](err)
			require.Equal(t, tc.failed, gone)
			require.Equal(t, tc.failed, e.problem != "", "a file that will not come is said so, also when time is over")
			require.Equal(t, tc.again, err != nil && !gone)
			require.Equal(t, vendor, e.as.VendorID, "it is made with the walls of who asked")
			require.Equal(t, viewer.System, e.as.Audience)
		})
	}
}
