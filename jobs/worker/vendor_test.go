package worker_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/jobs"
	"orion/jobs/worker"
)

// register is the vendors that there are.
type register struct {
	mu  sync.Mutex
	all map[uuid.UUID]enum.VendorStatus
	// pausedAt is since when no vendor's imports are done; nil where they are.
	pausedAt *time.Time
}

func (r *register) ByID(_ context.Context, id uuid.UUID) (*ent.Vendor, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	status, ok := r.all[id]
	if !ok {
		return nil, errs.New(errs.NotFound, "not found")
	}
	return &ent.Vendor{ID: id, Status: status, ImportsPausedAt: r.pausedAt}, nil
}

func (r *register) set(id uuid.UUID, status enum.VendorStatus) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all[id] = status
}

func rowOf(t testing.TB, args river.JobArgs) *rivertype.JobRow {
	t.Helper()
	raw, err := json.Marshal(args)
	require.NoError(t, err)
	return &rivertype.JobRow{Kind: args.Kind(), EncodedArgs: raw}
}

func TestWorkOfVendorsThatAreNotOpen(t *testing.T) {
	t.Parallel()
	r := &register{all: map[uuid.UUID]enum.VendorStatus{}}
	of := func(status enum.VendorStatus) uuid.UUID {
		id := uuid.New()
		r.set(id, status)
		return id
	}
	g := worker.NewGate(r, nil, slog.New(slog.DiscardHandler))
	for name, tc := range map[string]struct {
		args river.JobArgs
		want string
	}{
		"an active one's is done":            {jobs.MediaFetch{VendorID: of(enum.VendorStatusActive)}, "done"},
		"so is that of one that waits":       {jobs.MediaFetch{VendorID: of(enum.VendorStatusPending)}, "done"},
		"a suspended one's rests":            {jobs.MarketplaceImport{VendorID: of(enum.VendorStatusSuspended)}, "rests"},
		"a closed one's ends":                {jobs.MediaFetch{VendorID: of(enum.VendorStatusClosed)}, "ends"},
		"B2.49 nobody's ends":                {jobs.MediaFetch{VendorID: uuid.New()}, "ends"},
		"also of one that is suspended":      {jobs.MailSend{VendorID: of(enum.VendorStatusSuspended)}, "done"},
		"what has happened is told":          {jobs.MailSend{VendorID: of(enum.VendorStatusClosed)}, "done"},
		"the platform's is of no vendor":     {jobs.AuditExpire{}, "done"},
		"held stock of all is given back":    {jobs.CheckoutSweep{}, "done"},
		"nor is an export of the platform's": {jobs.AuditExport{}, "done"},
	} {
		t.Run(name, func(t *testing.T) {
			ran := false
			err := g.Work(t.Context(), rowOf(t, tc.args), func(context.Context) error { ran = true; return nil })
			snooze, rests := errors.AsType[*river.JobSnoozeError](err)
			_, ends := errors.AsType[*river.JobCancelError](err)
			require.Equal(t, tc.want == "done", ran && err == nil, "%v", err)
			require.Equal(t, tc.want == "rests", rests)
			require.Equal(t, tc.want == "ends", ends)
			if rests {
				require.Equal(t, 10*time.Minute, snooze.Duration)
			}
		})
	}
}

func TestWorkUnderWayIsBrokenOff(t *testing.T) {
	t.Parallel()
	for status, want := range map[enum.VendorStatus]string{
		enum.VendorStatusSuspended: "rests", enum.VendorStatusClosed: "ends", enum.VendorStatusActive: "goes on",
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			id := uuid.New()
			r := &register{all: map[uuid.UUID]enum.VendorStatus{id: enum.VendorStatusActive}}
			g := worker.NewGate(r, nil, slog.New(slog.DiscardHandler))
			err := g.Work(t.Context(), rowOf(t, jobs.MediaFetch{VendorID: id}), func(ctx context.Context) error {
				r.set(id, status)
				g.Look()
				return ctx.Err()
			})
			_, rests := errors.AsType[*river.JobSnoozeError](err)
			_, ends := errors.AsType[*river.JobCancelError](err)
			require.Equal(t, want == "rests", rests)
			require.Equal(t, want == "ends", ends)
			require.Equal(t, want == "goes on", err == nil)
		})
	}
}

func TestImportsThatArePaused(t *testing.T) {
	t.Parallel()
	id := uuid.New()
	r := &register{all: map[uuid.UUID]enum.VendorStatus{id: enum.VendorStatusActive}}
	g := worker.NewGate(r, nil, slog.New(slog.DiscardHandler))
	pause := func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		now := time.Now()
		r.pausedAt = &now
	}
	rests := func(err error) bool {
		snooze, ok := errors.AsType[*river.JobSnoozeError](err)
		return ok && snooze.Duration == time.Minute
	}
	err := g.Work(t.Context(), rowOf(t, jobs.MarketplaceImport{VendorID: id}), func(ctx context.Context) error {
		pause()
		g.Look()
		return ctx.Err()
	})
	require.True(t, rests(err), "what runs is broken off: %v", err)
	err = g.Work(t.Context(), rowOf(t, jobs.MarketplaceImport{VendorID: id}), func(context.Context) error {
		t.Error("it was begun")
		return nil
	})
	require.True(t, rests(err), "what is queued waits: %v", err)
	done := false
	require.NoError(t, g.Work(t.Context(), rowOf(t, jobs.MediaFetch{VendorID: id}), func(context.Context) error { done = true; return nil }))
	require.True(t, done, "other work goes on")
	require.NoError(t, g.Work(t.Context(), rowOf(t, jobs.MarketplaceSchedule{}), func(context.Context) error { return nil }))
}
