package auth

import (
	"orion/ent/gen/ent"
	"orion/internal/kit/page"
)

// The pages of this domain, and their edges.
type (
	SessionConnection = page.Connection[*ent.Session]
	SessionEdge       = page.Edge[*ent.Session]
	ApiKeyConnection  = page.Connection[*ent.ApiKey] //nolint:revive // as the graph has it
	ApiKeyEdge        = page.Edge[*ent.ApiKey]       //nolint:revive // as the graph has it
)
