package pgtest

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// It sets a variable of the process, so it is not parallel.
func TestALoneTestProgramStartsItsOwnServer(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir()) // where macOS has its caches
	first, err := startOwn()
	require.NoError(t, err)
	second, err := startOwn()
	require.NoError(t, err)
	require.NotEqual(t, first, second, "the same package is tested twice at the same time")

	keep, err := templateOf()
	require.NoError(t, err)
	for _, name := range []string{"left_by_a_killed_run", "orion_template_of_yesterday", keep} {
		require.NoError(t, run(t.Context(), first, "CREATE DATABASE "+name))
	}
	require.NoError(t, sweep(t.Context(), first))
	require.Equal(t, []string{keep, "postgres"}, databases(t, first))
}

func databases(t *testing.T, url string) []string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), "select datname::text from pg_database where not datistemplate order by 1")
	require.NoError(t, err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	return names
}
