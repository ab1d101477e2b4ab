package marketplace

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"orion/internal/kit/i18n"
	"orion/internal/marketplace/feed"
	"orion/internal/store"
)

// A stageColumn is a column of the temporary table, and of marketplace_products
// under the same name.
type stageColumn struct {
	name string
	kind string
	of   feed.Column // 0 for what every row has
}

var stageColumns = []stageColumn{
	{"id", "uuid", 0},
	{"row_hash", "bytea", 0},
	{"external_id", "text", 0},
	{"title", "text", feed.ColumnTitle},
	{"description", "text", feed.ColumnDescription},
	{"link", "text", feed.ColumnLink},
	{"image_link", "text", feed.ColumnImageLink},
	{"additional_image_links", "jsonb", feed.ColumnAdditionalImageLinks},
	{"availability", "text", feed.ColumnAvailability},
	{"currency", "text", feed.ColumnPrice},
	{"price_minor", "bigint", feed.ColumnPrice},
	{"sale_price_minor", "bigint", feed.ColumnSalePrice},
	{"brand", "text", feed.ColumnBrand},
	{"gtin", "text", feed.ColumnGTIN},
	{"mpn", "text", feed.ColumnMPN},
	{"condition", "text", feed.ColumnCondition},
	{"product_type", "text", feed.ColumnProductType},
	{"google_category", "text", feed.ColumnGoogleProductCategory},
	{"item_group_id", "text", feed.ColumnItemGroupID},
	{"color", "text", feed.ColumnColor},
	{"size", "text", feed.ColumnSize},
	{"quantity", "bigint", feed.ColumnQuantity},
	{"options", "jsonb", feed.ColumnOptions},
	{"attributes", "jsonb", feed.ColumnAttribute},
}

// createStage makes the table that a chunk is copied into: COPY into a table with
// row-level security is not supported, and ent knows no temporary tables. It
// belongs to the connection and is emptied by every commit, so that no vendor
// finds the rows of another in it.
var createStage = func() string {
	columns := make([]string, len(stageColumns))
	for i, c := range stageColumns {
		columns[i] = c.name + " " + c.kind
	}
	return "create temp table if not exists import_stage (" + strings.Join(columns, ", ") + ") on commit delete rows"
}()

// copyStage fills it. ent has no COPY.
const copyStage = "copy import_stage from stdin (format binary)"

// known tells of each product that the source has: whether there is one with an
// id, and whether it is as a row of the file says.
type known struct {
	seed maphash.Seed
	rows map[uint64]uint64 // the hash of the row by the hash of the id
}

// recall are the products of a source. ent would make two million structs of what
// fits into two words each. It is confined to the vendor by $1 and by row-level
// security. A product that went missing is as good as changed when it comes back.
const recall = `select external_id, case when status = 'MISSING' then ''::bytea else row_hash end from marketplace_products
where vendor_id = $1 and source_id = $2`

func (r *run) recall(ctx context.Context) (known, error) {
	k := known{seed: maphash.MakeSeed(), rows: map[uint64]uint64{}}
	err := r.db.Tx(ctx, func(tx *store.Tx) error {
		found, err := tx.Pgx.Query(ctx, recall, r.job.VendorID, r.source.ID)
		if err != nil {
			return err
		}
		var id, hash pgtype.DriverBytes
		_, err = pgx.ForEachRow(found, []any{&id, &hash}, func() error {
			var h uint64
			if len(hash) == 8 {
				h = binary.BigEndian.Uint64(hash)
			}
			k.rows[maphash.Bytes(k.seed, id)] = h
			return nil
		})
		return err
	})
	if err != nil {
		return k, fmt.Errorf("read what the source has: %w", err)
	}
	return k, nil
}

// stageRows puts the rows of a chunk into the staged products and returns how many
// are new and how many changed. A dry run only counts, and keeps the first of each.
func (r *run) stageRows(ctx context.Context, tx *store.Tx, c *chunk) (created, updated int, err error) {
	if c.rows.n == 0 {
		return 0, 0, nil
	}
	if _, err := tx.Pgx.Exec(ctx, createStage); err != nil {
		return 0, 0, fmt.Errorf("make the staging table: %w", err)
	}
	if _, err := tx.Pgx.Conn().PgConn().CopyFrom(ctx, bytes.NewReader(c.rows.done()), copyStage); err != nil {
		return 0, 0, fmt.Errorf("copy into the staging table: %w", err)
	}
	query, args := r.upsert(c.changes), []any{r.job.VendorID, r.source.ID, r.job.ID, r.clock.Now()}
	if r.job.DryRun {
		query, args = r.compare(), args[:2]
	}
	if len(r.header.Attributes) > 0 && (c.changes || r.job.DryRun) {
		args = append(args, r.header.Attributes)
	}
	if err := tx.Pgx.QueryRow(ctx, query, args...).Scan(&created, &updated); err != nil {
		return 0, 0, fmt.Errorf("stage a chunk: %w", err)
	}
	if r.job.DryRun {
		err = r.show(ctx, tx, c, created, updated)
	}
	return created, updated, err
}

// given are the columns that the file has, which are all that it may change.
func (r *run) given() (columns []stageColumn) {
	for _, c := range stageColumns {
		switch {
		case c.of == feed.ColumnAttribute && len(r.header.Attributes) > 0, c.of > feed.ColumnAttribute && r.header.Present.Has(c.of):
			columns = append(columns, c)
		}
	}
	return columns
}

// differs compares the given columns of a staged product t with a row: the hashes
// first, which is enough for all that has not changed.
func (r *run) differs(row string) string {
	var old, fresh []string
	for _, c := range r.given() {
		if c.of == feed.ColumnAttribute {
			old, fresh = append(old, "coalesce(t.attributes, '{}'::jsonb)"), append(fresh, r.merged(row))
			continue
		}
		old, fresh = append(old, "t."+c.name), append(fresh, row+"."+c.name)
	}
	return fmt.Sprintf("(t.row_hash <> %s.row_hash and (%s) is distinct from (%s) or t.status = 'MISSING')",
		row, strings.Join(old, ", "), strings.Join(fresh, ", "))
}

// merged are the attributes of a staged product after a row: those that the file
// has a column for come from the row, blank ones go, all others stay. The names of
// the columns are the last parameter.
func (r *run) merged(row string) string {
	names := "$5"
	if r.job.DryRun {
		names = "$3"
	}
	return "(coalesce(t.attributes, '{}'::jsonb) - " + names + "::text[] || coalesce(" + row + ".attributes, '{}'::jsonb))"
}

// upsert is the statement that stages a chunk. ent's upsert is off, and knows
// neither its condition nor what it did to each row. It is confined to the vendor
// by $1, which begins the key, and by row-level security.
//
// A chunk of new products alone needs no provision for those that are there, and
// takes two thirds of the time without. Nobody else can have made them meanwhile:
// one import of a source runs at a time. Should one be there all the same, the
// chunk fails as a whole and the next run knows of it.
func (r *run) upsert(changes bool) string {
	names := make([]string, len(stageColumns))
	for i, c := range stageColumns {
		names[i] = c.name
	}
	conflict := ""
	if changes {
		conflict = " on conflict (vendor_id, source_id, external_id) do update set " + r.changes() + " where " + r.differs("excluded")
	}
	return `with done as (
  insert into marketplace_products as t (vendor_id, source_id, import_job_id, created_at, updated_at, status, ` + strings.Join(names, ", ") + `)
  select $1, $2, $3, $4, $4, 'IMPORTED', s.` + strings.Join(names, ", s.") + ` from import_stage s` + conflict + `
  returning xmax = 0 as fresh)
select count(*) filter (where fresh), count(*) filter (where not fresh) from done`
}

// returned is the status of a product t that its feed has: what went missing comes
// back.
const returned = "case when t.status <> 'MISSING' then t.status when t.product_id is null then 'IMPORTED' else 'PUBLISHED' end"

// changes is what a row does to the product that it finds.
func (r *run) changes() string {
	set := []string{
		"row_hash = excluded.row_hash", "import_job_id = excluded.import_job_id", "updated_at = excluded.updated_at",
		"status = " + returned,
		// One that comes back as it was says nothing new.
		"changed = t.changed or (t.product_id is not null and t.row_hash <> excluded.row_hash)",
	}
	for _, c := range r.given() {
		value := "excluded." + c.name
		if c.of == feed.ColumnAttribute {
			value = r.merged("excluded")
		}
		set = append(set, c.name+" = "+value)
	}
	return strings.Join(set, ", ")
}

// compare counts what a chunk would do, for a dry run. ent cannot join a temporary
// table. It is confined to the vendor by $1 and by row-level security.
func (r *run) compare() string {
	return "select count(*) filter (where t.id is null), count(*) filter (where t.id is not null and " + r.differs("s") + ")" +
		" from import_stage s left join marketplace_products t on" + sameKey
}

const sameKey = " t.vendor_id = $1 and t.source_id = $2 and t.external_id = s.external_id"

// insertProblems stores what is wrong with rows, all in one statement: ent would
// send fifteen thousand parameters for a thousand rows. It is confined to the
// vendor by $1 and by row-level security.
const insertProblems = `insert into import_row_errors (id, created_at, updated_at, vendor_id, job_id, line, record, "column", value, code, message, hint, warning)
select id, $3, $3, $1, $2, line, record, nullif("column", ''), nullif(value, ''), code, message::jsonb, hint::jsonb, warning
from unnest($4::uuid[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bool[])
  as p (id, line, record, "column", value, code, message, hint, warning)`

// store keeps problems, up to the limit of each kind.
func (r *run) store(ctx context.Context, tx *store.Tx, all []feed.Problem) error {
	var p problemColumns
	for i := range all {
		room := &r.kept.errors
		if all[i].Severity == feed.Warning {
			room = &r.kept.warnings
		}
		if *room++; *room <= problemsKept {
			p.add(&all[i])
		}
	}
	if len(p.id) == 0 {
		return nil
	}
	_, err := tx.Pgx.Exec(ctx, insertProblems, r.job.VendorID, r.job.ID, r.clock.Now(),
		p.id, p.line, p.record, p.column, p.value, p.code, p.message, p.hint, p.warning)
	if err != nil {
		return fmt.Errorf("store the problems of rows: %w", err)
	}
	return nil
}

type problemColumns struct {
	id                           []uuid.UUID
	line, record                 []int64
	column, value, code, message []string
	hint                         []*string
	warning                      []bool
}

func (c *problemColumns) add(p *feed.Problem) {
	c.id = append(c.id, uuid.Must(uuid.NewV7()))
	c.line, c.record = append(c.line, int64(p.Line)), append(c.record, int64(p.Record))
	c.column, c.value, c.code = append(c.column, p.Column), append(c.value, p.Value), append(c.code, string(p.Code))
	c.message = append(c.message, asJSON(i18n.Message{Format: p.Format, Args: words(p.Args)}))
	var hint *string
	if p.Hint != "" {
		raw := asJSON(i18n.Message{Format: p.Hint})
		hint = &raw
	}
	c.hint, c.warning = append(c.hint, hint), append(c.warning, p.Severity == feed.Warning)
}

func asJSON(m i18n.Message) string {
	raw, err := json.Marshal(m)
	if err != nil {
		panic(fmt.Sprintf("marketplace: message: %v", err)) // texts cannot fail
	}
	return string(raw)
}
