// Package delivery knows where a shop delivers to, how, and for how much.
package delivery

import (
	"slices"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/enum"
)

// A Map is where a vendor delivers to: its zones and the ways of delivery into them, in the
// vendor's order.
type Map struct {
	Zones   []*ent.DeliveryZone
	Methods []*ent.DeliveryMethod
}

// A Place is where goods are to go. Code is the postal code, empty where it is not known.
type Place struct{ Country, Code string }

// A Parcel is what is to be delivered.
type Parcel struct {
	// Currency is that of the order. A way of delivery with prices in another is not offered.
	Currency string
	// TotalMinor is what the goods cost after discounts.
	TotalMinor int64
	// Grams is what they weigh; what says nothing of its weight weighs nothing.
	Grams int64
	// Quantity is the number of articles.
	Quantity int64
}

// An Offer is a way of delivery with its price for a parcel.
type Offer struct {
	Method     *ent.DeliveryMethod
	PriceMinor int64
}

// Zone returns the zone that goes for a place, nil where the vendor does not deliver to.
// The most specific wins: the longest beginning of the postal code, then the country, then
// the zone that names no country and is everywhere else. Of equals the first goes, by the
// vendor's order.
func (m Map) Zone(p Place) *ent.DeliveryZone {
	var best *ent.DeliveryZone
	most := -1
	for _, z := range m.Zones {
		if n := fits(z, p); n > most {
			best, most = z, n
		}
	}
	return best
}

// How closely a zone names a place, beside the length of the beginning of its postal code.
const (
	never = iota - 1
	everywhere
	byCountry
)

// fits says how closely a zone names a place, never where it does not.
func fits(z *ent.DeliveryZone, p Place) int {
	switch {
	case len(z.Countries) == 0:
		return everywhere
	case !slices.Contains(z.Countries, p.Country):
		return never
	case len(z.PostalPrefixes) == 0:
		return byCountry
	}
	longest, code := never, plain(p.Code)
	for _, prefix := range z.PostalPrefixes {
		if strings.HasPrefix(code, plain(prefix)) {
			longest = max(longest, byCountry+len(prefix))
		}
	}
	return longest
}

// plain is a postal code as it is compared.
func plain(code string) string { return strings.ReplaceAll(strings.ToUpper(code), " ", "") }

// Offers are the ways in which a parcel can go to a place, in the vendor's order; none where
// no zone goes for the place.
func (m Map) Offers(to Place, p Parcel) []Offer {
	z := m.Zone(to)
	if z == nil {
		return nil
	}
	var out []Offer
	for _, way := range m.Methods {
		if way.ZoneID != z.ID {
			continue
		}
		if price, ok := Price(way, p); ok {
			out = append(out, Offer{way, price})
		}
	}
	return out
}

// Reaches reports whether there is a way of delivery to a place, for whatever parcel.
func (m Map) Reaches(to Place) bool {
	z := m.Zone(to)
	return z != nil && slices.ContainsFunc(m.Methods, func(w *ent.DeliveryMethod) bool { return w.ZoneID == z.ID && w.Active })
}

// Price is what a way of delivery costs for a parcel, in minor units; false where it is not
// for this parcel: switched off, in another currency, or too heavy. The last tier that the
// parcel reaches goes; from FreeFromMinor on it costs nothing.
func Price(way *ent.DeliveryMethod, p Parcel) (int64, bool) {
	if !way.Active || way.Currency != p.Currency || way.MaxWeightGrams != nil && p.Grams > int64(*way.MaxWeightGrams) {
		return 0, false
	}
	measure, price, ok := measured(way.Basis, p), int64(0), false
	for _, t := range way.Tiers {
		if measure >= t.From {
			price, ok = t.PriceMinor, true
		}
	}
	if ok && way.FreeFromMinor != nil && p.TotalMinor >= *way.FreeFromMinor {
		price = 0
	}
	return price, ok
}

// measured is what the tiers of a basis count.
func measured(basis enum.DeliveryBasis, p Parcel) int64 {
	switch basis {
	case enum.DeliveryBasisWeight:
		return p.Grams
	case enum.DeliveryBasisTotal:
		return p.TotalMinor
	case enum.DeliveryBasisQuantity:
		return p.Quantity
	}
	return 0
}
