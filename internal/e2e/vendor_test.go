package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const vendorLists = `{ vendor { slug name
    products(first: 20) { nodes { id title status } count { value } }
    orders(first: 20) { nodes { id number status paymentStatus fulfillmentStatus total { amount } } }
    customers(first: 20) { nodes { id email } }
    importJobs(first: 20) { nodes { id status progress { total processed created updated unchanged failed } } }
    marketplaceProducts(first: 20) { nodes { id externalId title status } count { value } }
    inventoryLevels(first: 20) { nodes { id onHand reserved available } }
    members(first: 20) { nodes { id email role { name } } }
    dashboard { sales(days: 30) { date total { amount } } } } }`

func lists(t *testing.T, h *house) {
	got := h.signIn(t, "VENDOR", "owner@papyrus.example", "papyrus").ask(t, vendorLists)
	require.Equal(t, "papyrus", got.text("vendor.slug"))
	require.GreaterOrEqual(t, got.number("vendor.products.count.value"), 60)
	require.NotEmpty(t, got.at("vendor.orders.nodes"))
	require.Contains(t, got.all("vendor.customers.nodes", "email"), "customer@papyrus.example")
	require.Equal(t, "COMPLETED", got.text("vendor.importJobs.nodes.0.status"))
	require.Subset(t, got.all("vendor.members.nodes", "email"), []string{"owner@papyrus.example", "staff@papyrus.example"})
	require.Len(t, got.at("vendor.dashboard.sales"), 30)
	progress := "vendor.importJobs.nodes.0.progress."
	require.Equal(t, got.number(progress+"total"), got.number(progress+"created")+got.number(progress+"updated")+
		got.number(progress+"unchanged")+got.number(progress+"failed"))

	status, code := h.visitor("papyrus").refused(t, vendorLists)
	require.Equal(t, "UNAUTHENTICATED", code, "status %d", status)
	status, code = h.signIn(t, "CUSTOMER", "customer@papyrus.example", "papyrus").refused(t, vendorLists)
	require.Equal(t, "FORBIDDEN", code, "status %d", status)
	status, code = h.signIn(t, "VENDOR", "staff@papyrus.example", "papyrus").refused(t, vendorLists)
	require.Equal(t, "FORBIDDEN", code, "a small role, status %d", status)
}

const inventoryAdjust = `mutation { inventoryAdjust(input: {variantId: %q, %s, reason: "stocktake", idempotencyKey: %q}) {
	level { onHand reserved available } userErrors { code message path } } }`

func adjusting(t *testing.T, h *house) {
	owner := h.signIn(t, "VENDOR", "owner@alpine.example", "alpine")
	variant := owner.ask(t, `{ vendor { products(first: 1, sort: [{key: TITLE}]) { nodes { variants(first: 1) { nodes { id } } } } } }`).
		text("vendor.products.nodes.0.variants.nodes.0.id")

	set := owner.ask(t, inventoryAdjust, variant, "setOnHand: 1000", "count")
	set.fine("inventoryAdjust")
	require.Equal(t, 1000, set.number("inventoryAdjust.level.onHand"))
	require.Equal(t, set.number("inventoryAdjust.level.available"), 1000-set.number("inventoryAdjust.level.reserved"))
	for range 2 {
		less := owner.ask(t, inventoryAdjust, variant, "delta: -1", "broken")
		less.fine("inventoryAdjust")
		require.Equal(t, 999, less.number("inventoryAdjust.level.onHand"), "one key, one change")
	}
	require.Equal(t, []string{"IDEMPOTENCY_KEY_REUSED"}, owner.ask(t, inventoryAdjust, variant, "delta: -2", "broken").codes("inventoryAdjust"))
	require.Equal(t, []string{"INVALID"}, owner.ask(t, inventoryAdjust, variant, "delta: -5000", "too many").codes("inventoryAdjust"))
	require.Equal(t, []string{"NOT_FOUND"}, h.signIn(t, "VENDOR", "owner@papyrus.example", "papyrus").
		ask(t, inventoryAdjust, variant, "delta: 1", "not mine").codes("inventoryAdjust"))
}
