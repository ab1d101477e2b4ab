package inventory_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/page"
	"orion/internal/store"
)

func newService(db *store.DB) *inventory.Service {
	return inventory.New(db, page.NewSigner([]byte("a key of the tests")))
}

func levelOf(t testing.TB, db *store.DB, v *ent.Vendor, pv *ent.ProductVariant) *ent.InventoryLevel {
	t.Helper()
	l, err := db.InventoryLevel.Query().Where(inventorylevel.VariantID(pv.ID)).Only(fixture.System(t, v))
	require.NoError(t, err)
	return l
}

// offered tells what shoppers are told: of the variant, and of its product.
func offered(t testing.TB, db *store.DB, v *ent.Vendor, pv *ent.ProductVariant) (variant, product bool) {
	t.Helper()
	ctx := fixture.System(t, v)
	again, err := db.ProductVariant.Get(ctx, pv.ID)
	require.NoError(t, err)
	p, err := db.Product.Get(ctx, pv.ProductID)
	require.NoError(t, err)
	return again.AvailableForSale, p.InStock
}

// requireLedger asserts that every level is the sum of its movements.
func requireLedger(t testing.TB, db *store.DB) {
	t.Helper()
	rows, err := db.Platform.Query(t.Context(), `
select l.variant_id, l.on_hand, l.reserved, coalesce(sum(m.on_hand_delta), 0)::bigint, coalesce(sum(m.reserved_delta), 0)::bigint
from inventory_levels l left join inventory_movements m on m.variant_id = l.variant_id
group by l.id having l.on_hand <> coalesce(sum(m.on_hand_delta), 0) or l.reserved <> coalesce(sum(m.reserved_delta), 0)`)
	require.NoError(t, err)
	wrong, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (string, error) {
		var id uuid.UUID
		var onHand, reserved, sumOnHand, sumReserved int64
		err := r.Scan(&id, &onHand, &reserved, &sumOnHand, &sumReserved)
		return fmt.Sprintf("%s: %d/%d, movements %d/%d", id, onHand, reserved, sumOnHand, sumReserved), err
	})
	require.NoError(t, err)
	require.Empty(t, wrong)
}

// A counter counts statements that read or change rows.
type counter struct{ n atomic.Int64 }

func (c *counter) saw(sql string) {
	s := strings.ToLower(strings.TrimSpace(sql))
	if s != "" && s != "begin" && s != "commit" && s != "rollback" && !strings.Contains(s, "set_config") {
		c.n.Add(1)
	}
}

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	c.saw(d.SQL)
	return ctx
}

func (*counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (*counter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

func (c *counter) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	c.saw(d.SQL)
}

func (*counter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// together calls f n times at once and returns what it answered.
func together(n int, f func(i int) error) []error {
	out := make([]error, n)
	var begin, done sync.WaitGroup
	begin.Add(1)
	for i := range n {
		done.Go(func() {
			begin.Wait()
			out[i] = f(i)
		})
	}
	begin.Done()
	done.Wait()
	return out
}

func ptr[T any](v T) *T { return &v }
