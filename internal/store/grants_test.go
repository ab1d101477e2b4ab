package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/internal/fixture"
	"orion/internal/pgtest"
	"orion/internal/store"
)

// The rights of the roles on a whole table, by their first letters.
const (
	readOnly = "r"
	grows    = "ri"
	keeps    = "riu"
	all      = "riud"
	nothing  = ""
)

// grants are what the roles may do with tables, where it is not everything. A right that
// is new is written down here, where its reviewer sees it.
var grants = map[string]struct{ app, platform string }{
	"api_keys":            {keeps, all},
	"invitations":         {all, all}, // those that led nowhere go with their role
	"data_exports":        {keeps, all},
	"import_rows":         {"rid", all}, // written anew, never changed
	"staging_tasks":       {keeps, all},
	"catalog_tasks":       {keeps, all},
	"search_queries":      {keeps, all},
	"search_reindices":    {keeps, all},
	"search_changes":      {"rid", all},
	"search_words":        {"rid", all},
	"price_changes":       {grows, all},
	"promotions":          {keeps, all},
	"promotion_uses":      {keeps, all},
	"fulfillments":        {keeps, all},
	"fulfillment_lines":   {grows, all},
	"order_events":        {grows, all},
	"order_returns":       {keeps, all},
	"order_return_lines":  {keeps, all},
	"customer_notes":      {grows, all},
	"refunds":             {keeps, all},
	"refund_lines":        {grows, all},
	"payment_methods":     {keeps, all},
	"ledger_entries":      {grows, grows},
	"ledger_checks":       {grows, all},
	"mail_deliveries":     {keeps, all},
	"mail_suppressions":   {"rid", all},
	"notifications":       {grows, all},
	"notification_reads":  {grows, all},
	"webhook_deliveries":  {keeps, all},
	"privacy_requests":    {keeps, all},
	"consents":            {grows, all},
	"rollup_marks":        {keeps, all},
	"sessions":            {"ru", all},
	"inventory_movements": {grows, all},
	"audit_entries":       {grows, grows},
	"users":               {readOnly, all},
	"vendors":             {readOnly, all}, // and some columns: see below

	// The platform decides what a vendor pays it, and who is paid out.
	"vendor_payment_configs": {readOnly, all},
	"webhook_events":         {nothing, all},

	// How the platform runs is no vendor's business.
	"platform_settings":   {nothing, all},
	"feature_flags":       {nothing, all},
	"alerts":              {nothing, all},
	"alert_rules":         {nothing, all},
	"error_logs":          {nothing, all},
	"performance_metrics": {nothing, all},
	"backup_logs":         {nothing, all},
	"restore_logs":        {nothing, all},
	"cleanup_runs":        {nothing, all},

	"audit_seals":      {nothing, readOnly},
	"audit_heads":      {nothing, readOnly},
	"recovery_codes":   {nothing, all},
	"one_time_tokens":  {nothing, all},
	"goose_db_version": {nothing, nothing},
}

func TestRolesMayNoMoreThanGranted(t *testing.T) {
	t.Parallel()
	db, url := ownDatabase(t)
	for _, table := range publicTables(t, url) {
		want, listed := grants[table]
		if !listed {
			want.app, want.platform = all, all
		}
		require.Equal(t, want.app, rights(t, db, store.RoleApp, table), "%s: %s", table, store.RoleApp)
		require.Equal(t, want.platform, rights(t, db, store.RolePlatform, table), "%s: %s", table, store.RolePlatform)
	}
}

// Backups are made by a role that sees everything and touches nothing.
func TestTheBackupRoleReadsEverythingAndNoMore(t *testing.T) {
	t.Parallel()
	db, url := ownDatabase(t)
	for _, table := range publicTables(t, url) {
		require.Equal(t, readOnly, rights(t, db, store.RoleBackup, table), table)
	}
	v, _ := fixture.Vendor(t, db)
	rows := fixture.Everything(t, db, v)
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), "SET ROLE "+store.RoleBackup)
	require.NoError(t, err)
	for table, id := range rows {
		var there bool
		require.NoError(t, conn.QueryRow(t.Context(), fmt.Sprintf("SELECT EXISTS (SELECT FROM %s WHERE id = $1)", table), id).Scan(&there))
		require.True(t, there, table)
	}
}

func publicTables(t *testing.T, url string) []string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), `SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1`)
	require.NoError(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	for table := range grants {
		require.Contains(t, tables, table, "it is gone: so should its line be")
	}
	return tables
}

// rights also fails where a role may empty a table, refer to it or put a trigger on it.
func rights(t *testing.T, db *store.DB, role, table string) (letters string) {
	t.Helper()
	for _, right := range []string{"select", "insert", "update", "delete", "truncate", "references", "trigger"} {
		var may bool
		require.NoError(t, db.Platform.QueryRow(t.Context(), "SELECT has_table_privilege($1, 'public.' || $2::text, $3)", role, table, right).Scan(&may))
		switch {
		case !may:
		case right == "select":
			letters += "r"
		default:
			letters += right[:1]
		}
	}
	return letters
}

// functions are those that the roles may call: they read what their caller may read, and
// nothing else.
var functions = []string{
	"app_colleagues()", "app_vendor()", "audit_chain(uuid)", "audit_digest(bytea,jsonb)", "note_changed(uuid[],uuid[])",
	// These read past the wall, and build it themselves: TestSearchFunctionsKeepTheWall.
	"search_count(tsquery,tsquery,bigint,bigint,integer)", "search_find(tsquery,tsquery,bigint,bigint,text,integer,integer)",
	"search_prices(tsquery,tsquery)",
}

func TestRolesCallNoFunctionsButThese(t *testing.T) {
	t.Parallel()
	db, _ := ownDatabase(t)
	for _, role := range []string{store.RoleApp, store.RolePlatform} {
		rows, err := db.Platform.Query(t.Context(), `SELECT oid::regprocedure::text FROM pg_proc
			WHERE pronamespace = 'public'::regnamespace AND has_function_privilege($1, oid, 'execute') ORDER BY 1`, role)
		require.NoError(t, err)
		may, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		want := functions
		if role == store.RolePlatform {
			want = append(slices.Clip(functions), "search_where(tsquery,tsquery,bigint,bigint)") // it writes text, and the others call it
		}
		require.Equal(t, want, may, role)
	}
}

// What opens accounts and what vouches for the record is out of reach of every vendor's
// statement, and the record's seals are out of everybody's.
func TestNobodyReachesSecretsAndSeals(t *testing.T) {
	t.Parallel()
	db, _ := ownDatabase(t)
	v, _ := fixture.Vendor(t, db)
	fixture.Everything(t, db, v) // entries, and so seals and a head
	attacks := []string{
		"SELECT count(*) FROM %s", "INSERT INTO %s (id) VALUES (gen_random_uuid())", "UPDATE %s SET id = id", "DELETE FROM %s", "TRUNCATE %s",
		"ALTER TABLE %s DISABLE TRIGGER ALL",
	}
	for _, table := range []string{"audit_seals", "audit_heads", "recovery_codes", "one_time_tokens"} {
		for _, attack := range attacks {
			statement := fmt.Sprintf(attack, table)
			_, err := db.App.Exec(t.Context(), statement)
			require.ErrorContains(t, err, "42501", statement)
			if strings.HasPrefix(table, "audit_") && !strings.HasPrefix(attack, "SELECT") {
				_, err = db.Platform.Exec(t.Context(), statement)
				require.ErrorContains(t, err, "42501", "the platform: %s", statement)
			}
		}
	}
	for _, call := range []string{
		"SELECT wall_off('orders', 'SELECT')", "ALTER TABLE audit_entries DISABLE TRIGGER audit_seal",
		"DELETE FROM audit_entries", "UPDATE audit_entries SET action = 'x'",
	} {
		_, err := db.App.Exec(t.Context(), call)
		require.Error(t, err, call)
		require.Regexp(t, "42501|42809", err.Error(), call)
	}
	var entries, seals int
	require.NoError(t, db.Platform.QueryRow(t.Context(), "SELECT (SELECT count(*) FROM audit_entries), (SELECT count(*) FROM audit_seals)").Scan(&entries, &seals))
	require.Positive(t, entries)
	require.Equal(t, entries, seals)
}

// A team may change what its vendor says of itself, and nothing that decides what it is.
func TestATeamChangesItsVendorsProfileAlone(t *testing.T) {
	t.Parallel()
	db, url := ownDatabase(t)
	mine, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	profile := map[string]bool{}
	for name := range strings.FieldsSeq(`name tagline languages language currency time_zone country legal_name registration_number vat_number
		legal_address contact_email contact_phone imprint require_two_factor terms_accepted_at version updated_at hero_id
		prices_include_tax oss_registered return_days theme theme_before logo_id mail_from_name mail_reply_to mail_footer
		holiday_from holiday_until holiday_message`) {
		profile[name] = true
	}
	for _, column := range columnsOf(t, url, "vendors") {
		for of, id := range map[string]uuid.UUID{"its own": mine.ID, "another's": other.ID} {
			err := pgx.BeginFunc(t.Context(), db.App, func(tx pgx.Tx) error {
				_, err := tx.Exec(t.Context(), "SELECT set_config('app.vendor_id', $1, true)", mine.ID.String())
				require.NoError(t, err)
				n, err := touch(t.Context(), tx, fmt.Sprintf("UPDATE vendors SET %[1]s = %[1]s WHERE id = $1", column), id)
				if !profile[column] {
					require.ErrorContains(t, err, "42501", "%s of %s", column, of)
					return nil
				}
				require.NoError(t, err, "%s of %s", column, of)
				require.Equal(t, id == mine.ID, n == 1, "%s of %s", column, of)
				return nil
			})
			require.NoError(t, err)
		}
	}
}

func columnsOf(t *testing.T, url, table string) []string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), "SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1", table)
	require.NoError(t, err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Subset(t, names, []string{"slug", "status", "name"})
	return names
}

// ownDatabase is a database with the owner's URL, who sees all of the catalogue.
func ownDatabase(t *testing.T) (*store.DB, string) {
	t.Helper()
	url := pgtest.NewURL(t)
	db, err := store.Open(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(db.Close)
	return db, url
}
