package store_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/internal/fixture"
	"orion/internal/store"
)

// The functions that look past the wall build the same one: the vendor is that of the
// transaction, without one there is nothing, and no argument can name another.
func TestSearchFunctionsKeepTheWall(t *testing.T) {
	t.Parallel()
	db, _ := ownDatabase(t)
	mine, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	want := map[string]uuid.UUID{
		mine.ID.String(): fixture.Everything(t, db, mine)["search_documents"], other.ID.String(): fixture.Everything(t, db, other)["search_documents"],
	}
	for _, role := range []string{store.RoleApp, store.RolePlatform} {
		for vendor, id := range want {
			require.Equal(t, []uuid.UUID{id}, searched(t, db, role, vendor), "%s: its own alone", role)
		}
		require.Empty(t, searched(t, db, role, ""), "%s: without a vendor there is nothing", role)
		require.Empty(t, searched(t, db, role, uuid.NewString()), "%s: another vendor", role)
	}
	for what, statement := range map[string]string{
		"that take a vendor": `'uuid'::regtype = ANY (proargtypes)`,
		"with more rights than the platform's, or whose names somebody else could fill": `prosecdef
			AND (proowner <> 'orion_platform'::regrole OR proconfig IS NULL OR NOT proconfig[1] LIKE 'search_path=%')`,
	} {
		var n int
		require.NoError(t, db.Platform.QueryRow(t.Context(), `SELECT count(*) FROM pg_proc WHERE proname LIKE 'search\_%' AND pronamespace = 'public'::regnamespace AND `+statement).Scan(&n))
		require.Zero(t, n, "functions "+what)
	}
}

// searched returns the products that all three functions know of, as a role for a vendor.
func searched(t *testing.T, db *store.DB, role, vendor string) (found []uuid.UUID) {
	t.Helper()
	pool := db.App
	if role == store.RolePlatform {
		pool = db.Platform
	}
	require.NoError(t, pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), "SELECT set_config('app.vendor_id', $1, true)", vendor)
		require.NoError(t, err)
		rows, err := tx.Query(t.Context(), "SELECT product_id FROM search_find('''=thing''', NULL, NULL, NULL, 'RELEVANCE', 0, 100)")
		require.NoError(t, err)
		found, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
		require.NoError(t, err)
		var counted, priced int
		require.NoError(t, tx.QueryRow(t.Context(), "SELECT count(*) FROM search_count(NULL, NULL, NULL, NULL, 10)").Scan(&counted))
		require.NoError(t, tx.QueryRow(t.Context(), "SELECT total FROM search_prices(NULL, NULL)").Scan(&priced))
		require.Equal(t, []int{len(found), len(found)}, []int{counted, priced})
		return nil
	}))
	return found
}
