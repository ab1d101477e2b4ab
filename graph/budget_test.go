package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"orion/ent/gen/ent"
	"orion/graph/gen"
	"orion/internal/fixture"
)

// A budget is a list with what clients select of it, and how many statements it may
// take for any number of rows.
type budget struct {
	doc   string
	as    string // shop, vendor or admin
	limit int64
}

// budgets has a list for every connection of Shop, VendorScope and AdminScope; the
// test fails for one that is missing.
var budgets = map[string]budget{
	"Shop.products": {`{ shop { name products(first: 50) { nodes { id slug title priceRange { min { amount } } featuredMedia { url }
		variants(first: 10) { nodes { id price { amount } availableForSale } } } pageInfo { endCursor } } } }`, "shop", 3},
	"Shop.products with everything": {`{ shop { products(first: 50) { count { value } nodes { media { url } collections { title }
		variants(first: 2) { nodes { product { title } } } } } } }`, "shop", 7},
	"Shop.collections": {`{ shop { collections(first: 50) { nodes { slug title featuredMedia { url } } } } }`, "shop", 3},
	"VendorScope.products": {`{ vendor { products(first: 50) { count { value } nodes { title status featuredMedia { url }
		variants(first: 5) { nodes { sku cost { amount } inventoryLevel { available } } } } } } }`, "vendor", 5},
	"VendorScope.collections": {`{ vendor { collections(first: 50) { nodes { title featuredMedia { url } } } } }`, "vendor", 3},
	"VendorScope.orders": {`{ vendor { orders(first: 50) { count { value } nodes { number email total { amount } customer { email }
		lines(first: 10) { nodes { title variant { sku } media { url } } } } } } }`, "vendor", 6},
	"VendorScope.customers":  {`{ vendor { customers(first: 50) { nodes { email } count { value } } } }`, "vendor", 2},
	"VendorScope.importJobs": {`{ vendor { importJobs(first: 50) { nodes { status source { handle } progress { total } } } } }`, "vendor", 2},
	"VendorScope.marketplaceProducts": {`{ vendor { marketplaceProducts(first: 50) { count { value } nodes { title price { amount } source { handle }
		problems { code } product { title } } } } }`, "vendor", 5},
	"VendorScope.inventoryLevels": {`{ vendor { inventoryLevels(first: 50) { count { value } nodes { available variant { sku product { title } } } } } }`, "vendor", 4},
	"VendorScope.members":         {`{ vendor { members(first: 50) { nodes { email name role { name permissions } } } } }`, "vendor", 3},
	"VendorScope.auditLog":        {`{ vendor { auditLog(first: 50) { nodes { action target actor { email } vendor { slug } } } } }`, "vendor", 3},
	"AdminScope.vendors":          {`{ admin { vendors(first: 50) { nodes { slug status } count { value } } } }`, "admin", 2},
	"AdminScope.users":            {`{ admin { users(first: 50) { nodes { email } } } }`, "admin", 1},
	"AdminScope.importJobs":       {`{ admin { importJobs(first: 50) { nodes { status source { handle } vendor { slug } } } } }`, "admin", 3},
	"AdminScope.auditLog":         {`{ admin { auditLog(first: 50) { nodes { action actor { email } vendor { slug } } } } }`, "admin", 3},
}

// The budget: a list takes as many statements for many rows as for few, and no more
// than it is given.
func TestBudget(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, owner := fixture.Vendor(t, w.DB)
	as := map[string]context.Context{"shop": fixture.Shopper(t, v), "vendor": owner, "admin": fixture.Admin(t)}
	spend := func() map[string]int64 {
		out := map[string]int64{}
		for name, b := range budgets {
			out[name] = w.least(t, as[b.as], name, b.doc)
		}
		return out
	}
	w.stock(t, v, 2)
	few := spend()
	w.stock(t, v, 20)
	many := spend()
	for name, b := range budgets {
		require.LessOrEqual(t, many[name], b.limit, "%s takes %d statements", name, many[name])
		require.LessOrEqual(t, many[name], few[name]+1, "%s takes more statements for more rows", name) // a look-up that few rows do not need
	}
}

// least is how many statements an operation takes. Loaders gather for a moment, and on
// a busy machine they may do so in two goes, so the best of several tries counts; the
// first also fills what is kept for a while.
func (w *world) least(t *testing.T, ctx context.Context, name, doc string) int64 {
	t.Helper()
	least := int64(1 << 62)
	for range 6 {
		before := w.statements.n.Load()
		r := w.ask(t, ctx, doc, nil)
		require.Empty(t, r.Errors, "%s: %s", name, r.body)
		least = min(least, w.statements.n.Load()-before)
	}
	return least
}

// Every list has a budget.
func TestEveryListHasABudget(t *testing.T) {
	t.Parallel()
	schema := gen.NewExecutableSchema(gen.Config{}).Schema()
	for _, of := range []string{"Shop", "VendorScope", "AdminScope"} {
		for _, f := range schema.Types[of].Fields {
			if isList(f) {
				require.Contains(t, budgets, of+"."+f.Name)
			}
		}
	}
}

func isList(f *ast.FieldDefinition) bool { return strings.HasSuffix(f.Type.Name(), "Connection") }

// stock adds n products with all that lists show of them, and one row of everything
// else.
func (w *world) stock(t *testing.T, v *ent.Vendor, n int) {
	t.Helper()
	ctx := fixture.System(t, v)
	shelf, err := w.DB.Collection.Create().SetSlug(fmt.Sprintf("shelf-%d", n)).SetTitle("Shelf").SetPosition(n).Save(ctx)
	require.NoError(t, err)
	for i := range n {
		p, _ := fixture.Product(t, w.DB, v)
		file, err := w.DB.MediaFile.Create().SetStatus("READY").SetKey(fmt.Sprintf("media/%d.jpg", i)).Save(ctx)
		require.NoError(t, err)
		require.NoError(t, w.DB.ProductMedia.Create().SetProductID(p.ID).SetMediaID(file.ID).Exec(ctx))
		require.NoError(t, w.DB.CollectionProduct.Create().SetCollectionID(shelf.ID).SetProductID(p.ID).SetPosition(i).Exec(ctx))
	}
	fixture.More(t, w.DB, v, n)
}
