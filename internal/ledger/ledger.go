// Package ledger owns what is written down of vendors' money: postings whose entries add up
// to nothing and are never changed, written in the transaction of the fact, and the proof
// that they agree with payments and refunds.
//
// Debits are positive, credits negative. A payment debits CLEARING and credits what was
// sold; what is passed on to the vendor and what the platform takes leave CLEARING again.
// What stays there is on its way or, where negative, owed to the platform by a vendor whose
// buyers pay it by hand. A refund is all of that the other way round.
package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/store"
	"orion/internal/viewer"
)

// An entry is one side of a posting.
type entry struct {
	account enum.LedgerAccount
	amount  int64
}

// A posting is entries that add up to nothing. Its name says what it is about, once.
type posting struct {
	name     string
	kind     enum.LedgerKind
	order    uuid.UUID
	currency string
	at       time.Time
	entries  []entry
}

// post writes postings within the caller's transaction. It is an error for one that does
// not add up. Entries of nothing are left out.
func post(ctx context.Context, tx *store.Tx, postings ...posting) error {
	ctx = viewer.Elevate(ctx)
	var rows []*ent.LedgerEntryCreate
	for _, p := range postings {
		var sum int64
		for _, e := range p.entries {
			sum += e.amount
			if e.amount != 0 {
				rows = append(rows, tx.LedgerEntry.Create().SetPosting(p.name).SetKind(p.kind).SetOrderID(p.order).SetCurrency(p.currency).
					SetOccurredAt(p.at).SetAccount(e.account).SetAmountMinor(e.amount))
			}
		}
		if sum != 0 {
			return fmt.Errorf("posting %s is off by %d", p.name, sum)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.LedgerEntry.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("write into the ledger: %w", err)
	}
	return nil
}

// parts are what an amount of an order is for.
type parts struct{ sales, shipping, tax int64 }

// partsOf divides what an order came to. What is neither delivery nor tax is goods, so
// that the parts are the whole.
func partsOf(o *ent.Order) parts {
	shipping := o.ShippingMinor - o.ShippingDiscountMinor
	if o.TaxIncluded {
		shipping -= o.ShippingTaxMinor
	}
	return parts{sales: o.TotalMinor - o.TaxMinor - shipping, shipping: shipping, tax: o.TaxMinor}
}

// Charge writes down a payment that has come, within the caller's transaction. passedOn
// says that the platform takes its fee before the rest comes to the vendor; otherwise the
// vendor has all of it, and CLEARING says that it owes the fee.
func Charge(ctx context.Context, tx *store.Tx, o *ent.Order, p *ent.Payment, passedOn bool) error {
	is := partsOf(o)
	reaches := p.AmountMinor
	if passedOn {
		reaches -= p.FeeMinor
	}
	of := func(kind enum.LedgerKind, name string, entries ...entry) posting {
		return posting{name + ":" + p.ID.String(), kind, o.ID, p.Currency, *p.PaidAt, entries}
	}
	return post(ctx, tx,
		of(enum.LedgerKindCharge, "charge", entry{enum.LedgerAccountClearing, p.AmountMinor}, entry{enum.LedgerAccountSales, -is.sales},
			entry{enum.LedgerAccountShipping, -is.shipping}, entry{enum.LedgerAccountTax, -is.tax}),
		of(enum.LedgerKindTransfer, "transfer", entry{enum.LedgerAccountVendor, reaches}, entry{enum.LedgerAccountClearing, -reaches}),
		of(enum.LedgerKindFee, "fee", entry{enum.LedgerAccountPlatformFee, p.FeeMinor}, entry{enum.LedgerAccountClearing, -p.FeeMinor}))
}
