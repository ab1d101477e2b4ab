package monitor_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/notification"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/monitor"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/jobs"
)

// A stage is a platform of which one part can be broken.
type stage struct {
	*monitor.Service
	db     *store.DB
	status enum.HealthStatus
	// program and staff look at the platform.
	program, staff context.Context
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{db: pgtest.New(t), status: enum.HealthStatusUp, program: fixture.Platform(t), staff: fixture.Admin(t)}
	queue, err := jobs.NewQueue(s.db)
	require.NoError(t, err)
	s.Service = monitor.New(monitor.Deps{
		DB: s.db, Pages: page.NewSigner([]byte("0123456789abcdef0123456789abcdef")), Clock: clock.System{}, Queue: queue, Notices: &store.Listener{},
		Parts:    []monitor.Part{{Name: "search", Look: func(context.Context) (enum.HealthStatus, string) { return s.status, "database fallback" }}},
		Periodic: []monitor.Periodic{{Kind: jobs.CleanupSweep{}.Kind(), Every: time.Hour}},
	})
	return s
}

func (s *stage) look(t *testing.T) []*ent.Alert {
	t.Helper()
	require.NoError(t, s.Evaluate(s.program))
	list, err := s.Alerts(s.staff, page.Arg{}, nil)
	require.NoError(t, err)
	return list.Nodes
}

func TestAnAlertOpensOnceAndEndsByItself(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	require.Empty(t, s.look(t))

	s.status = enum.HealthStatusDegraded
	s.look(t)
	alerts := s.look(t)
	require.Len(t, alerts, 1, "what goes on is one alert")
	require.Equal(t, 2, alerts[0].Occurrences)
	require.Equal(t, enum.AlertStatusOpen, alerts[0].Status)
	told := s.db.Notification.Query().Where(notification.VendorIDIsNil()).OnlyX(s.program)
	require.Equal(t, "search does not work as it should", told.Data["title"], "the staff are told once")

	s.status = enum.HealthStatusUp
	ended := s.look(t)[0]
	require.Equal(t, enum.AlertStatusResolved, ended.Status)
	require.Nil(t, ended.ResolvedByID)

	s.status = enum.HealthStatusDown
	require.Len(t, s.look(t), 2, "what begins again is another alert")
}

func TestTheStaffLookAfterAnAlert(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.status = enum.HealthStatusDown
	id, note := s.look(t)[0].PublicID(), "  I look after it "
	a, err := s.Acknowledge(s.staff, id, &note)
	require.NoError(t, err)
	require.Equal(t, enum.AlertStatusAcknowledged, a.Status)
	require.Equal(t, "I look after it", *a.Note)
	require.Equal(t, enum.AlertStatusAcknowledged, s.look(t)[0].Status, "the next look leaves it so")

	_, err = s.Snooze(s.staff, id, time.Now().Add(-time.Minute))
	require.Equal(t, errs.Invalid, errs.CodeOf(err))
	_, err = s.Snooze(s.staff, id, time.Now().Add(time.Hour))
	require.NoError(t, err)
	aside := true
	list, err := s.Alerts(s.staff, page.Arg{}, &monitor.Where{Snoozed: &aside})
	require.NoError(t, err)
	require.Len(t, list.Nodes, 1)

	_, err = s.Resolve(s.staff, id, nil)
	require.NoError(t, err)
	_, err = s.Resolve(s.staff, id, nil)
	require.Equal(t, errs.InvalidState, errs.CodeOf(err))
	require.Len(t, s.look(t), 2, "while it goes on, the next look opens another")
}

func TestARuleIsSetByItsVersion(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	off := false
	r, err := s.SetRule(s.staff, monitor.RuleInput{Rule: "part-down", Enabled: &off})
	require.NoError(t, err)
	require.Equal(t, 1, r.Version)
	s.status = enum.HealthStatusDown
	require.Empty(t, s.look(t), "a rule that does not hold opens nothing")

	_, err = s.SetRule(s.staff, monitor.RuleInput{Rule: "part-down", Enabled: &off})
	require.Equal(t, errs.StaleVersion, errs.CodeOf(err))
	_, err = s.SetRule(s.staff, monitor.RuleInput{Rule: "no.rule"})
	require.Equal(t, errs.NotFound, errs.CodeOf(err))
	five := 5
	_, err = s.SetRule(s.staff, monitor.RuleInput{Rule: "part-down", Threshold: &five, Version: 1})
	require.Equal(t, errs.Invalid, errs.CodeOf(err))
}

func TestJobsAreListedAndManaged(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	v, _ := fixture.Vendor(t, s.db)
	queue, err := jobs.NewQueue(s.db)
	require.NoError(t, err)
	require.NoError(t, s.db.Tx(s.program, func(tx *store.Tx) error {
		if err := queue.Insert(s.program, tx, jobs.CleanupSweep{}); err != nil {
			return err
		}
		return queue.Insert(s.program, tx, jobs.AuditExport{VendorID: v.ID})
	}))
	one := 1
	first, err := s.Jobs(s.staff, page.Arg{First: &one}, nil)
	require.NoError(t, err)
	require.Equal(t, "audit.export", first.Nodes[0].Kind, "newest first")
	require.Equal(t, v.ID, *first.Nodes[0].VendorID)
	second, err := s.Jobs(s.staff, page.Arg{First: &one, After: first.PageInfo.EndCursor}, nil)
	require.NoError(t, err)
	require.Equal(t, "cleanup.sweep", second.Nodes[0].Kind)
	require.False(t, second.PageInfo.HasNextPage)
	id := v.PublicID()
	own, err := s.Jobs(s.staff, page.Arg{}, &monitor.JobWhere{VendorID: &id, State: []enum.QueueJobState{enum.QueueJobStateWaiting}})
	require.NoError(t, err)
	require.Len(t, own.Nodes, 1)

	number := own.Nodes[0].Number
	gone, err := s.CancelJob(s.staff, number)
	require.NoError(t, err)
	require.Equal(t, enum.QueueJobStateCancelled, gone.State)
	again, err := s.RetryJob(s.staff, number)
	require.NoError(t, err)
	require.Equal(t, enum.QueueJobStateWaiting, again.State)
	_, err = s.DiscardJob(s.staff, number)
	require.NoError(t, err)
	_, err = s.RetryJob(s.staff, number)
	require.Equal(t, errs.NotFound, errs.CodeOf(err))

	queues, err := s.Queues(s.staff)
	require.NoError(t, err)
	require.Equal(t, 1, queues[0].Waiting)
	periodic, err := s.PeriodicJobs(s.staff)
	require.NoError(t, err)
	require.Nil(t, periodic[0].LastRunAt, "it never ran")
}

func TestFiguresAreKeptAndPutTogether(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	minute := time.Now().UTC().Truncate(time.Minute).Add(-10 * time.Minute)
	for _, process := range []string{"a", "b"} {
		require.NoError(t, s.Keep(s.program, minute, process, []monitor.Figure{{Name: "http.requests", Value: 3}, {Name: "http.p95", Value: .25}}))
	}
	all := ""
	lines, err := s.Metrics(s.staff, []string{"http.requests", "http.p95"}, minute.Add(-time.Hour), minute.Add(time.Hour), &all)
	require.NoError(t, err)
	require.Len(t, lines, 2)
	require.InDelta(t, 6, lines[0].Points[0].Value, 0, "counts are added up")
	require.InDelta(t, .25, lines[1].Points[0].Value, 0, "of rates the worst is shown")
	_, err = s.Metrics(s.staff, []string{"moon"}, minute, minute.Add(time.Hour), nil)
	require.Equal(t, errs.Invalid, errs.CodeOf(err))
}
