package fast

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/internal/catalog"
	"orion/internal/enum"
)

// The statements of this file go to the database together, in one round trip with the
// vendor that row-level security asks for, which ent cannot do. Each names the vendor of
// the viewer beside that and shows what is published, as ent's policies would.

// what is wanted: a collection, products, and of those that ids are or select what they
// have; counted is all of the list. What is nil is not wanted.
type what struct {
	shelf, rows, counted *sql.Selector
	ids                  matching
	placed               bool // the rows have a place behind their columns
	needs                needs
}

// matching says which products' a row is: what stands behind ANY, and its arguments, the
// first of which is the vendor.
type matching struct {
	text string
	args []any
}

// selectedBy is for a selection of catalog.InShop.
func selectedBy(ids *sql.Selector) matching {
	query, args := ids.Query()
	return matching{"ARRAY(" + query + ")", args}
}

func oneOf(vendor uuid.UUID, ids []uuid.UUID) matching {
	return matching{"$2::uuid[]", []any{vendor, ids}}
}

// loaded is what came.
type loaded struct {
	shelf  *ent.Collection // nil where there is none
	rows   []*ent.Product
	all    map[uuid.UUID]*product
	places map[uuid.UUID]int64
	count  int
}

// load sends the statements and reads what comes.
func (f *Fast) load(ctx context.Context, w what) (*loaded, error) {
	br, err := f.DB.Together(ctx, w.queue)
	if err != nil {
		return nil, fmt.Errorf("send the statements: %w", err)
	}
	defer func() { _ = br.Close() }() // whatever went wrong, the rows have said
	l := &loaded{all: map[uuid.UUID]*product{}}
	for _, read := range []struct {
		name   string
		wanted bool
		from   func(pgx.BatchResults, what) error
	}{
		{"the collection", w.shelf != nil, l.readShelf},
		{"products", w.rows != nil, l.readProducts},
		{"variants", w.wants(needsVariants), l.readVariants},
		{"pictures", w.wants(needsMedia), l.readMedia},
		{"the count", w.wants(needsCount), l.readCount},
	} {
		if !read.wanted {
			continue
		}
		if err := read.from(br, w); err != nil {
			return nil, fmt.Errorf("read %s: %w", read.name, err)
		}
	}
	return l, nil
}

func (w what) wants(n needs) bool { return w.rows != nil && w.needs&n != 0 }

// queue puts the statements of what is wanted into a batch, in the order that load reads.
func (w what) queue(b *pgx.Batch) {
	add := func(query string, args []any) { b.Queue(query, wired(args)...) }
	if w.shelf != nil {
		add(w.shelf.Query())
	}
	if w.rows != nil {
		add(w.rows.Query())
	}
	if w.wants(needsVariants) {
		add(variantsOf.of(w.needs, w.ids))
	}
	if w.wants(needsMedia) {
		add(mediaOf.of(w.needs, w.ids))
	}
	if w.wants(needsCount) {
		query, args := w.counted.Query() // under a name of its own its conditions would look for their columns there
		add("select count(*) from ("+query+") as counted", args)
	}
}

// wired are arguments with ids as they go over the wire, and not as texts that Go's own way
// to databases would make of them.
func wired(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case uuid.UUID:
			out[i] = pgtype.UUID{Bytes: a, Valid: true}
		case []uuid.UUID:
			ids := make([]pgtype.UUID, len(a))
			for j, id := range a {
				ids[j] = pgtype.UUID{Bytes: id, Valid: true}
			}
			out[i] = ids
		default:
			out[i] = a
		}
	}
	return out
}

func (l *loaded) readShelf(br pgx.BatchResults, w what) error {
	return shelfColumns.each(br, w.needs, slab[ent.Collection](), func(c *ent.Collection, _ *cells, _ int) { l.shelf = c })
}

func (l *loaded) readProducts(br pgx.BatchResults, w what) error {
	if w.placed {
		l.places = map[uuid.UUID]int64{}
	}
	return productColumns.each(br, w.needs, slab[product](), func(p *product, c *cells, behind int) {
		l.rows, l.all[p.ID] = append(l.rows, &p.Product), p
		if w.placed {
			l.places[p.ID] = c.int64(behind)
		}
	})
}

func (l *loaded) readVariants(br pgx.BatchResults, w what) error {
	return variantColumns.each(br, w.needs, slab[ent.ProductVariant](), func(v *ent.ProductVariant, _ *cells, _ int) {
		if p := l.all[v.ProductID]; p != nil {
			p.variants = append(p.variants, v)
		}
	})
}

func (l *loaded) readMedia(br pgx.BatchResults, w what) error {
	return mediaColumns.each(br, w.needs, slab[ent.MediaFile](), func(m *ent.MediaFile, c *cells, behind int) {
		m.Status = enum.MediaStatusReady
		if p := l.all[c.uuid(behind)]; p != nil && len(p.media) < catalog.MaxMedia {
			p.media = append(p.media, m)
		}
	})
}

func (l *loaded) readCount(br pgx.BatchResults, _ what) error { return br.QueryRow().Scan(&l.count) }

// columnsOf names columns with their table.
func columnsOf(t *sql.SelectTable, names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = t.C(n)
	}
	return out
}

func shelfBy(vendor uuid.UUID, where *sql.Predicate) *sql.Selector {
	t := sql.Dialect(dialect.Postgres).Table(collection.Table)
	return sql.Dialect(dialect.Postgres).Select(columnsOf(t, shelfColumns.names(0))...).From(t).
		Where(sql.And(sql.EQ(t.C(collection.FieldVendorID), vendor), where))
}

// A child is a statement for what products have. Its text is kept for each selection, and
// what is the same each time is no argument; see catalog.InShop.
type child struct {
	columns      func(needs) string
	from, behind string
	texts        sync.Map // of needs
}

func (c *child) of(n needs, m matching) (query string, args []any) {
	head, ok := c.texts.Load(n)
	if !ok {
		head = "SELECT " + c.columns(n) + c.from
		c.texts.Store(n, head)
	}
	return head.(string) + m.text + c.behind, m.args
}

func columnsIn[T any](t table[T], as string) func(needs) string {
	return func(n needs) string { return as + "." + strings.Join(t.names(n), ", "+as+".") }
}

var variantsOf = &child{
	columns: columnsIn(variantColumns, "v"),
	from:    ` FROM product_variants v WHERE v.vendor_id = $1 AND v.published AND v.product_id = ANY(`,
	behind:  `) ORDER BY v.position, v.id`,
}

// mediaOf selects pictures, and behind their columns the product of each.
var mediaOf = &child{
	columns: columnsIn(mediaColumns, "m"),
	from: `, pm.product_id FROM product_media pm JOIN media_files m ON m.vendor_id = pm.vendor_id AND m.id = pm.media_id
WHERE pm.vendor_id = $1 AND m.status = 'READY' AND pm.product_id = ANY(`,
	behind: `) ORDER BY pm.position, m.id`,
}
