package store_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/pgtest"
	"orion/internal/viewer"
)

func TestOpen(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx := viewer.NewContext(t.Context(), viewer.ForPlatform())
	v, err := db.Vendor.Create().SetSlug("a").SetName("A").SetStatus(enum.VendorStatusActive).Save(
		viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Admin, Grants: map[string]bool{"vendor.write": true}}))
	require.NoError(t, err)
	own := viewer.NewContext(ctx, viewer.ForVendor(v.ID))
	p, err := db.Product.Create().SetSlug("p").SetTitle("P").SetCurrency("EUR").SetMinPriceMinor(1).SetMaxPriceMinor(2).Save(own)
	require.NoError(t, err)
	require.Equal(t, v.ID, p.VendorID)
	n, err := db.Product.Query().Count(viewer.NewContext(ctx, viewer.ForVendor(uuid.New())))
	require.NoError(t, err)
	require.Zero(t, n)
}
