package marketplace

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"orion/internal/kit/i18n"
	"orion/internal/kit/money"
	"orion/internal/marketplace/feed"
)

// rowShown is a row as it would be staged.
func rowShown(ctx context.Context, row *feed.Row) *FeedRow {
	out := &FeedRow{Line: row.Line, ExternalID: row.ID, Title: row.Title, Values: valuesOf(row), Errors: []*FeedFault{}}
	if row.Currency != "" && !priceless(row) {
		price := money.New(row.PriceMinor, row.Currency)
		out.Price = &price
	}
	for i := range row.Problems {
		out.Errors = append(out.Errors, faultShown(ctx, &row.Problems[i]))
	}
	return out
}

// priceless reports whether the price could not be read.
func priceless(row *feed.Row) bool {
	return slices.ContainsFunc(row.Problems, func(p feed.Problem) bool {
		return p.Severity == feed.Error && p.Column == feed.ColumnPrice.String()
	})
}

func faultShown(ctx context.Context, p *feed.Problem) *FeedFault {
	out := &FeedFault{
		Column: text(p.Column), Value: text(p.Value), Code: string(p.Code), Message: i18n.T(ctx, p.Format, p.Args...),
		Warning: p.Severity == feed.Warning,
	}
	if p.Hint != "" {
		out.Hint = text(i18n.T(ctx, p.Hint))
	}
	return out
}

// valuesOf are the fields that a row has beside its id, title and price.
func valuesOf(row *feed.Row) []*FieldConstant {
	out := []*FieldConstant{}
	add := func(field, value string) {
		if value != "" {
			out = append(out, &FieldConstant{Field: field, Value: cutRunes(value, 500)})
		}
	}
	for _, f := range []struct {
		of    feed.Column
		value string
	}{
		{feed.ColumnDescription, row.Description},
		{feed.ColumnLink, row.Link},
		{feed.ColumnImageLink, row.ImageLink},
		{feed.ColumnAdditionalImageLinks, strings.Join(row.AdditionalImageLinks, ", ")},
		{feed.ColumnAvailability, row.Availability},
		{feed.ColumnSalePrice, saleOf(row)},
		{feed.ColumnBrand, row.Brand},
		{feed.ColumnGTIN, row.GTIN},
		{feed.ColumnMPN, row.MPN},
		{feed.ColumnCondition, row.Condition},
		{feed.ColumnProductType, row.ProductType},
		{feed.ColumnGoogleProductCategory, row.GoogleProductCategory},
		{feed.ColumnItemGroupID, row.ItemGroupID},
		{feed.ColumnColor, row.Color},
		{feed.ColumnSize, row.Size},
		{feed.ColumnQuantity, quantityOf(row)},
	} {
		add(f.of.String(), f.value)
	}
	for _, o := range row.Options {
		add("option:"+o.Name, o.Value)
	}
	for _, name := range slices.Sorted(maps.Keys(row.Attributes)) {
		add(name, row.Attributes[name])
	}
	return out
}

func saleOf(row *feed.Row) string {
	if row.SalePriceMinor == 0 {
		return ""
	}
	sale := money.New(row.SalePriceMinor, row.Currency)
	return string(sale.Amount()) + " " + row.Currency
}

func quantityOf(row *feed.Row) string {
	if !row.HasQuantity {
		return ""
	}
	return strconv.Itoa(int(row.Quantity))
}

// loosely is the name of a column as mappings compare it: without case, padding and
// what cannot be seen.
func loosely(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
	return strings.Join(strings.Fields(name), " ")
}
