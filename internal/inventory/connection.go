package inventory

import (
	"orion/ent/gen/ent"
	"orion/internal/kit/page"
)

// The pages of this domain, and their edges.
type (
	InventoryLevelConnection    = page.Connection[*ent.InventoryLevel]
	InventoryLevelEdge          = page.Edge[*ent.InventoryLevel]
	InventoryMovementConnection = page.Connection[*ent.InventoryMovement]
	InventoryMovementEdge       = page.Edge[*ent.InventoryMovement]
)
