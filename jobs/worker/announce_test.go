package worker_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob/memblob"

	"orion/docs"
	"orion/ent/gen/ent"
	"orion/ent/gen/ent/webhookdelivery"
	"orion/internal/auth"
	"orion/internal/catalog"
	"orion/internal/customer"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/kit/secret"
	"orion/internal/marketplace"
	"orion/internal/media"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/webhook"
	"orion/jobs/worker"
)

// statements counts those that go to the database.
type statements struct{ n atomic.Int64 }

// TraceQueryStart implements pgx.QueryTracer.
func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	s.n.Add(1)
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (*statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// A market is two vendors whose integrators want to hear of everything.
type market struct {
	*messages
	statements  statements
	catalog     *catalog.Service
	stock       *inventory.Service
	customers   *customer.Service
	marketplace *marketplace.Service
	media       *media.Service

	vendor, other *ent.Vendor
	team          context.Context
}

func openMarket(t *testing.T) *market {
	t.Helper()
	k := &market{}
	db := pgtest.New(t, store.WithTracer(&k.statements))
	var err error
	k.messages, err = newMessages(db, "25")
	require.NoError(t, err)
	bucket := memblob.OpenBucket(nil)
	t.Cleanup(func() { require.NoError(t, bucket.Close()) })
	root := secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot))
	pages, now := page.NewSigner(root.Key("cursor")), clock.System{}
	k.media = media.New(db, bucket, k.queue, nil)
	k.stock = inventory.New(db, pages).Telling(k.hooks)
	k.catalog = catalog.New(catalog.Deps{DB: db, Queue: k.queue, Pages: pages, Clock: now, Media: k.media, Events: k.hooks})
	k.marketplace = marketplace.New(marketplace.Deps{
		DB: db, Queue: k.queue, Catalog: k.catalog, Blobs: bucket, Pages: pages, Notices: &store.Listener{}, Clock: now,
		UploadKey: root.Key("upload"), Events: k.hooks,
	})
	people, err := auth.New(db, auth.Options{Secret: root, Clock: now, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	k.customers, err = customer.New(db, customer.Options{Auth: people, Pages: pages, Events: k.hooks})
	require.NoError(t, err)
	k.vendor, k.team = fixture.Vendor(t, db)
	k.other, _ = fixture.Vendor(t, db)
	return k
}

// listen has the integrators of both vendors told of everything.
func (k *market) listen(t *testing.T) {
	t.Helper()
	for _, v := range []*ent.Vendor{k.vendor, k.other} {
		k.db.WebhookEndpoint.Create().SetURL("https://example.org/").SetEvents(webhook.EventNames()).SetSecretSealed([]byte("x")).ExecX(fixture.System(t, v))
	}
}

// told does the announcements that wait and returns the messages to the vendor that came of
// them. There is none to the other.
func (k *market) told(t *testing.T) []*ent.WebhookDelivery {
	t.Helper()
	rows, err := k.db.Platform.Query(t.Context(), "DELETE FROM river.river_job WHERE kind = 'event.tell' RETURNING args")
	require.NoError(t, err)
	all, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	require.NoError(t, err)
	own := fixture.System(t, k.vendor)
	before := k.db.WebhookDelivery.Query().CountX(own)
	for _, args := range all {
		for range 2 { // a second run tells nobody twice
			require.NoError(t, do(t.Context(), &rivertype.JobRow{Attempt: 1, MaxAttempts: 2}, args, worker.NewEventTell(k.db, k.hooks, k.catalog)))
		}
	}
	require.Zero(t, k.db.WebhookDelivery.Query().CountX(fixture.System(t, k.other)), "nobody hears of another vendor")
	return k.db.WebhookDelivery.Query().Order(webhookdelivery.ByID()).Offset(before).AllX(own)
}

// receive takes the file of an upload, as the address that was given for it says.
func (k *market) receive(t *testing.T, address, file string) {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	q := u.Query()
	require.NoError(t, k.media.ReceiveUpload(t.Context(), media.UploadTicket{
		Upload: strings.TrimPrefix(u.Path, "/uploads/"), Vendor: q.Get("vendor"), Expires: q.Get("expires"), Signature: q.Get("signature"),
	}, strings.NewReader(file)))
}

func events(all []*ent.WebhookDelivery) (out []string) {
	for _, d := range all {
		out = append(out, d.Event)
	}
	return out
}

func (k *market) product(t *testing.T, title string) *ent.Product {
	t.Helper()
	p, err := k.catalog.Create(k.team, catalog.ProductCreateInput{Title: title, TaxClass: enum.TaxClassStandard})
	require.NoError(t, err)
	return p
}

var documented = regexp.MustCompile("(?ms)^### (\\S+)$.*?^```json\n(.*?)^```$")

// paths are the names of what a message holds, those of lists through their first.
func paths(at string, v any) []string {
	switch v := v.(type) {
	case map[string]any:
		var out []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out = append(out, paths(at+"."+name, v[name])...)
		}
		return out
	case []any:
		return paths(at+".0", v[0])
	}
	return []string{at}
}

func asExample(t *testing.T, d *ent.WebhookDelivery) {
	t.Helper()
	for _, m := range documented.FindAllStringSubmatch(docs.Webhooks, -1) {
		if m[1] != d.Event {
			continue
		}
		var example, is any
		require.NoError(t, json.Unmarshal([]byte(m[2]), &example))
		require.NoError(t, json.Unmarshal(d.Payload, &is))
		require.Equal(t, paths("", example), paths("", is), "%s is not as it is documented", d.Event)
		return
	}
	t.Fatalf("%s is not documented", d.Event)
}

func TestIntegratorsAreToldOfWhatChanges(t *testing.T) {
	t.Parallel()
	k := openMarket(t)
	k.listen(t)
	p := k.product(t, "Lamp")
	variant := k.db.ProductVariant.Query().FirstX(k.team)
	title, ten, none := "Torch", 10, 0
	c, _ := fixture.Customer(t, k.db, k.vendor)
	for _, step := range []struct {
		event string
		do    func() error
	}{
		{"product.created", func() error { return nil }},
		{"product.updated", func() error {
			_, err := k.catalog.Update(k.team, p.PublicID(), catalog.ProductUpdateInput{Title: &title})
			return err
		}},
		{"inventory.changed", func() error {
			_, err := k.stock.Adjust(k.team, inventory.AdjustInput{VariantID: variant.PublicID(), SetOnHand: &ten, Reason: "count", IdempotencyKey: "1"})
			return err
		}},
		{"", func() error { // as many as there were
			_, err := k.stock.Adjust(k.team, inventory.AdjustInput{VariantID: variant.PublicID(), SetOnHand: &ten, Reason: "count", IdempotencyKey: "2"})
			return err
		}},
		{"inventory.changed", func() error {
			_, err := k.stock.Adjust(k.team, inventory.AdjustInput{VariantID: variant.PublicID(), SetOnHand: &none, Reason: "count", IdempotencyKey: "3"})
			return err
		}},
		{"product.deleted", func() error {
			_, err := k.catalog.Delete(k.team, []publicid.ID{p.PublicID()})
			return err
		}},
		{"customer.created", func() error {
			across := store.AcrossVendors(t.Context(), store.ReasonSignIn)
			return k.db.Tx(across, func(tx *store.Tx) error { return k.customers.Proved(across, tx, c) })
		}},
		{"", func() error { // another address of somebody who is known
			c.VerifiedAt = &c.CreatedAt
			across := store.AcrossVendors(t.Context(), store.ReasonSignIn)
			return k.db.Tx(across, func(tx *store.Tx) error { return k.customers.Proved(across, tx, c) })
		}},
	} {
		require.NoError(t, step.do(), step.event)
		got := k.told(t)
		if step.event == "" {
			require.Empty(t, got)
			continue
		}
		require.Equal(t, []string{step.event}, events(got))
		asExample(t, got[0])
		require.NotContains(t, string(got[0].Payload), c.Email)
	}
}

func TestOneMessageTellsOfAllStockThatAnOrderHolds(t *testing.T) {
	t.Parallel()
	k := openMarket(t)
	k.listen(t)
	var lines []inventory.Line
	for range 101 {
		_, v := fixture.Product(t, k.db, k.vendor)
		lines = append(lines, inventory.Line{VariantID: v.ID, Quantity: 2})
	}
	require.NoError(t, k.db.Tx(k.team, func(tx *store.Tx) error {
		return k.stock.Reserve(k.team, tx, uuid.Must(uuid.NewV7()), lines)
	}))
	got := k.told(t)
	require.Equal(t, []string{"inventory.changed", "inventory.changed"}, events(got), "a hundred levels in each")
	require.Contains(t, string(got[0].Payload), `"onHand":10,"reserved":2,"available":8`)
}

func TestNothingIsQueuedWhereNobodyListens(t *testing.T) {
	t.Parallel()
	k := openMarket(t)
	k.db.WebhookEndpoint.Create().SetURL("https://example.org/").SetEvents([]string{"order.paid"}).SetSecretSealed([]byte("x")).ExecX(fixture.System(t, k.vendor))
	k.db.WebhookEndpoint.Create().SetURL("https://example.org/").SetEvents(webhook.EventNames()).SetEnabled(false).SetSecretSealed([]byte("x")).
		ExecX(fixture.System(t, k.vendor))
	k.product(t, "Lamp")
	require.Empty(t, k.told(t))
}

// What many products at once cost does not grow with them, whether somebody listens or not.
func TestManyProductsTakeAsManyStatementsAsFew(t *testing.T) {
	t.Parallel()
	k := openMarket(t)
	spend := func(n int) int64 {
		ids := make([]publicid.ID, n)
		for i := range ids {
			ids[i] = k.product(t, "Lamp "+strconv.Itoa(i)).PublicID()
		}
		before := k.statements.n.Load()
		_, err := k.catalog.Archive(k.team, ids)
		require.NoError(t, err)
		return k.statements.n.Load() - before
	}
	spend(1) // prepares
	silent := spend(2)
	require.Equal(t, silent, spend(20))
	k.listen(t)
	told := spend(2)
	require.Equal(t, told, spend(20))
	require.LessOrEqual(t, told-silent, int64(2), "the jobs are queued in one go")
}

func TestAnImportTellsOfItselfAndNotOfItsStock(t *testing.T) {
	t.Parallel()
	k := openMarket(t)
	_, v := fixture.Product(t, k.db, k.vendor, func(c *ent.ProductCreate) { c.SetStatus(enum.ProductStatusActive) })
	k.listen(t)
	file := "sku,quantity\n" + *v.Sku + ",7\n"
	staged, err := k.media.StageUploads(k.team, []*media.StagedUploadInput{{
		Purpose: enum.UploadPurposeImportFile, Filename: "stock.csv", ContentType: "text/csv", ByteSize: len(file),
	}})
	require.NoError(t, err)
	k.receive(t, staged[0].URL, file)
	job, err := k.marketplace.Start(k.team, marketplace.StartInput{
		UploadID: staged[0].UploadID, Source: "google", Kind: enum.ImportKindInventory, Mode: enum.ImportModeUpsert,
		ErrorPolicy: enum.ImportErrorPolicyRejectFailedRows, IdempotencyKey: "1",
	})
	require.NoError(t, err)
	require.Empty(t, k.told(t), "it is not over")
	require.NoError(t, k.marketplace.Run(fixture.System(t, k.vendor), job.ID))
	require.Equal(t, int64(7), k.db.InventoryLevel.Query().OnlyX(k.team).OnHand)
	got := k.told(t)
	require.Equal(t, []string{"import.finished"}, events(got))
	asExample(t, got[0])
	require.Contains(t, string(got[0].Payload), `"status":"COMPLETED"`)
	require.NoError(t, k.marketplace.GiveUp(fixture.System(t, k.vendor), job.ID))
	require.Empty(t, k.told(t), "it is over once")
}
