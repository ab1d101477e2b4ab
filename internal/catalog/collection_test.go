package catalog_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

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
	list := func() (out string) {
		conn, err := svc.Collections(ctx, v, page.Arg{})
		require.NoError(t, err)
		for _, c := range conn.Nodes {
			out += c.Title
		}
		return out
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

func byTitle(text string) *catalog.Rules {
	return &catalog.Rules{Conditions: []*catalog.Condition{{Field: enum.ShelfFieldTitle, Op: enum.ShelfOpContains, Value: text}}}
}

func TestRulesFindProducts(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	sys := fixture.System(t, v)
	home := db.Category.Create().SetSlug("home").SetTitle("Home").SaveX(sys)
	light := db.Category.Create().SetSlug("light").SetTitle("Light").SetParentID(home.ID).SaveX(sys)
	fixture.Product(t, db, v, func(c *ent.ProductCreate) {
		c.SetTitle("Amber Lamp").SetBrand("Lumi").SetProductType("Home > Light").SetCategoryID(light.ID).SetTags([]string{"new", "sale"}).SetMinPriceMinor(1000)
	})
	_, pv := fixture.Product(t, db, v, func(c *ent.ProductCreate) {
		c.SetTitle("Birch chair").SetCategoryID(home.ID).SetMinPriceMinor(2000).SetInStock(false).SetStatus(enum.ProductStatusDraft)
	})
	db.ProductVariant.UpdateOneID(pv.ID).SetCompareAtMinor(3000).ExecX(sys)
	fixture.Product(t, db, v, func(c *ent.ProductCreate) {
		c.SetTitle("Copper 100%").SetBrand("LUMIERE").SetMinPriceMinor(3000).SetCreatedAt(time.Now().AddDate(0, 0, -40))
	})
	fixture.Product(t, db, v, func(c *ent.ProductCreate) { c.SetTitle("Old lamp").SetStatus(enum.ProductStatusArchived) })
	fixture.Product(t, db, other, func(c *ent.ProductCreate) { c.SetTitle("Their lamp").SetBrand("Lumi") })

	const a, b, c = "Amber Lamp", "Birch chair", "Copper 100%"
	for name, tc := range map[string]struct {
		field enum.ShelfField
		op    enum.ShelfOp
		value string
		want  []string
	}{
		"a title":                  {enum.ShelfFieldTitle, enum.ShelfOpEquals, "amber lamp", []string{a}},
		"another title":            {enum.ShelfFieldTitle, enum.ShelfOpNotEquals, "amber lamp", []string{c, b}},
		"a part of a title":        {enum.ShelfFieldTitle, enum.ShelfOpContains, "LAMP", []string{a}},
		"a sign of patterns":       {enum.ShelfFieldTitle, enum.ShelfOpContains, "%", []string{c}},
		"the beginning of a title": {enum.ShelfFieldTitle, enum.ShelfOpStartsWith, "birch", []string{b}},
		"a brand":                  {enum.ShelfFieldBrand, enum.ShelfOpEquals, "lumi", []string{a}},
		"any other brand, or none": {enum.ShelfFieldBrand, enum.ShelfOpNotEquals, "lumi", []string{c, b}},
		"the beginning of a brand": {enum.ShelfFieldBrand, enum.ShelfOpStartsWith, "lumi", []string{c, a}},
		"a part of a kind":         {enum.ShelfFieldProductType, enum.ShelfOpContains, "light", []string{a}},
		"a tag":                    {enum.ShelfFieldTag, enum.ShelfOpEquals, "new", []string{a}},
		"without a tag":            {enum.ShelfFieldTag, enum.ShelfOpNotEquals, "new", []string{c, b}},
		"a category and below":     {enum.ShelfFieldCategory, enum.ShelfOpEquals, string(home.PublicID()), []string{b, a}},
		"the lower category":       {enum.ShelfFieldCategory, enum.ShelfOpEquals, string(light.PublicID()), []string{a}},
		"in no such category":      {enum.ShelfFieldCategory, enum.ShelfOpNotEquals, string(home.PublicID()), []string{c}},
		"at least so dear":         {enum.ShelfFieldPrice, enum.ShelfOpAtLeast, "20.00", []string{c, b}},
		"at most so dear":          {enum.ShelfFieldPrice, enum.ShelfOpAtMost, "20", []string{b, a}},
		"on sale":                  {enum.ShelfFieldOnSale, enum.ShelfOpEquals, "true", []string{b}},
		"not on sale":              {enum.ShelfFieldOnSale, enum.ShelfOpEquals, "false", []string{c, a}},
		"in stock":                 {enum.ShelfFieldInStock, enum.ShelfOpEquals, "true", []string{c, a}},
		"sold out":                 {enum.ShelfFieldInStock, enum.ShelfOpEquals, "false", []string{b}},
		"of this month":            {enum.ShelfFieldAgeDays, enum.ShelfOpAtMost, "30", []string{b, a}},
		"older":                    {enum.ShelfFieldAgeDays, enum.ShelfOpAtLeast, "30", []string{c}},
		"nothing like a parameter": {enum.ShelfFieldTitle, enum.ShelfOpEquals, "$1' or true --", []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			found, count, err := svc.PreviewRules(ctx, v, catalog.Rules{Conditions: []*catalog.Condition{{Field: tc.field, Op: tc.op, Value: tc.value}}}, nil)
			require.NoError(t, err)
			require.ElementsMatch(t, tc.want, titles(found))
			require.Equal(t, &page.Count{Value: len(tc.want), Precision: page.Exact}, count)
		})
	}
	both := []*catalog.Condition{{Field: enum.ShelfFieldTitle, Op: enum.ShelfOpContains, Value: "lamp"}, {Field: enum.ShelfFieldTitle, Op: enum.ShelfOpContains, Value: "chair"}}
	found, _, err := svc.PreviewRules(ctx, v, catalog.Rules{Conditions: both}, nil)
	require.NoError(t, err)
	require.Empty(t, found, "all must hold")
	found, _, err = svc.PreviewRules(ctx, v, catalog.Rules{Any: true, Conditions: both}, ptr(1))
	require.NoError(t, err)
	require.Len(t, found, 1, "one is enough, and one is asked for")
}

func TestRulesAreAskedAgain(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	sys := fixture.System(t, v)
	c, err := svc.CreateCollection(ctx, catalog.CollectionCreateInput{Title: "Lamps", Rules: byTitle("lamp")})
	require.NoError(t, err)
	require.Equal(t, 1, queued(t, db, v), "rules are asked at once")
	require.Nil(t, c.EvaluatedAt)
	ids := goods(t, db, v, "Lamp 1", "Lamp 2", "Chair")

	require.NoError(t, svc.Evaluate(sys))
	require.Equal(t, []string{"Lamp 1", "Lamp 2"}, shelved(t, svc, v, c))
	c = db.Collection.GetX(ctx, c.ID)
	require.NotNil(t, c.EvaluatedAt)
	before := noted(t, db, v)
	require.NoError(t, svc.Evaluate(sys))
	require.Equal(t, before, noted(t, db, v), "asking again changes nothing")
	require.Equal(t, c.EvaluatedAt, db.Collection.GetX(ctx, c.ID).EvaluatedAt)

	db.Product.UpdateOneID(ids[0].As("Product")).SetTitle("Stool").ExecX(sys)
	goods(t, db, v, "Lamp 3")
	require.NoError(t, svc.Evaluate(sys))
	require.Equal(t, []string{"Lamp 2", "Lamp 3"}, shelved(t, svc, v, c))

	for name, act := range map[string]func() error{
		"add":    func() error { _, err := svc.AddToCollection(ctx, c.PublicID(), ids[:1]); return err },
		"remove": func() error { _, err := svc.RemoveFromCollection(ctx, c.PublicID(), ids[:1]); return err },
		"move":   func() error { _, err := svc.MoveInCollection(ctx, c.PublicID(), ids[1], nil); return err },
	} {
		require.Equal(t, errs.InvalidState, errs.CodeOf(act()), name)
	}
	c, _, err = svc.UpdateCollection(ctx, c.PublicID(), catalog.CollectionUpdateInput{Rules: byTitle("chair")})
	require.NoError(t, err)
	require.Equal(t, 2, queued(t, db, v))
	require.NoError(t, svc.Evaluate(sys))
	require.Equal(t, []string{"Chair"}, shelved(t, svc, v, c))

	c, _, err = svc.UpdateCollection(ctx, c.PublicID(), catalog.CollectionUpdateInput{ToManual: ptr(true)})
	require.NoError(t, err)
	require.Equal(t, enum.CollectionKindManual, c.Kind)
	require.Nil(t, c.Rules)
	_, err = svc.AddToCollection(ctx, c.PublicID(), ids[1:2])
	require.NoError(t, err)
	require.NoError(t, svc.Evaluate(sys))
	require.Equal(t, []string{"Chair", "Lamp 2"}, shelved(t, svc, v, c))
}

// Those who have no collections by rule cost nothing, and many changes of a moment are one
// job.
func TestRulesAreAskedOfThoseWhoHaveSome(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	without, _ := fixture.Vendor(t, db)
	_, err := svc.CreateCollection(ctx, catalog.CollectionCreateInput{Title: "Lamps", Rules: byTitle("lamp")})
	require.NoError(t, err)
	begun := time.Now()
	for range 5 {
		require.NoError(t, svc.QueueEvaluations(t.Context(), v.ID, without.ID))
	}
	require.NoError(t, svc.QueueEvaluations(t.Context()))
	require.LessOrEqual(t, queued(t, db, v), 3+int(time.Since(begun)/time.Second))
	require.GreaterOrEqual(t, queued(t, db, v), 2)
	require.Zero(t, queued(t, db, without))
}

func queued(t *testing.T, db *store.DB, v *ent.Vendor) (n int) {
	t.Helper()
	err := db.Platform.QueryRow(t.Context(), "SELECT count(*) FROM river.river_job WHERE kind = 'collection.evaluate' AND args->>'vendor_id' = $1", v.ID.String()).Scan(&n)
	require.NoError(t, err)
	return n
}

// noted is how many changes the search of a vendor has to hear of.
func noted(t *testing.T, db *store.DB, v *ent.Vendor) int {
	t.Helper()
	return db.SearchChange.Query().CountX(fixture.System(t, v))
}
