package catalog_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/pgtest"
	"orion/internal/store"
)

// spent counts the statements that reach the database; naming the vendor goes along with
// them in a batch and is none.
type spent struct{ atomic.Int64 }

func (s *spent) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	s.Add(1)
	return ctx
}
func (*spent) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (*spent) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

func (s *spent) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	if len(d.SQL) < 17 || d.SQL[:17] != "select set_config" {
		s.Add(1)
	}
}
func (*spent) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// of returns how many statements work takes.
func (s *spent) of(t *testing.T, work func() error) int64 {
	t.Helper()
	before := s.Load()
	require.NoError(t, work())
	return s.Load() - before
}

func TestFrontsOfAShop(t *testing.T) {
	t.Parallel()
	count := &spent{}
	db := pgtest.New(t, store.WithTracer(count))
	svc, _ := newService(t, db)
	v, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	system, shopper := fixture.System(t, v), fixture.Shopper(t, v)
	shelf := db.Collection.Create().SetSlug("shelf").SetTitle("Shelf").SaveX(system)
	put := func(title string, status enum.ProductStatus, on bool) *ent.Product {
		p, _ := fixture.Product(t, db, v, func(c *ent.ProductCreate) { c.SetTitle(title).SetSlug(title).SetStatus(status) })
		if on {
			db.CollectionProduct.Create().SetCollectionID(shelf.ID).SetProductID(p.ID).ExecX(system)
		}
		return p
	}
	lamp := put("lamp", enum.ProductStatusActive, true)
	put("chair", enum.ProductStatusActive, true)
	put("draft", enum.ProductStatusDraft, true)
	put("alone", enum.ProductStatusActive, false)
	fixture.Product(t, db, other, func(c *ent.ProductCreate) { c.SetTitle("theirs").SetSlug("lamp") })

	t.Run("a product with its shelf", func(t *testing.T) {
		n := count.of(t, func() error {
			f, err := svc.ProductFront(shopper, "lamp")
			require.NoError(t, err)
			require.Equal(t, lamp.ID, f.Product.ID)
			require.Len(t, f.Variants, 1)
			require.Equal(t, "Shelf", f.Collection.Title)
			require.Equal(t, []string{"chair"}, titles(f.Related), "neither itself nor drafts")
			return err
		})
		require.LessOrEqual(t, n, int64(3))
	})
	t.Run("a product on no shelf", func(t *testing.T) {
		f, err := svc.ProductFront(shopper, "alone")
		require.NoError(t, err)
		require.Nil(t, f.Collection)
		require.Empty(t, f.Related)
	})
	t.Run("what the shop does not show", func(t *testing.T) {
		for _, slug := range []string{"draft", "theirs", "", "nothing"} {
			f, err := svc.ProductFront(shopper, slug)
			require.NoError(t, err)
			require.Nil(t, f, slug)
		}
		none, err := svc.CollectionFront(shopper, "nothing")
		require.NoError(t, err)
		require.Nil(t, none)
	})
	t.Run("collection, list and home", func(t *testing.T) {
		for name, work := range map[string]func() error{
			"collection": func() error {
				f, err := svc.CollectionFront(shopper, "shelf")
				require.Len(t, f.Products, 2)
				return err
			},
			"list": func() error {
				all, err := svc.ListFront(shopper, v)
				require.Len(t, all, 3)
				return err
			},
			"home": func() error {
				f, err := svc.HomeFront(shopper, v)
				require.Len(t, f.Products, 3)
				require.Len(t, f.Collections, 1)
				require.Nil(t, f.Hero)
				return err
			},
		} {
			require.LessOrEqual(t, count.of(t, work), int64(4), name)
		}
	})
}

func TestWhatAShopSaysToTheOutside(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, _ := fixture.Vendor(t, db)
	shopper := fixture.Shopper(t, v)
	empty, err := svc.Stand(shopper)
	require.NoError(t, err)
	require.Zero(t, empty)
	first, pv := fixture.Product(t, db, v)
	second, _ := fixture.Product(t, db, v)
	fixture.Product(t, db, v, func(c *ent.ProductCreate) { c.SetStatus(enum.ProductStatusArchived) })

	before, err := svc.Stand(shopper)
	require.NoError(t, err)
	require.Equal(t, 2, before.Products)
	require.Equal(t, 2, before.Variants)
	pv.Update().SetPriceMinor(900).ExecX(fixture.System(t, v))
	after, err := svc.Stand(shopper)
	require.NoError(t, err)
	require.NotEqual(t, before, after, "a price has changed")

	rows, err := svc.Addresses(shopper, uuid.Nil, 0, 10)
	require.NoError(t, err)
	require.Len(t, rows, 2)
	require.Equal(t, []string{first.Slug, second.Slug}, []string{rows[0].Slug, rows[1].Slug})
	rest, err := svc.Addresses(shopper, first.ID, 0, 10)
	require.NoError(t, err)
	require.Equal(t, second.Slug, rest[0].Slug)
	skipped, err := svc.Addresses(shopper, uuid.Nil, 1, 10)
	require.NoError(t, err)
	require.Equal(t, second.Slug, skipped[0].Slug)

	offers, err := svc.Offers(shopper, uuid.Nil, 10)
	require.NoError(t, err)
	require.Len(t, offers, 2)
	require.Equal(t, pv.ID, offers[0].Variants[0].ID)
	require.Nil(t, offers[0].Category)
}
