package inventory_test

import (
	"math"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func isLow(t *testing.T, db *store.DB, v *ent.Vendor, pv *ent.ProductVariant) bool {
	t.Helper()
	return db.ProductVariant.GetX(fixture.System(t, v), pv.ID).LowStock
}

func TestLowStock(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, staff := fixture.Vendor(t, db)
	_, pv := fixture.Product(t, db, v)
	_, plenty := fixture.Product(t, db, v)
	_, never := fixture.Product(t, db, v)

	levels, err := svc.SetThresholds(staff, []publicid.ID{plenty.PublicID(), pv.PublicID()}, ptr(4))
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{plenty.ID, pv.ID}, []uuid.UUID{levels[0].VariantID, levels[1].VariantID})
	require.Equal(t, int64(4), *levels[0].LowStockAt)
	require.False(t, isLow(t, db, v, pv))

	adjust := func(key string, n int) {
		_, err := svc.Adjust(staff, inventory.AdjustInput{VariantID: pv.PublicID(), SetOnHand: &n, Reason: "count", IdempotencyKey: key})
		require.NoError(t, err)
	}
	adjust("a", 4)
	require.True(t, isLow(t, db, v, pv), "counted down to it")
	adjust("b", 5)
	require.False(t, isLow(t, db, v, pv))
	order := uuid.New()
	reserve := func(n int64) error {
		return db.Tx(staff, func(tx *store.Tx) error {
			return svc.Reserve(staff, tx, order, []inventory.Line{{VariantID: pv.ID, Quantity: n}})
		})
	}
	require.NoError(t, reserve(1))
	require.True(t, isLow(t, db, v, pv), "promised down to it")
	variant, _ := offered(t, db, v, pv)
	require.True(t, variant, "what is low is still to be had")

	for low, want := range map[bool][]int64{true: {4}, false: {10, 10}} {
		conn, err := svc.Levels(staff, page.Arg{}, &inventory.LevelWhere{Low: &low})
		require.NoError(t, err)
		require.Equal(t, want, available(conn.Nodes))
	}
	require.NoError(t, db.Tx(staff, func(tx *store.Tx) error { return svc.Release(staff, tx, order) }))
	require.False(t, isLow(t, db, v, pv))

	_, err = svc.SetThresholds(staff, []publicid.ID{pv.PublicID()}, ptr(5))
	require.NoError(t, err)
	require.True(t, isLow(t, db, v, pv), "a threshold that is reached already")
	levels, err = svc.SetThresholds(staff, []publicid.ID{pv.PublicID()}, nil)
	require.NoError(t, err)
	require.Nil(t, levels[0].LowStockAt)
	require.False(t, isLow(t, db, v, pv))
	require.False(t, isLow(t, db, v, never))
	requireLedger(t, db)
}

func TestThresholdsAreChecked(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, staff := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	_, pv := fixture.Product(t, db, v)
	_, theirs := fixture.Product(t, db, other)
	for name, tc := range map[string]struct {
		of   []publicid.ID
		at   *int
		code errs.Code
		path string
	}{
		"less than nothing": {[]publicid.ID{pv.PublicID()}, ptr(-1), errs.Invalid, "lowStockAt"},
		"more than counts":  {[]publicid.ID{pv.PublicID()}, ptr(math.MaxInt32 + 1), errs.Invalid, "lowStockAt"},
		"too many":          {make([]publicid.ID, 101), ptr(1), errs.TooMany, "variantIds"},
		"another vendor's":  {[]publicid.ID{pv.PublicID(), theirs.PublicID()}, ptr(1), errs.NotFound, "variantIds.1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := svc.SetThresholds(staff, tc.of, tc.at)
			var e *errs.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, tc.code, e.Code)
			require.Equal(t, tc.path, e.Field())
		})
	}
	require.Nil(t, levelOf(t, db, v, pv).LowStockAt)
}

func TestStockIsProved(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	_, pv := fixture.Product(t, db, v)
	_, short := fixture.Product(t, db, v)
	fixture.Product(t, db, other)
	found, err := svc.Prove(t.Context())
	require.NoError(t, err)
	require.Empty(t, found)

	// Somebody at the database.
	_, err = db.Platform.Exec(t.Context(), "UPDATE inventory_levels SET on_hand = on_hand + 1 WHERE variant_id = $1", pv.ID)
	require.NoError(t, err)
	_, err = db.Platform.Exec(t.Context(), "UPDATE inventory_levels SET reserved = 2 WHERE variant_id = $1", short.ID)
	require.NoError(t, err)
	found, err = svc.Prove(t.Context())
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, v.ID, found[0].VendorID)
	require.Equal(t, 2, found[0].Levels)
	require.ElementsMatch(t, []uuid.UUID{pv.ID, short.ID}, found[0].Variants)
	entry := db.AuditEntry.Query().Where(auditentry.Action("inventory.differ")).OnlyX(fixture.System(t, v))
	require.Equal(t, "2", entry.Data["levels"])
	require.Zero(t, db.AuditEntry.Query().Where(auditentry.Action("inventory.differ")).CountX(fixture.System(t, other)))
	require.Equal(t, int64(11), levelOf(t, db, v, pv).OnHand, "nothing is mended")
}
