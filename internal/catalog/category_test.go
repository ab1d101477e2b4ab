package catalog_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
)

func TestCategoriesGrowInATree(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	at := map[string]*ent.Category{}
	grow := func(title, parent string) {
		in := catalog.CategoryCreateInput{Title: title}
		if parent != "" {
			in.ParentID = ptr(at[parent].PublicID())
		}
		c, err := svc.CreateCategory(ctx, in)
		require.NoError(t, err)
		at[title] = c
	}
	for _, one := range []string{"A", "B", "A.1 A", "A.2 A", "A.1.x A.1"} {
		title, parent, _ := strings.Cut(one, " ")
		grow(title, parent)
	}
	list := func() string {
		rows, err := svc.Categories(fixture.Shopper(t, v))
		require.NoError(t, err)
		var out []string
		for _, c := range rows {
			out = append(out, c.Title)
		}
		return strings.Join(out, " ")
	}
	require.Equal(t, "A A.1 A.1.x A.2 B", list())
	change := func(title string, in catalog.CategoryUpdateInput) error {
		_, err := svc.UpdateCategory(ctx, at[title].PublicID(), in)
		return err
	}
	require.NoError(t, change("A.1", catalog.CategoryUpdateInput{After: ptr(at["A.2"].PublicID())}))
	require.Equal(t, "A A.2 A.1 A.1.x B", list())
	require.NoError(t, change("A.1", catalog.CategoryUpdateInput{After: ptr(publicid.ID(""))}))
	require.Equal(t, "A A.1 A.1.x A.2 B", list())
	require.NoError(t, change("A.1", catalog.CategoryUpdateInput{ParentID: ptr(at["B"].PublicID())}))
	require.Equal(t, "A A.2 B A.1 A.1.x", list())
	require.NoError(t, change("A.2", catalog.CategoryUpdateInput{ParentID: ptr(publicid.ID("")), GoogleID: ptr(166), After: ptr(at["A"].PublicID())}))
	require.Equal(t, "A A.2 B A.1 A.1.x", list())

	for name, tc := range map[string]struct {
		of   string
		in   catalog.CategoryUpdateInput
		code errs.Code
		at   string
	}{
		"below itself":           {"B", catalog.CategoryUpdateInput{ParentID: ptr(at["B"].PublicID())}, errs.Invalid, "input.parentId"},
		"below what is below it": {"B", catalog.CategoryUpdateInput{ParentID: ptr(at["A.1.x"].PublicID())}, errs.Invalid, "input.parentId"},
		"below nothing":          {"B", catalog.CategoryUpdateInput{ParentID: ptr(publicid.New("Category", uuid.New()))}, errs.NotFound, "input.parentId"},
		"behind no sister":       {"B", catalog.CategoryUpdateInput{After: ptr(at["A.1"].PublicID())}, errs.NotFound, "input.after"},
		"a slug that is taken":   {"B", catalog.CategoryUpdateInput{Slug: ptr("a")}, errs.AlreadyExists, "input.slug"},
		"a number of nobody":     {"B", catalog.CategoryUpdateInput{GoogleID: ptr(10)}, errs.Invalid, "input.googleId"},
		"no title":               {"B", catalog.CategoryUpdateInput{Title: ptr("")}, errs.Invalid, "input.title"},
		"a language of no one":   {"B", catalog.CategoryUpdateInput{Translations: []*catalog.TranslationInput{{Language: "lb"}}}, errs.Invalid, "input.translations.0.language"},
	} {
		t.Run(name, func(t *testing.T) {
			err := change(tc.of, tc.in)
			require.Equal(t, tc.code, faultOf(t, err).Code)
			require.Equal(t, tc.at, faultOf(t, err).Field())
		})
	}

	p, _ := fixture.Product(t, db, v, func(c *ent.ProductCreate) { c.SetCategoryID(at["A.1"].ID) })
	_, err := svc.DeleteCategory(ctx, at["A.1"].PublicID())
	require.NoError(t, err)
	require.Equal(t, "A A.2 B A.1.x", list())
	moved := db.Product.GetX(ctx, p.ID)
	require.Equal(t, at["B"].ID, *moved.CategoryID)
	require.Equal(t, p.Version+1, moved.Version)
	_, err = svc.DeleteCategory(ctx, at["B"].PublicID())
	require.NoError(t, err)
	require.Nil(t, db.Product.GetX(ctx, p.ID).CategoryID)
	require.Equal(t, "A A.2 A.1.x", list())
}

func TestTheTreeHasBounds(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	var parent *publicid.ID
	var chain []*ent.Category
	for i := range 5 {
		c, err := svc.CreateCategory(ctx, catalog.CategoryCreateInput{Title: fmt.Sprint("Level ", i), ParentID: parent})
		require.NoError(t, err)
		chain, parent = append(chain, c), ptr(c.PublicID())
	}
	_, err := svc.CreateCategory(ctx, catalog.CategoryCreateInput{Title: "Too deep", ParentID: parent})
	require.Equal(t, errs.Invalid, errs.CodeOf(err))
	other, err := svc.CreateCategory(ctx, catalog.CategoryCreateInput{Title: "Other", GoogleID: ptr(166)})
	require.NoError(t, err)
	_, err = svc.UpdateCategory(ctx, chain[0].PublicID(), catalog.CategoryUpdateInput{ParentID: ptr(other.PublicID())})
	require.Equal(t, "input.parentId", faultOf(t, err).Field(), "with all that is below")
	_, err = svc.UpdateCategory(ctx, chain[1].PublicID(), catalog.CategoryUpdateInput{ParentID: ptr(other.PublicID())})
	require.NoError(t, err)

	var more []*ent.CategoryCreate
	for i := range 494 {
		more = append(more, db.Category.Create().SetSlug(fmt.Sprint("c-", i)).SetTitle("C"))
	}
	db.Category.CreateBulk(more...).ExecX(fixture.System(t, v))
	_, err = svc.CreateCategory(ctx, catalog.CategoryCreateInput{Title: "One too many"})
	require.Equal(t, errs.TooMany, errs.CodeOf(err))
	rows, err := svc.Categories(ctx)
	require.NoError(t, err)
	require.Len(t, rows, 500)
}
