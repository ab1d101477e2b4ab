package order

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/enum"
)

func TestOnlyTheseEdgesAreLegal(t *testing.T) {
	t.Parallel()
	legal := map[string]bool{
		"PENDING_PAYMENT PLACED": true, "PENDING_PAYMENT CANCELLED": true,
		"PLACED COMPLETED": true, "PLACED CANCELLED": true,
		"COMPLETED PLACED": true,
	}
	for _, from := range enum.OrderStatus("").Values() {
		for _, to := range enum.OrderStatus("").Values() {
			require.Equal(t, legal[from+" "+to], may(enum.OrderStatus(from), enum.OrderStatus(to)), "%s to %s", from, to)
		}
	}
}

func TestLineTitle(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ product, variant, want string }{
		"a variant without a name of its own": {"Mug", "Mug", "Mug"},
		"a variant with one":                  {"Mug", "Blue", "Mug – Blue"},
		"a product that is gone":              {"", "Blue", "Blue"},
		"as long as may be":                   {strings.Repeat("m", 200), strings.Repeat("b", 195), strings.Repeat("m", 200) + " – " + strings.Repeat("b", 195)},
		"longer, cut between letters":         {strings.Repeat("m", 199), strings.Repeat("ü", 100), strings.Repeat("m", 199) + " – " + strings.Repeat("ü", 98)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := lineTitle(tc.product, tc.variant)
			require.Equal(t, tc.want, got)
			require.LessOrEqual(t, len(got), maxLineTitle)
		})
	}
}
