package notify_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func TestANoteIsForThoseWhoMaySeeWhatItIsAbout(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	box := notify.NewInbox(db, page.NewSigner([]byte("0123456789abcdef0123456789abcdef")), clock.System{}, &store.Listener{})
	v, owner := fixture.Vendor(t, db)
	_, stranger := fixture.Vendor(t, db)
	shopper := fixture.Shopper(t, v)
	for range 2 { // an event that is told twice is one note
		require.NoError(t, db.Tx(shopper, func(tx *store.Tx) error {
			return notify.Tell(shopper, tx, notify.Note{Kind: notify.NoteOrderPlaced, VendorID: v.ID, Event: "1", Data: map[string]string{"number": "1001"}})
		}))
	}
	list, err := box.List(owner, page.Arg{}, nil)
	require.NoError(t, err)
	require.Len(t, list.Nodes, 1)
	n := list.Nodes[0]
	require.Equal(t, "order 1001 was placed", notify.NoteTitle(owner, n))
	require.Equal(t, "orders/1001", *notify.NotePlace(n))
	require.Equal(t, enum.SeverityInfo, n.Severity)
	for _, ctx := range []struct {
		name string
		list func() (int, error)
	}{
		{"another vendor", func() (int, error) { return box.Unread(stranger) }},
		{"the staff", func() (int, error) { return box.Unread(fixture.Admin(t)) }},
	} {
		left, err := ctx.list()
		require.NoError(t, err)
		require.Zero(t, left, ctx.name)
	}

	left, err := box.Unread(owner)
	require.NoError(t, err)
	require.Equal(t, 1, left)
	left, err = box.MarkRead(owner, []publicid.ID{n.PublicID(), publicid.New("Notification", v.ID)})
	require.NoError(t, err)
	require.Zero(t, left)
	left, err = box.MarkRead(owner, nil)
	require.NoError(t, err, "reading twice is no change")
	require.Zero(t, left)
	read, err := box.ReadBy(owner, list.Nodes)
	require.NoError(t, err)
	require.Equal(t, []bool{true}, read)
	fresh := true
	list, err = box.List(owner, page.Arg{}, &notify.NoteWhere{Unread: &fresh})
	require.NoError(t, err)
	require.Empty(t, list.Nodes)
}
