package audit_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"

	"orion/ent/gen/ent"
	"orion/internal/audit"
	"orion/internal/fixture"
	"orion/internal/kit/page"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// A hand is a clock that the test sets.
type hand struct{ at time.Time }

func (h *hand) Now() time.Time { return h.at }

// A world is the record on a database of its own.
type world struct {
	*audit.Log
	db    *store.DB
	blobs *blob.Bucket
	clock *hand
	url   string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{url: pgtest.NewURL(t), clock: &hand{time.Now().UTC().Truncate(time.Microsecond)}, blobs: memblob.OpenBucket(nil)}
	t.Cleanup(func() { require.NoError(t, w.blobs.Close()) })
	var err error
	w.db, err = store.Open(t.Context(), w.url)
	require.NoError(t, err)
	t.Cleanup(w.db.Close)
	queue, err := jobs.NewQueue(w.db)
	require.NoError(t, err)
	w.Log = audit.New(audit.Deps{
		DB: w.db, Pages: page.NewSigner([]byte("a key of the tests")), Queue: queue, Blobs: w.blobs, Clock: w.clock,
		Key: []byte("another key"), BaseURL: "https://orion.example",
	})
	return w
}

// record writes entries with the actions, each in a transaction of its own.
func (w *world) record(t *testing.T, ctx context.Context, actions ...string) {
	t.Helper()
	for _, a := range actions {
		w.write(t, ctx, audit.Event{Action: a, TargetType: "Product", Target: "prod_1"})
	}
}

func (w *world) write(t *testing.T, ctx context.Context, events ...audit.Event) {
	t.Helper()
	require.NoError(t, w.db.Tx(ctx, func(tx *store.Tx) error {
		for _, e := range events {
			if err := audit.Record(ctx, tx, e); err != nil {
				return err
			}
		}
		return nil
	}))
}

// asOwner runs statements as the one whom nothing binds, without triggers.
func (w *world) asOwner(t *testing.T, statements ...string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	conn, err := pgx.Connect(ctx, w.url)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(ctx)) }()
	for _, s := range append([]string{"SET session_replication_role = replica"}, statements...) {
		_, err := conn.Exec(ctx, s)
		require.NoError(t, err, s)
	}
}

func (w *world) entries(t *testing.T, ctx context.Context, where *audit.Where) []*ent.AuditEntry {
	t.Helper()
	c, err := w.Entries(ctx, page.Arg{}, where)
	require.NoError(t, err)
	return c.Nodes
}

// member makes a user in the vendor's team.
func (w *world) member(t *testing.T, v *ent.Vendor, email string) (*ent.User, context.Context) {
	t.Helper()
	u, err := w.db.User.Create().SetEmail(email).Save(fixture.Platform(t))
	require.NoError(t, err)
	sys := fixture.System(t, v)
	role, err := w.db.Role.Create().SetVendorID(v.ID).SetName("R " + uuid.NewString()).SetPermissions([]string{}).Save(sys)
	require.NoError(t, err)
	require.NoError(t, w.db.Membership.Create().SetVendorID(v.ID).SetUserID(u.ID).SetRoleID(role.ID).Exec(sys))
	return u, viewer.NewContext(sys, &viewer.Viewer{
		Audience: viewer.Vendor, VendorID: v.ID, UserID: u.ID, Grants: map[string]bool{"audit.read": true, "audit.export": true},
	})
}
