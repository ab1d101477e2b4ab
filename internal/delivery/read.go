package delivery

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/deliverymethod"
	"orion/ent/gen/ent/deliveryzone"
)

// Read reads where the viewer's vendor delivers to, in two statements.
func Read(ctx context.Context, c *ent.Client) (Map, error) {
	zones, err := c.DeliveryZone.Query().Order(deliveryzone.ByPosition(), deliveryzone.ByID()).All(ctx)
	if err != nil {
		return Map{}, fmt.Errorf("read zones of delivery: %w", err)
	}
	methods, err := c.DeliveryMethod.Query().Order(deliverymethod.ByPosition(), deliverymethod.ByID()).All(ctx)
	if err != nil {
		return Map{}, fmt.Errorf("read ways of delivery: %w", err)
	}
	return Map{Zones: zones, Methods: methods}, nil
}
