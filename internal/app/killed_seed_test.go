package app

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/publicid"
	"orion/internal/marketplace"
	"orion/internal/media"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/internal/webhook"
	"orion/jobs"
)

// seedJobs begins one job of each kind that the clock does not begin, with something to do.
func (s *scene) seedJobs() {
	t := s.t
	t.Helper()
	hook := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { s.hooked.Add(1) }))
	t.Cleanup(hook.Close)
	cfg := common(s.url, s.dir)
	p, err := Start(t.Context(), cfg, slog.New(slog.DiscardHandler), Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, p.Stop(context.WithoutCancel(t.Context()))) }()
	v, team := fixture.Vendor(t, s.db)
	system := fixture.System(t, v)
	rows := fixture.Everything(t, s.db, v)

	_, err = p.services.marketplace.Start(team, marketplace.StartInput{
		UploadID: s.send(p, team, enum.UploadPurposeImportFile, "feed.csv", "text/csv", []byte("id,title,price,brand\n1,Lamp,1.50 EUR,Lumen\n2,Chair,2.50 EUR,Lumen\n")),
		Source:   "google", Mode: enum.ImportModeUpsert, ErrorPolicy: enum.ImportErrorPolicyRejectFailedRows, IdempotencyKey: "k",
	})
	require.NoError(t, err)
	_, err = p.services.marketplace.StartTask(team, marketplace.TaskInput{Action: enum.StagingActionSelect, IdempotencyKey: "k"})
	require.NoError(t, err)
	_, err = p.services.catalog.StartTask(team, catalog.TaskInput{Action: enum.CatalogActionArchive, IdempotencyKey: "k"})
	require.NoError(t, err)
	var picture bytes.Buffer
	require.NoError(t, jpeg.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 40, 40)), nil))
	_, err = p.services.media.Create(team, []*media.FileInput{{UploadID: s.send(p, team, enum.UploadPurposeMedia, "a.jpg", "image/jpeg", picture.Bytes())}})
	require.NoError(t, err)
	_, err = p.services.search.Reindex(team)
	require.NoError(t, err)
	_, err = p.services.audit.Export(team, nil)
	require.NoError(t, err)
	_, customer := fixture.Customer(t, s.db, v)
	_, err = p.services.privacy.RequestExport(customer)
	require.NoError(t, err)
	_, _, err = p.services.webhooks.Create(team, webhook.EndpointInput{URL: hook.URL, Events: []string{string(webhook.ProductUpdated)}})
	require.NoError(t, err)

	made, err := p.services.backups.Create(fixture.Platform(t), false)
	require.NoError(t, err)
	platform := fixture.Platform(t)
	told, err := s.db.WebhookEvent.Create().SetProvider("stripe").SetEventID("evt_1").SetKind("unheard.of").SetOccurredAt(time.Now()).
		SetPayload([]byte(`{"id":"evt_1","type":"unheard.of","data":{"object":{}}}`)).Save(platform)
	require.NoError(t, err)
	require.NoError(t, s.db.Tx(platform, func(tx *store.Tx) error {
		return p.services.queue.InsertMany(platform, tx, []jobs.Args{
			jobs.BackupCreate{}, jobs.BackupVerify{Name: made.Name}, jobs.PaymentEvent{EventID: told.ID},
			jobs.RefundReturn{VendorID: v.ID, RefundID: rows["refunds"]}, jobs.MediaFetch{VendorID: v.ID, MediaID: rows["media_files"]},
			jobs.MediaClean{VendorID: v.ID, Sets: [][]string{{"vendors/" + v.ID.String() + "/media/gone.jpg"}}},
			jobs.CollectionsEvaluate{VendorID: v.ID, At: time.Now()}, jobs.PasswordReset{Audience: viewer.Admin},
			jobs.MailHeed{Reports: []jobs.MailReport{{ID: "e", MailID: rows["mail_deliveries"], Status: enum.MailStatusBounced, Suppress: enum.SuppressionReasonBounce, At: time.Now()}}},
		})
	}))
	require.NoError(t, s.db.Tx(system, func(tx *store.Tx) error {
		if err := p.services.notify.Send(system, tx, notify.Mail{
			Kind: notify.OrderPaid, To: "ada@example.org", Language: "en", VendorID: v.ID, Event: "paid",
			Data: map[string]string{"order": "1001", "link": "http://localhost/", "amount": "1"},
		}); err != nil {
			return err
		}
		return p.services.webhooks.Announce(system, tx, webhook.Happening{Event: webhook.ProductUpdated, Subject: rows["products"]})
	}))
}

// send sends a file to a staged upload.
func (s *scene) send(p *Platform, team context.Context, purpose enum.UploadPurpose, name, kind string, content []byte) publicid.ID {
	s.t.Helper()
	staged, err := p.services.media.StageUploads(team, []*media.StagedUploadInput{{Purpose: purpose, Filename: name, ContentType: kind, ByteSize: len(content)}})
	require.NoError(s.t, err)
	u, err := url.Parse(staged[0].URL)
	require.NoError(s.t, err)
	q := u.Query()
	ticket := media.UploadTicket{Upload: strings.TrimPrefix(u.Path, "/uploads/"), Vendor: q.Get("vendor"), Expires: q.Get("expires"), Signature: q.Get("signature")}
	require.NoError(s.t, p.services.media.ReceiveUpload(s.t.Context(), ticket, bytes.NewReader(content)))
	return staged[0].UploadID
}

// requireDone asserts that what was begun came to a good end.
func (s *scene) requireDone() {
	s.t.Helper()
	for query, want := range map[string]int{
		"SELECT count(*) FROM marketplace_import_jobs WHERE status = 'COMPLETED'":                             2, // one was there
		"SELECT count(*) FROM marketplace_products WHERE external_id IN ('1', '2')":                           2,
		"SELECT count(*) FROM media_files WHERE status = 'READY' AND width = 40":                              1,
		"SELECT count(*) FROM data_exports WHERE status = 'READY'":                                            2, // one was there
		"SELECT count(*) FROM mail_deliveries WHERE kind = 'order-paid' AND status = 'SENT' AND attempts = 1": 1,
		"SELECT count(*) FROM mail_deliveries WHERE kind = 'order-fulfilled' AND status = 'BOUNCED'":          1,
		"SELECT count(*) FROM webhook_deliveries WHERE status = 'DELIVERED'":                                  2, // the task changes a product
		"SELECT count(*) FROM privacy_requests WHERE status = 'DONE'":                                         1,
		"SELECT count(*) FROM catalog_tasks WHERE status = 'COMPLETED'":                                       2, // one was there
	} {
		if n := s.count(query); n != want {
			s.t.Errorf("%d, not %d: %s", n, want, query)
		}
	}
	require.EqualValues(s.t, 2, s.hooked.Load())
}
