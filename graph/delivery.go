package graph

import (
	"context"

	"orion/ent/gen/ent"
	"orion/graph/gen/model"
)

func zonePayload(ctx context.Context, z, current *ent.DeliveryZone, err error) (*model.DeliveryZonePayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.DeliveryZonePayload{Zone: z, Current: current, UserErrors: mistakes}, err
}

func methodPayload(ctx context.Context, w *ent.DeliveryMethod, z *ent.DeliveryZone, err error) (*model.DeliveryMethodPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.DeliveryMethodPayload{Method: w, Zone: z, UserErrors: mistakes}, err
}

func taxSettingsPayload(ctx context.Context, v, current *ent.Vendor, err error) (*model.TaxSettingsPayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.TaxSettingsPayload{Settings: v, Current: current, UserErrors: mistakes}, err
}

func taxRatePayload(ctx context.Context, r *ent.TaxRate, err error) (*model.TaxRatePayload, error) {
	mistakes, err := userErrors(ctx, err)
	return &model.TaxRatePayload{Rate: r, UserErrors: mistakes}, err
}
