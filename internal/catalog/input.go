package catalog

import (
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

// ProductWhere is the graph's input of the same name. All given conditions must hold.
type ProductWhere struct {
	Title      *filter.String
	Sku        *filter.String
	Status     []enum.ProductStatus
	Collection *filter.ID
	Price      *filter.Decimal
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

// ProductUpdateInput is the graph's input of the same name. What is nil stays.
type ProductUpdateInput struct {
	Title       *string
	Description *string
	Brand       *string
	Price       *money.Decimal
	IfVersion   *int
}

// CollectionCreateInput is the graph's input of the same name.
type CollectionCreateInput struct {
	Title       string
	Slug        *string
	Description *string
	ProductIds  []publicid.ID
}
