package worker_test

import (
	"bytes"
	"context"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	smtpmock "github.com/mocktools/go-smtp-mock/v2"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/maildelivery"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/kit/secret"
	"orion/internal/monitor"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/jobs"
	"orion/jobs/worker"
)

// An office is a vendor with an owner who reads German and a clerk who may see imports, and a
// platform with somebody who watches it in French and somebody who may not.
type office struct {
	*messages
	port    int
	vendors *vendor.Service
	shop    *ent.Vendor
	clerk   uuid.UUID
}

const (
	owner   = "owner@shop.example"
	clerk   = "clerk@shop.example"
	watcher = "watch@orion.example"
)

func openOffice(t *testing.T) *office {
	t.Helper()
	db, o := pgtest.New(t), &office{port: free(t)}
	var err error
	o.messages, err = newMessages(db, strconv.Itoa(o.port))
	require.NoError(t, err)
	root := secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot))
	people, err := auth.New(db, auth.Options{Secret: root, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	o.vendors, err = vendor.New(db, vendor.Options{
		Auth: people, Signer: page.NewSigner(root.Key("cursor")), Mail: o.notify, BaseDomain: "localhost",
		Links: link.Builder{BaseURL: "http://localhost:8080", ByPath: true},
	})
	require.NoError(t, err)
	o.shop, _ = fixture.Vendor(t, db)
	o.member(t, &o.shop.ID, owner, "de", vendor.Owner)
	o.clerk = o.member(t, &o.shop.ID, clerk, "en", "", enum.PermissionImportRead)
	o.member(t, nil, watcher, "fr", "", enum.PermissionPlatformRead)
	o.member(t, nil, "billing@orion.example", "en", "", enum.PermissionAuditRead)
	other, _ := fixture.Vendor(t, db)
	o.member(t, &other.ID, "owner@other.example", "en", vendor.Owner)
	return o
}

func (o *office) member(t *testing.T, vendorID *uuid.UUID, email, language, template string, may ...enum.Permission) uuid.UUID {
	t.Helper()
	ctx := fixture.Platform(t)
	role := o.db.Role.Create().SetNillableVendorID(vendorID).SetName(email)
	if template != "" {
		role.SetTemplate(template)
	}
	var words []string
	for _, p := range may {
		words = append(words, string(p))
	}
	u := o.db.User.Create().SetEmail(email).SetLanguage(language).SaveX(ctx)
	r := role.SetPermissions(words).SaveX(ctx)
	o.db.Membership.Create().SetNillableVendorID(vendorID).SetUserID(u.ID).SetRoleID(r.ID).ExecX(ctx)
	return u.ID
}

// written are the addresses that mails of a kind are queued for.
func (o *office) written(t *testing.T, kind string) (out []string) {
	t.Helper()
	for _, d := range o.db.MailDelivery.Query().Where(maildelivery.Kind(kind)).Order(maildelivery.ByID()).AllX(fixture.Platform(t)) {
		out = append(out, d.Recipient)
	}
	return out
}

func TestWhoIsWrittenToOfAnImport(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	began := time.Now()
	source, another := uuid.New(), uuid.New()
	for name, tc := range map[string]struct {
		job  ent.MarketplaceImportJob
		want string // "" for nobody
	}{
		"by hand and failed":              {ent.MarketplaceImportJob{Trigger: enum.ImportTriggerUpload, Status: enum.ImportStatusFailed, RequestedBy: &o.clerk}, clerk},
		"by hand, with errors":            {ent.MarketplaceImportJob{Trigger: enum.ImportTriggerManual, Status: enum.ImportStatusCompletedWithErrors, RequestedBy: &o.clerk}, clerk},
		"by hand, quick":                  {ent.MarketplaceImportJob{Trigger: enum.ImportTriggerUpload, Status: enum.ImportStatusCompleted, RequestedBy: &o.clerk}, ""},
		"by hand, long":                   {ent.MarketplaceImportJob{Trigger: enum.ImportTriggerUpload, Status: enum.ImportStatusCompleted, RequestedBy: &o.clerk, Total: 1}, clerk},
		"by somebody who is gone":         {ent.MarketplaceImportJob{Trigger: enum.ImportTriggerUpload, Status: enum.ImportStatusFailed, RequestedBy: &another}, owner},
		"by the clock, well":              {ent.MarketplaceImportJob{Trigger: enum.ImportTriggerSchedule, Status: enum.ImportStatusCompleted, Total: 1}, ""},
		"by the clock and failed":         {ent.MarketplaceImportJob{Trigger: enum.ImportTriggerSchedule, Status: enum.ImportStatusFailed}, owner},
		"a dry run of which nothing came": {ent.MarketplaceImportJob{Trigger: enum.ImportTriggerUpload, Status: enum.ImportStatusFailed, RequestedBy: &o.clerk, DryRun: true}, ""},
		"called off":                      {ent.MarketplaceImportJob{Trigger: enum.ImportTriggerUpload, Status: enum.ImportStatusCancelled, RequestedBy: &o.clerk}, ""},
	} {
		before := len(o.written(t, "import-finished"))
		job := tc.job
		job.ID, job.VendorID, job.SourceID, job.StartedAt = uuid.New(), o.shop.ID, source, &began
		ended := began.Add(time.Minute)
		if job.Total > 0 { // it had much to do
			ended = began.Add(5 * time.Minute)
		}
		job.FinishedAt = &ended
		system := fixture.System(t, o.shop)
		for range 2 {
			require.NoError(t, o.db.Tx(system, func(tx *store.Tx) error { return o.vendors.ImportFinished(system, tx, &job, "Feed") }), name)
		}
		got := o.written(t, "import-finished")[before:]
		if tc.want == "" {
			require.Empty(t, got, name)
			continue
		}
		require.Equal(t, []string{tc.want}, got, "%s: once, and nobody else", name)
	}
	again := ent.MarketplaceImportJob{
		ID: uuid.New(), VendorID: o.shop.ID, SourceID: source, Trigger: enum.ImportTriggerSchedule, Status: enum.ImportStatusFailed, FinishedAt: &began,
	}
	before, system := len(o.written(t, "import-finished")), fixture.System(t, o.shop)
	require.NoError(t, o.db.Tx(system, func(tx *store.Tx) error { return o.vendors.ImportFinished(system, tx, &again, "Feed") }))
	require.Len(t, o.written(t, "import-finished"), before, "a source that fails each hour is told of once a day")
}

// An event stands while the mail server is down, and its mail goes out once when it is back.
func TestB8_143AMailToTheTeamWaitsForItsServer(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	system := fixture.System(t, o.shop)
	now := time.Now()
	job := &ent.MarketplaceImportJob{
		ID: uuid.New(), VendorID: o.shop.ID, Trigger: enum.ImportTriggerSchedule, Status: enum.ImportStatusCompletedWithErrors,
		Created: 40, Failed: 3, FinishedAt: &now,
	}
	require.NoError(t, o.db.Tx(system, func(tx *store.Tx) error { return o.vendors.ImportFinished(system, tx, job, "Feed") }))
	args := argsOf(t, o.db, "notify.send")
	require.Error(t, o.work(t.Context(), "notify.send", args), "nobody takes it")
	server := smtpmock.New(smtpmock.ConfigurationAttr{PortNumber: o.port, MultipleMessageReceiving: true})
	require.NoError(t, server.Start())
	t.Cleanup(func() { _ = server.Stop() })
	for range 2 {
		require.NoError(t, o.work(t.Context(), "notify.send", args))
	}
	require.Equal(t, 1, delivered(server))
	said := server.Messages()[0].MsgRequest()
	require.Contains(t, said, "Der Import aus Feed ist beendet: 40 Produkte", "in the owner's language")
	require.Contains(t, said, "text/html")
	require.Contains(t, said, `From: "Orion"`, "the platform tells a team of its own shop")
}

func TestOwnersAreToldOfLowStockOnceADay(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	stock := inventory.New(o.db, page.NewSigner([]byte("0123456789abcdef0123456789abcdef")))
	now := time.Now()
	// Each had 10 three days ago and lost 8 at a moment; 2 are left, and 5 are few.
	lost := func(at time.Time) *ent.ProductVariant {
		system := fixture.System(t, o.shop)
		_, v := fixture.Product(t, o.db, o.shop) // which has received 10 now
		for _, m := range []struct {
			delta int64
			at    time.Time
		}{{-10, now}, {10, now.Add(-72 * time.Hour)}, {-8, at}} {
			o.db.InventoryMovement.Create().SetVariantID(v.ID).SetKind(enum.InventoryMovementKindAdjust).SetOnHandDelta(m.delta).SetCreatedAt(m.at).ExecX(system)
		}
		o.db.InventoryLevel.Update().SetOnHand(2).SetLowStockAt(5).ExecX(system)
		return o.db.ProductVariant.UpdateOne(v).SetLowStock(true).SaveX(system)
	}
	lost(now.Add(-50 * time.Hour))
	look := func(at time.Time) {
		w := worker.NewInventoryLow(stock, o.vendors, func() time.Time { return at })
		require.NoError(t, do(t.Context(), nil, []byte("{}"), w))
	}
	look(now)
	require.Empty(t, o.written(t, "low-stock"), "it was low before yesterday: it has been told")
	for range 20 {
		lost(now)
	}
	for range 2 {
		look(now.Add(24 * time.Hour))
	}
	require.Equal(t, []string{owner}, o.written(t, "low-stock"), "one mail for all of them")
	look(now.Add(48 * time.Hour))
	require.Equal(t, []string{owner}, o.written(t, "low-stock"), "not again until they are refilled")
}

func TestTheStaffAreWrittenToOfWhatCannotWait(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	status := enum.HealthStatusDegraded
	watch := monitor.New(monitor.Deps{
		DB: o.db, Pages: page.NewSigner([]byte("0123456789abcdef0123456789abcdef")), Clock: clock.System{}, Queue: o.queue, Notices: &store.Listener{},
		Parts: []monitor.Part{{Name: "search", Look: func(context.Context) (enum.HealthStatus, string) { return status, "" }}},
		Staff: o.vendors,
	})
	look := func() {
		require.NoError(t, do(t.Context(), nil, []byte("{}"), worker.NewMonitorEvaluate(watch)))
	}
	look()
	require.Empty(t, o.written(t, "alert-opened"), "a warning can wait")
	status = enum.HealthStatusDown
	look()
	look()
	require.Equal(t, []string{watcher}, o.written(t, "alert-opened"), "once, and only who may see it")
	status = enum.HealthStatusUp
	look()
	status = enum.HealthStatusDown
	look()
	require.Len(t, o.written(t, "alert-opened"), 2, "what begins again is another alert")
	server := smtpmock.New(smtpmock.ConfigurationAttr{PortNumber: o.port, MultipleMessageReceiving: true})
	require.NoError(t, server.Start())
	t.Cleanup(func() { _ = server.Stop() })
	var args []byte
	require.NoError(t, o.db.Platform.QueryRow(t.Context(), "SELECT args FROM river.river_job WHERE kind = $1 LIMIT 1", jobs.MailSend{}.Kind()).Scan(&args))
	for range 2 {
		require.NoError(t, o.work(t.Context(), "notify.send", args))
	}
	require.Equal(t, 1, delivered(server))
	require.Contains(t, strings.ReplaceAll(server.Messages()[0].MsgRequest(), "=\r\n", ""), "search ne fonctionne pas")
}

func TestOwnersAreToldWhatTheirPayoutsLack(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	until := time.Date(2026, 12, 24, 0, 0, 0, 0, time.UTC)
	platform := fixture.Platform(t)
	tell := func(event string) {
		require.NoError(t, o.db.Tx(platform, func(tx *store.Tx) error {
			return o.vendors.PayoutRequired(platform, tx, o.shop, event, vendor.PayoutLack{Open: 2, Until: &until, Paused: "requirements.past_due"})
		}))
	}
	tell("one")
	tell("one")
	require.Equal(t, []string{owner}, o.written(t, "payout-required"))
	tell("another")
	require.Len(t, o.written(t, "payout-required"), 2)
}
