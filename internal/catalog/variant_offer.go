package catalog

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/gtin"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

const (
	maxSku    = 64
	maxWeight = 1_000_000
	// maxPrice is the highest price, in minor units: a cart of a hundred lines of it can
	// still be added up.
	maxPrice = 1_000_000_000_000
)

// An offer is what an input says of a variant. What is nil stays.
type offer struct {
	sku, gtin               *string
	price, compareAt, costs *money.Decimal
	weight                  *int
	media                   *publicid.ID
}

func (in *VariantSetInput) offer() offer {
	return offer{in.Sku, in.Gtin, in.Price, in.CompareAtPrice, in.Cost, in.WeightGrams, in.MediaID}
}

func (in *VariantUpdateInput) offer() offer {
	return offer{in.Sku, in.Gtin, in.Price, in.CompareAtPrice, in.Cost, in.WeightGrams, in.MediaID}
}

// into writes an offer on a variant. pictures are those of its product. A price before a
// reduction of which the input says nothing goes where the price is no longer below it:
// the reduction is over.
func (o offer) into(row *ent.ProductVariant, pictures []uuid.UUID, at string) (bad errs.List) {
	bad = append(bad, o.words(row, at)...)
	if o.price != nil {
		if minor, ok := amountOf(*o.price, row.Currency); ok {
			row.PriceMinor = minor
		} else {
			bad = append(bad, noAmount(row.Currency).At(at+".price"))
		}
	}
	bad = append(bad, takeAmount(&row.CostMinor, o.costs, row.Currency, at+".cost")...)
	bad = append(bad, takeAmount(&row.CompareAtMinor, o.compareAt, row.Currency, at+".compareAtPrice")...)
	if c := row.CompareAtMinor; c != nil && *c <= row.PriceMinor {
		if o.compareAt != nil && len(bad) == 0 {
			bad = append(bad, errs.Field(at+".compareAtPrice", "must be above the price"))
		}
		row.CompareAtMinor = nil
	}
	return append(bad, o.body(row, pictures, at)...)
}

// words writes what a variant is known by.
func (o offer) words(row *ent.ProductVariant, at string) (bad errs.List) {
	if o.sku != nil {
		sku := clean(*o.sku)
		if utf8.RuneCountInString(sku) > maxSku {
			bad = append(bad, tooLong(maxSku).At(at+".sku"))
		}
		row.Sku = said(sku)
	}
	if o.gtin != nil {
		number := strings.NewReplacer(" ", "", "-", "").Replace(clean(*o.gtin))
		if number != "" && !gtin.Valid(number) {
			bad = append(bad, errs.Field(at+".gtin", "must be 8, 12, 13 or 14 digits with the right check digit"))
		}
		row.Gtin = said(number)
	}
	return bad
}

// body writes what a variant weighs and looks like.
func (o offer) body(row *ent.ProductVariant, pictures []uuid.UUID, at string) (bad errs.List) {
	if o.weight != nil {
		row.WeightGrams = o.weight
		switch w := *o.weight; {
		case w == -1:
			row.WeightGrams = nil
		case w < 0 || w > maxWeight:
			bad = append(bad, errs.Field(at+".weightGrams", "must be from 0 to %d", maxWeight))
		}
	}
	if o.media == nil {
		return bad
	}
	if row.MediaID = nil; *o.media == "" {
		return bad
	}
	id := o.media.As("MediaFile")
	if row.MediaID = &id; !slices.Contains(pictures, id) {
		bad = append(bad, errs.Field(at+".mediaId", "is no picture of the product"))
	}
	return bad
}

// amountOf is an amount in minor units, false where it is none that something can cost.
func amountOf(d money.Decimal, currency string) (int64, bool) {
	m, err := money.Parse(d, currency)
	return m.Minor, err == nil && m.Minor >= 0 && m.Minor <= maxPrice
}

func noAmount(currency string) *errs.Error {
	return errs.New(errs.Invalid, "is no amount of %s", currency)
}

// takeAmount writes an amount that may be taken away by an empty text.
func takeAmount(to **int64, d *money.Decimal, currency, at string) errs.List {
	switch {
	case d == nil:
		return nil
	case *d == "":
		*to = nil
		return nil
	}
	minor, ok := amountOf(*d, currency)
	if !ok {
		return errs.List{noAmount(currency).At(at)}
	}
	*to = &minor
	return nil
}
