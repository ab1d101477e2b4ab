package checkout

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
)

func TestPriced(t *testing.T) {
	t.Parallel()
	items := []*item{{variant: &ent.ProductVariant{PriceMinor: 1000}, quantity: 2}, {variant: &ent.ProductVariant{PriceMinor: 333}, quantity: 3}}
	s, err := priced(items, 490, 1700)
	require.NoError(t, err)
	require.Equal(t, [4]int64{2999, 490, 507, 3489}, [4]int64{s.Subtotal, s.Shipping, s.Tax, s.Total})
	require.Equal(t, int64(2000), s.Lines[0].Total)

	items[0].variant.PriceMinor = math.MaxInt64
	_, err = priced(items, 0, 1700)
	require.Equal(t, errs.Invalid, errs.CodeOf(err), "what fits no 64 bits is refused")
}
