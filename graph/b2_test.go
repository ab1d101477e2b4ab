package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/fixture"
	"orion/internal/kit/publicid"
)

// Two vendors, of which one attacks the other over the graph.
type neighbours struct {
	*world
	v, other       *ent.Vendor
	owner, shopper context.Context
	mine, theirs   map[string]uuid.UUID
}

// alike asks about something of the other vendor and about what is not there, and wants
// the same answer, to the letter but for the id.
func (n *neighbours) alike(t *testing.T, ctx context.Context, doc string, kind publicid.Kind, table string) string {
	t.Helper()
	require.Contains(t, n.theirs, table)
	told := func(of uuid.UUID) string {
		id := string(publicid.New(kind, of))
		return strings.ReplaceAll(n.ask(t, ctx, doc, map[string]any{"id": id}).body, id, "‹id›")
	}
	foreign, missing := told(n.theirs[table]), told(uuid.New())
	require.Equal(t, missing, foreign, doc)
	return foreign
}

// What a vendor's people and its shoppers learn of another vendor: the rows of the
// catalogue of attacks. TestDoctorIsolation asks the same of every name in the graph, as
// everybody; these say what it is about.
func TestB2(t *testing.T) {
	t.Parallel()
	n := &neighbours{world: newWorld(t)}
	n.v, n.owner = fixture.Vendor(t, n.DB)
	n.other, _ = fixture.Vendor(t, n.DB)
	n.shopper = fixture.Shopper(t, n.v)
	n.mine, n.theirs = fixture.Everything(t, n.DB, n.v), fixture.Everything(t, n.DB, n.other)
	for name, test := range map[string]func(*testing.T, *neighbours){
		"B2.31 a foreign id is a missing one":                         foreignIDs,
		"B2.33 a public object leads to nothing private":              fromPublicToPrivate,
		"B2.34 nothing of one's own takes in what is another's":       foreignReferences,
		"B2.35 a foreign id in a filter finds as much as a missing":   foreignFilters,
		"B2.41 names that another vendor has are free":                namesOfOthers,
		"B2.42 a refusal says the same of foreign and missing things": refusalsAlike,
	} {
		t.Run(name, func(t *testing.T) { test(t, n) })
	}
}

func foreignIDs(t *testing.T, n *neighbours) {
	for kind, table := range map[publicid.Kind]string{
		"Product": "products", "ProductVariant": "product_variants", "Collection": "collections", "MediaFile": "media_files",
		"Order": "orders", "Customer": "customers", "Membership": "memberships", "Role": "roles", "ApiKey": "api_keys",
		"MarketplaceImportJob": "marketplace_import_jobs", "MarketplaceProduct": "marketplace_products", "StagingTask": "staging_tasks", "InventoryLevel": "inventory_levels",
		"AuditEntry": "audit_entries", "DataExport": "data_exports", "Invitation": "invitations", "VendorDomain": "vendor_domains",
	} {
		for _, ctx := range []context.Context{n.owner, n.shopper} {
			n.alike(t, ctx, `query($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { __typename id } }`, kind, table)
		}
	}
	for doc, at := range map[string][2]string{
		`query($id: ID!) { vendor { product(id: $id) { title } } }`:                                                         {"Product", "products"},
		`query($id: ID!) { vendor { order(id: $id) { number } } }`:                                                          {"Order", "orders"},
		`query($id: ID!) { vendor { importJob(id: $id) { status } } }`:                                                      {"MarketplaceImportJob", "marketplace_import_jobs"},
		`mutation($id: ID!) { productsArchive(ids: [$id]) { products { id } userErrors { code path } } }`:                   {"Product", "products"},
		`mutation($id: ID!) { memberRemove(id: $id) { userErrors { code path } } }`:                                         {"Membership", "memberships"},
		`mutation($id: ID!) { apiKeyRevoke(id: $id) { userErrors { code path } } }`:                                         {"ApiKey", "api_keys"},
		`mutation($id: ID!) { marketplaceProductsSelect(ids: [$id]) { userErrors { code path } } }`:                         {"MarketplaceProduct", "marketplace_products"},
		`mutation($id: ID!) { marketplaceProductUpdate(id: $id, input: {title: "Mine"}) { userErrors { code path } } }`:     {"MarketplaceProduct", "marketplace_products"},
		`mutation($id: ID!) { sourceChangesResolve(input: {ids: [$id], answer: ACCEPT}) { userErrors { code path } } }`:     {"MarketplaceProduct", "marketplace_products"},
		`mutation($id: ID!) { stagingTaskCancel(id: $id) { userErrors { code path } } }`:                                    {"StagingTask", "staging_tasks"},
		`mutation($id: ID!) { productUpdate(id: $id, input: {title: "Mine"}) { product { id } userErrors { code path } } }`: {"Product", "products"},
	} {
		told := n.alike(t, n.owner, doc, publicid.Kind(at[0]), at[1])
		require.Regexp(t, `null|NOT_FOUND`, told, doc)
		require.NotContains(t, told, "FORBIDDEN", "the owner is let as far as the row: %s", doc)
	}
	own := map[string]any{"id": publicid.New("Product", n.mine["products"])}
	require.Contains(t, n.ask(t, n.owner, `query($id: ID!) { node(id: $id) { __typename } }`, own).body, `"Product"`, "an own one is there")
	require.NotEqual(t, "Mine", n.DB.Product.GetX(fixture.System(t, n.other), n.theirs["products"]).Title)
}

func fromPublicToPrivate(t *testing.T, n *neighbours) {
	r := n.ask(t, n.shopper, `{ shop { products(first: 1) { nodes { status version variants(first: 1) { nodes {
		cost { amount } inventoryLevel { onHand } product { status variants(first: 1) { nodes { cost { amount } } } } } } } } } }`, nil)
	require.Empty(t, r.Errors, r.body)
	require.Contains(t, r.body, `"nodes":[{"status":null,"version":null,"variants":{"nodes":[{"cost":null,"inventoryLevel":null,`+
		`"product":{"status":null,"variants":{"nodes":[{"cost":null}]}}}]}}]`)
	for _, private := range []string{"vendor { orders { nodes { id } } }", "orders { nodes { id } }", "members { nodes { id } }", "customers { nodes { id } }"} {
		r := n.ask(t, n.shopper, "{ shop { products(first: 1) { nodes { "+private+" } } } }", nil)
		require.Equal(t, "BAD_REQUEST", r.code(), "there is no such way: %s", private)
	}
}

func foreignReferences(t *testing.T, n *neighbours) {
	cart, _ := fixture.GuestCart(t, n.DB, n.v, n.mine["product_variants"])
	member := string(publicid.New("Membership", n.mine["memberships"]))
	for doc, at := range map[string][2]string{
		fmt.Sprintf(`mutation($id: ID!) { memberRoleSet(id: %q, roleId: $id) { member { id } userErrors { code path } } }`, member):                {"Role", "roles"},
		`mutation($id: ID!) { collectionCreate(input: {title: "Stolen", productIds: [$id]}) { collection { id } userErrors { code path } } }`:      {"Product", "products"},
		`mutation($id: ID!) { inventoryAdjust(input: {variantId: $id, delta: 1, reason: "x", idempotencyKey: "x"}) { userErrors { code path } } }`: {"ProductVariant", "product_variants"},
	} {
		require.Contains(t, n.alike(t, n.owner, doc, publicid.Kind(at[0]), at[1]), "NOT_FOUND", doc)
	}
	add := fmt.Sprintf(`mutation($id: ID!) { cartLinesAdd(cartId: %q, lines: [{variantId: $id}]) { cart { id } userErrors { code path } } }`, cart.PublicID())
	require.Contains(t, n.alike(t, n.shopper, add, "ProductVariant", "product_variants"), "NOT_FOUND")
	require.Equal(t, 1, n.DB.CartLine.Query().CountX(fixture.System(t, n.v))-1, "the line that it had, beside that of the customer's cart")
}

func foreignFilters(t *testing.T, n *neighbours) {
	for _, where := range []string{
		`{collection: {eq: $id}}`, `{not: {collection: {eq: $id}}}`, `{or: [{collection: {in: [$id]}}]}`,
		`{and: [{or: [{not: {collection: {eq: $id}}}]}]}`,
	} {
		for scope, ctx := range map[string]context.Context{"vendor": n.owner, "shop": n.shopper} {
			doc := `query($id: ID!) { ` + scope + ` { products(where: ` + where + `) { nodes { id } count { value } } } }`
			n.alike(t, ctx, doc, "Collection", "collections")
		}
	}
	r := n.ask(t, n.owner, `query($id: ID!) { vendor { products(where: {collection: {eq: $id}}) { count { value } } } }`,
		map[string]any{"id": publicid.New("Collection", n.mine["collections"])})
	require.Contains(t, r.body, `{"value":1}`, "an own one finds")
}

// Whether somebody else has a slug, a sku or a name must not show in a conflict.
func namesOfOthers(t *testing.T, n *neighbours) {
	ctx := fixture.System(t, n.other)
	taken := n.DB.Collection.GetX(ctx, n.theirs["collections"])
	r := n.ask(t, n.owner, `mutation($slug: String!) { collectionCreate(input: {title: "Shelf", slug: $slug, productIds: []}) { collection { slug } userErrors { code } } }`,
		map[string]any{"slug": taken.Slug})
	require.Contains(t, r.body, `{"collection":{"slug":"`+taken.Slug+`"},"userErrors":[]}`)
	p, pv := n.DB.Product.GetX(ctx, n.theirs["products"]), n.DB.ProductVariant.GetX(ctx, n.theirs["product_variants"])
	mine := n.DB.Product.Create().SetSlug(p.Slug).SetTitle("Thing").SetCurrency("EUR").SetMinPriceMinor(1).SetMaxPriceMinor(1).SaveX(fixture.System(t, n.v))
	n.DB.ProductVariant.Create().SetProductID(mine.ID).SetSku(*pv.Sku).SetTitle("Thing").SetCurrency("EUR").SetPriceMinor(1).ExecX(fixture.System(t, n.v))
	n.DB.Customer.Create().SetEmail(n.DB.Customer.GetX(ctx, n.theirs["customers"]).Email).ExecX(fixture.System(t, n.v))
}

func refusalsAlike(t *testing.T, n *neighbours) {
	ctx := fixture.System(t, n.other)
	secrets := []string{
		n.other.Slug, n.other.ID.String(), n.DB.Product.GetX(ctx, n.theirs["products"]).Slug,
		n.DB.Customer.GetX(ctx, n.theirs["customers"]).Email, "ent:", "SQL", "policy", "row-level",
	}
	for doc, at := range map[string][2]string{
		`mutation($id: ID!) { productsPublish(ids: [$id]) { userErrors { code message path } } }`:                               {"Product", "products"},
		`mutation($id: ID!) { orderCancel(id: $id, reason: "x") { userErrors { code message path } } }`:                         {"Order", "orders"},
		`mutation($id: ID!) { roleDelete(id: $id) { userErrors { code message path } } }`:                                       {"Role", "roles"},
		`mutation($id: ID!) { invitationRevoke(id: $id) { userErrors { code message path } } }`:                                 {"Invitation", "invitations"},
		`mutation($id: ID!) { productUpdate(id: $id, input: {title: "x", ifVersion: 7}) { userErrors { code message path } } }`: {"Product", "products"},
	} {
		told := n.alike(t, n.owner, doc, publicid.Kind(at[0]), at[1])
		for _, secret := range secrets {
			require.NotContains(t, told, secret, doc)
		}
	}
}
