package search_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/localized"
	"orion/internal/search"
	"orion/internal/store"
)

// spoil writes rubbish over every file of the indexes that is not of ours.
func spoil(t *testing.T, root string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "v", "*", "g*", "*"))
	require.NoError(t, err)
	inner, err := filepath.Glob(filepath.Join(root, "v", "*", "g*", "*", "*"))
	require.NoError(t, err)
	require.NotEmpty(t, inner)
	for _, f := range append(files, inner...) {
		if info, err := os.Stat(f); err == nil && info.Mode().IsRegular() {
			require.NoError(t, os.WriteFile(f, []byte("rubbish"), 0o600))
		}
	}
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine) {
		h := newHouse(t, engine)
		h.product(t, "Lantern of brass")
		h.product(t, "Table")
		system := fixture.System(t, h.vendor)
		h.db.Collection.Create().SetSlug("a").SetTitle("Garden lanterns").SaveX(system)
		h.db.Collection.Create().SetSlug("b").SetTitle("Night").SetTranslations(localized.Texts{"fr": {Title: "Lanternes"}}).SaveX(system)
		h.db.Collection.Create().SetSlug("c").SetTitle("100% wool").SaveX(system)
		stop := h.running(t, h.engine)
		h.find(t, h.shop, "lantern brass", nil)
		h.find(t, h.shop, "lantern unicorn of nowhere xyzzy", nil) // found nothing: nobody is sent there
		stop()

		got, err := h.Suggest(h.shop, h.vendor, "lant", 5)
		require.NoError(t, err)
		require.Len(t, got.Products, 1)
		require.Equal(t, "Lantern of brass", got.Products[0].Title)
		require.Len(t, got.Collections, 2, "by a word of the title, and of a translation")
		require.Equal(t, []string{"lantern brass"}, got.Queries)

		for text, collections := range map[string]int{"%": 0, "100%": 1, "_": 0, "": 0} {
			got, err := h.Suggest(h.shop, h.vendor, text, 5)
			require.NoError(t, err, text)
			require.Len(t, got.Collections, collections, "a sign is a sign: %s", text)
		}
		got, err = h.Suggest(h.shop, h.vendor, "lantarn", 5)
		require.NoError(t, err)
		require.Len(t, got.Products, 1, "misspelt")
		_, err = h.Suggest(h.shop, h.vendor, "lant", 11)
		require.Equal(t, errs.Invalid, errs.CodeOf(err))

		require.NoError(t, h.db.Product.Update().SetStatus(enum.ProductStatusArchived).Exec(system))
		got, err = h.Suggest(h.shop, h.vendor, "lant", 5)
		require.NoError(t, err)
		require.Empty(t, got.Products, "what has gone is not meant")
	})
}
