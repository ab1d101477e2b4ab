package catalog

import (
	"orion/ent/gen/ent"
	"orion/internal/kit/page"
)

// The pages of this domain, and their edges.
type (
	ProductConnection        = page.Connection[*ent.Product]
	ProductEdge              = page.Edge[*ent.Product]
	ProductVariantConnection = page.Connection[*ent.ProductVariant]
	ProductVariantEdge       = page.Edge[*ent.ProductVariant]
	CollectionConnection     = page.Connection[*ent.Collection]
	CollectionEdge           = page.Edge[*ent.Collection]
	CatalogTaskConnection    = page.Connection[*ent.CatalogTask]
	CatalogTaskEdge          = page.Edge[*ent.CatalogTask]
)
