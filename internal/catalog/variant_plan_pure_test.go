package catalog

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

func at[T any](v T) *T { return &v }

// faultsOf are the codes and fields of what is wrong.
func faultsOf(t *testing.T, err error) (out []string) {
	t.Helper()
	if err == nil {
		return nil
	}
	if list, ok := errors.AsType[errs.List](err); ok {
		for _, e := range list {
			out = append(out, string(e.Code)+" "+e.Field())
		}
		return out
	}
	e, ok := errors.AsType[*errs.Error](err)
	require.True(t, ok, err)
	return []string{string(e.Code) + " " + e.Field()}
}

func sized(values ...string) *VariantSetInput {
	return &VariantSetInput{OptionValues: values, Price: at(money.Decimal("10"))}
}

func TestPlanOf(t *testing.T) {
	t.Parallel()
	first, second, picture := uuid.New(), uuid.New(), uuid.New()
	have := []*ent.ProductVariant{
		{ID: first, Currency: "EUR", PriceMinor: 1000, CompareAtMinor: at(int64(1500)), Options: []string{"S"}, Sku: at("A")},
		{ID: second, Currency: "EUR", PriceMinor: 1200, Options: []string{"M"}},
	}
	size := []*OptionInput{{Name: "Size", Values: []string{"S", "M", "L"}}}
	id := func(u uuid.UUID) *publicid.ID { return at(publicid.New("ProductVariant", u)) }
	many := make([]*VariantSetInput, MaxVariants+1)
	for i := range many {
		many[i] = sized("S")
	}
	values := make([]string, 101)
	for i := range values {
		values[i] = fmt.Sprint(i)
	}
	for name, tc := range map[string]struct {
		in     VariantsSetInput
		titles []string
		gone   int
		faults []string
	}{
		"one changed, one made, one gone": {
			in:     VariantsSetInput{Options: size, Variants: []*VariantSetInput{{ID: id(first), OptionValues: []string{"l"}}, sized("S")}},
			titles: []string{"L", "S"}, gone: 1,
		},
		"no options": {in: VariantsSetInput{Variants: []*VariantSetInput{sized()}}, titles: []string{"Lamp"}, gone: 2},
		"two options": {
			in:     VariantsSetInput{Options: []*OptionInput{size[0], {Name: "Colour", Values: []string{"Red"}}}, Variants: []*VariantSetInput{sized("S", "Red"), sized("M", "Red")}},
			titles: []string{"S / Red", "M / Red"}, gone: 2,
		},
		"no variants":       {in: VariantsSetInput{}, faults: []string{"REQUIRED input.variants"}},
		"too many variants": {in: VariantsSetInput{Options: size, Variants: many}, faults: []string{"TOO_MANY input.variants"}},
		"four options": {
			in:     VariantsSetInput{Options: []*OptionInput{size[0], size[0], size[0], size[0]}, Variants: []*VariantSetInput{sized()}},
			faults: []string{"TOO_MANY input.options"},
		},
		"an option twice": {
			in:     VariantsSetInput{Options: []*OptionInput{size[0], {Name: " size ", Values: []string{"1"}}}, Variants: []*VariantSetInput{sized("S", "1")}},
			faults: []string{"INVALID input.options.1.name"},
		},
		"a value twice": {
			in:     VariantsSetInput{Options: []*OptionInput{{Name: "Size", Values: []string{"S", "s"}}}, Variants: []*VariantSetInput{sized("S")}},
			faults: []string{"INVALID input.options.0.values.1"},
		},
		"a nameless option": {
			in:     VariantsSetInput{Options: []*OptionInput{{Name: " ", Values: []string{"S"}}}, Variants: []*VariantSetInput{sized("S")}},
			faults: []string{"REQUIRED input.options.0.name"},
		},
		"an option without values": {
			in:     VariantsSetInput{Options: []*OptionInput{{Name: "Size"}}, Variants: []*VariantSetInput{sized("S")}},
			faults: []string{"REQUIRED input.options.0.values", "INVALID input.variants.0.optionValues.0"},
		},
		"too many values": {
			in:     VariantsSetInput{Options: []*OptionInput{{Name: "Size", Values: values}}, Variants: []*VariantSetInput{sized()}},
			faults: []string{"TOO_MANY input.options.0.values"},
		},
		"a long value": {
			in:     VariantsSetInput{Options: []*OptionInput{{Name: "Size", Values: []string{strings.Repeat("x", 101)}}}, Variants: []*VariantSetInput{sized(strings.Repeat("x", 101))}},
			faults: []string{"TOO_LONG input.options.0.values.0"},
		},
		"a value too few":  {in: VariantsSetInput{Options: size, Variants: []*VariantSetInput{sized()}}, faults: []string{"INVALID input.variants.0.optionValues"}},
		"an unknown value": {in: VariantsSetInput{Options: size, Variants: []*VariantSetInput{sized("XXL")}}, faults: []string{"INVALID input.variants.0.optionValues.0"}},
		"the same twice":   {in: VariantsSetInput{Options: size, Variants: []*VariantSetInput{sized("S"), sized("s")}}, faults: []string{"INVALID input.variants.1.optionValues"}},
		"no price":         {in: VariantsSetInput{Variants: []*VariantSetInput{{}}}, faults: []string{"REQUIRED input.variants.0.price"}},
		"an id of another": {in: VariantsSetInput{Variants: []*VariantSetInput{{ID: id(uuid.New())}}}, faults: []string{"NOT_FOUND input.variants.0.id"}},
		"an id twice": {
			in:     VariantsSetInput{Options: size, Variants: []*VariantSetInput{{ID: id(first), OptionValues: []string{"S"}}, {ID: id(first), OptionValues: []string{"M"}}}},
			faults: []string{"NOT_FOUND input.variants.1.id"},
		},
		"a picture of another": {
			in:     VariantsSetInput{Variants: []*VariantSetInput{{Price: at(money.Decimal("1")), MediaID: at(publicid.New("MediaFile", uuid.New()))}}},
			faults: []string{"INVALID input.variants.0.mediaId"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := planOf("Lamp", "EUR", have, []uuid.UUID{picture}, &tc.in)
			require.Equal(t, tc.faults, faultsOf(t, err))
			if err != nil {
				return
			}
			var titles []string
			for i, v := range got.rows {
				titles = append(titles, v.Title)
				require.Equal(t, i, v.Position)
			}
			require.Equal(t, tc.titles, titles)
			require.Len(t, got.gone, tc.gone)
			require.Equal(t, []string{"S"}, have[0].Options, "what is there is not changed")
		})
	}
}

func TestOfferInto(t *testing.T) {
	t.Parallel()
	d := func(s string) *money.Decimal { return at(money.Decimal(s)) }
	was := ent.ProductVariant{Currency: "EUR", PriceMinor: 1000, CompareAtMinor: at(int64(1500)), CostMinor: at(int64(400)), Sku: at("A"), Gtin: at("96385074"), WeightGrams: at(5)}
	for name, tc := range map[string]struct {
		in     VariantUpdateInput
		want   func(*ent.ProductVariant)
		faults []string
	}{
		"nothing said":                    {want: func(*ent.ProductVariant) {}},
		"a lower price":                   {in: VariantUpdateInput{Price: d("9.99")}, want: func(v *ent.ProductVariant) { v.PriceMinor = 999 }},
		"a price that ends the reduction": {in: VariantUpdateInput{Price: d("15")}, want: func(v *ent.ProductVariant) { v.PriceMinor, v.CompareAtMinor = 1500, nil }},
		"a price before a reduction":      {in: VariantUpdateInput{CompareAtPrice: d("20")}, want: func(v *ent.ProductVariant) { v.CompareAtMinor = at(int64(2000)) }},
		"one that is none":                {in: VariantUpdateInput{CompareAtPrice: d("10.00")}, faults: []string{"INVALID v.compareAtPrice"}},
		"what is taken away": {in: VariantUpdateInput{CompareAtPrice: d(""), Cost: d(""), Sku: at(" "), Gtin: at(""), WeightGrams: at(-1)}, want: func(v *ent.ProductVariant) {
			v.CompareAtMinor, v.CostMinor, v.Sku, v.Gtin, v.WeightGrams = nil, nil, nil, nil, nil
		}},
		"a price below zero":     {in: VariantUpdateInput{Price: d("-1")}, faults: []string{"INVALID v.price"}},
		"no price":               {in: VariantUpdateInput{Price: d("")}, faults: []string{"INVALID v.price"}},
		"three decimals":         {in: VariantUpdateInput{Cost: d("1.005")}, faults: []string{"INVALID v.cost"}},
		"a price beyond all":     {in: VariantUpdateInput{Price: d("10000000000.01")}, faults: []string{"INVALID v.price"}},
		"a number with blanks":   {in: VariantUpdateInput{Gtin: at(" 4006381 333931")}, want: func(v *ent.ProductVariant) { v.Gtin = at("4006381333931") }},
		"a wrong check digit":    {in: VariantUpdateInput{Gtin: at("4006381333932")}, faults: []string{"INVALID v.gtin"}},
		"a long sku":             {in: VariantUpdateInput{Sku: at(strings.Repeat("x", 65))}, faults: []string{"TOO_LONG v.sku"}},
		"a weight below nothing": {in: VariantUpdateInput{WeightGrams: at(-2)}, faults: []string{"INVALID v.weightGrams"}},
		"a weight beyond all":    {in: VariantUpdateInput{WeightGrams: at(1_000_001)}, faults: []string{"INVALID v.weightGrams"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := was
			bad := tc.in.offer().into(&row, nil, "v")
			require.Equal(t, tc.faults, faultsOf(t, bad.Or()))
			if tc.want != nil {
				want := was
				tc.want(&want)
				require.Equal(t, want, row)
			}
		})
	}
}
