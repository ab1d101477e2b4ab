package catalog

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/option"
)

func TestChosen(t *testing.T) {
	t.Parallel()
	of := func(choices ...string) (v ArticleVariant) {
		for i := 0; i < len(choices); i += 2 {
			v.Choices = append(v.Choices, Choice{choices[i], choices[i+1]})
		}
		return v
	}
	sizes := []option.Option{{Name: "Size", Values: []string{"M"}}}
	for name, c := range map[string]struct {
		known    []option.Option
		isNew    bool
		variants []ArticleVariant
		options  []option.Option
		values   [][]string
	}{
		"two options": {
			nil, true,
			[]ArticleVariant{of("color", "Red", "size", "M"), of("Size", "L", "Color", "red")},
			[]option.Option{{Name: "Color", Values: []string{"Red"}}, {Name: "Size", Values: []string{"M", "L"}}},
			[][]string{{"Red", "M"}, {"Red", "L"}},
		},
		"none":                     {nil, true, []ArticleVariant{of()}, nil, [][]string{nil}},
		"one lacks one":            {nil, true, []ArticleVariant{of("color", "Red"), of()}, nil, [][]string{nil, nil}},
		"other names":              {nil, true, []ArticleVariant{of("color", "Red"), of("size", "M")}, nil, [][]string{nil, nil}},
		"too many":                 {nil, true, []ArticleVariant{of("a", "1", "b", "2", "c", "3", "d", "4")}, nil, [][]string{nil}},
		"more of one":              {sizes, false, []ArticleVariant{of("size", "L")}, []option.Option{{Name: "Size", Values: []string{"M", "L"}}}, [][]string{{"L"}}},
		"more of one without":      {nil, false, []ArticleVariant{of("size", "L")}, nil, [][]string{nil}},
		"more that do not fit one": {sizes, false, []ArticleVariant{of("color", "Red")}, nil, [][]string{nil}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options, values := chosen(c.known, c.isNew, c.variants)
			require.Equal(t, c.options, options)
			require.Equal(t, c.values, values)
		})
	}
	chosen(sizes, false, []ArticleVariant{of("size", "XL")})
	require.Equal(t, []string{"M"}, sizes[0].Values, "what the product has is not written to")
}
