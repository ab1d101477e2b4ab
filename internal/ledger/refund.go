package ledger

import (
	"context"
	"math/big"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/store"
)

// A Part is what was refunded of a line of an order, as the line was before.
type Part struct {
	Line   *ent.OrderLine
	Amount int64
}

// Refund writes down, within the caller's transaction, a refund that has gone out; the order
// is as it was before it. passedOn is as in Charge. The tax of lines and delivery goes back
// with them; that of an amount which is for none of them, in proportion to the order's. Parts
// are rounded half up, each over all refunds so far, so that the last gives back all of it.
func Refund(ctx context.Context, tx *store.Tx, o *ent.Order, r *ent.Refund, of []Part, passedOn bool) error {
	is := refunded(o, r, of)
	leaves := r.AmountMinor
	if passedOn {
		leaves -= r.FeeMinor
	}
	post1 := func(kind enum.LedgerKind, name string, entries ...entry) posting {
		return posting{name + ":" + r.ID.String(), kind, o.ID, r.Currency, *r.SettledAt, entries}
	}
	return post(ctx, tx,
		post1(enum.LedgerKindRefund, "refund", entry{enum.LedgerAccountClearing, -r.AmountMinor}, entry{enum.LedgerAccountSales, is.sales},
			entry{enum.LedgerAccountShipping, is.shipping}, entry{enum.LedgerAccountTax, is.tax}),
		post1(enum.LedgerKindTransferReversal, "transfer-reversal", entry{enum.LedgerAccountVendor, -leaves}, entry{enum.LedgerAccountClearing, leaves}),
		post1(enum.LedgerKindFeeReversal, "fee-reversal", entry{enum.LedgerAccountPlatformFee, -r.FeeMinor}, entry{enum.LedgerAccountClearing, r.FeeMinor}))
}

// refunded divides a refund into what it is for.
func refunded(o *ent.Order, r *ent.Refund, of []Part) parts {
	rest := r.AmountMinor - r.ShippingMinor
	var out parts
	for _, p := range of {
		rest -= p.Amount
		gross := p.Line.TotalMinor - p.Line.DiscountMinor
		if !o.TaxIncluded {
			gross += p.Line.TaxMinor
		}
		out.tax += step(p.Line.TaxMinor, p.Line.RefundedMinor, p.Amount, gross)
	}
	delivery := o.ShippingMinor - o.ShippingDiscountMinor
	if !o.TaxIncluded {
		delivery += o.ShippingTaxMinor
	}
	onDelivery := step(o.ShippingTaxMinor, o.ShippingRefundedMinor, r.ShippingMinor, delivery)
	out.tax += onDelivery + step(o.TaxMinor, 0, rest, o.TotalMinor)
	out.shipping = r.ShippingMinor - onDelivery
	out.sales = r.AmountMinor - out.shipping - out.tax
	return out
}

// step is what a part of whole brings of total beyond what those before it brought, each
// rounded half up.
func step(total, before, part, whole int64) int64 {
	return share(total, before+part, whole) - share(total, before, whole)
}

// share is part/whole of total, rounded half up. It does not overflow.
func share(total, part, whole int64) int64 {
	if whole == 0 {
		return 0
	}
	n := new(big.Int).Mul(big.NewInt(total), big.NewInt(2*part))
	n.Add(n, big.NewInt(whole))
	return n.Div(n, big.NewInt(2*whole)).Int64()
}
