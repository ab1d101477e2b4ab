package catalog_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/catalog"
	"orion/internal/fixture"
	"orion/internal/pgtest"
)

// The database keeps the prices that variants have had. A step is a price and how many days
// ago it was set; the last is set now.
func TestPricesAreKept(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, _ := fixture.Vendor(t, db)
	system, platform := fixture.System(t, v), fixture.Platform(t)
	type was struct {
		price int64
		days  int
	}
	for name, tc := range map[string]struct {
		before []was
		now    int64
		prior  *int64
	}{
		"a raise":                                 {[]was{{1000, 50}}, 1200, nil},
		"a reduction":                             {[]was{{1000, 50}}, 800, ptr(int64(1000))},
		"a reduction in steps":                    {[]was{{1000, 50}, {900, 5}}, 800, ptr(int64(900))},
		"raised before it is lowered":             {[]was{{1000, 50}, {1500, 5}}, 1200, ptr(int64(1000))},
		"the price that held as the days began":   {[]was{{700, 90}, {1000, 20}}, 900, ptr(int64(700))},
		"a price that ended before the days":      {[]was{{700, 90}, {1000, 40}}, 900, ptr(int64(1000))},
		"a low price within the days":             {[]was{{1000, 90}, {600, 20}, {1000, 10}}, 900, ptr(int64(600))},
		"a new article":                           {[]was{{1000, 1}}, 900, ptr(int64(1000))},
		"lowered, and raised again: no reduction": {[]was{{1000, 50}, {800, 5}}, 900, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, pv := fixture.Product(t, db, v)
			last := tc.before[len(tc.before)-1].price
			// The row begins with the price that it has had last.
			other := db.ProductVariant.Create().SetProductID(pv.ProductID).SetTitle("X").SetCurrency("EUR").SetPriceMinor(last).SaveX(system)
			for _, w := range tc.before {
				db.PriceChange.Create().SetVendorID(v.ID).SetVariantID(other.ID).SetCurrency("EUR").SetPriceMinor(w.price).
					SetCreatedAt(time.Now().AddDate(0, 0, -w.days)).ExecX(platform)
			}
			got := other.Update().SetPriceMinor(tc.now).SaveX(system)
			got = db.ProductVariant.GetX(system, got.ID)
			require.Equal(t, tc.prior, got.PriorPriceMinor)
		})
	}
}

func TestPriceChangesAreOfTheirVendor(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	_, theirs := fixture.Vendor(t, db)
	p, pv := fixture.Product(t, db, v)
	_, err := svc.Update(ctx, p.PublicID(), catalog.ProductUpdateInput{Price: amount("8")})
	require.NoError(t, err)
	rows := []uuid.UUID{pv.ID}
	got, err := catalog.PriceChangesOf(ctx, db, rows)
	require.NoError(t, err)
	require.Equal(t, []int64{800, 1000}, []int64{got[pv.ID][0].PriceMinor, got[pv.ID][1].PriceMinor})
	got, err = catalog.PriceChangesOf(theirs, db, rows)
	require.NoError(t, err)
	require.Empty(t, got[pv.ID], "another vendor sees none")
	_, err = catalog.PriceChangesOf(fixture.Shopper(t, v), db, rows)
	require.Error(t, err)
}
