package inventory

import (
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
)

// LevelWhere is the graph's InventoryLevelWhere.
type LevelWhere struct {
	Low             *bool
	AvailableAtMost *int
	Sku             *filter.String
}

// AdjustInput is the graph's InventoryAdjustInput.
type AdjustInput struct {
	VariantID      publicid.ID
	SetOnHand      *int
	Delta          *int
	Reason         string
	IdempotencyKey string
}
