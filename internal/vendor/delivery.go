package vendor

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/deliverymethod"
	"orion/internal/kit/terms"
	"orion/internal/store"
)

// deliverEverywhere gives a new shop a way of delivery, at no cost, so that it can sell from
// its first day; its team narrows and prices it.
func deliverEverywhere(ctx context.Context, tx *store.Tx, v *ent.Vendor) error {
	zone, err := tx.DeliveryZone.Create().SetName("Everywhere").SetCountries([]string{}).Save(ctx)
	if err != nil {
		return fmt.Errorf("make a zone of delivery: %w", err)
	}
	err = tx.DeliveryMethod.Create().SetZoneID(zone.ID).SetHandle("standard").SetCurrency(v.Currency).SetTiers([]terms.Tier{{}}).
		SetTitle(map[string]string{"en": "Standard delivery", "fr": "Livraison standard", "de": "Standardversand"}).Exec(ctx)
	if err != nil {
		return fmt.Errorf("make a way of delivery: %w", err)
	}
	return nil
}

// redenominate takes ways of delivery that cost nothing along into another currency. One
// with a price stays in its own, and is not offered, until somebody says what it costs now.
func redenominate(ctx context.Context, tx *store.Tx, v *ent.Vendor, to string) error {
	ways, err := tx.DeliveryMethod.Query().Where(deliverymethod.VendorID(v.ID), deliverymethod.Currency(v.Currency)).All(ctx)
	if err != nil {
		return fmt.Errorf("read ways of delivery: %w", err)
	}
	for _, w := range ways { // no more than there are zones and ways in a zone
		if !free(w) {
			continue
		}
		if err := w.Update().SetCurrency(to).Exec(ctx); err != nil {
			return fmt.Errorf("take a way of delivery into another currency: %w", err)
		}
	}
	return nil
}

func free(w *ent.DeliveryMethod) bool {
	for _, t := range w.Tiers {
		if t.From != 0 || t.PriceMinor != 0 {
			return false
		}
	}
	return w.FreeFromMinor == nil
}
