package delivery

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/deliverymethod"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// CreateMethod makes a way of delivery into a zone, behind the others unless it says where.
// INVALID, REQUIRED and TOO_LONG for what cannot be, NOT_FOUND for a zone that is not there,
// TOO_MANY beyond MaxMethods, STALE_VERSION where ifVersion is not the zone's version: then
// zone is as it is now. The viewer needs settings.write.
func (s *Service) CreateMethod(ctx context.Context, zoneID publicid.ID, ifVersion *int, in MethodInput) (way *ent.DeliveryMethod, zone *ent.DeliveryZone, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		shop, err := lockShop(ctx, tx) // handles are the shop's, not the zone's
		if err != nil {
			return err
		}
		if zone, err = lockZone(ctx, tx, zoneID.As("DeliveryZone"), ifVersion, "zoneId"); err != nil {
			return err
		}
		if way, err = insert(ctx, tx, shop, zone, in); err != nil {
			return err
		}
		zone, err = grow(ctx, zone)
		return err
	})
	if err != nil {
		return nil, zone, fmt.Errorf("create a way of delivery: %w", err)
	}
	return way, zone, nil
}

func insert(ctx context.Context, tx *store.Tx, shop *ent.Vendor, zone *ent.DeliveryZone, in MethodInput) (*ent.DeliveryMethod, error) {
	n, err := tx.DeliveryMethod.Query().Where(deliverymethod.ZoneID(zone.ID)).Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count ways of delivery: %w", err)
	}
	if n >= MaxMethods {
		return nil, errs.New(errs.TooMany, "a zone has at most %d ways of delivery", MaxMethods).At("input")
	}
	if err := in.validate(shop); err != nil {
		return nil, err
	}
	handle, err := handleFor(ctx, tx, Words(in.titles, shop.Language))
	if err != nil {
		return nil, err
	}
	create := tx.DeliveryMethod.Create().SetZoneID(zone.ID).SetHandle(handle).SetPosition(n).SetCurrency(shop.Currency)
	in.into(create.Mutation())
	way, err := create.Save(ctx)
	if err != nil {
		return nil, err
	}
	return way, recordMethod(ctx, tx, "delivery.method-create", nil, way)
}

// UpdateMethod replaces all that a way of delivery says; its handle stays. Its prices are in
// the shop's currency from now on. Errors as those of CreateMethod.
func (s *Service) UpdateMethod(ctx context.Context, id publicid.ID, ifVersion *int, in MethodInput) (way *ent.DeliveryMethod, zone *ent.DeliveryZone, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		shop, err := lockShop(ctx, tx)
		if err != nil {
			return err
		}
		before := way
		if zone, before, err = lockMethod(ctx, tx, id, ifVersion); err != nil {
			return err
		}
		if err := in.validate(shop); err != nil {
			return err
		}
		change := before.Update().SetCurrency(shop.Currency).ClearDescription().ClearFreeFromMinor().ClearMaxWeightGrams().
			ClearMinDays().ClearMaxDays().ClearPickupAddress()
		in.into(change.Mutation())
		if way, err = change.Save(ctx); err != nil {
			return err
		}
		if zone, err = grow(ctx, zone); err != nil {
			return err
		}
		return recordMethod(ctx, tx, "delivery.method-update", before, way)
	})
	if err != nil {
		return nil, zone, fmt.Errorf("update a way of delivery: %w", err)
	}
	return way, zone, nil
}

// DeleteMethod removes a way of delivery, and returns its zone. A cart that chose it chooses
// anew. NOT_FOUND where there is none.
func (s *Service) DeleteMethod(ctx context.Context, id publicid.ID) error {
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		zone, way, err := lockMethod(ctx, tx, id, nil)
		if err != nil {
			return err
		}
		if err := tx.DeliveryMethod.DeleteOne(way).Exec(ctx); err != nil {
			return err
		}
		if _, err := grow(ctx, zone); err != nil {
			return err
		}
		return recordMethod(ctx, tx, "delivery.method-delete", way, nil)
	})
	if err != nil {
		return fmt.Errorf("delete a way of delivery: %w", err)
	}
	return nil
}

// grow counts a change of a zone's ways.
func grow(ctx context.Context, z *ent.DeliveryZone) (*ent.DeliveryZone, error) {
	after, err := z.Update().AddVersion(1).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("count a change of a zone: %w", err)
	}
	return after, nil
}

// firstFree is base, or base with the lowest number behind it that nobody has.
func firstFree(base string, taken []string) string {
	out := base
	for i := 2; slices.Contains(taken, out); i++ {
		out = base + "-" + strconv.Itoa(i)
	}
	return out
}
