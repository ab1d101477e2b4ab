package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/money"
	"orion/internal/order"
)

func TestPercent(t *testing.T) {
	t.Parallel()
	for bp, want := range map[int]money.Decimal{0: "0", 5: "0.05", 210: "2.1", 900: "9", 1000: "10", 2550: "25.5", 10000: "100"} {
		require.Equal(t, want, order.Percent(bp))
	}
}
