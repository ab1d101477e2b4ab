package catalog

import (
	"orion/internal/enum"
	"orion/internal/kit/filter"
)

// ProductWhere is the graph's input of the same name. All given conditions must hold.
type ProductWhere struct {
	Title      *filter.String
	Sku        *filter.String
	Status     []enum.ProductStatus
	Collection *filter.ID
	Price      *filter.Decimal
	Category   *filter.ID
	Brand      *filter.String
	Tag        []string
	TaxClass   []enum.TaxClass
	InStock    *bool
	CreatedAt  *filter.DateTime
	And        []*ProductWhere
	Or         []*ProductWhere
	Not        *ProductWhere
}

// ProductSort is the graph's input of the same name.
type ProductSort struct {
	Key       enum.ProductSortKey
	Direction enum.SortDirection
}
