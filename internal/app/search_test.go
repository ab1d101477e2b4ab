package app

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/pgtest"
)

// What a shop of two lamps is, as SQL.
const lampShop = `INSERT INTO vendors (id, created_at, updated_at, slug, name, status, languages) VALUES (gen_random_uuid(), now(), now(), 'acme', 'Acme', 'ACTIVE', '["en"]');
INSERT INTO vendors (id, created_at, updated_at, slug, name, status, languages) VALUES (gen_random_uuid(), now(), now(), 'shut', 'Shut', 'SUSPENDED', '["en"]');
INSERT INTO products (id, created_at, updated_at, slug, title, status, currency, min_price_minor, max_price_minor, in_stock, vendor_id)
SELECT gen_random_uuid(), now(), now(), 'lamp-' || n, 'Lamp ' || n, 'ACTIVE', 'EUR', 1000, 1000, true, v.id FROM vendors v, generate_series(1, 2) n WHERE v.slug = 'acme'`

func TestSearchReindex(t *testing.T) {
	t.Parallel()
	url := pgtest.NewURL(t)
	execute(t, url, lampShop)
	for _, engine := range []string{"bleve", "postgres"} {
		env := map[string]string{"ORION_DATA_DIR": t.TempDir(), "ORION_DATABASE_URL": url, "ORION_SEARCH": engine}
		code, out, errs := orion(t, env, "search", "reindex")
		require.Zero(t, code, errs)
		require.Regexp(t, `(?m)^acme +2 of 2  COMPLETED$`, out, engine)
		require.NotContains(t, out, "shut", "a shop that nobody can search")

		code, out, errs = orion(t, env, "search", "reindex", "--vendor", "acme")
		require.Zero(t, code, errs)
		require.Contains(t, out, "COMPLETED")
		code, _, errs = orion(t, env, "search", "reindex", "--vendor", "nobody")
		require.Equal(t, 1, code)
		require.Contains(t, errs, "not found")

		kept, err := filepath.Glob(filepath.Join(env["ORION_DATA_DIR"], "search", "v", "*", "current"))
		require.NoError(t, err)
		require.Len(t, kept, map[string]int{"bleve": 1}[engine])
	}
}

// A cluster that does not answer is named, and leaves nothing that stops the next try.
func TestSearchReindexWithoutACluster(t *testing.T) {
	t.Parallel()
	url := pgtest.NewURL(t)
	execute(t, url, lampShop)
	env := map[string]string{"ORION_DATA_DIR": t.TempDir(), "ORION_DATABASE_URL": url, "ORION_SEARCH": "elasticsearch", "ORION_SEARCH_URL": "http://127.0.0.1:1"}
	for range 2 {
		code, _, errs := orion(t, env, "search", "reindex")
		require.Equal(t, 1, code)
		require.Contains(t, errs, "elasticsearch")
	}
	env["ORION_SEARCH"] = "postgres"
	code, _, errs := orion(t, env, "search", "reindex")
	require.Zero(t, code, errs)
	require.NoDirExists(t, filepath.Join(env["ORION_DATA_DIR"], "search"))
}
