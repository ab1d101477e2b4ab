package store_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The wall: every entity that belongs to a vendor, against another vendor, through
// each wall alone and through both. It grows by itself: it takes its list from the
// database and fails for a table that has no row to attack.
func TestB2_52Wall(t *testing.T) {
	t.Parallel()
	url := pgtest.NewURL(t)
	db, err := store.Open(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(db.Close)
	mine, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	rows := fixture.Everything(t, db, mine)
	attacker := fixture.System(t, other)

	for _, table := range vendorTables(t, url) {
		id, ok := rows[table]
		require.True(t, ok, "fixture.Everything makes no row of %s", table)
		t.Run(table, func(t *testing.T) {
			t.Run("row-level security alone", func(t *testing.T) { attackSQL(t, db, table, id, mine.ID, other.ID) })
			if withoutEnt[table] {
				return
			}
			t.Run("the policy alone", func(t *testing.T) { attackEnt(attacker, t, withoutSecurity(t, url), table, id, mine.ID) })
			t.Run("both", func(t *testing.T) { attackEnt(attacker, t, db.Client, table, id, mine.ID) })
		})
	}
	for table, id := range rows {
		var there bool
		require.NoError(t, db.Platform.QueryRow(t.Context(), fmt.Sprintf("SELECT EXISTS (SELECT FROM %s WHERE id = $1)", table), id).Scan(&there))
		require.True(t, there, "%s is untouched", table)
	}
}

// withoutEnt are tables that ent does not know: no policy stands before them, and no code
// but the SQL that names the vendor of its transaction.
var withoutEnt = map[string]bool{"search_documents": true, "search_words": true}

// The statements of a client without a viewer, or of one without a vendor, end
// before they reach the database.
func TestB2_55NobodySeesNothing(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, _ := fixture.Vendor(t, db)
	fixture.Product(t, db, v)
	for name, ctx := range map[string]context.Context{
		"no viewer":                 t.Context(),
		"a shopper without a shop":  viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Shop}),
		"a team without a vendor":   viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Vendor}),
		"a customer without a shop": viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Customer}),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := db.Product.Query().All(ctx)
			require.Error(t, err)
			require.Error(t, db.Tx(ctx, func(*store.Tx) error { return nil }))
		})
	}
}

func vendorTables(t *testing.T, url string) []string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(context.WithoutCancel(t.Context()))) }()
	rows, err := conn.Query(t.Context(), `SELECT table_name::text FROM information_schema.columns
		WHERE column_name = 'vendor_id' AND table_schema = 'public' ORDER BY 1`)
	require.NoError(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Greater(t, len(tables), 20)
	return tables
}

// attackSQL tries what a vendor could do if it had the application's connection to
// itself.
func attackSQL(t *testing.T, db *store.DB, table string, id, mine, other uuid.UUID) {
	for name, vendor := range map[string]string{"another vendor": other.String(), "no vendor": ""} {
		err := pgx.BeginFunc(t.Context(), db.App, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), "SELECT set_config('app.vendor_id', $1, true)", vendor)
			require.NoError(t, err)
			for _, statement := range []string{
				"SELECT id FROM %s WHERE id = $1",
				"UPDATE %s SET updated_at = now() WHERE id = $1",
				"DELETE FROM %s WHERE id = $1",
			} {
				touched, err := touch(t.Context(), tx, fmt.Sprintf(statement, table), id)
				if err == nil || !strings.Contains(err.Error(), "permission denied") {
					require.NoError(t, err, "%s: %s", name, statement)
				}
				require.Zero(t, touched, "%s: %s", name, statement)
			}
			_, err = touch(t.Context(), tx, fmt.Sprintf("INSERT INTO %s (id, vendor_id) VALUES (gen_random_uuid(), $1)", table), mine)
			require.ErrorContains(t, err, "42501", "%s: a row for the vendor", name)
			return nil
		})
		require.NoError(t, err)
	}
}

// touch runs one statement that may fail without ending the transaction.
func touch(ctx context.Context, tx pgx.Tx, statement string, arg any) (int64, error) {
	sub, err := tx.Begin(ctx)
	if err != nil {
		return 0, err
	}
	tag, err := sub.Exec(ctx, statement, arg)
	if err != nil {
		return 0, fmt.Errorf("%w", errors.Join(err, sub.Rollback(ctx)))
	}
	return tag.RowsAffected(), sub.Commit(ctx)
}

// withoutSecurity is ent's client as the owner of the server, whom row-level
// security does not bind: only the policies stand.
func withoutSecurity(t *testing.T, url string) *ent.Client {
	t.Helper()
	cfg, err := pgx.ParseConfig(url)
	require.NoError(t, err)
	db := stdlib.OpenDB(*cfg)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return ent.NewClient(ent.Driver(entsql.OpenDB(dialect.Postgres, db)))
}

// attackEnt tries to read, change, remove and make a row through ent. The clients
// of all entities have the same methods, so they are called by name.
func attackEnt(attacker context.Context, t *testing.T, client *ent.Client, table string, id, mine uuid.UUID) {
	of := entity(t, client, table)
	ctx, row := reflect.ValueOf(attacker), reflect.ValueOf(id)
	call := func(v reflect.Value, method string, args ...reflect.Value) []reflect.Value {
		return v.MethodByName(method).Call(args)
	}
	failure := func(out []reflect.Value) error {
		err, _ := out[len(out)-1].Interface().(error)
		return err
	}
	require.Equal(t, errs.NotFound, codeOf(failure(call(of, "Get", ctx, row))), "read")
	requireRefused(t, failure(call(call(of, "UpdateOneID", row)[0], "Exec", ctx)), "update")
	requireRefused(t, failure(call(call(of, "DeleteOneID", row)[0], "Exec", ctx)), "delete")
	create := call(of, "Create")[0]
	call(create, "SetVendorID", reflect.ValueOf(mine))
	requireRefused(t, failure(call(create, "Exec", ctx)), "create")
}

// requireRefused wants an answer that tells nothing of the row. What the role may do with
// no row at all, the database refuses.
func requireRefused(t *testing.T, err error, what string) {
	t.Helper()
	require.Error(t, err, what)
	if !strings.Contains(err.Error(), "42501") {
		require.Contains(t, refusals, codeOf(err), what)
	}
}

// refusals are the answers that tell nothing of the row.
var refusals = []errs.Code{errs.NotFound, errs.Forbidden}

func codeOf(err error) errs.Code {
	if err == nil {
		return ""
	}
	return store.Public(err).Code
}

func entity(t *testing.T, client *ent.Client, table string) reflect.Value {
	t.Helper()
	v := reflect.ValueOf(client).Elem()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.IsExported() && strings.HasSuffix(f.Type.String(), "Client") && tableOf(f.Name) == table {
			return v.Field(i)
		}
	}
	require.Fail(t, "no entity is stored in "+table)
	return reflect.Value{}
}

// tableOf is how ent names the table of an entity.
func tableOf(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	switch s := strings.ToLower(b.String()); {
	case s == "product_media":
		return s
	case strings.HasSuffix(s, "index"):
		return strings.TrimSuffix(s, "ex") + "ices"
	case strings.HasSuffix(s, "ey"):
		return s + "s"
	case strings.HasSuffix(s, "ss"):
		return s + "es"
	case strings.HasSuffix(s, "y"):
		return strings.TrimSuffix(s, "y") + "ies"
	default:
		return s + "s"
	}
}
