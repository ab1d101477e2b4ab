package cleanup_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/cart"
	"orion/internal/fixture"
	"orion/internal/settings"
	"orion/internal/store"
)

// What the dry run counts is what the sweep then removes: no more and no less.
func TestWhatIsCountedIsWhatGoes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s := h.after(0)
	require.NoError(t, s.Sweep(h.program))
	for kind, n := range due(t)(s.List(h.program)) {
		require.Zero(t, n, "nothing of the present is over: %s", kind)
	}
	for _, one := range heaps {
		t.Run(one.kind, func(t *testing.T) {
			h.t = t
			one.make(h)
			before := h.counts(one.tables)
			require.Equal(t, one.rows, due(t)(s.List(h.program))[one.kind])
			mine := due(t)(s.ListVendor(fixture.System(t, h.mine)))
			if !one.common {
				require.Equal(t, one.rows, mine[one.kind])
				require.Zero(t, due(t)(s.ListVendor(fixture.System(t, h.other)))[one.kind])
			} else {
				require.NotContains(t, mine, one.kind)
			}
			require.NoError(t, s.Sweep(h.program))
			require.Equal(t, before-one.rows, h.counts(one.tables))
			l := line(t, one.kind)(s.List(h.program))
			require.Zero(t, l.Due.Value)
			require.Equal(t, one.rows, *l.LastRemoved)
			require.WithinDuration(t, time.Now(), *l.LastRunAt, 10*time.Minute)
		})
	}
}

// Every kind that goes has its rows in the test above.
func TestEveryKindIsTried(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lines, err := h.after(0).List(h.program)
	require.NoError(t, err)
	for _, l := range lines {
		tried := slices.ContainsFunc(heaps, func(one heap) bool { return one.kind == l.Key })
		require.Equal(t, !l.Stays(), tried, l.Key)
		require.Equal(t, l.Stays(), l.Setting == nil, l.Key)
		require.Equal(t, l.Stays(), l.KeptSeconds == nil, l.Key)
	}
}

// Everything of the two vendors is over in ten years, but for what must stay.
func TestWhatMustStayStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	stays := []string{"carts", "cart_lines", "orders", "payments", "ledger_entries", "audit_entries", "data_exports", "privacy_requests",
		"inventory_movements", "price_changes", "marketplace_import_jobs", "import_rows", "import_row_errors", "search_reindices", "marketplace_products"}
	before := map[string]int{}
	for _, table := range stays {
		before[table] = h.count(table)
	}
	paying, _ := fixture.GuestCart(t, h.db, h.mine, h.rows["product_variants"])
	s := h.after(20 * 365 * day)
	h.exec(`update carts set claimed_at = now() + interval '20 years' where id = $1`, paying.ID)
	require.NoError(t, s.Sweep(h.program))
	require.True(t, h.db.Cart.Query().Where(cart.ID(paying.ID)).ExistX(h.program), "somebody is at it")
	h.exec(`delete from carts where id = $1`, paying.ID)
	for _, table := range stays {
		require.Equal(t, before[table], h.count(table), table)
	}
	for _, table := range []string{"mail_deliveries", "notifications", "notification_reads", "webhook_deliveries", "sessions", "invitations", "staging_tasks"} {
		require.Zero(t, h.count(table), table)
	}
	require.Equal(t, 2, h.count("staged_uploads"), "what the last import was made of")
}

// A cart with an order stays also when the order was cancelled: its payment may come yet.
func TestCartsOfCancelledOrdersStay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.exec(`update orders set status = 'CANCELLED'`)
	require.NoError(t, h.after(20*365*day).Sweep(h.program))
	require.Equal(t, 2, h.count("carts"))
}

// What one vendor has set is no other's business.
func TestEachVendorKeepsAsItHasSet(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, err := h.set.SetVendor(fixture.System(t, h.mine), settings.SetInput{Key: string(settings.MailKeepDays), Value: "3650"})
	require.NoError(t, err)
	_, err = h.set.SetVendor(fixture.System(t, h.other), settings.SetInput{Key: string(settings.CartGuestDays), Value: "1"})
	require.NoError(t, err)
	for _, v := range []*ent.Vendor{h.mine, h.other} {
		variant := h.db.ProductVariant.Query().FirstIDX(fixture.System(t, v))
		c, _ := fixture.GuestCart(t, h.db, v, variant)
		h.exec(`update carts set expires_at = now() + interval '10 years', updated_at = now() - interval '2 days' where id = $1`, c.ID)
	}
	now, later := h.after(0), h.after(400*day)
	require.Equal(t, 1, due(t)(now.List(h.program))["cart.guest"], "the other's")
	require.Equal(t, 1, due(t)(now.ListVendor(fixture.System(t, h.other)))["cart.guest"])
	require.Zero(t, due(t)(now.ListVendor(fixture.System(t, h.mine)))["cart.guest"])
	require.Equal(t, 1, due(t)(later.List(h.program))["mail"], "the other's")
	require.Zero(t, due(t)(later.ListVendor(fixture.System(t, h.mine)))["mail"])
	require.NoError(t, later.Sweep(h.program))
	require.Equal(t, []uuid.UUID{h.mine.ID}, h.vendors("mail_deliveries"))
}

// More than fit in one portion go all the same, and the messages' readers with them.
func TestPortionsEnd(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.more(2500, "notifications", past)
	h.more(2000, "mail_deliveries", past)
	h.exec(`insert into notification_reads (id, created_at, updated_at, vendor_id, notification_id, user_id)
select gen_random_uuid(), now(), now(), vendor_id, id, gen_random_uuid() from notifications where created_at < now() - interval '9 years'`)
	s := h.after(0)
	counts := due(t)(s.List(h.program))
	require.Equal(t, []int{2500, 2000}, []int{counts["notification"], counts["mail"]})
	require.NoError(t, s.Sweep(h.program))
	require.Equal(t, []int{2, 2, 2}, []int{h.count("notifications"), h.count("notification_reads"), h.count("mail_deliveries")})
	require.NoError(t, s.Sweep(h.program), "again there is nothing to do")
}

// The files of what goes are removed once its rows are gone, and not before all are that need it:
// the last import has the file of the older ones here.
func TestFilesGoWithTheirRows(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.more(3, "staged_uploads", over("expires_at"))
	h.more(4, "marketplace_import_jobs", over("finished_at", "upload_id", nil, "key", "v/fetched"))
	h.more(2, "marketplace_import_jobs", over("finished_at"))
	require.NoError(t, h.after(0).Sweep(h.program))
	var files []string
	require.NoError(t, h.db.Platform.QueryRow(t.Context(), `select array(select jsonb_array_elements(s)->>0 from river.river_job,
  jsonb_array_elements(args->'sets') s where kind = 'media.clean' and args->>'vendor_id' = $1)`, h.mine.ID.String()).Scan(&files))
	require.Len(t, files, 3+4)
	require.Equal(t, 2, h.count("marketplace_import_jobs"))
}

// What somebody is changing at the moment is left to the next sweep, which does not wait for it.
func TestWhatSomebodyIsAtIsLeft(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	guest, _ := fixture.GuestCart(t, h.db, h.mine, h.rows["product_variants"])
	h.exec(`update carts set expires_at = $2 where id = $1`, guest.ID, long)
	s := h.after(0)
	require.NoError(t, h.db.Tx(fixture.System(t, h.mine), func(tx *store.Tx) error {
		tx.Cart.Query().Where(cart.ID(guest.ID)).ForUpdate().OnlyX(fixture.System(t, h.mine))
		return s.Sweep(h.program)
	}))
	require.Equal(t, 1, due(t)(s.List(h.program))["cart.guest"])
	require.NoError(t, s.Sweep(h.program))
	require.False(t, h.db.Cart.Query().Where(cart.ID(guest.ID)).ExistX(h.program))
}

// What cannot go keeps nothing else, and the log of runs does not say that it went.
func TestWhatFailsKeepsNothingElse(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.more(1, "mail_deliveries", past)
	h.more(1, "webhook_deliveries", past)
	admin, err := pgx.Connect(t.Context(), h.url)
	require.NoError(t, err)
	defer func() { require.NoError(t, admin.Close(context.WithoutCancel(t.Context()))) }()
	_, err = admin.Exec(t.Context(), `create function stubborn() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
create trigger stubborn before delete on mail_deliveries for each row execute function stubborn()`)
	require.NoError(t, err)
	s := h.after(0)
	require.ErrorContains(t, s.Sweep(h.program), "clean up mail")
	require.Nil(t, line(t, "mail")(s.List(h.program)).LastRunAt)
	require.Equal(t, 1, *line(t, "webhook")(s.List(h.program)).LastRemoved)
}
