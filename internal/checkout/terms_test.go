package checkout_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/checkout"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/postal"
	"orion/internal/kit/terms"
	"orion/internal/pgtest"
	"orion/internal/store"
)

// book is an article of a class of tax.
func (s *shop) book(t testing.TB, price int64, class enum.TaxClass) *ent.ProductVariant {
	t.Helper()
	pv := s.article(t, price, 10)
	require.NoError(t, s.db.Tx(s.staff, func(tx *store.Tx) error {
		return tx.Product.UpdateOneID(pv.ProductID).SetTaxClass(class).Exec(s.staff)
	}))
	return pv
}

func TestAnOrderKeepsTaxesThatAddUp(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for name, tc := range map[string]struct {
		currency string
		included bool
		total    money.Decimal
	}{
		"two decimals": {"EUR", true, "39.87"}, "no decimals": {"JPY", true, "3987"}, "three decimals": {"KWD", true, "3.987"},
		"two decimals, tax on top": {"EUR", false, "44.25"}, "no decimals, tax on top": {"JPY", false, "4425"}, "three decimals, tax on top": {"KWD", false, "4.425"},
	} {
		t.Run(name, func(t *testing.T) {
			s := openWith(t, db, func(c *ent.VendorCreate) { c.SetCurrency(tc.currency).SetPricesIncludeTax(tc.included) })
			o := s.buy(t, s.guest(t), line(s.book(t, 999, enum.TaxClassStandard), 2), line(s.book(t, 1499, enum.TaxClassSuperReduced), 1))
			require.Equal(t, tc.total, o.Total().Amount())
			require.Equal(t, tc.included, o.TaxIncluded)
			lines, err := s.db.OrderLine.Query().All(fixture.System(t, s.vendor))
			require.NoError(t, err)
			var goods, tax, listed int64
			for _, l := range lines {
				goods += l.TotalMinor - l.DiscountMinor
				tax += l.TaxMinor
			}
			for _, at := range o.Taxes {
				listed += at.TaxMinor
			}
			tax += o.ShippingTaxMinor
			require.Equal(t, []int64{o.TaxMinor, o.TaxMinor}, []int64{tax, listed}, "by line and by rate")
			require.Equal(t, []int{300, 1700}, []int{o.Taxes[0].RateBp, o.Taxes[1].RateBp})
			if !tc.included {
				goods += tax
			}
			require.Equal(t, o.TotalMinor, goods+o.ShippingMinor)
		})
	}
}

func TestTheRateFollowsTheGoods(t *testing.T) {
	t.Parallel()
	s := openWith(t, pgtest.New(t), func(c *ent.VendorCreate) { c.SetOssRegistered(true) })
	ctx := s.guest(t)
	c := s.ready(t, ctx, line(s.article(t, 1000, 10), 1))
	rates := func(c *ent.Cart) (out []money.Decimal) {
		for _, at := range s.view(t, ctx, c).Cost.Taxes {
			out = append(out, at.Rate)
		}
		return out
	}
	require.Equal(t, []money.Decimal{"17"}, rates(c))
	in := home()
	in.CountryCode, in.PostalCode = ptr("FI"), ptr("00100")
	change, err := s.checkout.SetShippingAddress(ctx, c.PublicID(), in)
	require.NoError(t, err)
	require.Equal(t, []money.Decimal{"25.5"}, rates(change.Cart))
}

func TestAnAddressThatNoZoneCovers(t *testing.T) {
	t.Parallel()
	s := open(t)
	system := fixture.System(t, s.vendor)
	require.NoError(t, s.db.DeliveryZone.Update().SetCountries([]string{"LU"}).Exec(system))
	ctx := s.guest(t)
	c := s.ready(t, ctx, line(s.article(t, 1000, 10), 1))
	require.Empty(t, s.view(t, ctx, c).Requirements)
	in := home()
	in.CountryCode, in.PostalCode = ptr("FR"), ptr("75001")
	change, err := s.checkout.SetShippingAddress(ctx, c.PublicID(), in)
	require.NoError(t, err)
	v := s.view(t, ctx, change.Cart)
	require.Empty(t, v.DeliveryOptions)
	require.Len(t, v.Requirements, 1)
	require.Equal(t, enum.CheckoutRequirementCodeDeliveryOption, v.Requirements[0].Code)
	require.Equal(t, []string{"shippingAddress"}, v.Requirements[0].Path)
	_, err = s.complete(ctx, change.Cart, "k", v.Cost.Total.Amount())
	require.Equal(t, errs.Required, errs.CodeOf(err))
}

func TestWhatAWayOfDeliverySays(t *testing.T) {
	t.Parallel()
	s := open(t)
	system := fixture.System(t, s.vendor)
	zone, err := s.db.DeliveryZone.Query().Only(system)
	require.NoError(t, err)
	shop := &postal.Address{Line1: "1, rue du Test", City: "Luxembourg", PostalCode: "1728", CountryCode: "LU"}
	require.NoError(t, s.db.DeliveryMethod.Create().SetZoneID(zone.ID).SetHandle("counter").SetPosition(1).SetKind(enum.DeliveryKindPickup).
		SetTitle(map[string]string{"en": "Pick up"}).SetCurrency("EUR").SetTiers([]terms.Tier{{PriceMinor: 100}}).SetFreeFromMinor(2000).
		SetMinDays(1).SetMaxDays(2).SetPickupAddress(shop).Exec(system))
	ctx := s.guest(t)
	c := s.cart(t, ctx, line(s.article(t, 1000, 10), 1))
	options := s.view(t, ctx, c).DeliveryOptions
	require.Len(t, options, 2)
	from := money.New(2000, "EUR")
	require.Equal(t, &checkout.DeliveryOption{
		Handle: "counter", Title: "Pick up", Price: money.New(100, "EUR"), Kind: enum.DeliveryKindPickup,
		LeadTime: &checkout.LeadTime{Min: 1, Max: 2}, PickupAddress: shop, FreeFrom: &from,
	}, options[1])
}

func TestBillingAddressAndNote(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	c := s.ready(t, ctx, line(s.article(t, 1000, 10), 1))
	in := home()
	in.City = nil
	_, err := s.checkout.SetBillingAddress(ctx, c.PublicID(), &in)
	require.Equal(t, "address.city", store.Public(err).Field())
	in.City = ptr("Esch")
	_, err = s.checkout.SetBillingAddress(ctx, c.PublicID(), &in)
	require.NoError(t, err)
	long := string(make([]byte, 10)) + " ring twice "
	change, err := s.checkout.SetNote(ctx, c.PublicID(), &long)
	require.NoError(t, err)
	done, err := s.complete(ctx, change.Cart, "k", s.total(t, ctx, change.Cart))
	require.NoError(t, err)
	require.Equal(t, "Esch", done.Order.BillingAddress.City)
	require.Equal(t, "ring twice", *done.Order.BuyerNote)

	c = s.ready(t, ctx, line(s.article(t, 1000, 10), 1))
	_, err = s.checkout.SetBillingAddress(ctx, c.PublicID(), &in)
	require.NoError(t, err)
	change, err = s.checkout.SetBillingAddress(ctx, c.PublicID(), nil)
	require.NoError(t, err)
	require.Nil(t, change.Cart.BillingAddress, "the same as the shipping address")
}
