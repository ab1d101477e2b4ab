package catalog

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/internal/viewer"
)

// The shelf of a product is the first collection that it stands in. ent would take a
// statement for each step from a name to the neighbours on its shelf, and read all of
// them. Each step names the vendor, and each join repeats it.
const (
	shelfColumn = "of_shelf"
	shelfAsJSON = `(select json_build_object('slug', c.slug, 'title', c.title, 'translations', c.translations)::text
from collections c join collection_products cp on cp.vendor_id = c.vendor_id and cp.collection_id = c.id
where cp.vendor_id = products.vendor_id and cp.product_id = products.id order by c.position, c.id limit 1)`
	onShelf = ` = any(array(select n.product_id from collection_products n where n.vendor_id = `
	ofSlug  = ` and n.collection_id = (select c.id from collections c
join collection_products cp on cp.vendor_id = c.vendor_id and cp.collection_id = c.id
join products p on p.vendor_id = cp.vendor_id and p.id = cp.product_id where p.vendor_id = n.vendor_id and p.slug = `
	firstEight = ` order by c.position, c.id limit 1) order by n.position, n.product_id limit 8))`
)

// withNeighbours returns a product of the shop and after it some of the first eight that
// stand on the same shelf. The product has the words of the shelf in shelfColumn.
func (s *Service) withNeighbours(ctx context.Context, slug string) ([]*ent.Product, error) {
	vendor := viewer.From(ctx).VendorID
	rows, err := s.db.Product.Query().Where(func(sel *sql.Selector) {
		sel.Where(sql.P(func(b *sql.Builder) {
			b.WriteString("(").WriteString(sel.C(product.FieldSlug)).WriteString(" = ").Arg(slug)
			b.WriteString(" or ").WriteString(sel.C(product.FieldID)).WriteString(onShelf).Arg(vendor).WriteString(ofSlug).Arg(slug)
			b.WriteString(firstEight).WriteString(")")
		}))
		sel.AppendSelectExprAs(sql.Expr(shelfAsJSON), shelfColumn)
	}).Order(product.ByID(sql.OrderDesc())).All(ctx)
	if err != nil {
		return nil, err
	}
	own := slices.IndexFunc(rows, func(p *ent.Product) bool { return p.Slug == slug })
	if own < 0 {
		return nil, nil
	}
	rows = slices.Concat(rows[own:own+1], rows[:own], rows[own+1:])
	return rows[:min(len(rows), 1+frontRelated)], nil
}
