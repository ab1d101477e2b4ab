package e2e

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

const buyers = 50

func TestFiftyBuyersOfTheLastUnit(t *testing.T) {
	h := open(t)
	t.Parallel()
	owner := h.signIn(t, "VENDOR", "owner@papyrus.example", "papyrus")
	article := owner.ask(t, `{ vendor { products(first: 1, where: {status: [ACTIVE]}, sort: [{key: TITLE, direction: DESC}]) {
		nodes { id variants(first: 1) { nodes { id inventoryLevel { reserved } } } } } } }`)
	variant := article.text("vendor.products.nodes.0.variants.nodes.0.id")
	promised := article.number("vendor.products.nodes.0.variants.nodes.0.inventoryLevel.reserved")
	owner.ask(t, inventoryAdjust, variant, fmt.Sprintf("setOnHand: %d", promised+1), "the last one").fine("inventoryAdjust")

	visitor := h.visitor("papyrus")
	carts, totals := make([]string, buyers), make([]string, buyers)
	for i := range carts {
		carts[i] = fill(t, visitor, variant)
		totals[i] = address(t, visitor, carts[i], "LU")
	}
	placed := 0
	for _, body := range together(t, buyers, func(i int) (map[string]any, error) {
		_, body, err := visitor.post(t.Context(), fmt.Sprintf(checkoutComplete, carts[i], fmt.Sprint(i), totals[i]))
		return body, err
	}) {
		require.Nil(t, body["errors"])
		done := answer{t, body["data"]}
		if done.at("checkoutComplete.order") != nil {
			done.fine("checkoutComplete")
			placed++
			continue
		}
		require.Equal(t, []string{"INSUFFICIENT_STOCK"}, done.codes("checkoutComplete"))
	}
	require.Equal(t, 1, placed)

	after := owner.ask(t, `{ vendor { product(id: %q) { inStock variants(first: 1) { nodes { availableForSale inventoryLevel { onHand reserved available } } } } } }`,
		article.text("vendor.products.nodes.0.id"))
	require.Equal(t, map[string]any{"onHand": float64(promised + 1), "reserved": float64(promised + 1), "available": 0.0},
		after.at("vendor.product.variants.nodes.0.inventoryLevel"))
	require.Equal(t, false, after.at("vendor.product.inStock"))
	requireLedger(t, h)
}

// together runs all at once and returns their answers.
func together(t *testing.T, n int, call func(int) (map[string]any, error)) []map[string]any {
	t.Helper()
	answers, errs := make([]map[string]any, n), make([]error, n)
	ready, all := make(chan struct{}), sync.WaitGroup{}
	for i := range n {
		all.Go(func() {
			<-ready
			answers[i], errs[i] = call(i)
		})
	}
	close(ready)
	all.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	return answers
}

// requireLedger says that every level is the sum of its movements, in all shops, and
// that what is promised is what orders wait for.
func requireLedger(t *testing.T, h *house) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), h.database)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(context.WithoutCancel(t.Context()))) }()
	_, err = conn.Exec(t.Context(), "SET ROLE orion_platform") // the owner is walled in as well
	require.NoError(t, err)
	var levels, wrong int
	err = conn.QueryRow(t.Context(), `
		SELECT count(*), count(*) FILTER (WHERE l.on_hand <> coalesce(m.on_hand, 0) OR l.reserved <> coalesce(m.reserved, 0) OR l.reserved > l.on_hand)
		FROM inventory_levels l LEFT JOIN (
			SELECT vendor_id, variant_id, sum(on_hand_delta) AS on_hand, sum(reserved_delta) AS reserved
			FROM inventory_movements GROUP BY 1, 2) m USING (vendor_id, variant_id)`).Scan(&levels, &wrong)
	require.NoError(t, err)
	require.Greater(t, levels, 180)
	require.Zero(t, wrong, "levels that are not the sum of their movements")
}
