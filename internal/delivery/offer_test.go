package delivery_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/delivery"
	"orion/internal/enum"
	"orion/internal/kit/terms"
)

func zone(name string, countries, prefixes []string) *ent.DeliveryZone {
	return &ent.DeliveryZone{ID: uuid.New(), Name: name, Countries: countries, PostalPrefixes: prefixes}
}

func TestTheMostSpecificZoneGoes(t *testing.T) {
	t.Parallel()
	m := delivery.Map{Zones: []*ent.DeliveryZone{
		zone("everywhere", nil, nil), zone("France", []string{"FR", "MC"}, nil), zone("Corsica", []string{"FR"}, []string{"20"}),
		zone("Ajaccio", []string{"FR"}, []string{"200 00", "20090"}), zone("France again", []string{"FR"}, nil),
		zone("London", []string{"GB"}, []string{"EC1"}),
	}}
	for name, tc := range map[string]struct {
		place delivery.Place
		want  string
	}{
		"a country":                        {delivery.Place{Country: "FR", Code: "75001"}, "France"},
		"a beginning beats the country":    {delivery.Place{Country: "FR", Code: "20200"}, "Corsica"},
		"the longer beginning":             {delivery.Place{Country: "FR", Code: "20000"}, "Ajaccio"},
		"a postal code is not known":       {delivery.Place{Country: "FR"}, "France"},
		"the code of another country":      {delivery.Place{Country: "IT", Code: "20000"}, "everywhere"},
		"blanks and capitals do not count": {delivery.Place{Country: "GB", Code: "ec 1a 1bb"}, "London"},
		"beside the beginnings":            {delivery.Place{Country: "GB", Code: "W1A 1AA"}, "everywhere"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, m.Zone(tc.place).Name)
		})
	}
	without := delivery.Map{Zones: m.Zones[1:]}
	require.Nil(t, without.Zone(delivery.Place{Country: "US"}), "no zone is everywhere")
}

func ptr[T any](v T) *T { return &v }

func TestPrice(t *testing.T) {
	t.Parallel()
	parcel := delivery.Parcel{Currency: "EUR", TotalMinor: 5000, Grams: 1500, Quantity: 3}
	flat := []terms.Tier{{PriceMinor: 490}}
	steps := []terms.Tier{{PriceMinor: 490}, {From: 1500, PriceMinor: 790}, {From: 5000, PriceMinor: 1290}}
	for name, tc := range map[string]struct {
		way   ent.DeliveryMethod
		want  int64
		taken bool
	}{
		"flat":                          {ent.DeliveryMethod{Basis: enum.DeliveryBasisFlat, Tiers: flat}, 490, true},
		"by weight, just reached":       {ent.DeliveryMethod{Basis: enum.DeliveryBasisWeight, Tiers: steps}, 790, true},
		"by total, just reached":        {ent.DeliveryMethod{Basis: enum.DeliveryBasisTotal, Tiers: steps}, 1290, true},
		"by total, just not":            {ent.DeliveryMethod{Basis: enum.DeliveryBasisTotal, Tiers: []terms.Tier{{PriceMinor: 490}, {From: 5001}}}, 490, true},
		"by number":                     {ent.DeliveryMethod{Basis: enum.DeliveryBasisQuantity, Tiers: []terms.Tier{{PriceMinor: 100}, {From: 3, PriceMinor: 200}, {From: 4, PriceMinor: 300}}}, 200, true},
		"free from, just reached":       {ent.DeliveryMethod{Basis: enum.DeliveryBasisFlat, Tiers: flat, FreeFromMinor: ptr(int64(5000))}, 0, true},
		"free from, just not":           {ent.DeliveryMethod{Basis: enum.DeliveryBasisFlat, Tiers: flat, FreeFromMinor: ptr(int64(5001))}, 490, true},
		"as heavy as can be":            {ent.DeliveryMethod{Basis: enum.DeliveryBasisFlat, Tiers: flat, MaxWeightGrams: ptr(1500)}, 490, true},
		"too heavy":                     {ent.DeliveryMethod{Basis: enum.DeliveryBasisFlat, Tiers: flat, MaxWeightGrams: ptr(1499)}, 0, false},
		"a parcel below the first tier": {ent.DeliveryMethod{Basis: enum.DeliveryBasisQuantity, Tiers: []terms.Tier{{From: 4}}}, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			way := tc.way
			way.Active, way.Currency = true, "EUR"
			price, ok := delivery.Price(&way, parcel)
			require.Equal(t, tc.taken, ok)
			require.Equal(t, tc.want, price)
			way.Active = false
			_, ok = delivery.Price(&way, parcel)
			require.False(t, ok, "switched off")
			way.Active, way.Currency = true, "CHF"
			_, ok = delivery.Price(&way, parcel)
			require.False(t, ok, "prices in another currency")
		})
	}
}

func TestOffersAreThoseOfTheZone(t *testing.T) {
	t.Parallel()
	home, abroad, empty := zone("home", []string{"LU"}, nil), zone("abroad", nil, nil), zone("nowhere", []string{"IS"}, nil)
	way := func(z *ent.DeliveryZone, handle string, active bool) *ent.DeliveryMethod {
		return &ent.DeliveryMethod{ZoneID: z.ID, Handle: handle, Active: active, Currency: "EUR", Basis: enum.DeliveryBasisFlat, Tiers: []terms.Tier{{PriceMinor: 100}}}
	}
	m := delivery.Map{
		Zones:   []*ent.DeliveryZone{home, abroad, empty},
		Methods: []*ent.DeliveryMethod{way(home, "post", true), way(abroad, "air", true), way(home, "bike", true), way(home, "off", false)},
	}
	handles := func(p delivery.Place) (out []string) {
		for _, o := range m.Offers(p, delivery.Parcel{Currency: "EUR"}) {
			require.EqualValues(t, 100, o.PriceMinor)
			out = append(out, o.Method.Handle)
		}
		return out
	}
	require.Equal(t, []string{"post", "bike"}, handles(delivery.Place{Country: "LU"}), "in the vendor's order")
	require.Equal(t, []string{"air"}, handles(delivery.Place{Country: "US"}))
	require.Empty(t, handles(delivery.Place{Country: "IS"}), "a zone without ways keeps a place out")
	require.True(t, m.Reaches(delivery.Place{Country: "LU"}))
	require.False(t, m.Reaches(delivery.Place{Country: "IS"}))
}

func TestWords(t *testing.T) {
	t.Parallel()
	texts := map[string]string{"fr": "Poste", "de": "Post", "en": ""}
	require.Equal(t, "Poste", delivery.Words(texts, "fr", "de"))
	require.Equal(t, "Post", delivery.Words(texts, "en", "de"), "in the shop's language where there is none")
	require.Equal(t, "Post", delivery.Words(texts, "en"), "in any, rather than none")
	require.Empty(t, delivery.Words(nil, "en"))
}
