package marketplace_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/inventorymovement"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/page"
	"orion/internal/marketplace"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func stock(in *marketplace.StartInput) { in.Kind = enum.ImportKindInventory }

// carried makes variants with those skus, each with 10 on hand.
func (h house) carried(t *testing.T, v *ent.Vendor, skus ...string) map[string]*ent.ProductVariant {
	t.Helper()
	out := map[string]*ent.ProductVariant{}
	for _, sku := range skus {
		_, pv := fixture.Product(t, h.db, v)
		out[sku] = pv.Update().SetSku(sku).SaveX(fixture.System(t, v))
	}
	return out
}

func (h house) level(t *testing.T, ctx context.Context, pv *ent.ProductVariant) int64 {
	t.Helper()
	return h.db.InventoryLevel.Query().Where(inventorylevel.VariantID(pv.ID)).OnlyX(ctx).OnHand
}

func TestAFileOfStock(t *testing.T) {
	t.Parallel()
	h := open(t, chunks(3))
	v, ctx := fixture.Vendor(t, h.db)
	other, _ := fixture.Vendor(t, h.db)
	foreign := h.carried(t, other, "theirs")
	all := h.carried(t, v, "a", "b", "c", "due", "twice", "=1+1")
	h.db.InventoryLevel.Update().Where(inventorylevel.VariantID(all["due"].ID)).SetReserved(4).ExecX(fixture.System(t, v))
	before := h.db.InventoryMovement.Query().CountX(fixture.System(t, v))

	const file = "title,SKU,Qty\nx,a,25\nx,b,10\nx,none,5\nx,theirs,5\nx,due,3\nx,c,many\nx,c,\nx,twice,1\nx,twice,7\nx,'=1+1,0\n"
	look := h.load(t, ctx, file, stock, dryRun)
	require.Equal(t, enum.ImportStatusReady, look.Status, "%+v", look.Failure)
	require.Equal(t, [4]int{0, 3, 2, 5}, counts(look))
	list, err := h.Rows(ctx, look, page.Arg{}, nil)
	require.NoError(t, err)
	require.Equal(t, "on_hand: 10 > 25", changeTexts(list.Nodes[0].Changes)[0])
	require.EqualValues(t, 10, h.level(t, ctx, all["a"]), "a dry run sets nothing")

	job := h.load(t, ctx, file, stock)
	require.Equal(t, enum.ImportStatusCompletedWithErrors, job.Status)
	require.Equal(t, counts(look), counts(job))
	require.Equal(t, job.Total, job.Created+job.Updated+job.Unchanged+job.Failed)
	for sku, want := range map[string]int64{"a": 25, "b": 10, "c": 10, "due": 10, "twice": 7, "=1+1": 0} {
		require.Equal(t, want, h.level(t, ctx, all[sku]), sku)
	}
	require.EqualValues(t, 10, h.level(t, fixture.System(t, other), foreign["theirs"]))
	moves := h.db.InventoryMovement.Query().Where(inventorymovement.Reason("import feed.csv")).AllX(ctx)
	require.Len(t, moves, 3, "what is so already makes no movement")
	require.Equal(t, before+3, h.db.InventoryMovement.Query().CountX(fixture.System(t, v)))
	require.False(t, h.db.ProductVariant.GetX(fixture.System(t, v), all["=1+1"].ID).AvailableForSale)

	problems, err := h.Errors(ctx, job, page.Arg{}, false)
	require.NoError(t, err)
	var texts []string
	for _, p := range problems.Nodes {
		texts = append(texts, fmt.Sprintf("%d %s %s", p.Line, *p.Column, p.Code))
	}
	require.Equal(t, []string{
		"4 sku NOT_FOUND", "5 sku NOT_FOUND", "6 quantity INSUFFICIENT_STOCK", "7 quantity INVALID", "8 quantity REQUIRED", "9 sku DUPLICATE",
	}, texts)
	require.Equal(t, 1, job.Warnings)
	require.Empty(t, h.staged(t, ctx), "nothing is staged")
}

// manyVariants is what a large shop has.
const manyVariants = 26_137

// fill makes so many variants with the skus 1, 2, … by the owner of the database.
func fill(t testing.TB, url string, v *ent.Vendor, p *ent.Product, n int) {
	t.Helper()
	owner, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer func() { require.NoError(t, owner.Close(context.WithoutCancel(t.Context()))) }()
	_, err = owner.Exec(t.Context(), `insert into product_variants (id, created_at, updated_at, vendor_id, product_id, title, currency, price_minor, sku, position)
select gen_random_uuid(), now(), now(), $1, $2, 'Variant ' || n, 'EUR', 100, n::text, n from generate_series(1, $3::int) n`, v.ID, p.ID, n)
	require.NoError(t, err)
}

func TestAFileOfStockTakesSeconds(t *testing.T) {
	t.Parallel()
	url := pgtest.NewURL(t)
	db, err := store.Open(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(db.Close)
	h := build(t, db)
	v, ctx := fixture.Vendor(t, db)
	p, _ := fixture.Product(t, db, v)
	fill(t, url, v, p, manyVariants)
	var b strings.Builder
	b.WriteString("sku,quantity\n")
	for i := range manyVariants {
		fmt.Fprintf(&b, "%d,%d\n", i+1, i%100+1)
	}
	job := h.start(t, ctx, b.String(), stock)
	began := time.Now()
	job = h.run(t, job)
	t.Logf("%d rows in %v", manyVariants, time.Since(began))
	require.Equal(t, [4]int{0, manyVariants, 0, 0}, counts(job))
	require.Less(t, time.Since(began), time.Minute)
	require.Equal(t, [4]int{0, 0, manyVariants, 0}, counts(h.load(t, ctx, b.String(), stock)))
	require.Equal(t, manyVariants, h.db.InventoryMovement.Query().Where(inventorymovement.KindEQ(enum.InventoryMovementKindAdjust)).CountX(ctx))
}
