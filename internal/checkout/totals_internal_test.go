package checkout

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/tax"
)

func TestPriced(t *testing.T) {
	t.Parallel()
	items := []*item{{variant: &ent.ProductVariant{PriceMinor: 1000}, quantity: 2}, {variant: &ent.ProductVariant{PriceMinor: 333}, quantity: 3}}
	conditions := &terms{shop: &ent.Vendor{PricesIncludeTax: true}, rule: tax.Rule{Country: "LU"}}
	way := &DeliveryOption{Price: money.New(490, "EUR")}
	s, err := priced(conditions.bill(&ent.Cart{}, items, way))
	require.NoError(t, err)
	require.Equal(t, [4]int64{2999, 490, 507, 3489}, [4]int64{s.Subtotal, s.Shipping, s.Tax, s.Total})
	require.Equal(t, int64(2000), s.Lines[0].Total)

	items[0].variant.PriceMinor = math.MaxInt64
	_, err = priced(plainly(items))
	require.Equal(t, errs.Invalid, errs.CodeOf(err), "what fits no 64 bits is refused")
}
