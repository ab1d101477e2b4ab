package order

import (
	"orion/ent/gen/ent"
	"orion/internal/kit/page"
)

// The pages of this domain, and their edges.
type (
	OrderConnection     = page.Connection[*ent.Order]
	OrderEdge           = page.Edge[*ent.Order]
	OrderLineConnection = page.Connection[*ent.OrderLine]
	OrderLineEdge       = page.Edge[*ent.OrderLine]
)
