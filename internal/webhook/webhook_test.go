package webhook_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/fetch"
	"orion/internal/kit/page"
	"orion/internal/kit/secret"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/webhook"
	"orion/jobs"
)

var now = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)

// A desk is a vendor whose integrator listens.
type desk struct {
	db     *store.DB
	hooks  *webhook.Service
	vendor *ent.Vendor
	team   context.Context
	told   int // how often the owners heard that an endpoint is off
	answer atomic.Int32
	got    chan *http.Request
	body   chan []byte
	url    string
}

func open(t *testing.T, with ...fetch.Option) *desk {
	t.Helper()
	d := &desk{db: pgtest.New(t), got: make(chan *http.Request, 50), body: make(chan []byte, 50)}
	d.vendor, d.team = fixture.Vendor(t, d.db)
	d.answer.Store(http.StatusOK)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		d.got <- r
		d.body <- body
		w.Header().Set("Location", "http://169.254.169.254/")
		w.WriteHeader(int(d.answer.Load()))
		_, _ = io.WriteString(w, strings.Repeat("é", 2000))
	}))
	t.Cleanup(server.Close)
	d.url = server.URL + "/hook"
	queue, err := jobs.NewQueue(d.db)
	require.NoError(t, err)
	root := secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot))
	d.hooks, err = webhook.New(d.db, webhook.Options{
		Queue: queue, Secret: root, Pages: page.NewSigner(root.Key("cursor")), Clock: clock.Fixed(now), Client: fetch.New(with...),
		Tell: func(context.Context, *store.Tx, *ent.WebhookEndpoint, string) error { d.told++; return nil },
	})
	require.NoError(t, err)
	return d
}

func (d *desk) endpoint(t *testing.T) (*ent.WebhookEndpoint, string) {
	t.Helper()
	e, secret, err := d.hooks.Create(d.team, webhook.EndpointInput{URL: d.url, Events: []string{"order.paid", "order.placed"}})
	require.NoError(t, err)
	return e, secret
}

// publish tells of an event and returns its messages.
func (d *desk) publish(t *testing.T, event string) []*ent.WebhookDelivery {
	t.Helper()
	system := fixture.System(t, d.vendor)
	e := jobs.EventTell{ID: uuid.Must(uuid.NewV7()), VendorID: d.vendor.ID, Event: event, At: now}
	for range 2 { // a repetition queues nothing
		require.NoError(t, d.db.Tx(system, func(tx *store.Tx) error { return d.hooks.Publish(system, tx, e, map[string]string{"id": "x"}) }))
	}
	all, err := d.db.WebhookDelivery.Query().All(system)
	require.NoError(t, err)
	var out []*ent.WebhookDelivery
	for _, m := range all {
		if m.EventID == e.ID {
			out = append(out, m)
		}
	}
	return out
}

func (d *desk) deliver(t *testing.T, m *ent.WebhookDelivery, last bool) (*ent.WebhookDelivery, error) {
	t.Helper()
	system := fixture.System(t, d.vendor)
	var next *time.Time
	if !last {
		at := now.Add(time.Minute)
		next = &at
	}
	err := d.hooks.Deliver(system, m.ID, next)
	after, readErr := d.db.WebhookDelivery.Get(system, m.ID)
	require.NoError(t, readErr)
	return after, err
}

func TestAMessageIsSignedAndDeliveredOnce(t *testing.T) {
	t.Parallel()
	d := open(t, fetch.AllowPrivate())
	e, first := d.endpoint(t)
	require.Empty(t, d.publish(t, "product.updated"), "nobody asked to hear of it")
	all := d.publish(t, "order.paid")
	require.Len(t, all, 1)
	after, err := d.deliver(t, all[0], false)
	require.NoError(t, err)
	require.Equal(t, enum.WebhookDeliveryStatusDelivered, after.Status)
	require.LessOrEqual(t, len(*after.Response), 1000)
	r, body := <-d.got, <-d.body
	require.Equal(t, "order.paid", r.Header.Get("Orion-Event"))
	require.Equal(t, webhook.Sign(now, body, first), r.Header.Get("Orion-Signature"))
	require.Contains(t, string(body), `"version":1`)
	_, err = d.deliver(t, all[0], false)
	require.NoError(t, err)
	require.Empty(t, d.got, "what was delivered is not sent again")

	_, second, err := d.hooks.Rotate(d.team, e.PublicID())
	require.NoError(t, err)
	require.NotEqual(t, first, second)
	again, err := d.hooks.Replay(d.team, all[0].PublicID())
	require.NoError(t, err)
	require.Equal(t, all[0].EventID, again.EventID)
	_, err = d.deliver(t, again, false)
	require.NoError(t, err)
	r, body = <-d.got, <-d.body
	require.Equal(t, webhook.Sign(now, body, second, first), r.Header.Get("Orion-Signature"), "both sign for a day")
}

func TestWhatIsTriedAgain(t *testing.T) {
	t.Parallel()
	d := open(t, fetch.AllowPrivate())
	d.endpoint(t)
	for status, again := range map[int]bool{500: true, 503: true, 429: true, 408: true, 400: false, 404: false, 410: false, 302: false} {
		d.answer.Store(int32(status))
		m := d.publish(t, "order.paid")[0]
		after, err := d.deliver(t, m, false)
		require.Equal(t, status, *after.ResponseStatus)
		if again {
			require.ErrorIs(t, err, webhook.ErrAgain, "%d", status)
			require.Equal(t, enum.WebhookDeliveryStatusPending, after.Status)
			after, err = d.deliver(t, m, true)
		}
		require.NoError(t, err, "%d", status)
		require.Equal(t, enum.WebhookDeliveryStatusFailed, after.Status)
	}
}

func TestFifteenFailuresInARowSwitchAnEndpointOff(t *testing.T) {
	t.Parallel()
	d := open(t, fetch.AllowPrivate())
	e, _ := d.endpoint(t)
	fail := func(n int) {
		d.answer.Store(http.StatusNotFound)
		for range n {
			_, err := d.deliver(t, d.publish(t, "order.paid")[0], false)
			require.NoError(t, err)
		}
	}
	fail(webhook.MaxFailures - 1)
	d.answer.Store(http.StatusNoContent)
	_, err := d.deliver(t, d.publish(t, "order.paid")[0], false)
	require.NoError(t, err)
	fail(webhook.MaxFailures - 1)
	require.Zero(t, d.told)
	waiting := d.publish(t, "order.placed")[0]
	fail(1)
	require.Equal(t, 1, d.told)
	off, err := d.db.WebhookEndpoint.Get(d.team, e.ID)
	require.NoError(t, err)
	require.False(t, off.Enabled)
	require.NotNil(t, off.DisabledAt)
	after, err := d.deliver(t, waiting, false)
	require.NoError(t, err)
	require.Equal(t, enum.WebhookDeliveryStatusFailed, after.Status)
	require.Empty(t, d.publish(t, "order.paid"))
	_, err = d.hooks.Replay(d.team, waiting.PublicID())
	require.Equal(t, errs.InvalidState, errs.CodeOf(err))

	on := true
	back, err := d.hooks.Update(d.team, e.PublicID(), webhook.EndpointInput{URL: d.url, Events: []string{"order.paid"}, Enabled: &on})
	require.NoError(t, err)
	require.Zero(t, back.Failures)
	require.Nil(t, back.DisabledAt)
}

func TestB6_128WebhooksGoToPublicAddressesOnly(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, url := range []string{
		"http://127.0.0.1/", "http://169.254.169.254/latest/meta-data", "http://[::1]/", "http://10.0.0.1/", "http://[::ffff:10.0.0.1]/",
		"file:///etc/passwd", "gopher://example.org/", "http://user:pass@example.org/", "http://example.org:25/", "http:///",
	} {
		_, _, err := d.hooks.Create(d.team, webhook.EndpointInput{URL: url, Events: []string{"order.paid"}})
		require.Equal(t, errs.Invalid, errs.CodeOf(err), url)
	}
	// A name that stands for an address inside is refused where it is dialled.
	e, _, err := d.hooks.Create(d.team, webhook.EndpointInput{URL: "http://localhost:8080/", Events: []string{"order.paid"}})
	require.NoError(t, err)
	for _, url := range []string{"http://localhost:8080/", "http://2130706433/", "http://0177.0.0.1/"} {
		if _, err := d.hooks.Update(d.team, e.PublicID(), webhook.EndpointInput{URL: url, Events: []string{"order.paid"}}); err != nil {
			continue
		}
		out, err := d.hooks.Test(d.team, e.PublicID())
		require.NoError(t, err)
		require.Equal(t, enum.WebhookDeliveryStatusFailed, out.Status, url)
		require.Nil(t, out.ResponseStatus, url)
	}
	require.Empty(t, d.got)
}

func TestASecretIsWorthNothingElsewhere(t *testing.T) {
	t.Parallel()
	d := open(t, fetch.AllowPrivate())
	e, secret := d.endpoint(t)
	require.NotContains(t, string(e.SecretSealed), secret)
	other, theirs := fixture.Vendor(t, d.db)
	copied, err := d.db.WebhookEndpoint.Create().SetURL(d.url).SetEvents([]string{"order.paid"}).SetSecretSealed(e.SecretSealed).Save(fixture.System(t, other))
	require.NoError(t, err)
	_, err = d.hooks.Test(theirs, copied.PublicID())
	require.Error(t, err)
	require.Empty(t, d.got)
	_, _, err = d.hooks.Rotate(theirs, e.PublicID())
	require.Equal(t, errs.NotFound, errs.CodeOf(err))
}
