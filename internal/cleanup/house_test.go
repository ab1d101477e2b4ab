package cleanup_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/cleanup"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/kit/secret"
	"orion/internal/pgtest"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/jobs"
)

const day = 24 * time.Hour

// A house is a database with two vendors that have a row of everything.
type house struct {
	t           *testing.T
	url         string
	db          *store.DB
	set         *settings.Service
	queue       *jobs.Queue
	mine, other *ent.Vendor
	rows        map[string]uuid.UUID // of mine, by table
	program     context.Context
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, url: pgtest.NewURL(t), program: fixture.Platform(t)}
	var err error
	h.db, err = store.Open(t.Context(), h.url)
	require.NoError(t, err)
	t.Cleanup(h.db.Close)
	h.set, err = settings.New(h.db, settings.Options{Root: secret.Root("a root secret that is only for tests")})
	require.NoError(t, err)
	h.queue, err = jobs.NewQueue(h.db)
	require.NoError(t, err)
	h.mine, _ = fixture.Vendor(t, h.db)
	h.other, _ = fixture.Vendor(t, h.db)
	h.rows = fixture.Everything(t, h.db, h.mine)
	fixture.Everything(t, h.db, h.other)
	return h
}

// after is the service as it is some time from now.
func (h *house) after(d time.Duration) *cleanup.Service {
	h.t.Helper()
	s, err := cleanup.New(h.db, h.set, h.queue, clock.Fixed(time.Now().Add(d)))
	require.NoError(h.t, err)
	return s
}

// more copies a row n times, as it is but for some columns. The copies are older by their ids.
func (h *house) more(n int, table string, but map[string]any) {
	h.t.Helper()
	changed, err := json.Marshal(but)
	require.NoError(h.t, err)
	h.exec(`insert into `+table+` select (jsonb_populate_record(null::`+table+`, to_jsonb(t) || $2::jsonb || fresh.own)).*
from `+table+` t, lateral (select jsonb_object_agg(c, '00000000' || substr(gen_random_uuid()::text, 9)) as own
  from generate_series(1, $3) n, unnest($4::text[]) c group by n) fresh where t.id = $1`,
		h.rows[table], string(changed), n, append([]string{"id"}, own[table]...))
}

// own are the columns beside the id of which each row has a value of its own.
var own = map[string][]string{
	"carts": {"token"}, "search_queries": {"term"}, "marketplace_import_jobs": {"idempotency_key"}, "staging_tasks": {"idempotency_key"},
	"catalog_tasks": {"idempotency_key"}, "invitations": {"hash"}, "sessions": {"refresh_hash"}, "webhook_events": {"event_id"},
}

func (h *house) exec(statement string, args ...any) {
	h.t.Helper()
	_, err := h.db.Platform.Exec(h.t.Context(), statement, args...)
	require.NoError(h.t, err)
}

func (h *house) count(table string) (n int) {
	h.t.Helper()
	require.NoError(h.t, h.db.Platform.QueryRow(h.t.Context(), `select count(*) from `+table).Scan(&n))
	return n
}

func (h *house) counts(tables []string) (n int) {
	h.t.Helper()
	for _, table := range tables {
		n += h.count(table)
	}
	return n
}

// vendors are those that have rows in a table.
func (h *house) vendors(table string) []uuid.UUID {
	h.t.Helper()
	rows, err := h.db.Platform.Query(h.t.Context(), `select distinct vendor_id from `+table)
	require.NoError(h.t, err)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	require.NoError(h.t, err)
	return ids
}

// due reads from a list how many rows of each kind would go.
func due(t *testing.T) func([]*cleanup.Line, error) map[string]int {
	t.Helper()
	return func(lines []*cleanup.Line, err error) map[string]int {
		require.NoError(t, err)
		out := map[string]int{}
		for _, l := range lines {
			require.Equal(t, page.Exact, l.Due.Precision)
			out[l.Key] = l.Due.Value
		}
		return out
	}
}

// line reads the line of one kind from a list.
func line(t *testing.T, kind string) func([]*cleanup.Line, error) *cleanup.Line {
	t.Helper()
	return func(lines []*cleanup.Line, err error) *cleanup.Line {
		require.NoError(t, err)
		i := slices.IndexFunc(lines, func(l *cleanup.Line) bool { return l.Key == kind })
		require.GreaterOrEqual(t, i, 0, kind)
		return lines[i]
	}
}
