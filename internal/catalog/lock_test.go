package catalog_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"orion/internal/catalog"
	"orion/internal/fixture"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
)

// Products come into collections from both sides, and by rule, while others change and
// delete them: nobody waits in a circle, which Postgres would end with an error.
func TestNobodyWaitsInACircleForProductsAndCollections(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	system := fixture.System(t, v)
	hand, err := svc.CreateCollection(ctx, catalog.CollectionCreateInput{Title: "By hand"})
	require.NoError(t, err)
	_, err = svc.CreateCollection(ctx, catalog.CollectionCreateInput{Title: "By rule", Rules: byTitle("lamp")})
	require.NoError(t, err)
	stay := goods(t, db, v, "Lamp 1", "Lamp 2", "Lamp 3", "Lamp 4")
	reversed := []publicid.ID{stay[3], stay[2], stay[1], stay[0]}

	for range 15 {
		leave := goods(t, db, v, "Lamp 5", "Lamp 6")
		var g errgroup.Group
		for _, id := range stay {
			g.Go(func() error { // from the product's side
				_, err := svc.Update(ctx, id, catalog.ProductUpdateInput{Title: ptr("Lamp new"), CollectionIds: []publicid.ID{hand.PublicID()}})
				return err
			})
		}
		g.Go(func() error { // from the collection's
			if _, err := svc.AddToCollection(ctx, hand.PublicID(), reversed); err != nil {
				return err
			}
			_, err := svc.RemoveFromCollection(ctx, hand.PublicID(), reversed)
			return err
		})
		g.Go(func() error {
			if err := svc.Evaluate(system); err != nil {
				return err
			}
			return svc.Evaluate(system)
		})
		g.Go(func() error {
			_, err := svc.Delete(ctx, leave)
			return err
		})
		require.NoError(t, g.Wait())
		for i, id := range stay {
			_, err := svc.Update(ctx, id, catalog.ProductUpdateInput{Title: ptr([]string{"Chair", "Lamp"}[i%2]), CollectionIds: []publicid.ID{}})
			require.NoError(t, err)
		}
	}
	require.NoError(t, svc.Evaluate(system))
	n, err := db.CollectionProduct.Query().Count(system)
	require.NoError(t, err)
	require.Equal(t, 2, n, "the lamps by rule, and nothing by hand")
}
