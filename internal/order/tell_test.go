package order_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/fixture"
	"orion/internal/store"
	"orion/internal/webhook"
	"orion/jobs"
)

// Mails of one event go out once: that of an order must not stand for the next of its buyer.
func TestEveryOrderIsConfirmedOnce(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	first, _ := c.sold(t, 1)
	second, _ := c.sold(t, 1)
	require.Equal(t, first.Email, second.Email)
	system := fixture.System(t, c.vendor)
	for _, o := range []*ent.Order{first, first, second} {
		require.NoError(t, c.db.Tx(system, func(tx *store.Tx) error {
			_, err := c.orders.Tell(system, tx, jobs.EventTell{ID: uuid.Must(uuid.NewV7()), VendorID: c.vendor.ID, Event: string(webhook.OrderPlaced), Subject: o.ID})
			return err
		}))
	}
	mails := c.post.mails[len(c.post.mails)-3:]
	require.Equal(t, mails[0].Event, mails[1].Event)
	require.NotEqual(t, mails[1].Event, mails[2].Event)
}
