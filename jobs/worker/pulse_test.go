package worker_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/jobs"
)

// silent is when workers are taken for lost here.
const silent = 75 * time.Second

// under puts a job into the queue that a worker has begun so many seconds ago, and returns its id.
func under(t *testing.T, db *store.DB, worker string, began, attempt int) (id int64) {
	t.Helper()
	require.NoError(t, db.Platform.QueryRow(t.Context(), `INSERT INTO river.river_job
		(state, kind, args, queue, priority, attempt, max_attempts, attempted_at, attempted_by, scheduled_at)
		VALUES ('running', 'marketplace.import', '{}', 'import', 1, $3, 3, now() - make_interval(secs => $2), ARRAY['before', $1], now()) RETURNING id`,
		worker, began, attempt).Scan(&id))
	return id
}

func stateOf(t *testing.T, db *store.DB, id int64) (state string) {
	t.Helper()
	require.NoError(t, db.Platform.QueryRow(t.Context(), "SELECT state FROM river.river_job WHERE id = $1", id).Scan(&state))
	return state
}

// The jobs of a worker that has not been heard of go on elsewhere, however long they may take;
// those of one that is alive are left to it, however long they have taken.
func TestB8_147TheJobsOfALostWorkerAreTakenOver(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	q, err := jobs.NewQueue(db)
	require.NoError(t, err)
	const hours = 5 * 3600
	lost, alive := under(t, db, "lost", hours, 1), under(t, db, "alive", hours, 1)
	young, last := under(t, db, "young", 60, 1), under(t, db, "lost", 76, 3)
	require.NoError(t, q.Beat(t.Context(), "alive"))
	kinds, err := q.Rescue(t.Context(), silent)
	require.NoError(t, err)
	require.Equal(t, []string{"marketplace.import", "marketplace.import"}, kinds)
	for id, want := range map[int64]string{lost: "available", alive: "running", young: "running", last: "discarded"} {
		require.Equal(t, want, stateOf(t, db, id))
	}
	var why string
	require.NoError(t, db.Platform.QueryRow(t.Context(), "SELECT errors[1]->>'error' FROM river.river_job WHERE id = $1", lost).Scan(&why))
	require.Equal(t, "its worker was lost", why)
	kinds, err = q.Rescue(t.Context(), silent)
	require.NoError(t, err)
	require.Empty(t, kinds)
}
