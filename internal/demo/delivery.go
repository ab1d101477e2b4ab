package demo

import (
	"context"
	"fmt"
	"slices"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/deliverymethod"
	"orion/ent/gen/ent/product"
	"orion/internal/delivery"
	"orion/internal/enum"
	"orion/internal/kit/terms"
	"orion/internal/store"
	"orion/internal/tax"
)

// home is where the shops of the demo are.
const home = "LU"

// abroad are the prices of a parcel into the rest of the union, by its weight in grams, and
// afar the price to everywhere else, in cents.
var (
	abroad = []terms.Tier{{PriceMinor: 990}, {From: 5_000, PriceMinor: 1490}, {From: 20_000, PriceMinor: 2990}}
	afar   = []terms.Tier{{PriceMinor: 2490}}
)

// deliver says where the shop delivers to: at home, cheaply or over the counter, in the rest
// of the union, and by the way that it was born with everywhere else.
func (s *seeder) deliver(ctx context.Context, tx *store.Tx, h *house) error {
	born := tx.DeliveryMethod.Update().Where(deliverymethod.Handle(delivery.Standard))
	if err := born.SetTiers(afar).SetMinDays(7).SetMaxDays(14).Exec(ctx); err != nil {
		return fmt.Errorf("price the way everywhere: %w", err)
	}
	if err := tx.DeliveryZone.Update().SetPosition(2).Exec(ctx); err != nil {
		return fmt.Errorf("put everywhere last: %w", err)
	}
	near, err := tx.DeliveryZone.Create().SetName("Luxembourg").SetCountries([]string{home}).Save(ctx)
	if err != nil {
		return fmt.Errorf("make the zone at home: %w", err)
	}
	rest := slices.DeleteFunc(tax.Countries(), func(c string) bool { return c == home })
	union, err := tx.DeliveryZone.Create().SetName("European Union").SetCountries(rest).SetPosition(1).Save(ctx)
	if err != nil {
		return fmt.Errorf("make the zone of the union: %w", err)
	}
	return tx.DeliveryMethod.CreateBulk(ways(tx, h, near, union)...).Exec(ctx)
}

func ways(tx *store.Tx, h *house, near, union *ent.DeliveryZone) []*ent.DeliveryMethodCreate {
	way := func(z *ent.DeliveryZone, handle string, title map[string]string) *ent.DeliveryMethodCreate {
		return tx.DeliveryMethod.Create().SetZoneID(z.ID).SetHandle(handle).SetTitle(title).SetCurrency(h.vendor.Currency)
	}
	return []*ent.DeliveryMethodCreate{
		way(near, "home", map[string]string{"en": "Parcel to your door", "fr": "Colis à domicile", "de": "Paket nach Hause"}).
			SetTiers([]terms.Tier{{PriceMinor: h.delivery}}).SetFreeFromMinor(6000).SetMinDays(1).SetMaxDays(2),
		way(near, "counter", map[string]string{"en": "Pick up in the shop", "fr": "Retrait en boutique", "de": "Abholung im Laden"}).
			SetKind(enum.DeliveryKindPickup).SetTiers([]terms.Tier{{}}).SetPickupAddress(h.vendor.LegalAddress).SetMinDays(1).SetMaxDays(1).SetPosition(1),
		way(union, "europe", map[string]string{"en": "Parcel within Europe", "fr": "Colis en Europe", "de": "Paket in Europa"}).
			SetBasis(enum.DeliveryBasisWeight).SetTiers(abroad).SetFreeFromMinor(15000).SetMinDays(3).SetMaxDays(5),
	}
}

// printed are the types of products that are books, on which Luxembourg has its lowest rate.
var printed = []string{"Fiction", "Essays and nature"}

// tax gives books their class of tax.
func (s *seeder) tax(ctx context.Context) error {
	return s.DB.Product.Update().Where(product.ProductTypeIn(printed...)).SetTaxClass(enum.TaxClassSuperReduced).Exec(ctx)
}
