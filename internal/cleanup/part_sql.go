package cleanup

// When rows are over, and what becomes of them, is SQL: ent would have to say each condition
// twice, for the count and for the removal, and can neither count several tables at once nor
// remove a bounded number of rows in one statement. Rows of vendors are joined with the one
// vendor that they are looked at for, whatever role runs the statement: k.vendor_id.

// openCart is a cart that no money is on: nothing was ordered from it, and nobody is at it.
// Orders that were cancelled count too, for their payments may still be in question.
const openCart = ` and t.completed_at is null and (t.claimed_at is null or t.claimed_at < k.now - interval '1 day')
  and not exists (select from orders o where o.vendor_id = t.vendor_id and o.cart_id = t.id)`

const (
	filled = `exists (select from cart_lines l where l.vendor_id = t.vendor_id and l.cart_id = t.id)`
	// unused is a cart whose time was up when it was last changed, or is since the vendor
	// has set another.
	unused = `(t.expires_at <= k.now or t.updated_at < k.before) and `
	ended  = `t.status in ('COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED') and coalesce(t.finished_at, t.updated_at) < k.before`
	old    = `t.created_at < k.before`
)

var (
	cartsOfGuests    = []part{{table: "carts", over: `t.customer_id is null and ` + unused + filled + openCart}}
	cartsOfCustomers = []part{{table: "carts", over: `t.customer_id is not null and ` + unused + filled + openCart}}
	emptyCarts       = []part{{table: "carts", over: unused + `not ` + filled + openCart}}

	notifications = both(part{table: "notifications", over: old, beyond: true,
		hanging: `delete from notification_reads r using gone where r.notification_id = gone.id`})
	mails      = both(part{table: "mail_deliveries", over: old, beyond: true})
	deliveries = []part{{table: "webhook_deliveries", over: old, beyond: true}}
	searches   = []part{{table: "search_queries", over: `t.day < k.before::date`, beyond: true}}

	// Those that wait for somebody are given up by the time that is counted from their last
	// change. Rows and faults of an import go with it, so that few go at once. The file of an
	// upload may be that of other imports too: it goes with the upload, when none is left.
	imports = []part{{table: "marketplace_import_jobs", files: `case when t.upload_id is null then t.key else '' end`, atOnce: 20,
		over: `t.status not in ('QUEUED', 'VALIDATING', 'APPLYING') and coalesce(t.finished_at, t.updated_at) < k.before
  and exists (select from marketplace_import_jobs n where n.vendor_id = t.vendor_id and n.source_id = t.source_id and n.id > t.id)`}}
	tasks = []part{
		{table: "staging_tasks", over: ended, beyond: true},
		{table: "catalog_tasks", over: ended, beyond: true},
		{table: "search_reindices", beyond: true,
			over: ended + ` and exists (select from search_reindices n where n.vendor_id = t.vendor_id and n.id > t.id)`},
	}
	uploads = []part{{table: "staged_uploads", files: `t.key`, over: `t.expires_at < k.before
  and not exists (select from marketplace_import_jobs j where j.vendor_id = t.vendor_id and j.upload_id = t.id)`}}
	invitations = both(part{table: "invitations", over: `coalesce(t.accepted_at, t.revoked_at, t.expires_at) < k.before`})

	sessions = []part{{of: ofAll, table: "sessions", over: `(t.revoked_at < k.before or t.expires_at < k.before)`}}
	links    = []part{{of: ofAll, table: "one_time_tokens", over: `(t.used_at < k.before or t.expires_at < k.before)`}}
	events   = []part{{of: ofAll, table: "webhook_events", over: `t.status in ('HANDLED', 'IGNORED') and ` + old}}
	checks   = []part{{of: ofAll, table: "ledger_checks", over: `(jsonb_typeof(t.faults) is distinct from 'array' or t.faults = '[]') and ` + old}}
	alerts   = []part{{of: ofAll, table: "alerts", over: `t.resolved_at < k.before`}}
	faults   = []part{{of: ofAll, table: "error_logs", over: `t.last_seen_at < k.before`}}
	figures  = []part{{of: ofAll, table: "performance_metrics", over: `t.minute < k.before`}}
)

// both are the rows of vendors and the platform's own of a table that has both.
func both(p part) []part {
	own := p
	own.of = ofPlatform
	return []part{p, own}
}

const (
	// one is a vendor $1 whose rows are kept up to $2, as of $3.
	one = `(select $1::uuid as vendor_id, $2::timestamptz as before, $3::timestamptz as now) k`
	// every is all vendors, whose rows are kept up to $1, but for the vendors $3 up to $4.
	every = `(select v.id as vendor_id, coalesce(o.before, $1::timestamptz) as before, $2::timestamptz as now
  from vendors v left join unnest($3::uuid[], $4::timestamptz[]) as o (vendor_id, before) on o.vendor_id = v.id) k`
)

// rows are the rows of a part that are over, for one vendor or for every.
func (p part) rows(of string) string {
	whose := map[owner]string{ofVendors: `t.vendor_id = k.vendor_id`, ofPlatform: `t.vendor_id is null`, ofAll: `true`}
	return ` from ` + of + ` join ` + p.table + ` t on ` + whose[p.of] + ` where ` + p.over
}

// counting counts the rows that are over, up to a limit that comes last.
func (p part) counting(of, limit string) string {
	return `select count(*) from (select` + p.rows(of) + ` limit ` + limit + `) as due`
}

// finding finds the vendors that have rows that are over, and up to when theirs are kept.
func (p part) finding() string {
	return `select k.vendor_id, k.before` + p.rows(every) + ` group by 1, 2 order by 1`
}

// removing removes at most $4 rows of one vendor that are over, but for those that somebody
// is at, and answers the keys of their files.
func (p part) removing() string {
	hanging, file := ``, p.files
	if p.hanging != "" {
		hanging = `, hanging as (` + p.hanging + `)`
	}
	if file == "" {
		file = `''`
	}
	return `with gone as materialized (select t.id` + p.rows(one) + ` limit $4 for update of t skip locked)` + hanging +
		` delete from ` + p.table + ` t using gone where t.id = gone.id returning ` + file
}

const (
	// A kind has one row, and the last run is right.
	markRan = `insert into cleanup_runs (id, created_at, updated_at, kind, ran_at, removed) values (gen_random_uuid(), now(), now(), $1, $2, $3)
on conflict (kind) do update set ran_at = excluded.ran_at, removed = excluded.removed, updated_at = now()`

	readRuns = `select kind, ran_at, removed from cleanup_runs`
)
