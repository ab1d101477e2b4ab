package auth

import (
	"orion/ent/gen/ent"
	"orion/internal/kit/page"
)

// The pages of this domain, and their edges.
type (
	SessionConnection = page.Connection[*ent.Session]
	SessionEdge       = page.Edge[*ent.Session]
	ApiKeyConnection  = page.Connection[*ent.ApiKey]
	ApiKeyEdge        = page.Edge[*ent.ApiKey]
)
