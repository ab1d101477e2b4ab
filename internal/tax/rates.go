package tax

import (
	"time"

	"orion/internal/enum"
)

// The rates of value added tax of the member states, in hundredths of a percent, from the
// European Commission: "VAT rates applied in the Member States of the European Union"
// (DG TAXUD, 2021) and, for what has changed since, its database TEDB
// (https://ec.europa.eu/taxation_customs/tedb), as of September 2026. Mainland territories
// only: islands and exclaves with rates of their own, such as Madeira, take a rate of the
// vendor's.
//
// A country can have more rates than there are classes. REDUCED is the highest of its
// reduced rates, so that a shop in doubt pays too much rather than too little; SUPER_REDUCED
// is the rate below 5 % that it has beside them, else the lowest of them; parking rates,
// which no country may give to anything new, are left out. Where a country has no rate for a
// class, that of the class above goes.
var union = map[string][]period{
	"AT": {{rates: [3]int{2000, 1300, 1000}}},
	"BE": {{rates: [3]int{2100, 1200, 600}}},
	"BG": {{rates: [3]int{2000, 900}}},
	"CY": {{rates: [3]int{1900, 900, 500}}, {since(2023, 7, 21), [3]int{1900, 900, 300}}},
	"CZ": {{rates: [3]int{2100, 1500, 1000}}, {since(2024, 1, 1), [3]int{2100, 1200}}},
	"DE": {{rates: [3]int{1900, 700}}, {since(2020, 7, 1), [3]int{1600, 500}}, {since(2021, 1, 1), [3]int{1900, 700}}},
	"DK": {{rates: [3]int{2500}}},
	"EE": {{rates: [3]int{2000, 900}}, {since(2022, 8, 1), [3]int{2000, 900, 500}}, {since(2024, 1, 1), [3]int{2200, 900, 500}},
		{since(2025, 1, 1), [3]int{2200, 1300, 900}}, {since(2025, 7, 1), [3]int{2400, 1300, 900}}},
	"ES": {{rates: [3]int{2100, 1000, 400}}},
	"FI": {{rates: [3]int{2400, 1400, 1000}}, {since(2024, 9, 1), [3]int{2550, 1400, 1000}}, {since(2026, 1, 1), [3]int{2550, 1350, 1000}}},
	"FR": {{rates: [3]int{2000, 1000, 210}}},
	"GR": {{rates: [3]int{2400, 1300, 600}}},
	"HR": {{rates: [3]int{2500, 1300, 500}}},
	"HU": {{rates: [3]int{2700, 1800, 500}}},
	"IE": {{rates: [3]int{2300, 1350, 480}}, {since(2020, 9, 1), [3]int{2100, 1350, 480}}, {since(2021, 3, 1), [3]int{2300, 1350, 480}}},
	"IT": {{rates: [3]int{2200, 1000, 400}}},
	"LT": {{rates: [3]int{2100, 900, 500}}, {since(2026, 1, 1), [3]int{2100, 1200, 500}}},
	"LU": {{rates: [3]int{1700, 800, 300}}, {since(2023, 1, 1), [3]int{1600, 700, 300}}, {since(2024, 1, 1), [3]int{1700, 800, 300}}},
	"LV": {{rates: [3]int{2100, 1200, 500}}},
	"MT": {{rates: [3]int{1800, 700, 500}}},
	"NL": {{rates: [3]int{2100, 900}}},
	"PL": {{rates: [3]int{2300, 800, 500}}},
	"PT": {{rates: [3]int{2300, 1300, 600}}},
	"RO": {{rates: [3]int{1900, 900, 500}}, {since(2025, 8, 1), [3]int{2100, 1100}}},
	"SE": {{rates: [3]int{2500, 1200, 600}}},
	"SI": {{rates: [3]int{2200, 950}}, {since(2020, 1, 1), [3]int{2200, 950, 500}}},
	"SK": {{rates: [3]int{2000, 1000}}, {since(2023, 1, 1), [3]int{2000, 1000, 500}}, {since(2025, 1, 1), [3]int{2300, 1900, 500}}},
}

// A period is what a country's rates are from a day on: STANDARD, REDUCED, SUPER_REDUCED,
// each 0 where there is none. The first of a country's goes back further than any order.
type period struct {
	from  time.Time
	rates [3]int
}

// since is the day on which a law came into force, in the time of Central Europe, where
// most of the union's shops are: an hour more or less around midnight is as far as the
// tables go.
func since(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.FixedZone("CET", 60*60))
}

// places of the classes in a period.
var places = map[enum.TaxClass]int{enum.TaxClassStandard: 0, enum.TaxClassReduced: 1, enum.TaxClassSuperReduced: 2}

// apart are the postal codes, by their beginnings, of what belongs to a member state and
// not to its area of tax (Directive 2006/112/EC, art. 6): the Canaries, Ceuta and Melilla,
// Åland, Helgoland and Büsingen, Livigno and Campione, Mount Athos, and overseas France.
var apart = map[string][]string{
	"ES": {"35", "38", "51", "52"}, "FI": {"22"}, "DE": {"27498", "78266"}, "IT": {"23041", "22061"}, "GR": {"63086"}, "FR": {"97", "986", "987", "988"},
}

// asIf are the countries that count as part of a member state (art. 7).
var asIf = map[string]string{"MC": "FR"}
