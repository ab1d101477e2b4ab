package catalog

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	"orion/ent/gen/ent/productmedia"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
)

// MaxMedia is how many pictures of a product are shown.
const MaxMedia = 20

// Variants returns the first page of variants of each product, in the order of
// products: one statement for all of them. A cursor is taken for a single product
// only.
func (s *Service) Variants(ctx context.Context, products []*ent.Product, arg page.Arg) ([]*ProductVariantConnection, error) {
	if arg.After != nil && len(products) > 1 {
		return nil, errs.Field("after", "goes with a single product")
	}
	order := []page.Key{{Column: productvariant.FieldPosition}}
	ids := productIDs(products)
	plan, err := s.signer.Plan(arg, order, "variants", ids)
	if err != nil {
		return nil, err
	}
	q := s.db.ProductVariant.Query().Where(filter.AnyOf(productvariant.FieldProductID, ids), plan.Where).Order(plan.Order)
	if len(products) == 1 {
		q.Limit(plan.Limit())
	}
	rows, err := q.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list variants: %w", err)
	}
	byProduct := make(map[uuid.UUID][]*ent.ProductVariant, len(products))
	for _, v := range rows {
		if have := byProduct[v.ProductID]; len(have) < plan.Limit() {
			byProduct[v.ProductID] = append(have, v)
		}
	}
	out := make([]*ProductVariantConnection, len(products))
	for i, p := range products {
		own, err := s.signer.Plan(arg, order, "variants", []uuid.UUID{p.ID})
		if err != nil {
			return nil, err
		}
		out[i] = page.Cut(own, byProduct[p.ID], variantKey, func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.ProductVariant.Query().Where(productvariant.ProductID(p.ID)).Limit(limit).IDs(ctx)
			return len(ids), err
		})
	}
	return out, nil
}

func variantKey(v *ent.ProductVariant) ([]any, uuid.UUID) { return []any{v.Position}, v.ID }

// Media returns the ready pictures of each product, in their order: one statement
// for all products.
func (s *Service) Media(ctx context.Context, products []*ent.Product) ([][]*ent.MediaFile, error) {
	pm := sql.Table(productmedia.Table)
	rows, err := s.db.MediaFile.Query().Where(func(sel *sql.Selector) {
		sel.Join(pm).On(sel.C(mediafile.FieldID), pm.C(productmedia.FieldMediaID))
		sel.Where(sql.And(
			sql.ColumnsEQ(pm.C(productmedia.FieldVendorID), sel.C(mediafile.FieldVendorID)),
			sql.P(func(b *sql.Builder) {
				b.WriteString(pm.C(productmedia.FieldProductID)).WriteString(" = ANY(").Arg(productIDs(products)).WriteByte(')')
			})))
		sel.OrderBy(pm.C(productmedia.FieldPosition), sel.C(mediafile.FieldID))
		sel.AppendSelectAs(pm.C(productmedia.FieldProductID), "of_product")
	}, mediafile.StatusEQ("READY")).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list pictures: %w", err)
	}
	byProduct := make(map[uuid.UUID][]*ent.MediaFile, len(products))
	for _, m := range rows {
		id, err := ofProduct(m)
		if err != nil {
			return nil, err
		}
		if have := byProduct[id]; len(have) < MaxMedia {
			byProduct[id] = append(have, m)
		}
	}
	out := make([][]*ent.MediaFile, len(products))
	for i, p := range products {
		out[i] = byProduct[p.ID]
	}
	return out, nil
}

// FeaturedMedia returns the first ready picture of each product, nil where there
// is none.
func (s *Service) FeaturedMedia(ctx context.Context, products []*ent.Product) ([]*ent.MediaFile, error) {
	all, err := s.Media(ctx, products)
	if err != nil {
		return nil, err
	}
	out := make([]*ent.MediaFile, len(products))
	for i, of := range all {
		if len(of) > 0 {
			out[i] = of[0]
		}
	}
	return out, nil
}

// ofProduct reads the column that Media selects beside a picture's own.
func ofProduct(m *ent.MediaFile) (uuid.UUID, error) {
	v, err := m.Value("of_product")
	if err != nil {
		return uuid.Nil, fmt.Errorf("read the product of a picture: %w", err)
	}
	switch v := v.(type) {
	case [16]byte:
		return v, nil
	case string:
		return uuid.Parse(v)
	}
	return uuid.Nil, fmt.Errorf("the product of a picture came as %T", v)
}

func productIDs(of []*ent.Product) []uuid.UUID {
	out := make([]uuid.UUID, len(of))
	for i, p := range of {
		out[i] = p.ID
	}
	return out
}
