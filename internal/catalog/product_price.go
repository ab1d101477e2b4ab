package catalog

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/store"
)

// follow brings the variants into step with what is changed of their product: the only
// variant has its title and the price given. It locks them only where that is needed.
func follow(ctx context.Context, tx *store.Tx, p *ent.Product, u *ent.ProductUpdateOne, in *ProductUpdateInput) ([]audit.Event, error) {
	retitled := in.Title != nil && *in.Title != p.Title && len(p.Options) == 0
	if in.Price == nil && !retitled {
		return nil, nil
	}
	have, err := lockVariants(ctx, tx, p.ID)
	if err != nil {
		return nil, err
	}
	rows, err := followed(have, p, in, retitled)
	if err != nil {
		return nil, err
	}
	written, events := changed(have, rows)
	if err := writeVariants(ctx, tx, written); err != nil {
		return nil, err
	}
	if in.Price != nil {
		u.SetMinPriceMinor(rows[0].PriceMinor).SetMaxPriceMinor(rows[0].PriceMinor)
	}
	return events, nil
}

// followed are the variants as they are to be. One that was called as its product was is
// called so again; a price is that of the only one.
func followed(have []*ent.ProductVariant, p *ent.Product, in *ProductUpdateInput, retitled bool) ([]*ent.ProductVariant, error) {
	if in.Price != nil && len(have) != 1 {
		return nil, errs.Field("input.price", "is set on each of the %d variants", len(have))
	}
	rows := make([]*ent.ProductVariant, len(have))
	for i, v := range have {
		is := *v
		if retitled && is.Title == p.Title {
			is.Title = *in.Title
		}
		rows[i] = &is
	}
	if in.Price == nil {
		return rows, nil
	}
	if bad := (offer{price: in.Price}).into(rows[0], nil, "input"); len(bad) > 0 {
		return nil, fmt.Errorf("set the price: %w", bad)
	}
	return rows, nil
}
