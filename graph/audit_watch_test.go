package graph

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/jobs"
)

func init() { maps.Copy(deeds, watchDeeds) }

// opened is an alert that is open.
func (s *stage) opened() *ent.Alert {
	s.t.Helper()
	a, err := s.DB.Alert.Create().SetRule("queue-lag").SetSeverity(enum.SeverityWarning).SetOpenKey(uuid.NewString()).SetLastSeenAt(time.Now()).Save(fixture.Platform(s.t))
	require.NoError(s.t, err)
	return a
}

// ofAlert is a deed of the staff to an open alert; call gets the id.
func ofAlert(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) { return s.staff, fmt.Sprintf(call, s.opened().PublicID()) }}
}

// ofJob is a deed of the staff to a job that waits; call gets the number.
func ofJob(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		ctx := fixture.Platform(s.t)
		queue, err := jobs.NewQueue(s.DB)
		require.NoError(s.t, err)
		require.NoError(s.t, s.DB.Tx(ctx, func(tx *store.Tx) error { return queue.Insert(ctx, tx, jobs.CleanupSweep{}) }))
		list, err := s.Monitor.Jobs(s.staff, pageArg(nil, nil, nil, nil), nil)
		require.NoError(s.t, err)
		return s.staff, fmt.Sprintf(call, list.Nodes[0].Number)
	}}
}

var watchDeeds = map[string]deed{
	"alertAcknowledge": ofAlert("alert.acknowledge", `alertAcknowledge(id: %q, note: "I look")`),
	"alertResolve":     ofAlert("alert.resolve", `alertResolve(id: %q)`),
	"alertSnooze": {action: "alert.snooze", call: func(s *stage) (context.Context, string) {
		return s.staff, fmt.Sprintf(`alertSnooze(id: %q, until: %q)`, s.opened().PublicID(), time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
	}},
	"alertRuleSet": {action: "alert.rule", call: func(s *stage) (context.Context, string) {
		return s.staff, `alertRuleSet(input: {rule: "queue-lag", threshold: 60, version: 0})`
	}},
	"errorResolve": {action: "error.resolve", call: func(s *stage) (context.Context, string) {
		e := s.DB.ErrorLog.Create().SetFingerprint(uuid.NewString()).SetSource("graph").SetMessage("graph: internal error").SetLastSeenAt(time.Now()).SaveX(fixture.Platform(s.t))
		return s.staff, fmt.Sprintf(`errorResolve(id: %q)`, e.PublicID())
	}},
	"jobRetry":   ofJob("job.retry", `jobRetry(number: %d)`),
	"jobCancel":  ofJob("job.cancel", `jobCancel(number: %d)`),
	"jobDiscard": ofJob("job.discard", `jobDiscard(number: %d)`),
	"notificationsRead": {action: "notification.read", call: func(s *stage) (context.Context, string) {
		own := fixture.System(s.t, s.shop)
		require.NoError(s.t, s.DB.Tx(own, func(tx *store.Tx) error {
			return notify.Tell(own, tx, notify.Note{Kind: notify.NoteImportFailed, VendorID: s.shop.ID, Data: map[string]string{"import": "x"}})
		}))
		return s.owner, `notificationsRead`
	}},
}
