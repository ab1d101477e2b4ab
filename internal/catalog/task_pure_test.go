package catalog

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

func TestRepriced(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		price     int64
		before    *int64
		percent   string
		reduction bool
		want      int64
		compare   *int64
	}{
		"a raise":                          {price: 1000, percent: "10", want: 1100},
		"half a cent is rounded up":        {price: 105, percent: "10", want: 116},
		"less than half is rounded down":   {price: 104, percent: "10", want: 114},
		"half is rounded up when it falls": {price: 105, percent: "-10", want: 95},
		"a tenth is left":                  {price: 999, percent: "-90", want: 100},
		"decimals of a percent":            {price: 10000, percent: "0.05", want: 10005},
		"a reduction":                      {price: 1000, percent: "-20", reduction: true, want: 800, compare: at(int64(1000))},
		"a reduction of a reduction":       {price: 800, before: at(int64(1000)), percent: "-50", reduction: true, want: 400, compare: at(int64(800))},
		"a raise ends the reduction":       {price: 800, before: at(int64(1000)), percent: "5", reduction: true, want: 840},
		"too small to fall":                {price: 1, before: at(int64(5)), percent: "-10", reduction: true, want: 1},
		"what is left out stays":           {price: 800, before: at(int64(1000)), percent: "-10", want: 720, compare: at(int64(1000))},
		"it passes the price before":       {price: 800, before: at(int64(1000)), percent: "25", want: 1000},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := repriced(ent.ProductVariant{PriceMinor: tc.price, CompareAtMinor: tc.before}, decimal.RequireFromString(tc.percent), tc.reduction)
			require.Equal(t, tc.want, got.PriceMinor)
			require.Equal(t, tc.compare, got.CompareAtMinor)
		})
	}
}

func TestEdited(t *testing.T) {
	t.Parallel()
	category := uuid.New()
	many := make([]string, maxTags)
	for i := range many {
		many[i] = strings.Repeat("x", i+1)
	}
	was := ent.Product{Brand: at("Lux"), Tags: []string{"a", "b"}, CategoryID: &category, TaxClass: enum.TaxClassReduced}
	for name, tc := range map[string]struct {
		in   EditInput
		want func(*ent.Product)
	}{
		"nothing":          {want: func(*ent.Product) {}},
		"tags":             {in: EditInput{AddTags: []string{"c", "A"}, RemoveTags: []string{"B"}}, want: func(p *ent.Product) { p.Tags = []string{"a", "c"} }},
		"no brand":         {in: EditInput{Brand: at("")}, want: func(p *ent.Product) { p.Brand = nil }},
		"out of category":  {in: EditInput{CategoryID: at(publicid.ID(""))}, want: func(p *ent.Product) { p.CategoryID = nil }},
		"a class of tax":   {in: EditInput{TaxClass: at(enum.TaxClassZero)}, want: func(p *ent.Product) { p.TaxClass = enum.TaxClassZero }},
		"too many tags":    {in: EditInput{AddTags: many}},
		"removed and back": {in: EditInput{AddTags: []string{"b"}, RemoveTags: []string{"b"}}, want: func(*ent.Product) {}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, e := tc.in.edited(was)
			if tc.want == nil {
				require.NotNil(t, e)
				return
			}
			want := was
			tc.want(&want)
			require.Nil(t, e)
			require.Equal(t, &want, got)
		})
	}
	require.Equal(t, []string{"a", "b"}, was.Tags)
}

func TestEditInputIsChecked(t *testing.T) {
	t.Parallel()
	percent := func(s string) EditInput { return EditInput{PricePercent: at(money.Decimal(s))} }
	for name, tc := range map[string]struct {
		in   EditInput
		want []string
	}{
		"nothing to do":    {want: []string{"REQUIRED input.edit"}},
		"the least":        {in: percent("-90")},
		"below the least":  {in: percent("-90.01"), want: []string{"INVALID input.edit.pricePercent"}},
		"the most":         {in: percent("1000")},
		"above the most":   {in: percent("1000.01"), want: []string{"INVALID input.edit.pricePercent"}},
		"three decimals":   {in: percent("1.005"), want: []string{"INVALID input.edit.pricePercent"}},
		"no number":        {in: percent(""), want: []string{"INVALID input.edit.pricePercent"}},
		"a long brand":     {in: EditInput{Brand: at(strings.Repeat("x", 71))}, want: []string{"TOO_LONG input.edit.brand"}},
		"a tag of nothing": {in: EditInput{AddTags: []string{" "}}, want: []string{"REQUIRED input.edit.addTags.0"}},
		"many collections": {in: EditInput{AddToCollectionIds: make([]publicid.ID, MaxIDs+1)}, want: []string{"TOO_MANY input.edit.addToCollectionIds"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, faultsOf(t, tc.in.validate()))
		})
	}
}
