package feed

import (
	"encoding/binary"
	"math/bits"
)

// hashRow sums up the values of the present columns. The hash is stored, so it
// must not change from one release to the next without need: all rows would
// count as changed once. It guards against accidents only; a vendor who
// constructs two rows of one hash keeps the older of his own rows.
func hashRow(r *Row, present ColumnSet) uint64 {
	var sum uint64
	for c := ColumnID; c < ColumnOptions; c++ {
		if present.Has(c) {
			sum += hashColumn(r, c)
		}
	}
	// Attributes are added up because their order is not fixed.
	for name, value := range r.Attributes {
		sum += hashText(hashText(uint64(ColumnAttribute), name), value)
	}
	for i, o := range r.Options {
		sum += hashText(hashText(fold(uint64(ColumnOptions), uint64(i)), o.Name), o.Value)
	}
	return sum
}

func hashColumn(r *Row, c Column) uint64 {
	seed := uint64(c)
	switch c {
	case ColumnID:
		return hashText(seed, r.ID)
	case ColumnTitle:
		return hashText(seed, r.Title)
	case ColumnDescription:
		return hashText(seed, r.Description)
	case ColumnLink:
		return hashText(seed, r.Link)
	case ColumnImageLink:
		return hashText(seed, r.ImageLink)
	case ColumnAdditionalImageLinks:
		h := fold(seed, uint64(len(r.AdditionalImageLinks)))
		for _, l := range r.AdditionalImageLinks {
			h = hashText(h, l)
		}
		return h
	case ColumnPrice:
		return hashText(fold(seed, uint64(r.PriceMinor)), r.Currency)
	case ColumnSalePrice:
		return fold(seed, uint64(r.SalePriceMinor))
	case ColumnQuantity:
		if !r.HasQuantity {
			return fold(seed, 1<<40)
		}
		return fold(seed, uint64(r.Quantity))
	}
	return hashText(seed, labelOf(r, c))
}

func labelOf(r *Row, c Column) string {
	switch c {
	case ColumnAvailability:
		return r.Availability
	case ColumnBrand:
		return r.Brand
	case ColumnGTIN:
		return r.GTIN
	case ColumnMPN:
		return r.MPN
	case ColumnCondition:
		return r.Condition
	case ColumnProductType:
		return r.ProductType
	case ColumnGoogleProductCategory:
		return r.GoogleProductCategory
	case ColumnItemGroupID:
		return r.ItemGroupID
	case ColumnColor:
		return r.Color
	}
	return r.Size
}

// fold mixes two words into one by the halves of their product, after each was
// made odd in the bits that matter least.
func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a^0x9E3779B97F4A7C15, b^0xD1B54A32D192ED03)
	return hi ^ lo
}

// hashText folds a text into a hash, eight bytes at a time and its length last.
func hashText(h uint64, s string) uint64 {
	n := uint64(len(s))
	b := []byte(s)
	for len(b) >= 8 {
		h = fold(h, binary.LittleEndian.Uint64(b))
		b = b[8:]
	}
	var rest [8]byte
	copy(rest[:], b)
	return fold(fold(h, binary.LittleEndian.Uint64(rest[:])), n)
}
