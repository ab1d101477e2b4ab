package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/notify"
	"orion/internal/order"
)

// Whoever looks how their words read may take an order that nothing was sent of yet.
func TestASampleIsThereBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	o, l := c.sold(t, 3)
	for _, kind := range []notify.Kind{notify.OrderPaid, notify.OrderPlaced, notify.OrderFulfilled} {
		m, err := c.orders.Sample(c.staff, kind, o.ID)
		require.NoError(t, err, kind)
		require.Equal(t, order.Number(o), m.Data["order"])
		require.NotContains(t, m.Data, "carrier")
		require.Equal(t, kind == notify.OrderPlaced, m.Receipt != nil, kind)
	}
	c.send(t, o, some(l, 1))
	m, err := c.orders.Sample(c.staff, notify.OrderFulfilled, o.ID)
	require.NoError(t, err)
	require.Contains(t, m.Data, "carrier")
}
