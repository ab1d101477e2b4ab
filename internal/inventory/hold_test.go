package inventory_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/store"
)

// promise reserves for an order of its own and returns the order.
func promise(t testing.TB, db *store.DB, svc *inventory.Service, v *ent.Vendor, pv *ent.ProductVariant, n int64) uuid.UUID {
	t.Helper()
	order := uuid.New()
	require.NoError(t, reserve(t, db, svc, v, order, inventory.Line{VariantID: pv.ID, Quantity: n}))
	return order
}

func reserve(t testing.TB, db *store.DB, svc *inventory.Service, v *ent.Vendor, order uuid.UUID, lines ...inventory.Line) error {
	ctx := fixture.Shopper(t, v)
	return db.Tx(ctx, func(tx *store.Tx) error { return svc.Reserve(ctx, tx, order, lines) })
}

func release(t testing.TB, db *store.DB, svc *inventory.Service, v *ent.Vendor, order uuid.UUID) error {
	ctx := fixture.System(t, v)
	return db.Tx(ctx, func(tx *store.Tx) error { return svc.Release(ctx, tx, order) })
}

func TestReserve(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, _ := fixture.Vendor(t, db)
	_, ten := fixture.Product(t, db, v)
	_, alsoTen := fixture.Product(t, db, v)
	order := uuid.New()
	lines := []inventory.Line{{VariantID: ten.ID, Quantity: 10}, {VariantID: alsoTen.ID, Quantity: 4}}

	require.NoError(t, reserve(t, db, svc, v, order, lines...))
	require.NoError(t, reserve(t, db, svc, v, order, lines...), "again is no change")
	require.EqualValues(t, 10, levelOf(t, db, v, ten).Reserved)
	require.EqualValues(t, 4, levelOf(t, db, v, alsoTen).Reserved)
	variant, product := offered(t, db, v, ten)
	require.False(t, variant)
	require.False(t, product)
	variant, _ = offered(t, db, v, alsoTen)
	require.True(t, variant)

	require.NoError(t, release(t, db, svc, v, order))
	require.NoError(t, release(t, db, svc, v, order), "again is no change")
	require.NoError(t, release(t, db, svc, v, uuid.New()), "nor is an order that holds nothing")
	require.Zero(t, levelOf(t, db, v, ten).Reserved)
	variant, product = offered(t, db, v, ten)
	require.True(t, variant)
	require.True(t, product)
	requireLedger(t, db)
}

func TestReserveHoldsAllOrNone(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	_, a := fixture.Product(t, db, v)
	_, b := fixture.Product(t, db, v)
	_, foreign := fixture.Product(t, db, other)

	for name, tc := range map[string]struct {
		lines []inventory.Line
		short []string
	}{
		"one is short":           {[]inventory.Line{{VariantID: a.ID, Quantity: 10}, {VariantID: b.ID, Quantity: 11}}, []string{"lines.1"}},
		"both are short":         {[]inventory.Line{{VariantID: a.ID, Quantity: 11}, {VariantID: b.ID, Quantity: 11}}, []string{"lines.0", "lines.1"}},
		"together they are":      {[]inventory.Line{{VariantID: a.ID, Quantity: 6}, {VariantID: a.ID, Quantity: 5}}, []string{"lines.1"}},
		"one has no stock":       {[]inventory.Line{{VariantID: uuid.New(), Quantity: 1}}, []string{"lines.0"}},
		"one is another's stock": {[]inventory.Line{{VariantID: foreign.ID, Quantity: 1}}, []string{"lines.0"}},
	} {
		t.Run(name, func(t *testing.T) {
			err := reserve(t, db, svc, v, uuid.New(), tc.lines...)
			require.Equal(t, errs.InsufficientStock, errs.CodeOf(err))
			list, ok := errors.AsType[errs.List](err)
			require.True(t, ok)
			var short []string
			for _, e := range list {
				short = append(short, e.Field())
			}
			require.Equal(t, tc.short, short)
			require.Zero(t, levelOf(t, db, v, a).Reserved)
			require.Zero(t, levelOf(t, db, v, b).Reserved)
		})
	}
	requireLedger(t, db)
}

func TestReserveNeverWaitsInACircle(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, staff := fixture.Vendor(t, db)
	// Variants of the same products, so that the products are a second thing to wait for.
	var variants []uuid.UUID
	for range 3 {
		p, pv := fixture.Product(t, db, v)
		sister, err := db.ProductVariant.Create().SetProductID(p.ID).SetTitle("Sister").SetCurrency("EUR").SetPriceMinor(1).Save(fixture.System(t, v))
		require.NoError(t, err)
		for _, id := range []*ent.ProductVariant{pv, sister} {
			_, err := svc.Adjust(staff, inventory.AdjustInput{VariantID: id.PublicID(), SetOnHand: ptr(1), Reason: "one", IdempotencyKey: id.ID.String()})
			require.NoError(t, err)
			variants = append(variants, id.ID)
		}
	}
	for _, err := range together(24, func(i int) error {
		lines := make([]inventory.Line, len(variants))
		for j, id := range variants {
			lines[j] = inventory.Line{VariantID: id, Quantity: 1}
		}
		slices.SortFunc(lines, func(a, b inventory.Line) int {
			return slices.Compare(rotate(a.VariantID, i), rotate(b.VariantID, i))
		})
		// Everybody takes the last of everything, gives it back, and shoppers are told each time.
		for range 4 {
			order := uuid.New()
			if err := reserve(t, db, svc, v, order, lines[i%3:]...); err != nil {
				if errs.CodeOf(err) != errs.InsufficientStock {
					return fmt.Errorf("reserve: %w", err)
				}
				continue
			}
			if err := release(t, db, svc, v, order); err != nil {
				return fmt.Errorf("release: %w", err)
			}
		}
		return nil
	}) {
		require.NoError(t, err)
	}
	requireLedger(t, db)
	for _, id := range variants {
		variant, product := offered(t, db, v, &ent.ProductVariant{ID: id, ProductID: productOf(t, db, v, id)})
		require.True(t, variant)
		require.True(t, product)
	}
}

// Variants of one product that sell out at the same moment: each buyer sees the other
// variant still there, and yet the product must be told to be gone.
func TestSistersThatSellOutTogether(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, staff := fixture.Vendor(t, db)
	var variants []*ent.ProductVariant
	for range 6 {
		p, pv := fixture.Product(t, db, v)
		sister, err := db.ProductVariant.Create().SetProductID(p.ID).SetTitle("Sister").SetCurrency("EUR").SetPriceMinor(1).Save(fixture.System(t, v))
		require.NoError(t, err)
		for _, one := range []*ent.ProductVariant{pv, sister} {
			_, err := svc.Adjust(staff, inventory.AdjustInput{VariantID: one.PublicID(), SetOnHand: ptr(1), Reason: "one", IdempotencyKey: one.ID.String()})
			require.NoError(t, err)
			variants = append(variants, one)
		}
	}
	orders := make([]uuid.UUID, len(variants))
	for range 5 {
		for i := range orders {
			orders[i] = uuid.New()
		}
		for _, err := range together(len(variants), func(i int) error {
			return reserve(t, db, svc, v, orders[i], inventory.Line{VariantID: variants[i].ID, Quantity: 1})
		}) {
			require.NoError(t, err)
		}
		for _, pv := range variants {
			variant, product := offered(t, db, v, pv)
			require.False(t, variant)
			require.False(t, product)
		}
		for _, err := range together(len(variants), func(i int) error { return release(t, db, svc, v, orders[i]) }) {
			require.NoError(t, err)
		}
		for _, pv := range variants {
			variant, product := offered(t, db, v, pv)
			require.True(t, variant)
			require.True(t, product)
		}
	}
	requireLedger(t, db)
}

// rotate gives ids another order for each n.
func rotate(id uuid.UUID, n int) []byte { return append(id[15-n%4:], id[:]...) }

func productOf(t testing.TB, db *store.DB, v *ent.Vendor, variant uuid.UUID) uuid.UUID {
	pv, err := db.ProductVariant.Get(fixture.System(t, v), variant)
	require.NoError(t, err)
	return pv.ProductID
}

func TestReceive(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, _ := fixture.Vendor(t, db)
	ctx := fixture.Staff(t, v) // publishing needs no right to adjust stock
	p, err := db.Product.Create().SetSlug("new").SetTitle("New").SetCurrency("EUR").SetMinPriceMinor(1).SetMaxPriceMinor(1).Save(fixture.System(t, v))
	require.NoError(t, err)
	variants := make([]*ent.ProductVariant, 3)
	for i := range variants {
		variants[i], err = db.ProductVariant.Create().SetProductID(p.ID).SetTitle("New").SetCurrency("EUR").SetPriceMinor(1).Save(fixture.System(t, v))
		require.NoError(t, err)
	}
	require.NoError(t, db.Tx(ctx, func(tx *store.Tx) error {
		return errors.Join(
			svc.Receive(ctx, tx, variants[0].ID, 7),
			svc.Receive(ctx, tx, variants[0].ID, 2),
			svc.ReceiveAll(ctx, tx, []inventory.Line{{VariantID: variants[1].ID}, {VariantID: variants[2].ID, Quantity: 1}}),
		)
	}))
	for i, want := range []int64{9, 0, 1} {
		require.Equal(t, want, levelOf(t, db, v, variants[i]).OnHand)
		variant, product := offered(t, db, v, variants[i])
		require.Equal(t, want > 0, variant)
		require.True(t, product)
	}
	requireLedger(t, db)
}

func TestStatementsDoNotGrowWithTheLines(t *testing.T) {
	t.Parallel()
	seen := &counter{}
	db := pgtest.New(t, store.WithTracer(seen))
	svc := newService(db)
	v, _ := fixture.Vendor(t, db)
	lines := make([]inventory.Line, 40)
	for i := range lines {
		_, pv := fixture.Product(t, db, v)
		lines[i] = inventory.Line{VariantID: pv.ID, Quantity: 10}
	}
	cost := func(f func() error) int64 {
		before := seen.n.Load()
		require.NoError(t, f())
		return seen.n.Load() - before
	}
	one, many := uuid.New(), uuid.New()
	require.EqualValues(t, 7, cost(func() error { return reserve(t, db, svc, v, one, lines[0]) }))
	require.EqualValues(t, 7, cost(func() error { return release(t, db, svc, v, one) }))
	require.EqualValues(t, 7, cost(func() error { return reserve(t, db, svc, v, many, lines...) }))
	require.EqualValues(t, 7, cost(func() error { return release(t, db, svc, v, many) }))
	some := uuid.New()
	require.EqualValues(t, 4, cost(func() error {
		return reserve(t, db, svc, v, some, inventory.Line{VariantID: lines[0].VariantID, Quantity: 1})
	}),
		"where nothing is sold out by it")
}
