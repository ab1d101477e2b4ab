package store_test

import (
	"testing"

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

func TestB2_54_55KeysCarryTheVendor(t *testing.T) {
	t.Parallel()
	db, url := ownDatabase(t)
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	for name, statement := range map[string]string{
		"B2.54 references without the vendor":                crossing,
		"B2.41 values that are unique for all vendors alike": unkeyed,
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
	require.ErrorContains(t, err, "23503", "B2.54 not even the owner of the database can refer to another vendor's row")

	var seen int
	require.NoError(t, db.App.QueryRow(t.Context(), "SELECT count(*) FROM products").Scan(&seen))
	require.Zero(t, seen, "B2.55 without a vendor there is nothing")
}
