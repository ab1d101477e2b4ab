package fast

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	entproduct "orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productmedia"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
	"orion/internal/viewer"
)

// The statements of this file go to the database together, in one round trip with the
// vendor that row-level security asks for, which ent cannot do. Each names the vendor of
// the viewer beside that and shows what is published, as ent's policies would.

// what is wanted: rows are the products, ids the same again for what they have, counted
// all of the list.
type what struct {
	rows, ids, counted *sql.Selector
	needs              needs
}

// columns are those that rows selects.
func (n needs) columns() []string {
	out := []string{
		entproduct.FieldID, entproduct.FieldSlug, entproduct.FieldTitle, entproduct.FieldBrand, entproduct.FieldProductType,
		entproduct.FieldCurrency, entproduct.FieldMinPriceMinor, entproduct.FieldMaxPriceMinor, entproduct.FieldInStock,
		entproduct.FieldSoldCount, entproduct.FieldCreatedAt, entproduct.FieldUpdatedAt,
	}
	if n&needsDescription != 0 {
		out = append(out, entproduct.FieldDescription)
	}
	if n&needsTags != 0 {
		out = append(out, entproduct.FieldTags)
	}
	if n&needsWords != 0 {
		out = append(out, entproduct.FieldTranslations)
	}
	return out
}

// load reads products with what they show.
func (f *Fast) load(ctx context.Context, w what) (rows []*ent.Product, all map[uuid.UUID]*product, count int, err error) {
	vendor := viewer.From(ctx).VendorID
	br, err := f.DB.Together(ctx, func(b *pgx.Batch) {
		queue(b, w.rows)
		if w.needs&needsVariants != 0 {
			queue(b, variantsOf(vendor, w.ids))
		}
		if w.needs&needsMedia != 0 {
			queue(b, mediaOf(vendor, w.ids))
		}
		if w.needs&needsCount != 0 {
			queue(b, sql.Dialect(dialect.Postgres).Select("count(*)").From(w.counted.As("counted")))
		}
	})
	if err != nil {
		return nil, nil, 0, fmt.Errorf("send the statements: %w", err)
	}
	defer func() { _ = br.Close() }() // whatever went wrong, the rows have said
	if rows, all, err = readProducts(br, w.needs); err != nil {
		return nil, nil, 0, fmt.Errorf("read products: %w", err)
	}
	if w.needs&needsVariants != 0 {
		if err := readVariants(br, all); err != nil {
			return nil, nil, 0, fmt.Errorf("read variants: %w", err)
		}
	}
	if w.needs&needsMedia != 0 {
		if err := readMedia(br, all); err != nil {
			return nil, nil, 0, fmt.Errorf("read pictures: %w", err)
		}
	}
	if w.needs&needsCount != 0 {
		if err := br.QueryRow().Scan(&count); err != nil {
			return nil, nil, 0, fmt.Errorf("count products: %w", err)
		}
	}
	return rows, all, count, nil
}

func queue(b *pgx.Batch, s *sql.Selector) {
	query, args := s.Query()
	b.Queue(query, args...)
}

func among(column string, ids *sql.Selector) *sql.Predicate {
	return sql.P(func(b *sql.Builder) { b.WriteString(column).WriteString(" = ANY(ARRAY(").Join(ids).WriteString("))") })
}

func variantsOf(vendor uuid.UUID, ids *sql.Selector) *sql.Selector {
	t := sql.Dialect(dialect.Postgres).Table(productvariant.Table)
	return sql.Dialect(dialect.Postgres).Select(
		t.C(productvariant.FieldID), t.C(productvariant.FieldProductID), t.C(productvariant.FieldSku), t.C(productvariant.FieldGtin),
		t.C(productvariant.FieldTitle), t.C(productvariant.FieldOptions), t.C(productvariant.FieldCurrency), t.C(productvariant.FieldPriceMinor),
		t.C(productvariant.FieldCompareAtMinor), t.C(productvariant.FieldPriorPriceMinor), t.C(productvariant.FieldAvailableForSale)).From(t).
		Where(sql.And(sql.EQ(t.C(productvariant.FieldVendorID), vendor), sql.EQ(t.C(productvariant.FieldPublished), true), among(t.C(productvariant.FieldProductID), ids))).
		OrderBy(t.C(productvariant.FieldPosition), t.C(productvariant.FieldID))
}

func mediaOf(vendor uuid.UUID, ids *sql.Selector) *sql.Selector {
	m, pm := sql.Dialect(dialect.Postgres).Table(mediafile.Table), sql.Table(productmedia.Table).As("pm")
	return sql.Dialect(dialect.Postgres).Select(
		pm.C(productmedia.FieldProductID), m.C(mediafile.FieldID), m.C(mediafile.FieldVendorID), m.C(mediafile.FieldKey), m.C(mediafile.FieldAlt), m.C(mediafile.FieldAlts),
		m.C(mediafile.FieldWidth), m.C(mediafile.FieldHeight), m.C(mediafile.FieldColor), m.C(mediafile.FieldContentType), m.C(mediafile.FieldPrivate), m.C(mediafile.FieldRenditions)).
		From(m).Join(pm).On(m.C(mediafile.FieldID), pm.C(productmedia.FieldMediaID)).
		Where(sql.And(sql.EQ(m.C(mediafile.FieldVendorID), vendor), sql.EQ(pm.C(productmedia.FieldVendorID), vendor),
			sql.EQ(m.C(mediafile.FieldStatus), string(enum.MediaStatusReady)), among(pm.C(productmedia.FieldProductID), ids))).
		OrderBy(pm.C(productmedia.FieldPosition), m.C(mediafile.FieldID))
}
