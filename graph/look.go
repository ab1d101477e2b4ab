package graph

import (
	"context"

	"orion/ent/gen/ent"
	"orion/graph/gen/model"
	"orion/internal/kit/i18n"
	"orion/internal/vendor"
)

func lookPayload(ctx context.Context, v *ent.Vendor, err error) (*model.ShopLookPayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.ShopLookPayload{UserErrors: mistakes}
	if v != nil {
		out.Look = vendor.LookOf(v)
	}
	return out, err
}

func (r *Resolver) holidayPayload(ctx context.Context, v *ent.Vendor, err error) (*model.ShopHolidayPayload, error) {
	mistakes, err := userErrors(ctx, err)
	out := &model.ShopHolidayPayload{UserErrors: mistakes}
	if v != nil {
		out.Holiday = r.Vendors.Holiday(v, i18n.From(ctx).String())
	}
	return out, err
}
