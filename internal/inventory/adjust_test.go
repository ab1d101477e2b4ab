package inventory_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/inventorymovement"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func TestAdjust(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, staff := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	_, foreign := fixture.Product(t, db, other)

	// Each row begins with 10 on the shelf, 4 of them promised.
	for name, tc := range map[string]struct {
		in    inventory.AdjustInput
		want  int64
		code  errs.Code
		field string
	}{
		"a count":                   {in: inventory.AdjustInput{SetOnHand: ptr(25)}, want: 25},
		"a count that finds it so":  {in: inventory.AdjustInput{SetOnHand: ptr(10)}, want: 10},
		"what came":                 {in: inventory.AdjustInput{Delta: ptr(3)}, want: 13},
		"what went":                 {in: inventory.AdjustInput{Delta: ptr(-6)}, want: 4},
		"a count below what is due": {in: inventory.AdjustInput{SetOnHand: ptr(3)}, code: errs.Invalid, field: "input.setOnHand"},
		"less than is due":          {in: inventory.AdjustInput{Delta: ptr(-7)}, code: errs.Invalid, field: "input.delta"},
		"a negative count":          {in: inventory.AdjustInput{SetOnHand: ptr(-1)}, code: errs.Invalid, field: "input.setOnHand"},
		"more than can be counted":  {in: inventory.AdjustInput{Delta: ptr(math.MaxInt32)}, code: errs.Invalid, field: "input.delta"},
		"no change at all":          {in: inventory.AdjustInput{Delta: ptr(0)}, code: errs.Invalid, field: "input.delta"},
		"both":                      {in: inventory.AdjustInput{SetOnHand: ptr(1), Delta: ptr(1)}, code: errs.Invalid, field: "input.delta"},
		"neither":                   {code: errs.Required, field: "input.setOnHand"},
		"no reason":                 {in: inventory.AdjustInput{Delta: ptr(1), Reason: " "}, code: errs.Required, field: "input.reason"},
		"a reason without an end":   {in: inventory.AdjustInput{Delta: ptr(1), Reason: strings.Repeat("x", 201)}, code: errs.TooLong, field: "input.reason"},
		"no key":                    {in: inventory.AdjustInput{Delta: ptr(1), IdempotencyKey: "none"}, code: errs.Required, field: "input.idempotencyKey"},
		"a variant of nobody":       {in: inventory.AdjustInput{Delta: ptr(1), VariantID: publicid.New("ProductVariant", uuid.New())}, code: errs.NotFound, field: "input.variantId"},
		"another vendor's variant":  {in: inventory.AdjustInput{Delta: ptr(1), VariantID: foreign.PublicID()}, code: errs.NotFound, field: "input.variantId"},
	} {
		t.Run(name, func(t *testing.T) {
			_, pv := fixture.Product(t, db, v)
			promise(t, db, svc, v, pv, 4)
			in := tc.in
			if in.VariantID == "" {
				in.VariantID = pv.PublicID()
			}
			if in.Reason == "" {
				in.Reason = "stocktake"
			}
			switch in.IdempotencyKey {
			case "":
				in.IdempotencyKey = name
			case "none":
				in.IdempotencyKey = ""
			}
			l, err := svc.Adjust(staff, in)
			if tc.code != "" {
				e := store.Public(err)
				require.Equal(t, tc.code, e.Code)
				require.Equal(t, tc.field, e.Field())
				require.EqualValues(t, 10, levelOf(t, db, v, pv).OnHand, "nothing changed")
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.want, l.OnHand)
			require.Equal(t, tc.want, levelOf(t, db, v, pv).OnHand)
			require.EqualValues(t, 4, l.Reserved)
		})
	}
	requireLedger(t, db)
}

func TestAdjustShowsWhatIsToBeHad(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, staff := fixture.Vendor(t, db)
	p, pv := fixture.Product(t, db, v)
	sister, err := db.ProductVariant.Create().SetProductID(p.ID).SetTitle("Another").SetCurrency("EUR").SetPriceMinor(1).Save(fixture.System(t, v))
	require.NoError(t, err, "a variant that has no level yet")

	set := func(variant publicid.ID, n int) {
		_, err := svc.Adjust(staff, inventory.AdjustInput{VariantID: variant, SetOnHand: &n, Reason: "count", IdempotencyKey: uuid.NewString()})
		require.NoError(t, err)
	}
	set(pv.PublicID(), 0)
	variant, product := offered(t, db, v, pv)
	require.False(t, variant)
	require.False(t, product)

	set(sister.PublicID(), 1)
	variant, product = offered(t, db, v, sister)
	require.True(t, variant)
	require.True(t, product, "any variant will do")

	entry, err := db.AuditEntry.Query().Where(auditentry.Action("inventory.adjust")).Order(auditentry.ByID()).First(staff)
	require.NoError(t, err)
	require.Equal(t, *pv.Sku, entry.Target)
	require.Equal(t, "count", *entry.Reason)
	require.Equal(t, "on_hand", entry.Changes[0].Field)
	require.Equal(t, "0", *entry.Changes[0].After)
	requireLedger(t, db)
}

func TestAdjustOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, staff := fixture.Vendor(t, db)
	other, otherStaff := fixture.Vendor(t, db)
	_, pv := fixture.Product(t, db, v)
	_, foreign := fixture.Product(t, db, other)
	in := inventory.AdjustInput{VariantID: pv.PublicID(), Delta: ptr(5), Reason: "delivery", IdempotencyKey: "k"}

	for _, err := range together(10, func(int) error {
		_, err := svc.Adjust(staff, in)
		return err
	}) {
		require.NoError(t, err)
	}
	require.EqualValues(t, 15, levelOf(t, db, v, pv).OnHand, "ten calls with one key are one adjustment")
	n, err := db.InventoryMovement.Query().Where(inventorymovement.KindEQ(enum.InventoryMovementKindAdjust)).Count(staff)
	require.NoError(t, err)
	require.Equal(t, 1, n)

	_, err = svc.Adjust(staff, inventory.AdjustInput{VariantID: pv.PublicID(), Delta: ptr(6), Reason: "delivery", IdempotencyKey: "k"})
	require.Equal(t, errs.IdempotencyKeyReused, errs.CodeOf(err))
	t.Run("B2.50 another vendor's keys are its own", func(t *testing.T) {
		_, err := svc.Adjust(otherStaff, inventory.AdjustInput{VariantID: foreign.PublicID(), Delta: ptr(6), Reason: "delivery", IdempotencyKey: "k"})
		require.NoError(t, err)
		require.EqualValues(t, 16, levelOf(t, db, other, foreign).OnHand)
		require.EqualValues(t, 15, levelOf(t, db, v, pv).OnHand)
	})

	variants := make([]publicid.ID, 6)
	for i := range variants {
		_, one := fixture.Product(t, db, v)
		variants[i] = one.PublicID()
	}
	won := 0
	for _, err := range together(len(variants), func(i int) error {
		_, err := svc.Adjust(staff, inventory.AdjustInput{VariantID: variants[i], Delta: ptr(1), Reason: "race", IdempotencyKey: "race"})
		return err
	}) {
		if err == nil {
			won++
			continue
		}
		require.Equal(t, errs.IdempotencyKeyReused, errs.CodeOf(err))
	}
	require.Equal(t, 1, won, "one key, six variants at once")
	requireLedger(t, db)
}

func TestAdjustNeedsThePermission(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, _ := fixture.Vendor(t, db)
	_, pv := fixture.Product(t, db, v)
	in := inventory.AdjustInput{VariantID: pv.PublicID(), Delta: ptr(5), Reason: "gift", IdempotencyKey: "k"}
	_, err := svc.Adjust(fixture.Staff(t, v, enum.PermissionInventoryRead), in)
	require.Equal(t, errs.Forbidden, store.Public(err).Code)
	_, err = svc.Adjust(fixture.Shopper(t, v), in)
	require.Equal(t, errs.NotFound, store.Public(err).Code)
	require.EqualValues(t, 10, levelOf(t, db, v, pv).OnHand)
}

func TestAdjustRaces(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, staff := fixture.Vendor(t, db)
	_, pv := fixture.Product(t, db, v)
	for _, err := range together(20, func(i int) error {
		_, err := svc.Adjust(staff, inventory.AdjustInput{VariantID: pv.PublicID(), Delta: ptr(1), Reason: "one more", IdempotencyKey: strconv.Itoa(i)})
		return err
	}) {
		require.NoError(t, err)
	}
	require.EqualValues(t, 30, levelOf(t, db, v, pv).OnHand, "no adjustment is lost")
	requireLedger(t, db)
}
