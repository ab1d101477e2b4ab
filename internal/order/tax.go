package order

import (
	"strconv"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/kit/money"
	"orion/internal/kit/pricing"
)

// TaxAmount is the tax of a cart or an order at one rate, in percent, and what it is of.
type TaxAmount struct {
	Rate     money.Decimal
	Net, Tax money.Money
}

// TaxesOf are the taxes of an order by rate, the lowest first. An order of the time before
// they were written down has none.
func TaxesOf(o *ent.Order) []*TaxAmount {
	at := make([]pricing.TaxAt, len(o.Taxes))
	for i, t := range o.Taxes {
		at[i] = pricing.TaxAt{Rate: t.RateBp, Net: t.NetMinor, Tax: t.TaxMinor}
	}
	return TaxAmounts(at, o.Currency)
}

// TaxAmounts are the taxes of sums in a currency.
func TaxAmounts(at []pricing.TaxAt, currency string) []*TaxAmount {
	out := make([]*TaxAmount, len(at))
	for i, t := range at {
		out[i] = &TaxAmount{Rate: Percent(t.Rate), Net: money.New(t.Net, currency), Tax: money.New(t.Tax, currency)}
	}
	return out
}

// Percent writes hundredths of a percent as a percentage: 1700 is 17, 2550 is 25.5.
func Percent(bp int) money.Decimal {
	s := strconv.FormatFloat(float64(bp)/100, 'f', 2, 64)
	return money.Decimal(strings.TrimSuffix(strings.TrimRight(s, "0"), "."))
}
