package catalog_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collectionproduct"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
	"orion/internal/store"
)

// faultOf is the first mistake of an error.
func faultOf(t *testing.T, err error) *errs.Error {
	t.Helper()
	var e *errs.Error
	require.ErrorAs(t, err, &e)
	return e
}

func goods(t *testing.T, db *store.DB, v *ent.Vendor, titles ...string) (ids []publicid.ID) {
	t.Helper()
	for _, title := range titles {
		p, _ := fixture.Product(t, db, v, func(c *ent.ProductCreate) { c.SetTitle(title) })
		ids = append(ids, p.PublicID())
	}
	return ids
}

// shelved are the titles on a shelf as a shopper sees them, read in pages of two.
func shelved(t *testing.T, svc *catalog.Service, v *ent.Vendor, c *ent.Collection) (out []string) {
	t.Helper()
	ctx, arg := fixture.Shopper(t, v), page.Arg{First: ptr(2)}
	for {
		conn, err := svc.InCollection(ctx, c, arg, nil, nil)
		require.NoError(t, err)
		out = append(out, titles(conn.Nodes)...)
		if !conn.PageInfo.HasNextPage {
			n, err := conn.Count(ctx)
			require.NoError(t, err)
			require.Len(t, out, n.Value)
			return out
		}
		arg.After = conn.PageInfo.EndCursor
	}
}

func TestProductsStandInTheOrderOfTheirCollection(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	ids := goods(t, db, v, "C", "A", "D", "B", "E")
	c, err := svc.CreateCollection(ctx, catalog.CollectionCreateInput{Title: "Shelf", ProductIds: ids[:4]})
	require.NoError(t, err)
	require.Equal(t, []string{"C", "A", "D", "B"}, shelved(t, svc, v, c))

	moved, err := svc.MoveInCollection(ctx, c.PublicID(), ids[3], &ids[0])
	require.NoError(t, err)
	require.Equal(t, c.Version+1, moved.Version)
	require.Equal(t, []string{"C", "B", "A", "D"}, shelved(t, svc, v, c))
	_, err = svc.MoveInCollection(ctx, c.PublicID(), ids[2], nil)
	require.NoError(t, err)
	require.Equal(t, []string{"D", "C", "B", "A"}, shelved(t, svc, v, c))
	added, err := svc.AddToCollection(ctx, c.PublicID(), []publicid.ID{ids[4], ids[0], ids[4]})
	require.NoError(t, err)
	require.Equal(t, []string{"D", "C", "B", "A", "E"}, shelved(t, svc, v, c))
	again, err := svc.AddToCollection(ctx, c.PublicID(), ids)
	require.NoError(t, err)
	require.Equal(t, added.Version, again.Version, "nothing has changed")
	_, err = svc.RemoveFromCollection(ctx, c.PublicID(), []publicid.ID{ids[1], ids[1], publicid.New("Product", uuid.New())})
	require.NoError(t, err)
	require.Equal(t, []string{"D", "C", "B", "E"}, shelved(t, svc, v, c))

	last, err := svc.InCollection(ctx, c, page.Arg{Last: ptr(2)}, nil, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"B", "E"}, titles(last.Nodes), "backward")
	since := &catalog.ProductWhere{CreatedAt: nil, InStock: ptr(true)}
	some, err := svc.InCollection(ctx, c, page.Arg{}, since, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"D", "C", "B", "E"}, titles(some.Nodes))
	for sort, want := range map[enum.CollectionSort][]string{
		enum.CollectionSortTitle: {"B", "C", "D", "E"}, enum.CollectionSortNewest: {"E", "B", "D", "C"},
	} {
		c, _, err := svc.UpdateCollection(ctx, c.PublicID(), catalog.CollectionUpdateInput{Sort: &sort})
		require.NoError(t, err)
		require.Equal(t, want, shelved(t, svc, v, c), sort)
	}
}

// A place between two is halved until there is none, and then there is room again.
func TestMovesNeverRunOutOfRoom(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	ids := goods(t, db, v, "A", "B", "C")
	c, err := svc.CreateCollection(ctx, catalog.CollectionCreateInput{Title: "Shelf", ProductIds: ids})
	require.NoError(t, err)
	want := []string{"A", "B", "C"}
	for range 25 { // the last one always goes behind the first
		last := map[string]publicid.ID{"A": ids[0], "B": ids[1], "C": ids[2]}[want[2]]
		_, err := svc.MoveInCollection(ctx, c.PublicID(), last, &ids[0])
		require.NoError(t, err)
		want = []string{"A", want[2], want[1]}
		require.Equal(t, want, shelved(t, svc, v, c))
	}
}

func TestManyChangeACollectionAtOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	var names []string
	for i := range 24 {
		names = append(names, fmt.Sprintf("P%02d", i))
	}
	ids := goods(t, db, v, names...)
	c, err := svc.CreateCollection(ctx, catalog.CollectionCreateInput{Title: "Shelf", ProductIds: ids[:8]})
	require.NoError(t, err)

	var wg sync.WaitGroup
	failed := make([]error, 24)
	for i := range 8 {
		wg.Go(func() { _, failed[i] = svc.AddToCollection(ctx, c.PublicID(), ids[6+2*i:10+2*i]) })
		wg.Go(func() { _, failed[8+i] = svc.MoveInCollection(ctx, c.PublicID(), ids[i], nil) })
		wg.Go(func() { _, failed[16+i] = svc.RemoveFromCollection(ctx, c.PublicID(), ids[22+i%2:23+i%2]) })
	}
	wg.Wait()
	for _, err := range failed {
		require.NoError(t, err)
	}
	got := shelved(t, svc, v, c)
	slices.Sort(got)
	require.Equal(t, names[:22], slices.DeleteFunc(got, func(s string) bool { return s > "P21" }))
	var places []int
	rows := db.CollectionProduct.Query().Where(collectionproduct.CollectionID(c.ID)).AllX(ctx)
	for _, r := range rows {
		places = append(places, r.Position)
	}
	slices.Sort(places)
	require.Len(t, slices.Compact(places), len(rows), "no two in one place")
}

func TestCollectionsAreMoved(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	var ids []publicid.ID
	for i := range 3 {
		c, err := db.Collection.Create().SetSlug(fmt.Sprint(i)).SetTitle(string(rune('A' + i))).SetPosition(0).Save(ctx) // made before there was room
		require.NoError(t, err)
		ids = append(ids, c.PublicID())
	}
	list := func() string {
		conn, err := svc.Collections(ctx, v, page.Arg{})
		require.NoError(t, err)
		var out strings.Builder
		for _, c := range conn.Nodes {
			out.WriteString(c.Title)
		}
		return out.String()
	}
	require.Equal(t, "ABC", list())
	for _, step := range []struct {
		id    int
		after *publicid.ID
		want  string
	}{{2, nil, "CAB"}, {2, &ids[1], "ABC"}, {0, &ids[1], "BAC"}} {
		_, err := svc.MoveCollection(ctx, ids[step.id], step.after)
		require.NoError(t, err)
		require.Equal(t, step.want, list())
	}
	_, err := svc.MoveCollection(ctx, ids[0], ptr(publicid.New("Collection", uuid.New())))
	require.Equal(t, "after", faultOf(t, err).Field())
	_, err = svc.MoveCollection(ctx, ids[0], &ids[0])
	require.Equal(t, errs.Invalid, errs.CodeOf(err))
}

func TestUpdateCollection(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	c, err := svc.CreateCollection(ctx, catalog.CollectionCreateInput{Title: "Lamps", DescriptionHTML: ptr("<p>All <b>lamps</b></p><script>x</script>")})
	require.NoError(t, err)
	require.Equal(t, "All lamps", c.Description)
	m := db.MediaFile.Create().SetStatus("READY").SetKey("media/a.jpg").SaveX(fixture.System(t, v))

	after, current, err := svc.UpdateCollection(ctx, c.PublicID(), catalog.CollectionUpdateInput{
		Title: ptr("Lights"), Slug: ptr("lights"), Seo: &catalog.SEOInput{Title: ptr("Lights!")}, MediaID: ptr(m.PublicID()),
		Translations: []*catalog.TranslationInput{{Language: "fr", Title: ptr("Lumières")}}, IfVersion: ptr(c.Version),
	})
	require.NoError(t, err)
	require.Nil(t, current)
	require.Equal(t, c.Version+1, after.Version)
	require.Equal(t, "Lumières", after.Translations["fr"].Title)
	require.Equal(t, &catalog.SEO{Title: "Lights!", Description: "All lamps"}, catalog.CollectionSEO(ctx, after))
	faces, err := svc.CollectionMedia(ctx, []*ent.Collection{after})
	require.NoError(t, err)
	require.Equal(t, m.ID, faces[0].ID)
	now, gone, err := svc.Old(fixture.Shopper(t, v), enum.SlugKindCollection, "lamps")
	require.NoError(t, err)
	require.Equal(t, "lights", now)
	require.False(t, gone)

	_, current, err = svc.UpdateCollection(ctx, c.PublicID(), catalog.CollectionUpdateInput{Title: ptr("Mine"), IfVersion: ptr(c.Version)})
	require.Equal(t, errs.StaleVersion, errs.CodeOf(err))
	require.Equal(t, "Lights", current.Title)
	taken, err := svc.CreateCollection(ctx, catalog.CollectionCreateInput{Title: "Taken"})
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		in   catalog.CollectionUpdateInput
		code errs.Code
		at   string
	}{
		"a slug that is taken":             {catalog.CollectionUpdateInput{Slug: &taken.Slug}, errs.AlreadyExists, "input.slug"},
		"no slug":                          {catalog.CollectionUpdateInput{Slug: ptr("A B")}, errs.Invalid, "input.slug"},
		"no title":                         {catalog.CollectionUpdateInput{Title: ptr(" ")}, errs.Invalid, "input.title"},
		"rules for one by hand":            {catalog.CollectionUpdateInput{Rules: byTitle("Lamp")}, errs.InvalidState, "input.rules"},
		"a picture of nobody":              {catalog.CollectionUpdateInput{MediaID: ptr(publicid.New("MediaFile", uuid.New()))}, errs.NotFound, "input.mediaId"},
		"words in the shop's own language": {catalog.CollectionUpdateInput{Translations: []*catalog.TranslationInput{{Language: v.Language}}}, errs.Invalid, "input.translations.0.language"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := svc.UpdateCollection(ctx, c.PublicID(), tc.in)
			require.Equal(t, tc.code, faultOf(t, err).Code)
			require.Equal(t, tc.at, faultOf(t, err).Field())
		})
	}

	id, err := svc.DeleteCollection(ctx, c.PublicID())
	require.NoError(t, err)
	require.Equal(t, c.PublicID(), id)
	_, gone, err = svc.Old(fixture.Shopper(t, v), enum.SlugKindCollection, "lights")
	require.NoError(t, err)
	require.True(t, gone)
	_, err = svc.DeleteCollection(ctx, c.PublicID())
	require.Equal(t, errs.NotFound, errs.CodeOf(err))
}
