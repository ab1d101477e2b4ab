package marketplace_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob/fileblob"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/marketplace"
	"orion/internal/media"
	"orion/internal/pgtest"
	"orion/internal/store"
)

const (
	benchRows = 1_000_000
	// badEvery row of the feed has a price that cannot be read.
	badEvery = 200
	badRows  = benchRows / badEvery
	// benchBar is the share of psql's own speed that a first import must reach,
	// unchangedBar that of one that changes nothing, and memoryBar the megabytes that
	// it may take.
	benchBar, unchangedBar, memoryBar = 0.35, 0.6, 200
)

// BenchmarkImport imports 1,000,000 rows of 14 columns, of which 5,000 are bad, with
// row-level security on, beside psql's \copy of the same file into a table with the
// same indexes, and prints lines for `make bench`. Both are warmed up once and take
// turns; the median of three counts.
func BenchmarkImport(b *testing.B) {
	s := newBench(b)
	for b.Loop() {
		var copied, imported, again, allocs []float64
		for i := range 4 {
			s.clear(b)
			c := s.copyIn(b)
			f, a := s.importIn(b, [4]int{benchRows - badRows, 0, 0, badRows})
			n, _ := s.importIn(b, [4]int{0, 0, benchRows - badRows, badRows})
			if i > 0 {
				copied, imported, again, allocs = append(copied, c), append(imported, f), append(again, n), append(allocs, a)
			}
		}
		report(median(copied), median(imported), median(again), median(allocs))
	}
}

func report(copied, imported, again, allocs float64) {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	peak := float64(usage.Maxrss) / 1024
	fmt.Printf("import.psql_copy %.0f rows/s\nimport.allocs %.2f a row\n", copied, allocs)
	line("import.first", fmt.Sprintf("%.0f rows/s", imported), imported/copied, benchBar, imported/copied >= benchBar)
	line("import.unchanged", fmt.Sprintf("%.0f rows/s", again), again/copied, unchangedBar, again/copied >= unchangedBar)
	line("import.memory", fmt.Sprintf("%.0f MB", peak), peak, memoryBar, peak <= memoryBar)
}

// line prints what `make bench` shows of a figure with a bar.
func line(name, figure string, ratio, bar float64, good bool) {
	verdict := "FAIL"
	if good {
		verdict = "PASS"
	}
	fmt.Printf("%s %s ratio=%.2f bar=%g %s\n", name, figure, ratio, bar, verdict)
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// bench is a database and a feed on which both ways are measured.
type bench struct {
	house
	url, file string
	size      int
	owner     *pgx.Conn
	ctx       context.Context
}

// copyTable is for psql what marketplace_products is for an import: the columns of
// the file and the same indexes, behind no wall, with a key that costs less and
// no references to other tables.
const copyTable = `create table copied (
  key bigint generated always as identity primary key, vendor_id uuid not null default '018f2b6e-7c1a-7000-8000-000000000001',
  source_id uuid not null default '018f2b6e-7c1a-7000-8000-000000000002', status varchar not null default 'IMPORTED',
  updated_at timestamptz not null default now(), product_id uuid,
  id varchar not null, title varchar not null, description text, link varchar, image_link varchar, availability varchar,
  price varchar, brand varchar, gtin varchar, mpn varchar, condition varchar, product_type varchar, color varchar, quantity bigint);
create unique index on copied (vendor_id, source_id, id);
create index on copied (vendor_id, status, updated_at, key);
create index on copied (vendor_id, updated_at, key);
create index on copied (vendor_id, product_id) where product_id is not null`

const copyColumns = "id,title,description,link,image_link,availability,price,brand,gtin,mpn,condition,product_type,color,quantity"

func newBench(b *testing.B) *bench {
	b.Helper()
	s := &bench{url: pgtest.NewURL(b), file: filepath.Join(b.TempDir(), "feed.csv"), ctx: context.WithoutCancel(b.Context())}
	db, err := store.Open(s.ctx, s.url)
	require.NoError(b, err)
	b.Cleanup(db.Close)
	s.owner, err = pgx.Connect(s.ctx, s.url)
	require.NoError(b, err)
	b.Cleanup(func() { _ = s.owner.Close(s.ctx) })
	_, err = s.owner.Exec(s.ctx, copyTable)
	require.NoError(b, err)
	files, err := fileblob.OpenBucket(b.TempDir(), nil)
	require.NoError(b, err)
	b.Cleanup(func() { _ = files.Close() })
	s.house = build(b, db, func(d *marketplace.Deps) { d.Blobs = files })
	s.write(b)
	return s
}

// write makes the feed, row by row so that it does not count as our memory.
func (s *bench) write(b *testing.B) {
	f, err := os.Create(s.file)
	require.NoError(b, err)
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, copyColumns)
	for i := range benchRows {
		price := fmt.Sprintf("%d.%02d EUR", 10+i%90, i%100)
		if i%badEvery == 0 {
			price = "soon"
		}
		fmt.Fprintf(w, "SKU-%07d,Desk lamp with dimmer %d,\"A lamp for desks, with an arm of 40 cm and a warm light. It is number %d of its kind.\","+
			"https://shop.example.com/p/lamp-%d,https://img.example.com/lamp-%d.jpg,in_stock,%s,Lumen,,MPN-%d,new,"+
			"Home > Light > Desk lamps,white,%d\n", i, i, i, i, i, price, i, i%50)
	}
	require.NoError(b, w.Flush())
	require.NoError(b, f.Close())
	info, err := os.Stat(s.file)
	require.NoError(b, err)
	s.size = int(info.Size())
}

// clear empties both tables and makes a new vendor.
func (s *bench) clear(b *testing.B) {
	_, err := s.owner.Exec(s.ctx, "truncate copied, marketplace_products")
	require.NoError(b, err)
	_, err = s.owner.Exec(s.ctx, "checkpoint")
	require.NoError(b, err)
	_, s.ctx = fixture.Vendor(b, s.db)
}

// copyIn returns the rows per second of psql.
func (s *bench) copyIn(b *testing.B) float64 {
	cmd := exec.Command("psql", s.url, "-qc", `\copy copied (`+copyColumns+`) from '`+s.file+`' with (format csv, header)`)
	began := time.Now()
	out, err := cmd.CombinedOutput()
	took := time.Since(began)
	require.NoError(b, err, string(out))
	return benchRows / took.Seconds()
}

// importIn returns the rows per second of an import, from its start by a worker to
// its last commit, and our allocations per row.
func (s *bench) importIn(b *testing.B, want [4]int) (rate, allocs float64) {
	job := s.queueFile(b)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	require.NoError(b, s.Run(system(b, job), job.ID))
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	require.Equal(b, want, counts(s.job(b, job)))
	return benchRows / took.Seconds(), float64(after.Mallocs-before.Mallocs) / benchRows
}

func (s *bench) queueFile(b *testing.B) (job *ent.MarketplaceImportJob) {
	f, err := os.Open(s.file)
	require.NoError(b, err)
	defer func() { _ = f.Close() }()
	staged, err := s.pictures.StageUploads(s.ctx, []*media.StagedUploadInput{csvFile(s.size)})
	require.NoError(b, err)
	require.NoError(b, s.pictures.ReceiveUpload(s.ctx, ticket(b, staged[0].URL), f))
	job, err = s.Start(s.ctx, marketplace.StartInput{
		UploadID: staged[0].UploadID, Source: "google", Mode: enum.ImportModeUpsert,
		ErrorPolicy: enum.ImportErrorPolicyRejectFailedRows, IdempotencyKey: uuid.NewString(),
	})
	require.NoError(b, err)
	return job
}

const (
	publishRows = 5000
	// publishBar is how many products a second a task must publish.
	publishBar = 500
)

// BenchmarkPublish publishes 5,000 selected products with two pictures each as a task
// does, with row-level security on, from its start by a worker to its last commit, and
// prints a line for `make bench`. It is warmed up once; the median of three counts.
func BenchmarkPublish(b *testing.B) {
	db, err := store.Open(b.Context(), pgtest.NewURL(b))
	require.NoError(b, err)
	b.Cleanup(db.Close)
	h := build(b, db)
	for b.Loop() {
		var rates []float64
		for i := range 4 {
			rate := h.publishIn(b)
			if i > 0 {
				rates = append(rates, rate)
			}
		}
		rate := median(rates)
		line("publish", fmt.Sprintf("%.0f products/s", rate), rate/publishBar, 1, rate >= publishBar)
	}
}

// publishIn returns the products per second of a task.
func (h house) publishIn(b *testing.B) float64 {
	_, ctx := fixture.Vendor(b, h.db)
	var feed strings.Builder
	feed.WriteString("id,title,description,price,brand,image_link,additional_image_link,quantity\n")
	for i := range publishRows {
		fmt.Fprintf(&feed, "SKU-%07d,Desk lamp with dimmer %d,A lamp for desks with a warm light.,%d.90 EUR,Lumen,"+
			"https://img.example.com/lamp-%d.jpg,https://img.example.com/lamp-%d-b.jpg,%d\n", i, i, 10+i%90, i, i, 1+i%50)
	}
	h.load(b, ctx, feed.String())
	h.task(b, ctx, enum.StagingActionSelect, nil)
	task := h.begin(b, ctx, enum.StagingActionPublish, nil)
	began := time.Now()
	done := h.work(b, task)
	took := time.Since(began)
	require.Equal(b, publishRows, done.Succeeded)
	return publishRows / took.Seconds()
}
