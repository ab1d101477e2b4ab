package catalog

import (
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"orion/ent/gen/ent/collectionproduct"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
)

// The size of a filter.
const (
	maxDepth  = 3
	maxLeaves = 20
)

// A filtering turns a ProductWhere into conditions. It counts what it meets, so
// that a filter cannot make a query without bound.
type filtering struct {
	currency string
	leaves   int
}

// shown is the filter without what shoppers do not see, so that nobody learns it by asking.
func (w *ProductWhere) shown() *ProductWhere {
	if w == nil {
		return nil
	}
	out := *w
	out.TaxClass, out.Not = nil, w.Not.shown()
	for _, list := range []*[]*ProductWhere{&out.And, &out.Or} {
		for i, inner := range *list {
			if i == 0 {
				*list = slices.Clone(*list)
			}
			(*list)[i] = inner.shown()
		}
	}
	return &out
}

// predicate returns the filter as one condition on products, nil for none.
func (w *ProductWhere) predicate(currency string) (predicate.Product, error) {
	if w == nil {
		return nil, nil
	}
	f := &filtering{currency: currency}
	make, err := f.of(w, "where", 1)
	if err != nil {
		return nil, err
	}
	return func(s *sql.Selector) {
		if p := make(s); p != nil {
			s.Where(p)
		}
	}, nil
}

// A condition is made when the selector, and with it the name of the table, is known.
type condition func(*sql.Selector) *sql.Predicate

func (f *filtering) of(w *ProductWhere, path string, depth int) (condition, error) {
	if depth > maxDepth {
		return nil, errs.New(errs.TooMany, "a filter has at most %d levels", maxDepth).At(path)
	}
	all, err := f.fields(w, path)
	if err != nil {
		return nil, err
	}
	if f.leaves += len(all); f.leaves > maxLeaves {
		return nil, errs.New(errs.TooMany, "a filter has at most %d conditions", maxLeaves).At(path)
	}
	if w.And != nil {
		c, err := f.join(w.And, path+".and", depth, sql.And)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	if w.Or != nil {
		c, err := f.join(w.Or, path+".or", depth, sql.Or)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	if w.Not != nil {
		c, err := f.of(w.Not, path+".not", depth+1)
		if err != nil {
			return nil, err
		}
		all = append(all, func(s *sql.Selector) *sql.Predicate {
			if p := c(s); p != nil {
				return sql.Not(p)
			}
			return sql.False()
		})
	}
	return func(s *sql.Selector) *sql.Predicate { return conjunction(all, s, sql.And) }, nil
}

// join combines a list of filters. An empty list matches nothing.
func (f *filtering) join(of []*ProductWhere, path string, depth int, how func(...*sql.Predicate) *sql.Predicate) (condition, error) {
	parts := make([]condition, len(of))
	for i, w := range of {
		c, err := f.of(w, fmt.Sprintf("%s.%d", path, i), depth+1)
		if err != nil {
			return nil, err
		}
		parts[i] = c
	}
	return func(s *sql.Selector) *sql.Predicate {
		if len(parts) == 0 {
			return sql.False()
		}
		return conjunction(parts, s, how)
	}, nil
}

func conjunction(parts []condition, s *sql.Selector, how func(...*sql.Predicate) *sql.Predicate) *sql.Predicate {
	var ps []*sql.Predicate
	for _, c := range parts {
		if p := c(s); p != nil {
			ps = append(ps, p)
		}
	}
	switch len(ps) {
	case 0:
		return nil
	case 1:
		return ps[0]
	}
	return how(ps...)
}

// fields returns the conditions of one level.
func (f *filtering) fields(w *ProductWhere, path string) ([]condition, error) {
	if err := w.Title.Validate(path + ".title"); err != nil {
		return nil, err
	}
	if err := w.Sku.Validate(path + ".sku"); err != nil {
		return nil, err
	}
	if err := w.Brand.Validate(path + ".brand"); err != nil {
		return nil, err
	}
	if len(w.Tag) > maxTags {
		return nil, errs.New(errs.TooMany, "has more than %d values", maxTags).At(path + ".tag")
	}
	var out []condition
	plain := func(ps []*sql.Predicate) {
		for _, p := range ps {
			out = append(out, func(*sql.Selector) *sql.Predicate { return p })
		}
	}
	plain(w.Title.Where(product.FieldTitle))
	plain(w.Brand.Where(product.FieldBrand))
	plain(w.CreatedAt.Where(product.FieldCreatedAt))
	price, err := w.Price.Where(product.FieldMinPriceMinor, f.currency, path+".price")
	if err != nil {
		return nil, err
	}
	plain(price)
	if w.InStock != nil {
		plain([]*sql.Predicate{sql.EQ(product.FieldInStock, *w.InStock)})
	}
	if w.Status != nil {
		plain([]*sql.Predicate{sql.In(product.FieldStatus, statuses(w.Status)...)})
	}
	if w.TaxClass != nil {
		plain([]*sql.Predicate{sql.In(product.FieldTaxClass, classes(w.TaxClass)...)})
	}
	if w.Tag != nil {
		out = append(out, taggedAny(w.Tag))
	}
	if ids, ok := w.Category.UUIDs("Category"); ok {
		out = append(out, inCategory(ids))
	}
	if ids, ok := w.Collection.UUIDs("Collection"); ok {
		out = append(out, inCollection(ids))
	}
	if sku := w.Sku.Where(productvariant.FieldSku); len(sku) > 0 {
		out = append(out, hasVariant(sku))
	}
	return out, nil
}

func statuses(of []enum.ProductStatus) []any {
	out := make([]any, len(of))
	for i, s := range of {
		out[i] = string(s)
	}
	return out
}

func classes(of []enum.TaxClass) []any {
	out := make([]any, len(of))
	for i, c := range of {
		out[i] = string(c)
	}
	return out
}

// inCollection names the vendor in the sub-select too, for the index that begins
// with it.
func inCollection(ids []any) condition {
	return func(s *sql.Selector) *sql.Predicate {
		cp := sql.Table(collectionproduct.Table)
		return sql.In(s.C(product.FieldID), sql.Select(cp.C(collectionproduct.FieldProductID)).From(cp).Where(sql.And(
			sql.ColumnsEQ(cp.C(collectionproduct.FieldVendorID), s.C(product.FieldVendorID)),
			sql.In(cp.C(collectionproduct.FieldCollectionID), ids...))))
	}
}

func hasVariant(sku []*sql.Predicate) condition {
	return func(s *sql.Selector) *sql.Predicate {
		v := sql.Table(productvariant.Table)
		where := append([]*sql.Predicate{sql.ColumnsEQ(v.C(productvariant.FieldVendorID), s.C(product.FieldVendorID))}, sku...)
		return sql.In(s.C(product.FieldID), sql.Select(v.C(productvariant.FieldProductID)).From(v).Where(sql.And(where...)))
	}
}

// keys turns the order that the caller asked for into that of a page.
func keys(sort []*ProductSort) ([]page.Key, error) {
	if len(sort) > maxDepth {
		return nil, errs.New(errs.TooMany, "a list is sorted by at most %d keys", maxDepth).At("sort")
	}
	var out []page.Key
	for _, s := range sort {
		k := page.Key{Desc: s.Direction == enum.SortDirectionDesc}
		switch s.Key {
		case enum.ProductSortKeyTitle:
			k.Column = product.FieldTitle
		case enum.ProductSortKeyPrice:
			k.Column = product.FieldMinPriceMinor
		case enum.ProductSortKeyBestSelling:
			k.Column = product.FieldSoldCount
		case enum.ProductSortKeyUpdatedAt:
			k.Column, k.Time = product.FieldUpdatedAt, true
		case enum.ProductSortKeyCreatedAt:
			k.Column, k.Time = product.FieldCreatedAt, true
		}
		out = append(out, k)
	}
	return out, nil
}
