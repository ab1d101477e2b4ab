package catalog

import (
	"strconv"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent/product"
	"orion/internal/enum"
	"orion/internal/kit/publicid"
	"orion/internal/kit/shelfrule"
)

// A row names the columns of the table of products in a statement.
type row func(column string) string

// productRow is the table of products under the name p.
func productRow(column string) string { return "p." + column }

// matching is the condition that rules put on a product of a vendor. It is text with
// parameters, because ent has no words for a tree of categories, a list of tags or an age;
// sub-selects name the vendor themselves. What is archived never matches.
func matching(rules *shelfrule.Rules, vendor uuid.UUID, of row) *sql.Predicate {
	all := make([]*sql.Predicate, len(rules.Conditions))
	for i, c := range rules.Conditions {
		all[i] = matches(c, vendor, of)
	}
	how := sql.And
	if rules.Any {
		how = sql.Or
	}
	shown := sql.P(func(b *sql.Builder) {
		b.WriteString(of(product.FieldStatus)).WriteString(" <> ").Arg(string(enum.ProductStatusArchived))
	})
	return sql.And(shown, how(all...))
}

// matches is one condition of rules that were checked.
func matches(c shelfrule.Condition, vendor uuid.UUID, of row) *sql.Predicate {
	switch enum.ShelfField(c.Field) {
	case enum.ShelfFieldTitle:
		return matchesText(of(product.FieldTitle), c)
	case enum.ShelfFieldBrand:
		return matchesText(of(product.FieldBrand), c)
	case enum.ShelfFieldProductType:
		return matchesText(of(product.FieldProductType), c)
	case enum.ShelfFieldTag:
		return unless(c, func(b *sql.Builder) {
			b.WriteString("coalesce(").WriteString(of(product.FieldTags)).WriteString(", '[]'::jsonb) @> to_jsonb(").Arg(c.Value).WriteString("::text)")
		})
	case enum.ShelfFieldCategory:
		return unless(c, func(b *sql.Builder) {
			below(b, of(product.FieldCategoryID), vendor, publicid.ID(c.Value).As("Category"))
		})
	case enum.ShelfFieldPrice:
		return compared(of(product.FieldMinPriceMinor), c, func(b *sql.Builder) { b.Arg(number(c.Value)).WriteString("::bigint") })
	case enum.ShelfFieldOnSale:
		return is(c, func(b *sql.Builder) { onSale(b, of, vendor) })
	case enum.ShelfFieldInStock:
		return is(c, func(b *sql.Builder) { b.WriteString(of(product.FieldInStock)) })
	case enum.ShelfFieldAgeDays:
		return compared(of(product.FieldCreatedAt), older(c), func(b *sql.Builder) {
			b.WriteString("now() - make_interval(days => ").Arg(number(c.Value)).WriteString("::int)")
		})
	}
	return sql.False() // of a program that knows more fields than this one
}

// matchesText compares a column that may be null with a text, whatever the case.
func matchesText(column string, c shelfrule.Condition) *sql.Predicate {
	text := "lower(coalesce(" + column + ", ''))"
	return sql.P(func(b *sql.Builder) {
		switch enum.ShelfOp(c.Op) {
		case enum.ShelfOpContains:
			b.WriteString("position(lower(").Arg(c.Value).WriteString("::text) in " + text + ") > 0")
		case enum.ShelfOpStartsWith:
			b.WriteString("starts_with(" + text + ", lower(").Arg(c.Value).WriteString("::text))")
		case enum.ShelfOpNotEquals:
			b.WriteString(text + " <> lower(").Arg(c.Value).WriteString("::text)")
		default:
			b.WriteString(text + " = lower(").Arg(c.Value).WriteString("::text)")
		}
	})
}

// unless turns a condition round for NOT_EQUALS; what it says nothing of is not so.
func unless(c shelfrule.Condition, positive func(*sql.Builder)) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		if enum.ShelfOp(c.Op) == enum.ShelfOpNotEquals {
			b.WriteString("not ")
		}
		b.WriteString("coalesce(")
		positive(b)
		b.WriteString(", false)")
	})
}

// is asks whether a condition is true or false, as the rule says.
func is(c shelfrule.Condition, positive func(*sql.Builder)) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		if c.Value == "false" {
			b.WriteString("not ")
		}
		positive(b)
	})
}

func compared(column string, c shelfrule.Condition, with func(*sql.Builder)) *sql.Predicate {
	op := " >= "
	if enum.ShelfOp(c.Op) == enum.ShelfOpAtMost {
		op = " <= "
	}
	return sql.P(func(b *sql.Builder) {
		b.WriteString(column + op)
		with(b)
	})
}

// older turns an age round: what was made earlier is older.
func older(c shelfrule.Condition) shelfrule.Condition {
	if enum.ShelfOp(c.Op) == enum.ShelfOpAtLeast {
		c.Op = string(enum.ShelfOpAtMost)
	} else {
		c.Op = string(enum.ShelfOpAtLeast)
	}
	return c
}

// number reads a value that was checked when it was kept.
func number(value string) int64 {
	n, _ := strconv.ParseInt(value, 10, 64)
	return n
}

// below asks whether a column is a category or one below it.
func below(b *sql.Builder, column string, vendor, category uuid.UUID) {
	b.WriteString(column).WriteString(" in (with recursive tree as (select id from categories where vendor_id = ").Arg(vendor).
		WriteString(" and id = ").Arg(category).
		WriteString(" union select c.id from categories c join tree t on c.parent_id = t.id where c.vendor_id = ").Arg(vendor).
		WriteString(") select id from tree)")
}

// onSale asks whether any variant has a price before a reduction.
func onSale(b *sql.Builder, of row, vendor uuid.UUID) {
	b.WriteString("exists (select from product_variants v where v.vendor_id = ").Arg(vendor).WriteString(" and v.product_id = ").
		WriteString(of(product.FieldID)).WriteString(" and v.compare_at_minor > v.price_minor)")
}
