package marketplace_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/inventorymovement"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
)

// levels are what lies on the shelf of the published products, in the order of staged.
func (h house) levels(t testing.TB, ctx context.Context) (out []int64) {
	t.Helper()
	for _, p := range h.staged(t, ctx) {
		l, err := h.db.InventoryLevel.Query().Where(inventorylevel.VariantID(*p.VariantID)).Only(ctx)
		require.NoError(t, err)
		out = append(out, l.OnHand)
	}
	return out
}

// reasons are those that the ledger gives, the first movement first.
func (h house) reasons(t testing.TB, ctx context.Context) (out []string) {
	t.Helper()
	moves, err := h.db.InventoryMovement.Query().Where(inventorymovement.ReasonNotNil()).Order(inventorymovement.ByID()).All(ctx)
	require.NoError(t, err)
	for _, m := range moves {
		require.Equal(t, enum.InventoryMovementKindAdjust, m.Kind)
		out = append(out, *m.Reason)
	}
	return out
}

// sells are the ids in the feed of what shoppers can buy.
func (h house) sells(t testing.TB, ctx context.Context) (out []string) {
	t.Helper()
	for _, p := range h.staged(t, ctx) {
		v, err := h.db.ProductVariant.Get(ctx, *p.VariantID)
		require.NoError(t, err)
		listing, err := h.db.Product.Get(ctx, *p.ProductID)
		require.NoError(t, err)
		require.Equal(t, v.AvailableForSale, listing.InStock)
		if v.AvailableForSale {
			out = append(out, p.ExternalID)
		}
	}
	return out
}

func TestStockFollowsTheFeed(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	_, _ = h.db.MarketplaceSource.Update().SetStockPolicy(enum.StockPolicyFollowFeed).Save(fixture.System(t, v))
	const header = "id,title,price,stock\n"
	h.load(t, ctx, header+"1,Lamp,1 EUR,5\n2,Vase,1 EUR,5\n3,Bowl,1 EUR,5\n")
	h.publish(t, ctx, "1", "2", "3")
	system := fixture.System(t, v)
	set := func(place int, onHand, reserved int64) {
		p := h.staged(t, ctx)[place]
		require.NoError(t, h.db.InventoryLevel.Update().Where(inventorylevel.VariantID(*p.VariantID)).SetOnHand(onHand).SetReserved(reserved).Exec(system))
	}
	set(1, 2, 0) // three were sold
	set(2, 5, 4) // four are promised
	h.load(t, ctx, header+"1,Lamp,1 EUR,0\n2,Vase II,1 EUR,5\n3,Bowl,1 EUR,1\n")
	require.Equal(t, []int64{0, 2, 4}, h.levels(t, ctx), "what changed in the feed, not below what is promised")
	require.Equal(t, []string{"the feed says so", "the feed says so"}, h.reasons(t, ctx))
	p, err := h.db.Product.Get(ctx, *h.staged(t, ctx)[0].ProductID)
	require.NoError(t, err)
	require.False(t, p.InStock, "what shoppers see follows")
	h.load(t, ctx, header+"2,Vase II,1 EUR,8\n")
	require.Equal(t, []int64{0, 8, 4}, h.levels(t, ctx))

	_, _ = h.db.MarketplaceSource.Update().SetStockPolicy(enum.StockPolicyOnPublication).Save(system)
	h.load(t, ctx, header+"2,Vase II,1 EUR,9\n")
	require.Equal(t, []int64{0, 8, 4}, h.levels(t, ctx), "unless the source says otherwise")
}

func TestWhatTheFeedHasNoLongerIsNotSold(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	_, _ = h.db.MarketplaceSource.Update().SetStockPolicy(enum.StockPolicyFollowFeed).Save(fixture.System(t, v))
	const header, all = "id,title,price,stock\n", "1,Lamp,1 EUR,5\n2,Vase,1 EUR,5\n3,Bowl,1 EUR,5\n"
	h.load(t, ctx, header+all)
	h.publish(t, ctx, "1", "2", "3")
	two := h.staged(t, ctx)[1]
	promised := h.db.InventoryLevel.Update().Where(inventorylevel.VariantID(*two.VariantID)).SetReserved(2)
	require.NoError(t, promised.Exec(fixture.System(t, v)))

	h.load(t, ctx, header+"3,Bowl,1 EUR,5\n")
	require.Equal(t, []int64{5, 5, 5}, h.levels(t, ctx), "a part of a feed says nothing of the rest")
	h.load(t, ctx, header+"3,Bowl,1 EUR,5\n", whole, dryRun)
	require.Equal(t, []int64{5, 5, 5}, h.levels(t, ctx), "a dry run looks alone")

	h.load(t, ctx, header+"3,Bowl,1 EUR,5\n", whole)
	require.Equal(t, []int64{0, 2, 5}, h.levels(t, ctx), "what is promised to orders stays")
	require.Equal(t, []string{"3"}, h.sells(t, ctx))
	require.Equal(t, []string{"the feed has it no longer", "the feed has it no longer"}, h.reasons(t, ctx))

	one := h.staged(t, ctx)[0]
	three := 3
	_, err := inventory.New(h.db, page.NewSigner([]byte("a key for pages"))).Adjust(ctx, inventory.AdjustInput{
		VariantID: publicid.New("ProductVariant", *one.VariantID), SetOnHand: &three, Reason: "found in the cellar", IdempotencyKey: "cellar",
	})
	require.NoError(t, err)
	h.load(t, ctx, header+"3,Bowl,1 EUR,5\n", whole)
	require.Equal(t, []int64{3, 2, 5}, h.levels(t, ctx), "what the vendor counts meanwhile stands")

	h.load(t, ctx, header+all, whole)
	require.Equal(t, []int64{5, 5, 5}, h.levels(t, ctx), "what is back is to be had again")
	require.Equal(t, []string{"1", "2", "3"}, h.sells(t, ctx))
	require.Equal(t, "the feed says so", h.reasons(t, ctx)[3])
	require.Len(t, h.reasons(t, ctx), 5)
}

func TestStockIsLeftToAVendorWhoKeepsItHimself(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	const header, all = "id,title,price,stock\n", "1,Lamp,1 EUR,5\n2,Vase,1 EUR,5\n"
	h.load(t, ctx, header+all)
	h.publish(t, ctx, "1", "2")
	h.load(t, ctx, header+"2,Vase,1 EUR,9\n", whole)
	require.Equal(t, enum.MarketplaceProductStatusMissing, h.staged(t, ctx)[0].Status)
	require.Equal(t, []int64{5, 5}, h.levels(t, ctx))
	require.Equal(t, []string{"1", "2"}, h.sells(t, ctx))
	require.Empty(t, h.reasons(t, ctx))

	_, _ = h.db.MarketplaceSource.Update().SetStockPolicy(enum.StockPolicyFollowFeed).Save(fixture.System(t, v))
	h.load(t, ctx, header+"2,Vase,1 EUR,9\n", whole)
	require.Equal(t, []int64{0, 5}, h.levels(t, ctx), "until it is to follow the feed, which has the one no longer and says nothing new of the other")
}
