package backup_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"

	"orion/ent/gen/ent/backuplog"
	"orion/internal/backup"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/secret"
	"orion/internal/pgtest"
	"orion/internal/store"
)

// A ticker is a clock that every look moves on by a second.
type ticker struct{ at time.Time }

func (c *ticker) Now() time.Time {
	c.at = c.at.Add(time.Second)
	return c.at
}

var root = secret.Root(strings.Repeat("r", secret.MinRoot))

// A house is a platform with something in it, and where its backups go.
type house struct {
	*backup.Service
	o  backup.Options
	db *store.DB
}

func newHouse(t *testing.T, change ...func(*backup.Options)) *house {
	t.Helper()
	url := pgtest.NewURL(t)
	db, err := store.Open(t.Context(), url, store.WithMaxConns(4))
	require.NoError(t, err)
	t.Cleanup(db.Close)
	h := &house{db: db, o: backup.Options{
		DatabaseURL: url, Files: bucket(t), Store: bucket(t), Location: "memory", Root: root, Scratch: t.TempDir(),
		Clock: &ticker{time.Date(2026, 11, 30, 3, 0, 0, 0, time.UTC)}, Log: slog.New(slog.DiscardHandler),
	}}
	for _, f := range change {
		f(&h.o)
	}
	h.Service, err = backup.New(db, h.o)
	require.NoError(t, err)
	return h
}

func bucket(t *testing.T) *blob.Bucket {
	b := memblob.OpenBucket(nil)
	t.Cleanup(func() { _ = b.Close() })
	return b
}

func (h *house) furnish(t *testing.T) {
	t.Helper()
	for range 2 {
		v, _ := fixture.Vendor(t, h.db)
		fixture.Everything(t, h.db, v)
		require.NoError(t, h.o.Files.WriteAll(t.Context(), "media/"+v.ID.String()+"/a.jpg", []byte("picture of "+v.Slug), &blob.WriterOptions{ContentType: "image/jpeg"}))
	}
}

// elsewhere is the same program on a machine that has nothing but the root secret and what
// the backups are stored in.
func (h *house) elsewhere(t *testing.T, change ...func(*backup.Options)) (*backup.Service, backup.Options) {
	t.Helper()
	o := h.o
	o.DatabaseURL, o.Files, o.Scratch = pgtest.Empty(t), bucket(t), t.TempDir()
	for _, f := range change {
		f(&o)
	}
	s, err := backup.New(nil, o)
	require.NoError(t, err)
	return s, o
}

func TestB8_159ABackupRestoredIntoAnEmptyMachine(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.furnish(t)
	made, err := h.Create(t.Context(), false)
	require.NoError(t, err)
	require.Len(t, made.Vendors, 2)
	require.EqualValues(t, 2, made.Files.Count)
	require.Greater(t, made.Rows(), int64(100))
	entry := h.db.BackupLog.Query().OnlyX(fixture.Platform(t))
	require.Equal(t, enum.BackupStatusSucceeded, entry.Status)
	require.Equal(t, made.Rows(), entry.RowCount)

	s, o := h.elsewhere(t)
	restored, err := s.Restore(t.Context(), made.Name, false)
	require.NoError(t, err, "tables and vendors are compared with what was written")
	require.Equal(t, made, restored)
	requireSameFiles(t, h.o.Files, o.Files)

	db, err := store.Open(t.Context(), o.DatabaseURL, store.WithMaxConns(4))
	require.NoError(t, err)
	defer db.Close()
	for _, v := range h.db.Vendor.Query().AllX(fixture.Platform(t)) {
		require.Equal(t, h.db.Product.Query().CountX(fixture.System(t, v)), db.Product.Query().CountX(fixture.System(t, v)), "the walls are back too")
	}
	require.Equal(t, made.Name, db.RestoreLog.Query().OnlyX(fixture.Platform(t)).Source)
	require.Equal(t, enum.BackupStatusSucceeded, db.BackupLog.Query().OnlyX(fixture.Platform(t)).Status, "not running for ever")

	_, err = s.Restore(t.Context(), made.Name, false)
	require.Equal(t, errs.Conflict, store.Public(err).Code, "it is live now")
	db.Vendor.Update().SetName("Changed since").ExecX(fixture.Platform(t))
	_, err = s.Restore(t.Context(), made.Name, true)
	require.NoError(t, err)
	require.Equal(t, 2, db.Vendor.Query().CountX(fixture.Platform(t)))
	for _, v := range db.Vendor.Query().AllX(fixture.Platform(t)) {
		require.NotEqual(t, "Changed since", v.Name)
	}
}

func requireSameFiles(t *testing.T, want, got *blob.Bucket) {
	t.Helper()
	require.Len(t, keys(t, want, ""), 2)
	require.Equal(t, keys(t, want, ""), keys(t, got, ""))
	for _, key := range keys(t, want, "") {
		a, err := want.ReadAll(t.Context(), key)
		require.NoError(t, err)
		b, err := got.ReadAll(t.Context(), key)
		require.NoError(t, err)
		require.Equal(t, a, b)
		attributes, err := got.Attributes(t.Context(), key)
		require.NoError(t, err)
		require.Equal(t, "image/jpeg", attributes.ContentType)
	}
}

func keys(t *testing.T, b *blob.Bucket, prefix string) (out []string) {
	t.Helper()
	all := b.List(&blob.ListOptions{Prefix: prefix})
	for {
		o, err := all.Next(t.Context())
		if errors.Is(err, io.EOF) {
			return out
		}
		require.NoError(t, err)
		out = append(out, o.Key)
	}
}

func TestVerifyFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.furnish(t)
	m, err := h.Create(t.Context(), true)
	require.NoError(t, err)
	_, err = h.Verify(t.Context(), m.Name)
	require.NoError(t, err)
	entry := func() (string, bool) {
		e := h.db.BackupLog.Query().Where(backuplog.Name(m.Name)).OnlyX(fixture.Platform(t))
		require.NotNil(t, e.VerifiedAt)
		if e.VerifyFailure == nil {
			return "", true
		}
		return *e.VerifyFailure, false
	}
	_, fine := entry()
	require.True(t, fine)
	require.Zero(t, h.databases(t), "what was restored into is gone")

	for file, flip := range map[string]int{"database.tar.age": 2000, "files.tar.age": 1200} {
		key := m.Name + "/" + file
		good, err := h.o.Store.ReadAll(t.Context(), key)
		require.NoError(t, err)
		bad := append([]byte(nil), good...)
		bad[len(bad)-flip%len(bad)-1] ^= 1
		require.NoError(t, h.o.Store.WriteAll(t.Context(), key, bad, nil))
		_, err = h.Verify(t.Context(), m.Name)
		require.Error(t, err, file)
		failure, _ := entry()
		require.Contains(t, failure, file)
		require.NoError(t, h.o.Store.WriteAll(t.Context(), key, good, nil))
	}
	require.Zero(t, h.databases(t))
	_, err = h.Verify(t.Context(), m.Name)
	require.NoError(t, err)
	_, fine = entry()
	require.True(t, fine, "a failure that is over is no failure")
}

// databases counts those that verifications have left behind.
func (h *house) databases(t *testing.T) (n int) {
	conn, err := pgx.Connect(t.Context(), h.o.DatabaseURL)
	require.NoError(t, err)
	defer conn.Close(context.WithoutCancel(t.Context()))
	const left = `SELECT count(*) FROM pg_database WHERE datname LIKE 'orion_verify_%' AND datname IN (SELECT datname FROM pg_stat_activity) = false`
	require.NoError(t, conn.QueryRow(t.Context(), left).Scan(&n))
	return n
}

func TestWhoCannotBeTrustedIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m, err := h.Create(t.Context(), false)
	require.NoError(t, err)
	other, _ := h.elsewhere(t, func(o *backup.Options) { o.Root = secret.Root(strings.Repeat("x", secret.MinRoot)) })
	_, err = other.Restore(t.Context(), m.Name, false)
	require.ErrorContains(t, err, m.RootKey, "it says which secret is wanted")

	key := m.Name + "/manifest.json"
	text, err := h.o.Store.ReadAll(t.Context(), key)
	require.NoError(t, err)
	require.NoError(t, h.o.Store.WriteAll(t.Context(), key, []byte(strings.Replace(string(text), `"rows": 0`, `"rows": 1`, 1)), nil))
	s, _ := h.elsewhere(t)
	_, err = s.Restore(t.Context(), m.Name, false)
	require.ErrorContains(t, err, "manifest")
	all, err := s.List(t.Context())
	require.NoError(t, err)
	require.Empty(t, all)
	for _, name := range []string{"", "..", "a/b", "20000101-000000"} {
		_, err = s.Restore(t.Context(), name, true)
		require.Equal(t, errs.NotFound, store.Public(err).Code, name)
	}
}

func TestOldBackupsGo(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *backup.Options) { o.Keep = 2 })
	var names []string
	for i := range 4 {
		m, err := h.Create(t.Context(), true)
		require.NoError(t, err)
		names = append(names, m.Name)
		if i == 0 {
			_, err = h.Verify(t.Context(), m.Name)
			require.NoError(t, err)
		}
	}
	all, err := h.List(t.Context())
	require.NoError(t, err)
	var left []string
	for _, m := range all {
		left = append(left, m.Name)
	}
	require.Equal(t, []string{names[3], names[2], names[0]}, left, "the newest two, and the last one that is known to be good")
	gone := h.db.BackupLog.Query().Where(backuplog.Name(names[1])).OnlyX(fixture.Platform(t))
	require.NotNil(t, gone.RemovedAt)
	require.Empty(t, keys(t, h.o.Store, names[1]))
}

func TestABackupIsMadeWhenItIsDueAndProvedEachWeek(t *testing.T) {
	t.Parallel()
	now := &ticker{time.Date(2026, 11, 30, 3, 0, 0, 0, time.UTC)}
	h := newHouse(t, func(o *backup.Options) { o.Clock, o.Every = now, 24*time.Hour })
	ctx := fixture.Platform(t)
	made := func() (backups, proofs int) {
		require.NoError(t, h.Scheduled(ctx))
		return h.db.BackupLog.Query().CountX(ctx), h.db.BackupLog.Query().Where(backuplog.VerifiedAtNotNil(), backuplog.VerifyFailureIsNil()).CountX(ctx)
	}
	due := func(backups, proofs int, why string) {
		t.Helper()
		b, p := made()
		require.Equal(t, []int{backups, proofs}, []int{b, p}, why)
	}
	due(1, 1, "there was none")
	due(1, 1, "the last one is new")
	h.age(t, now)
	due(2, 1, "a day later")
	h.db.BackupLog.Update().SetVerifyFailure("broken").ExecX(ctx)
	h.age(t, now)
	due(3, 1, "a proof that failed is none")
}

// age makes all backups a day older.
func (h *house) age(t *testing.T, now *ticker) {
	t.Helper()
	_, err := h.db.Platform.Exec(t.Context(), "UPDATE backup_logs SET created_at = $1", now.at.Add(-25*time.Hour))
	require.NoError(t, err)
}

func TestABackupThatFailsSaysSo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	closed := bucket(t)
	require.NoError(t, closed.Close())
	h.o.Store = closed
	s, err := backup.New(h.db, h.o)
	require.NoError(t, err)
	_, err = s.Create(t.Context(), false)
	require.Error(t, err)
	last := h.db.BackupLog.Query().Where(backuplog.StatusEQ(enum.BackupStatusFailed)).OnlyX(fixture.Platform(t))
	require.NotEmpty(t, *last.Failure)
	require.NotNil(t, last.EndedAt)
}
