package catalog_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/searchchange"
	"orion/internal/fixture"
	"orion/internal/pgtest"
)

// Products are searched for by the names of their categories and of those above: all
// beneath a category that is renamed are read anew.
func TestWhatIsBelowARenamedCategoryIsReadAnew(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	system := fixture.System(t, v)
	category := func(title string, parent *uuid.UUID) *ent.Category {
		return db.Category.Create().SetTitle(title).SetSlug(title).SetNillableParentID(parent).SaveX(system)
	}
	home := category("home", nil)
	light := category("light", &home.ID)
	lamps := category("lamps", &light.ID)
	garden := category("garden", nil)
	in := func(c *ent.Category) uuid.UUID {
		p, _ := fixture.Product(t, db, v, func(p *ent.ProductCreate) { p.SetCategoryID(c.ID) })
		return p.ID
	}
	top, middle, deep := in(home), in(light), in(lamps)
	in(garden)
	fixture.Product(t, db, other)

	changedBy := func(do func()) []uuid.UUID {
		db.SearchChange.Delete().ExecX(system)
		do()
		var ids []uuid.UUID
		require.NoError(t, db.SearchChange.Query().Select(searchchange.FieldProductID).Scan(system, &ids))
		return ids
	}
	require.ElementsMatch(t, []uuid.UUID{top, middle, deep}, changedBy(func() { home.Update().SetTitle("House").ExecX(system) }))
	require.ElementsMatch(t, []uuid.UUID{deep}, changedBy(func() { lamps.Update().SetTitle("Lights").ExecX(system) }))
	require.ElementsMatch(t, []uuid.UUID{middle, deep}, changedBy(func() { light.Update().SetParentID(garden.ID).ExecX(system) }), "also what is moved")
}
