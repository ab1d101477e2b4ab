package checkout

import (
	"orion/ent/gen/ent"
	"orion/internal/kit/page"
)

// The pages of this domain, and their edges.
type (
	CartLineConnection = page.Connection[*ent.CartLine]
	CartLineEdge       = page.Edge[*ent.CartLine]
)
