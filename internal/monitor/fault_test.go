package monitor_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/monitor"
)

// What is logged as an error is in the list once, however often it happens and whatever
// values it had, and again once it happens after it was dealt with.
func TestAnErrorIsListedOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	var printed bytes.Buffer
	faults := monitor.NewFaults()
	log := slog.New(faults.Handler(slog.NewTextHandler(&printed, nil)))
	vendor := uuid.New()
	fail := func(address string) {
		log.With("vendor", vendor.String()).ErrorContext(t.Context(), "graph: internal error", "path", "orders",
			"err", errors.New("write to "+address+": row 17 of \"canary\""), "request", "req-"+address)
	}
	keep := func() {
		ctx, stop := context.WithCancel(t.Context())
		stop()
		faults.Run(ctx, s.Service, log)
	}
	list := func(where *monitor.ErrorWhere) (out []string) {
		found, err := s.Errors(s.staff, page.Arg{}, where)
		require.NoError(t, err)
		for _, e := range found.Nodes {
			require.EqualValues(t, vendor, *e.ConcernsID)
			out = append(out, e.Source+" | "+e.Operation+" | "+e.Message)
		}
		return out
	}
	const want = "graph | orders | graph: internal error: write to … row … of …"
	fail("ada@example.org")
	fail("ben@example.org")
	log.Warn("a warning is none")
	keep()
	fail("cleo@example.org")
	keep()
	require.Equal(t, []string{want}, list(nil))
	require.Contains(t, printed.String(), "canary", "the log has all of it")
	e := s.db.ErrorLog.Query().OnlyX(fixture.Platform(t))
	require.EqualValues(t, 3, e.Occurrences)
	require.Equal(t, "req-cleo@example.org", e.RequestID)

	open, shut := false, true
	_, err := s.ResolveError(s.staff, e.PublicID())
	require.NoError(t, err)
	_, err = s.ResolveError(s.staff, e.PublicID())
	require.Equal(t, errs.InvalidState, errs.CodeOf(err))
	require.Empty(t, list(&monitor.ErrorWhere{Resolved: &open}))
	require.Equal(t, []string{want}, list(&monitor.ErrorWhere{Resolved: &shut}))
	fail("dan@example.org")
	keep()
	words := "ORDERS"
	require.Equal(t, []string{want}, list(&monitor.ErrorWhere{Resolved: &open, Search: &words}), "it is open again")
}

// A program in flames fills neither its memory nor the list.
func TestErrorsHaveABound(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	faults := monitor.NewFaults()
	log := slog.New(faults.Handler(slog.DiscardHandler))
	for i := range 1000 {
		log.Error("worker: job failed", "kind", string(rune('a'+i%26))+string(rune('a'+i/26)), "err", "x")
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	faults.Run(ctx, s.Service, log)
	require.Equal(t, 200, s.db.ErrorLog.Query().CountX(fixture.Platform(t)))
}
