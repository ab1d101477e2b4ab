package catalog_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/pgtest"
	"orion/internal/store"
)

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
