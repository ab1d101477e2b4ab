package store_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/internal/fixture"
)

// crossing lists references from one table of vendors to another that do not carry the
// vendor along: row-level security does not see foreign keys being checked.
const crossing = `
select f.conrelid::regclass || '.' || a.attname || ' → ' || f.confrelid::regclass
from pg_constraint f
join pg_attribute a on a.attrelid = f.conrelid and a.attnum = any (f.conkey) and a.attname <> 'vendor_id'
where f.contype = 'f' and f.connamespace = 'public'::regnamespace
  and exists (select from pg_attribute v where v.attrelid = f.conrelid and v.attname = 'vendor_id' and not v.attisdropped)
  and exists (select from pg_attribute v where v.attrelid = f.confrelid and v.attname = 'vendor_id' and not v.attisdropped)
  and not exists (
    select from pg_constraint g
    join pg_attribute v on v.attrelid = g.conrelid and v.attname = 'vendor_id'
    where g.contype = 'f' and g.conrelid = f.conrelid and g.confrelid = f.confrelid and a.attnum = any (g.conkey) and v.attnum = any (g.conkey))
order by 1`

// unkeyed lists unique indexes of tables of vendors that say of one vendor's value that
// another has it: those that begin neither with the vendor nor with what only the program
// makes up. A hash is a secret's, a token is random, an address serves one shop only, and
// the id of a row belongs to one vendor.
const unkeyed = `
select t.relname || ': ' || pg_get_indexdef(i.indexrelid)
from pg_index i
join pg_class t on t.oid = i.indrelid and t.relnamespace = 'public'::regnamespace
join pg_attribute k on k.attrelid = t.oid and k.attnum = i.indkey[0]
where i.indisunique and exists (select from pg_attribute v where v.attrelid = t.oid and v.attname = 'vendor_id' and not v.attisdropped)
  and k.attname not in ('vendor_id', 'id', 'token', 'host') and k.attname not like '%\_id' and k.attname not like '%hash'
order by 1`

func TestB2_41_54_55KeysCarryTheVendor(t *testing.T) {
	t.Parallel()
	db, url := ownDatabase(t)
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	for name, statement := range map[string]string{
		"references without the vendor":                crossing,
		"values that are unique for all vendors alike": unkeyed,
	} {
		rows, err := conn.Query(t.Context(), statement)
		require.NoError(t, err)
		found, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		require.Empty(t, found, name)
	}

	mine, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	_, own := fixture.Product(t, db, mine)
	_, theirs := fixture.Product(t, db, other)
	c, _ := fixture.GuestCart(t, db, mine, own.ID)
	_, err = conn.Exec(t.Context(), `insert into cart_lines (id, created_at, updated_at, vendor_id, cart_id, variant_id, quantity, currency, unit_price_minor)
		values (gen_random_uuid(), now(), now(), $1, $2, $3, 1, 'EUR', 1)`, mine.ID, c.ID, theirs.ID)
	require.ErrorContains(t, err, "23503", "not even the owner of the database can refer to another vendor's row")

	var seen int
	require.NoError(t, db.App.QueryRow(t.Context(), "SELECT count(*) FROM products").Scan(&seen))
	require.Zero(t, seen, "without a vendor there is nothing")
}

// What is written over where a key is taken is one's own, whatever is named: another
// vendor's slug is no conflict, and another vendor's id is one that cannot be resolved.
func TestB2_53UpsertsStayWithTheirVendor(t *testing.T) {
	t.Parallel()
	db, _ := ownDatabase(t)
	mine, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	theirs, _ := fixture.Product(t, db, other)
	const row = `insert into products (id, created_at, updated_at, vendor_id, slug, title, currency, min_price_minor, max_price_minor)
		values ($1, now(), now(), $2, $3, 'Stolen', 'EUR', 1, 1) on conflict `
	for name, tc := range map[string]struct {
		id, vendor uuid.UUID
		slug, then string
		refused    bool
	}{
		"by the natural key, as oneself":   {uuid.New(), mine.ID, theirs.Slug, "(vendor_id, slug) do update set title = excluded.title", false},
		"by the natural key, as the other": {uuid.New(), other.ID, theirs.Slug, "(vendor_id, slug) do update set title = excluded.title", true},
		"by the id, as oneself":            {theirs.ID, mine.ID, "mine", "(id) do update set title = excluded.title, vendor_id = excluded.vendor_id", true},
		"by the id, as the other":          {theirs.ID, other.ID, theirs.Slug, "(id) do update set title = excluded.title", true},
	} {
		t.Run(name, func(t *testing.T) {
			err := pgx.BeginFunc(t.Context(), db.App, func(tx pgx.Tx) error {
				_, err := tx.Exec(t.Context(), "select set_config('app.vendor_id', $1, true)", mine.ID.String())
				require.NoError(t, err)
				_, err = tx.Exec(t.Context(), row+tc.then, tc.id, tc.vendor, tc.slug)
				return err
			})
			if tc.refused {
				require.ErrorContains(t, err, "42501")
			} else {
				require.NoError(t, err)
			}
			now := db.Product.GetX(fixture.System(t, other), theirs.ID)
			require.Equal(t, "Thing", now.Title)
			require.Equal(t, other.ID, now.VendorID)
		})
	}
	require.Equal(t, 1, db.Product.Query().CountX(fixture.System(t, mine)), "its own row beside the other's")
}
