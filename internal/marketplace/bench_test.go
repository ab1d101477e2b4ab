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
	"orion/internal/pgtest"
	"orion/internal/store"
)

const (
	benchRows = 100_000
	// benchBar is the share of psql's own speed that an import must reach.
	benchBar = 0.35
)

// BenchmarkImport imports 100,000 rows of 14 columns with row-level security on,
// beside psql's \copy of the same file into a table with the same indexes, and
// prints lines for `make bench`. Both are warmed up once and take turns; the median
// of three counts.
func BenchmarkImport(b *testing.B) {
	s := newBench(b)
	for b.Loop() {
		var copied, imported, again, allocs []float64
		for i := range 4 {
			s.clear(b)
			c := s.copyIn(b)
			f, a := s.importIn(b, [4]int{benchRows, 0, 0, 0})
			n, _ := s.importIn(b, [4]int{0, 0, benchRows, 0})
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
	verdict := "FAIL"
	if imported/copied >= benchBar {
		verdict = "PASS"
	}
	fmt.Printf("import %.0f ratio=%.2f bar=%.2f %s\n", imported, imported/copied, benchBar, verdict)
	fmt.Printf("import_psql_copy %.0f\nimport_unchanged %.0f\nimport_peak_mb %d\nimport_allocs_per_row %.2f\n",
		copied, again, usage.Maxrss/1024, allocs)
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
create index on copied (vendor_id, product_id)`

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
		fmt.Fprintf(w, "SKU-%07d,Desk lamp with dimmer %d,\"A lamp for desks, with an arm of 40 cm and a warm light. It is number %d of its kind.\","+
			"https://shop.example.com/p/lamp-%d,https://img.example.com/lamp-%d.jpg,in_stock,%d.%02d EUR,Lumen,,MPN-%d,new,"+
			"Home > Light > Desk lamps,white,%d\n", i, i, i, i, i, 10+i%90, i%100, i, i%50)
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
	staged, err := s.StageUploads(s.ctx, []*marketplace.StagedUploadInput{csvFile(s.size)})
	require.NoError(b, err)
	require.NoError(b, s.ReceiveUpload(s.ctx, ticket(b, staged[0].URL), f))
	job, err = s.Start(s.ctx, marketplace.StartInput{
		UploadID: staged[0].UploadID, Source: "google", Mode: enum.ImportModeUpsert,
		ErrorPolicy: enum.ImportErrorPolicyRejectFailedRows, IdempotencyKey: uuid.NewString(),
	})
	require.NoError(b, err)
	return job
}
