package marketplace_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/marketplace"
)

// at is a clock that stands.
type at struct{ time.Time }

func (a at) Now() time.Time { return a.Time }

func TestHealth(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, one := fixture.Vendor(t, h.db)
	two, second := fixture.Vendor(t, h.db)
	h.load(t, one, "id,title,price\n1,a,1 EUR\n2,,1 EUR\n3,,2 EUR\n4,d,nothing\n")
	h.load(t, second, "id,title,price\n1,,1 EUR\n")
	h.start(t, second, rows(1, 2))
	staff := fixture.Platform(t)
	require.NoError(t, h.db.Vendor.UpdateOneID(two.ID).SetImportsPausedAt(time.Now()).Exec(staff))

	got, err := h.Health(staff, 14)
	require.NoError(t, err)
	require.Equal(t, []int{0, 1, 0, 0}, []int{got.Running, got.Queued, got.Stuck, got.PausedSources})
	require.WithinDuration(t, time.Now(), *got.OldestQueuedAt, time.Minute)
	require.Positive(t, got.RowsPerSecond)
	require.Len(t, got.Days, 14)
	today := got.Days[13]
	require.Equal(t, time.Now().UTC().Format(time.DateOnly), today.Date)
	require.Equal(t, marketplace.Day{Date: today.Date, Imports: 3, FailedImports: 1, Created: 1, Failed: 4}, *today)
	require.Len(t, got.PausedVendors, 1)
	require.Equal(t, two.ID, got.PausedVendors[0].ID)

	require.Equal(t, "REQUIRED", got.ErrorClasses[0].Code, "the most frequent first")
	require.Equal(t, []int{3, 2}, []int{got.ErrorClasses[0].Count, got.ErrorClasses[0].Vendors})
	require.Equal(t, "title", *got.ErrorClasses[0].Column)
	require.Equal(t, "REQUIRED", got.ErrorClasses[0].Example.Code)
	require.Equal(t, got.ErrorClasses[0].Example.JobID, got.ErrorClasses[0].ExampleJob.ID)
	require.Equal(t, two.ID, got.ErrorClasses[0].ExampleJob.VendorID, "the newest is the example")
}

func TestHealthKnowsWhatIsStuck(t *testing.T) {
	t.Parallel()
	h := open(t, func(d *marketplace.Deps) { d.Clock = at{time.Now().Add(11 * time.Minute)} })
	h.start(t, another(t, h), rows(1, 2))
	running, ctx := fixture.Vendor(t, h.db)
	job := h.start(t, ctx, rows(1, 2))
	require.NoError(t, h.db.MarketplaceImportJob.UpdateOneID(job.ID).SetStatus(enum.ImportStatusApplying).Exec(fixture.System(t, running)))
	got, err := h.Health(fixture.Platform(t), 1)
	require.NoError(t, err)
	require.Equal(t, []int{1, 1, 2}, []int{got.Running, got.Queued, got.Stuck})
}

func TestHealthIsForStaff(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.load(t, another(t, h), "id,title,price\n1,,1 EUR\n")
	got, err := h.Health(another(t, h), 1)
	require.NoError(t, err, "a team asks in vain, also where no other wall stands")
	require.Empty(t, got.ErrorClasses)
	require.Zero(t, got.Days[0].Imports)
	for _, days := range []int{0, -1, 91} {
		_, err = h.Health(fixture.Platform(t), days)
		require.Equal(t, errs.Invalid, code(t, err))
	}
}
