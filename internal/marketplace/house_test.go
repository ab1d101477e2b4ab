package marketplace_test

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceproduct"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/marketplace"
	"orion/internal/media"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// house is a database with the service on it.
type house struct {
	*marketplace.Service
	db       *store.DB
	bucket   *blob.Bucket
	catalog  *catalog.Service
	pictures *media.Service
}

func open(t testing.TB, with ...func(*marketplace.Deps)) house {
	t.Helper()
	return build(t, pgtest.New(t), with...)
}

func build(t testing.TB, db *store.DB, with ...func(*marketplace.Deps)) house {
	t.Helper()
	bucket := memblob.OpenBucket(nil)
	t.Cleanup(func() { require.NoError(t, bucket.Close()) })
	queue, err := jobs.NewQueue(db)
	require.NoError(t, err)
	signer := page.NewSigner([]byte("a key for cursors"))
	d := marketplace.Deps{
		DB: db, Queue: queue, Blobs: bucket, Pages: signer,
		Notices: &store.Listener{}, Clock: clock.System{}, UploadKey: []byte("a key for uploads"), BaseURL: "http://shop.test",
	}
	for _, f := range with {
		f(&d)
	}
	pictures := media.New(db, d.Blobs, queue, nil).Configured(media.Options{BaseURL: "http://shop.test"})
	d.Catalog = catalog.New(catalog.Deps{DB: db, Queue: queue, Pages: signer, Clock: clock.System{}, Media: pictures})
	return house{Service: marketplace.New(d), db: db, bucket: bucket, catalog: d.Catalog, pictures: pictures}
}

// send stages an upload, sends the file to its address and returns its id.
func (h house) send(t testing.TB, ctx context.Context, data string) publicid.ID {
	t.Helper()
	staged, err := h.pictures.StageUploads(ctx, []*media.StagedUploadInput{{
		Purpose: enum.UploadPurposeImportFile, Filename: "feed.csv", ContentType: "text/csv", ByteSize: len(data),
	}})
	require.NoError(t, err)
	require.NoError(t, h.pictures.ReceiveUpload(t.Context(), ticket(t, staged[0].URL), strings.NewReader(data)))
	return staged[0].UploadID
}

func ticket(t testing.TB, address string) media.UploadTicket {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	q := u.Query()
	return media.UploadTicket{
		Upload: strings.TrimPrefix(u.Path, "/uploads/"), Vendor: q.Get("vendor"), Expires: q.Get("expires"), Signature: q.Get("signature"),
	}
}

func csvFile(size int) *media.StagedUploadInput {
	return &media.StagedUploadInput{
		Purpose: enum.UploadPurposeImportFile, Filename: "feed.csv", ContentType: "text/csv; charset=utf-8", ByteSize: size,
	}
}

// start queues an import of a file.
func (h house) start(t testing.TB, ctx context.Context, data string, with ...func(*marketplace.StartInput)) *ent.MarketplaceImportJob {
	t.Helper()
	in := marketplace.StartInput{
		UploadID: h.send(t, ctx, data), Source: "google", Mode: enum.ImportModeUpsert,
		ErrorPolicy: enum.ImportErrorPolicyRejectFailedRows, IdempotencyKey: uuid.NewString(),
	}
	for _, f := range with {
		f(&in)
	}
	job, err := h.Start(ctx, in)
	require.NoError(t, err)
	return job
}

// run does an import as a worker would and returns the job as it is then.
func (h house) run(t testing.TB, job *ent.MarketplaceImportJob) *ent.MarketplaceImportJob {
	t.Helper()
	require.NoError(t, h.Run(system(t, job), job.ID))
	return h.job(t, job)
}

func (h house) job(t testing.TB, job *ent.MarketplaceImportJob) *ent.MarketplaceImportJob {
	t.Helper()
	job, err := h.Job(system(t, job), job.ID)
	require.NoError(t, err)
	return job
}

// load imports a file and returns its job.
func (h house) load(t testing.TB, ctx context.Context, data string, with ...func(*marketplace.StartInput)) *ent.MarketplaceImportJob {
	t.Helper()
	return h.run(t, h.start(t, ctx, data, with...))
}

func system(t testing.TB, job *ent.MarketplaceImportJob) context.Context {
	return viewer.NewContext(context.WithoutCancel(t.Context()), viewer.ForVendor(job.VendorID))
}

// staged returns the products staged of the viewer's vendor, by their id in the
// feed.
func (h house) staged(t testing.TB, ctx context.Context) []*ent.MarketplaceProduct {
	t.Helper()
	all, err := h.db.MarketplaceProduct.Query().Order(marketplaceproduct.ByExternalID()).All(ctx)
	require.NoError(t, err)
	return all
}

func titles(all []*ent.MarketplaceProduct) (out []string) {
	for _, p := range all {
		out = append(out, p.ExternalID+" "+p.Title)
	}
	return out
}

// counts are created, updated, unchanged, failed.
func counts(job *ent.MarketplaceImportJob) [4]int {
	return [4]int{job.Created, job.Updated, job.Unchanged, job.Failed}
}

// rows writes a feed of rows a, b, … with the ids from first to last.
func rows(first, last int) string {
	var b bytes.Buffer
	b.WriteString("id,title,price,brand\n")
	for i := first; i <= last; i++ {
		fmt.Fprintf(&b, "%d,Lamp %d,%d.50 EUR,Lumen\n", i, i, i)
	}
	return b.String()
}

func code(t testing.TB, err error) errs.Code {
	t.Helper()
	require.Error(t, err)
	return store.Public(err).Code
}

func ids(all []*ent.MarketplaceProduct) (out []publicid.ID) {
	for _, p := range all {
		out = append(out, p.PublicID())
	}
	return out
}
