package app

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/internal/pgtest"
)

// orion runs the program in a data dir of its own and returns what it says.
func orion(t *testing.T, env map[string]string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, func(name string) (string, bool) {
		v, ok := env[name]
		return v, ok
	}, &out, &errs)
	return code, out.String(), errs.String()
}

func TestDoctorOfAHealthyPlatform(t *testing.T) {
	t.Parallel()
	env := map[string]string{"ORION_DATA_DIR": t.TempDir(), "ORION_DATABASE_URL": pgtest.NewURL(t)}
	code, out, errs := orion(t, env, "doctor")
	require.Zero(t, code, out+errs)
	require.NotContains(t, out, "FAIL")
}

func TestDoctorFindsWhatIsBroken(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		sql  string
		says string
	}{
		"a wall taken down":              {"alter table products disable row level security", "products: row-level security is off"},
		"a wall the owner passes":        {"alter table products no force row level security", "products: row-level security is not forced"},
		"a policy removed":               {"drop policy vendor on orders", "orders: orion_app has 0 policies, not one"},
		"a second policy, which widens":  {"create policy more on orders to orion_app using (true)", "orders: orion_app has 2 policies, not one"},
		"a policy for everybody":         {"create policy more on orders using (true)", "orders: orion_app has 2 policies, not one"},
		"writing past the wall":          {"alter policy vendor on carts with check (true)", "carts: what may be written is not what may be read"},
		"a new table of vendors, open":   {"create table extras (vendor_id uuid)", "extras: row-level security is off"},
		"a table open to shops":          {"create table secrets (x text); grant select on secrets to orion_app", "secrets: orion_app may use this table, which has no row-level security"},
		"a view that sees everything":    {"create view peek as select * from orders; grant select on peek to orion_app", "peek: orion_app may read this view"},
		"a step of the schema not taken": {"delete from goose_db_version where version_id = (select max(version_id) from goose_db_version)", "is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := pgtest.NewURL(t)
			execute(t, url, tc.sql)
			code, out, errs := orion(t, map[string]string{"ORION_DATA_DIR": t.TempDir(), "ORION_DATABASE_URL": url}, "doctor")
			require.Equal(t, 1, code)
			require.Contains(t, out, tc.says)
			require.Contains(t, out, "→ ", "it says what to do")
			require.Contains(t, errs, "1 of ")
		})
	}
}

func TestDoctorWithoutADatabase(t *testing.T) {
	t.Parallel()
	env := map[string]string{"ORION_DATA_DIR": t.TempDir(), "ORION_DATABASE_URL": "postgres://orion:canary@127.0.0.1:1/orion"}
	code, out, errs := orion(t, env, "doctor")
	require.Equal(t, 1, code)
	require.Contains(t, out, "FAIL  database")
	require.Contains(t, out, "ORION_DATABASE_URL")
	require.NotContains(t, out+errs, "canary")
}

func TestDoctorAsksElasticsearch(t *testing.T) {
	t.Parallel()
	cluster := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Elastic-Product", "Elasticsearch")
		if _, password, _ := r.BasicAuth(); password != "canary" {
			w.WriteHeader(http.StatusUnauthorized)
		}
		_, _ = w.Write([]byte(`{"status":"green"}`))
	}))
	t.Cleanup(cluster.Close)
	url, host := pgtest.NewURL(t), strings.TrimPrefix(cluster.URL, "http://")
	for search, says := range map[string]string{
		"http://orion:canary@" + host:     "ok    search         http://orion:***@" + host,
		"http://orion:wrong@" + host:      "FAIL  search         http://orion:***@" + host + ": elasticsearch answered 401",
		"http://orion:canary@127.0.0.1:1": "FAIL  search         http://orion:***@127.0.0.1:1",
	} {
		_, out, errs := orion(t, map[string]string{
			"ORION_DATA_DIR": t.TempDir(), "ORION_DATABASE_URL": url, "ORION_SEARCH": "elasticsearch", "ORION_SEARCH_URL": search,
		}, "doctor")
		require.Contains(t, out, says)
		require.NotContains(t, out+errs, "canary")
	}
}

func TestDoctorOfRedis(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	server.RequireUserAuth("orion", "canary")
	url := pgtest.NewURL(t)
	for redis, says := range map[string]string{
		"":                                      "ok    redis          none",
		"redis://orion:canary@" + server.Addr(): "ok    redis          redis://orion:***@",
		"redis://orion:wrong@" + server.Addr():  "FAIL  redis          redis://orion:***@",
		"redis://orion:canary@127.0.0.1:1":      "FAIL  redis          redis://orion:***@127.0.0.1:1",
	} {
		_, out, errs := orion(t, map[string]string{"ORION_DATA_DIR": t.TempDir(), "ORION_DATABASE_URL": url, "ORION_REDIS_URL": redis}, "doctor")
		require.Contains(t, out, says)
		require.NotContains(t, out+errs, "canary")
	}
}

func TestDoctorOfTheSecret(t *testing.T) {
	t.Parallel()
	url := pgtest.NewURL(t)
	dir := t.TempDir()
	env := map[string]string{"ORION_DATA_DIR": dir, "ORION_DATABASE_URL": url}
	require.NoError(t, os.WriteFile(filepath.Join(dir, keyFile), []byte(strings.Repeat("k", 40)), 0o644))
	_, out, _ := orion(t, env, "doctor")
	require.Contains(t, out, "others can read")

	require.NoError(t, os.WriteFile(filepath.Join(dir, keyFile), []byte("short"), 0o600))
	require.NoError(t, os.Chmod(filepath.Join(dir, keyFile), 0o600))
	_, out, _ = orion(t, env, "doctor")
	require.Contains(t, out, "is damaged")
}

func TestMigrate(t *testing.T) {
	t.Parallel()
	env := map[string]string{"ORION_DATA_DIR": t.TempDir(), "ORION_DATABASE_URL": pgtest.Empty(t)}
	code, out, errs := orion(t, env, "migrate", "status")
	require.Equal(t, 1, code)
	require.Contains(t, out, "missing")
	require.Contains(t, errs, "orion migrate up")

	code, _, errs = orion(t, env, "migrate", "up")
	require.Zero(t, code, errs)
	code, out, _ = orion(t, env, "migrate", "status")
	require.Zero(t, code)
	require.NotContains(t, out, "missing")
}

func execute(t *testing.T, url, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(context.WithoutCancel(t.Context()))) }()
	_, err = conn.Exec(t.Context(), sql)
	require.NoError(t, err)
}
