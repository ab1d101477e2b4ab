package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// unwalled lists tables of vendors that a vendor's statements could see past: no
// row-level security, not for the owner either, or not exactly one policy of ours
// with one expression for reading and writing. It reads the catalogue of Postgres,
// which ent does not know, and no rows of anybody.
const unwalled = `
select c.relname,
  case when not c.relrowsecurity then 'row-level security is off'
       when not c.relforcerowsecurity then 'row-level security is not forced'
       when n.policies <> 1 then format('orion_app has %s policies, not one', n.policies)
       else 'what may be written is not what may be read' end
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attname = 'vendor_id' and not a.attisdropped
cross join lateral (
  select count(*) as policies,
    bool_and(pg_get_expr(p.polqual, c.oid) is not distinct from pg_get_expr(p.polwithcheck, c.oid)) as same
  from pg_policy p where p.polrelid = c.oid and (p.polroles && array['orion_app'::regrole::oid, 0::oid])) n
where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
  and not (c.relrowsecurity and c.relforcerowsecurity and n.policies = 1 and n.same)
order by 1`

// open lists what shops may read of public without any wall: tables without
// row-level security, and views that read with their owner's rights. It reads the
// catalogue of Postgres.
const open = `
select c.relname,
  case when c.relkind in ('v', 'm') then 'orion_app may read this view, which sees what its owner sees'
       else 'orion_app may use this table, which has no row-level security' end
from pg_class c
where c.relnamespace = 'public'::regnamespace and has_table_privilege('orion_app', c.oid, 'select,insert,update,delete')
  and case when c.relkind in ('r', 'p') then not c.relrowsecurity
           when c.relkind = 'v' then not coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false)
           else c.relkind = 'm' end
order by 1`

// mighty lists what is wrong with the roles that statements run as. It reads the
// catalogue of Postgres.
const mighty = `
select r.name,
  case when p.oid is null then 'does not exist'
       when p.rolsuper then 'is a superuser'
       when p.rolbypassrls then 'bypasses row-level security'
       when not pg_has_role(current_user, p.oid, 'member') then 'cannot be taken by ' || current_user
       else 'owns tables' end
from unnest(array['orion_app', 'orion_platform']) as r(name)
left join pg_roles p on p.rolname = r.name
where p.oid is null or p.rolsuper or p.rolbypassrls or not pg_has_role(current_user, p.oid, 'member')
  or exists (select from pg_class c where c.relowner = p.oid)
order by 1`

// findings runs one of the statements above and returns a line for each row.
func findings(ctx context.Context, conn *pgx.Conn, statement string) ([]string, error) {
	rows, err := conn.Query(ctx, statement)
	if err != nil {
		return nil, fmt.Errorf("read the catalogue: %w", err)
	}
	lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		var name, what string
		err := row.Scan(&name, &what)
		return name + ": " + what, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the catalogue: %w", err)
	}
	return lines, nil
}

// serverVersion asks for the version of the server.
func serverVersion(ctx context.Context, conn *pgx.Conn) (string, error) {
	var v string
	if err := conn.QueryRow(ctx, "select current_setting('server_version')").Scan(&v); err != nil {
		return "", fmt.Errorf("ask for the version: %w", err)
	}
	v, _, _ = strings.Cut(v, " ")
	return v, nil
}
