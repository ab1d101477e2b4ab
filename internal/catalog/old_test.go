package catalog_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/pgtest"
)

func TestOld(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	system := fixture.System(t, v)
	product := func(slug string, status enum.ProductStatus, shown bool) uuid.UUID {
		p, _ := fixture.Product(t, db, v, func(c *ent.ProductCreate) {
			c.SetSlug(slug).SetStatus(status)
			if shown {
				c.SetPublishedAt(time.Now())
			}
		})
		return p.ID
	}
	former := func(kind enum.SlugKind, slug string, of uuid.UUID) {
		require.NoError(t, db.SlugRedirect.Create().SetKind(kind).SetSlug(slug).SetTargetID(of).Exec(system))
	}
	former(enum.SlugKindProduct, "was-shown", product("shown", enum.ProductStatusActive, true))
	former(enum.SlugKindProduct, "was-draft", product("draft", enum.ProductStatusDraft, true))
	former(enum.SlugKindProduct, "was-archived", product("archived", enum.ProductStatusArchived, true))
	former(enum.SlugKindProduct, "was-hidden", product("hidden", enum.ProductStatusArchived, false))
	former(enum.SlugKindProduct, "was-deleted", uuid.New())
	shelf := db.Collection.Create().SetSlug("shelf").SetTitle("Shelf").SaveX(system)
	former(enum.SlugKindCollection, "was-shelf", shelf.ID)
	former(enum.SlugKindCollection, "no-shelf", uuid.New())

	for name, tc := range map[string]struct {
		kind enum.SlugKind
		slug string
		now  string
		gone bool
	}{
		"a name that nothing had":               {kind: enum.SlugKindProduct, slug: "nothing"},
		"a name of today":                       {kind: enum.SlugKindProduct, slug: "shown"},
		"a former name":                         {kind: enum.SlugKindProduct, slug: "was-shown", now: "shown"},
		"a former name of a draft":              {kind: enum.SlugKindProduct, slug: "was-draft"},
		"a draft":                               {kind: enum.SlugKindProduct, slug: "draft"},
		"what was archived":                     {kind: enum.SlugKindProduct, slug: "archived", gone: true},
		"a former name of what was archived":    {kind: enum.SlugKindProduct, slug: "was-archived", gone: true},
		"what was archived and never shown":     {kind: enum.SlugKindProduct, slug: "hidden"},
		"a former name of what was never shown": {kind: enum.SlugKindProduct, slug: "was-hidden"},
		"what was deleted":                      {kind: enum.SlugKindProduct, slug: "was-deleted", gone: true},
		"a former name of a collection":         {kind: enum.SlugKindCollection, slug: "was-shelf", now: "shelf"},
		"a deleted collection":                  {kind: enum.SlugKindCollection, slug: "no-shelf", gone: true},
		"a name of the other kind":              {kind: enum.SlugKindCollection, slug: "was-shown"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now, gone, err := svc.Old(fixture.Shopper(t, v), tc.kind, tc.slug)
			require.NoError(t, err)
			require.Equal(t, tc.now, now)
			require.Equal(t, tc.gone, gone)
			now, gone, err = svc.Old(fixture.Shopper(t, other), tc.kind, tc.slug)
			require.NoError(t, err)
			require.Empty(t, now, "a name of another shop is a name of nothing")
			require.False(t, gone)
		})
	}
}
