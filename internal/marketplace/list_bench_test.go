package marketplace_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/internal/fixture"
	"orion/internal/kit/page"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

// listBar is how many times slower than among 1,000 rows the list may be among 400,000.
const listBar = 2

// BenchmarkStagedList reads first pages of the list of staged products, without count and
// facets, among 400,000 rows of 500 vendors and among 1,000 rows of two, by turns, and
// compares the 95th percentiles.
func BenchmarkStagedList(b *testing.B) {
	large, small := newShelves(b, 500, 800), newShelves(b, 2, 500)
	for b.Loop() {
		var took [2][]float64
		for i := range 1000 {
			for n, s := range []*shelves{large, small} {
				d := s.page(b, i)
				if i >= 100 { // the first warm up
					took[n] = append(took[n], d)
				}
			}
		}
		few, many := percentile95(took[1]), percentile95(took[0])
		line("staged.list", fmt.Sprintf("%.2f ms", many), many/few, listBar, many/few <= listBar)
	}
}

func percentile95(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)*95/100]
}

// shelves are staged products of several vendors.
type shelves struct {
	house
	vendors []uuid.UUID
}

// fillShelves makes $1 vendors with a source and $2 staged products each.
const fillShelves = `
with v as (insert into vendors (id, created_at, updated_at, slug, name, status, languages)
    select gen_random_uuid(), now(), now(), 'v-' || n, 'Vendor', 'ACTIVE', '["en"]' from generate_series(1, $1::int) n returning id),
  s as (insert into marketplace_sources (id, created_at, updated_at, vendor_id, handle, name)
    select gen_random_uuid(), now(), now(), v.id, 'google', 'Google' from v returning id, vendor_id)
insert into marketplace_products (id, created_at, updated_at, vendor_id, source_id, import_job_id, external_id, title, currency, price_minor, row_hash)
select gen_random_uuid(), now(), now() - n * interval '1 second', s.vendor_id, s.id, gen_random_uuid(), n, 'Desk lamp ' || n, 'EUR', 100 + n, '\x01'
from s, generate_series(1, $2::int) n`

func newShelves(b *testing.B, vendors, each int) *shelves {
	b.Helper()
	ctx, url := context.WithoutCancel(b.Context()), pgtest.NewURL(b)
	db, err := store.Open(ctx, url)
	require.NoError(b, err)
	b.Cleanup(db.Close)
	owner, err := pgx.Connect(ctx, url)
	require.NoError(b, err)
	defer func() { _ = owner.Close(ctx) }()
	for _, do := range []string{"set role orion_platform", "", "reset role", "analyze"} {
		if do == "" {
			_, err = owner.Exec(ctx, fillShelves, vendors, each)
		} else {
			_, err = owner.Exec(ctx, do)
		}
		require.NoError(b, err)
	}
	s := &shelves{house: build(b, db)}
	s.vendors, err = db.Vendor.Query().IDs(fixture.Platform(b))
	require.NoError(b, err)
	return s
}

// page returns the milliseconds that the first page of one of the vendors takes.
func (s *shelves) page(b *testing.B, turn int) float64 {
	ctx := viewer.NewContext(context.WithoutCancel(b.Context()), viewer.ForVendor(s.vendors[turn%len(s.vendors)]))
	began := time.Now()
	got, err := s.Products(ctx, page.Arg{}, nil)
	took := time.Since(began)
	require.NoError(b, err)
	require.Len(b, got.Nodes, 20)
	return float64(took.Microseconds()) / 1000
}
