package catalog

import (
	"entgo.io/ent/dialect/sql"

	"orion/ent/gen/ent/product"
)

// The conditions below are such as ent cannot say: a walk down a tree, and what a list in a
// column has in common with another. The statement around them names the vendor, and
// row-level security confines the walk.

// inCategory matches products of categories, or of those below them.
func inCategory(ids []any) condition {
	return func(s *sql.Selector) *sql.Predicate {
		if len(ids) == 0 {
			return sql.False()
		}
		return sql.P(func(b *sql.Builder) {
			b.WriteByte('(').WriteString(s.C(product.FieldCategoryID)).WriteString(` is not null and `).
				WriteString(s.C(product.FieldCategoryID)).WriteString(` in (with recursive below (id, vendor_id) as (
  select id, vendor_id from categories where id in (`).Args(ids...).WriteString(`)
  union select c.id, c.vendor_id from categories c join below b on c.vendor_id = b.vendor_id and c.parent_id = b.id
) select id from below))`)
		})
	}
}

// taggedAny matches products that have any of some tags.
func taggedAny(tags []string) condition {
	return func(s *sql.Selector) *sql.Predicate {
		return sql.P(func(b *sql.Builder) {
			b.WriteByte('(').WriteString(s.C(product.FieldTags)).WriteString(` is not null and `).
				WriteString(s.C(product.FieldTags)).WriteString(` ?| `).Arg(tags).WriteString(`::text[])`)
		})
	}
}
