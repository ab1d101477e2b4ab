package backup_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	"orion/internal/backup"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/rendition"
	"orion/internal/kit/tenant"
	"orion/internal/store"
)

// archive is the archive of a vendor.
func (h *house) archive(t *testing.T, v *ent.Vendor) []byte {
	t.Helper()
	var b bytes.Buffer
	rows, err := h.WriteArchive(fixture.System(t, v), &b)
	require.NoError(t, err)
	require.Positive(t, rows)
	return b.Bytes()
}

func (h *house) restore(t *testing.T, archive []byte, to *ent.Vendor) (int64, error) {
	t.Helper()
	return h.ReadArchive(t.Context(), bytes.NewReader(archive), int64(len(archive)), backup.Newcomer{ID: to.ID, Source: "test.zip"})
}

// A vendor that was made of an archive is the same: its own archive is equal, byte for byte.
func TestAVendorLeavesAndComesBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	v, _ := fixture.Vendor(t, h.db)
	other, _ := fixture.Vendor(t, h.db)
	rows := fixture.Everything(t, h.db, v)
	fixture.Everything(t, h.db, other)
	h.hang(t, v, rows["products"])
	before := h.counts(t, other.ID)

	archive := h.archive(t, v)
	require.True(t, bytes.Equal(archive, h.archive(t, v)), "when it is made says nothing of what is in it")
	for _, secret := range []string{v.ID.String(), rows["products"].String(), string(v.PublicID())} {
		require.False(t, strings.Contains(unzip(t, archive), secret), secret)
	}

	made, _ := fixture.Vendor(t, h.db)
	n, err := h.restore(t, archive, made)
	require.NoError(t, err)
	require.Greater(t, n, int64(30))
	require.Equal(t, unzip(t, archive), unzip(t, h.archive(t, made)))
	require.True(t, bytes.Equal(archive, h.archive(t, made)))
	require.Equal(t, before, h.counts(t, other.ID), "nobody else has noticed")

	ctx := fixture.System(t, made)
	order := h.db.Order.Query().OnlyX(ctx)
	require.NotEqual(t, rows["orders"], order.ID)
	old := h.db.Order.GetX(fixture.System(t, v), rows["orders"])
	require.NotEqual(t, old.Token, order.Token, "the link to an order opens the shop that it was placed in alone")
	require.Equal(t, old.TotalMinor, order.TotalMinor)
	require.Nil(t, h.db.Customer.Query().FirstX(ctx).PasswordHash)
	picture := h.db.MediaFile.Query().Where(mediafile.KeyHasSuffix("picture.jpg")).OnlyX(ctx)
	body, err := h.o.Files.ReadAll(t.Context(), *picture.Key)
	require.NoError(t, err)
	require.Equal(t, "picture", string(body))
	require.Equal(t, made.ID, *h.db.RestoreLog.Query().OnlyX(fixture.Platform(t)).ConcernsID)

	_, err = h.restore(t, archive, made)
	require.Equal(t, errs.Conflict, store.Public(err).Code, "somebody has worked in it")
}

// hang puts a picture on a product, and writes ids where people and programs write them.
func (h *house) hang(t *testing.T, v *ent.Vendor, product uuid.UUID) {
	t.Helper()
	ctx, key := fixture.System(t, v), tenant.Key(v.ID, "media", "picture.jpg")
	small := tenant.Key(v.ID, "media", "small.jpg")
	for _, k := range []string{key, small} {
		require.NoError(t, h.o.Files.WriteAll(t.Context(), k, []byte("picture"), &blob.WriterOptions{ContentType: "image/jpeg"}))
	}
	m := h.db.MediaFile.Create().SetStatus(enum.MediaStatusReady).SetFilename("a.jpg").SetAlt("A").SetKey(key).
		SetRenditions([]rendition.Rendition{{Width: 10, Height: 10, ContentType: "image/jpeg", Key: small}}).SaveX(ctx)
	h.db.ProductMedia.Create().SetProductID(product).SetMediaID(m.ID).ExecX(ctx)
	p := h.db.Product.GetX(ctx, product)
	p.Update().SetDescription("See " + string(p.PublicID()) + ", @{not an alias}, and " + p.ID.String()).ExecX(ctx)
}

// counts is how many rows of each table are a vendor's.
func (h *house) counts(t *testing.T, vendor uuid.UUID) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, table := range h.tables(t) {
		var n int
		require.NoError(t, h.db.Platform.QueryRow(t.Context(), "SELECT count(*) FROM "+table+" WHERE vendor_id = $1", vendor).Scan(&n))
		out[table] = n
	}
	return out
}

func (h *house) tables(t *testing.T) []string {
	t.Helper()
	rows, err := h.db.Platform.Query(t.Context(), `SELECT table_name::text FROM information_schema.columns WHERE column_name = 'vendor_id' AND table_schema = 'public'`)
	require.NoError(t, err)
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	return out
}

// A table that is new is either taken along or says why not.
func TestEveryTableIsTakenAlongOrStaysForAReason(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	taken := backup.Taken()
	stays := slices.Collect(maps.Keys(backup.StaysBehind))
	for _, table := range h.tables(t) {
		require.True(t, slices.Contains(taken, table) != slices.Contains(stays, table), "%s is in both lists or in none", table)
	}
	require.Len(t, h.tables(t), len(taken)+len(stays))
}

func TestAnArchiveThatIsNone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	v, _ := fixture.Vendor(t, h.db)
	fixture.Everything(t, h.db, v)
	archive := h.archive(t, v)
	to, _ := fixture.Vendor(t, h.db)
	before := h.counts(t, to.ID)
	change := func(name string, f func(string) string) []byte { return rezip(t, archive, name, f) }
	set := func(key string, value any) func(string) string {
		return func(s string) string {
			m := map[string]any{}
			require.NoError(t, json.Unmarshal([]byte(s), &m))
			m[key] = value
			out, err := json.Marshal(m)
			require.NoError(t, err)
			return string(out)
		}
	}
	for name, bad := range map[string][]byte{
		"no zip":             []byte("hello"),
		"cut off":            archive[:len(archive)/2],
		"a later format":     change("archive.json", set("format", 99)),
		"a later schema":     change("archive.json", set("schema", "99990101000000")),
		"no description":     change("archive.json", nil),
		"a table is missing": change("rows/orders.ndjson", nil),
		"a row is missing":   change("rows/customers.ndjson", func(string) string { return "" }),
		"an id of nothing":   change("rows/products.ndjson", func(s string) string { return s + `{"id": "@{products:77}"}` + "\n" }),
		"a row too many":     change("rows/counters.ndjson", func(s string) string { return s + s }),
		"no JSON":            change("rows/products.ndjson", func(s string) string { return "{" + s }),
	} {
		_, err := h.restore(t, bad, to)
		require.Error(t, err, name)
		require.Equal(t, before, h.counts(t, to.ID), "%s: nothing has come", name)
	}
	// What a row says of its vendor counts for nothing.
	claimed, of := change("rows/counters.ndjson", func(s string) string {
		return strings.Replace(s, `{"id"`, `{"vendor_id": "`+v.ID.String()+`", "id"`, 1)
	}), h.counts(t, v.ID)
	_, err := h.restore(t, claimed, to)
	require.NoError(t, err, "and the vendor is as it was")
	require.Equal(t, of, h.counts(t, v.ID))
	require.Positive(t, h.counts(t, to.ID)["counters"])
}
