package fast

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/mediafile"
	"orion/ent/gen/ent/productmedia"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/viewer"
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

// matching says which products' a row is.
type matching func(column string) *sql.Predicate

func selectedBy(ids *sql.Selector) matching {
	return func(column string) *sql.Predicate {
		return sql.P(func(b *sql.Builder) { b.WriteString(column).WriteString(" = ANY(ARRAY(").Join(ids).WriteString("))") })
	}
}

func oneOf(ids []uuid.UUID) matching {
	return func(column string) *sql.Predicate {
		return sql.P(func(b *sql.Builder) { b.WriteString(column).WriteString(" = ANY(").Arg(ids).WriteByte(')') })
	}
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
	vendor := viewer.From(ctx).VendorID
	br, err := f.DB.Together(ctx, func(b *pgx.Batch) { w.queue(b, vendor) })
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
		{"the collection", w.shelf != nil, l.readShelf}, {"products", w.rows != nil, l.readProducts},
		{"variants", w.wants(needsVariants), l.readVariants}, {"pictures", w.wants(needsMedia), l.readMedia}, {"the count", w.wants(needsCount), l.readCount},
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

func (w what) queue(b *pgx.Batch, vendor uuid.UUID) {
	add := func(s *sql.Selector) {
		query, args := s.Query()
		b.Queue(query, args...)
	}
	if w.shelf != nil {
		add(w.shelf)
	}
	if w.rows != nil {
		add(w.rows)
	}
	if w.wants(needsVariants) {
		add(variantsOf(vendor, w.ids, variantColumns.names(w.needs)))
	}
	if w.wants(needsMedia) {
		add(mediaOf(vendor, w.ids, mediaColumns.names(w.needs)))
	}
	if w.wants(needsCount) {
		query, args := w.counted.Query() // under a name of its own its conditions would look for their columns there
		b.Queue("select count(*) from ("+query+") as counted", args...)
	}
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

func variantsOf(vendor uuid.UUID, of matching, names []string) *sql.Selector {
	t := sql.Dialect(dialect.Postgres).Table(productvariant.Table)
	return sql.Dialect(dialect.Postgres).Select(columnsOf(t, names)...).From(t).
		Where(sql.And(sql.EQ(t.C(productvariant.FieldVendorID), vendor), sql.EQ(t.C(productvariant.FieldPublished), true), of(t.C(productvariant.FieldProductID)))).
		OrderBy(t.C(productvariant.FieldPosition), t.C(productvariant.FieldID))
}

// mediaOf selects pictures, and behind their columns the product of each.
func mediaOf(vendor uuid.UUID, of matching, names []string) *sql.Selector {
	m, pm := sql.Dialect(dialect.Postgres).Table(mediafile.Table), sql.Table(productmedia.Table).As("pm")
	return sql.Dialect(dialect.Postgres).Select(append(columnsOf(m, names), pm.C(productmedia.FieldProductID))...).
		From(m).Join(pm).On(m.C(mediafile.FieldID), pm.C(productmedia.FieldMediaID)).
		Where(sql.And(sql.EQ(m.C(mediafile.FieldVendorID), vendor), sql.EQ(pm.C(productmedia.FieldVendorID), vendor),
			sql.EQ(m.C(mediafile.FieldStatus), string(enum.MediaStatusReady)), of(pm.C(productmedia.FieldProductID)))).
		OrderBy(pm.C(productmedia.FieldPosition), m.C(mediafile.FieldID))
}
