package monitor

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func TestWhatTheFactsAskFor(t *testing.T) {
	t.Parallel()
	vendor, old := uuid.New(), noon.Add(-27*time.Hour)
	for name, tc := range map[string]struct {
		facts facts
		want  []string
	}{
		"a calm platform": {facts{diskPercent: 40}, nil},
		"a part that is down and one that something stands in for": {facts{parts: []*HealthComponent{
			{Name: "database", Status: enum.HealthStatusDown}, {Name: "search", Status: enum.HealthStatusDegraded}, {Name: "mail", Status: enum.HealthStatusOff},
		}}, []string{"part-down database CRITICAL", "part-down search WARNING"}},
		"work that waits too long":       {facts{queues: []queueFact{{"mail", 1, 5 * time.Minute}, {"media", 9, time.Minute}}}, []string{"queue-lag mail WARNING"}},
		"too much work":                  {facts{queues: []queueFact{{"import", 5000, time.Second}}}, []string{"queue-depth import WARNING"}},
		"an import that failed":          {facts{imports: map[uuid.UUID]int64{vendor: 1}}, []string{"import-failed  WARNING"}},
		"webhooks below the threshold":   {facts{webhooks: map[uuid.UUID]int64{vendor: 9}}, nil},
		"webhooks at the threshold":      {facts{webhooks: map[uuid.UUID]int64{vendor: 10}}, []string{"webhook-failed  WARNING"}},
		"a ledger that does not agree":   {facts{ledgers: map[uuid.UUID]int64{vendor: 1}}, []string{"ledger-mismatch  CRITICAL"}},
		"one request in twenty fails":    {facts{requests: 100, failed: 5}, []string{"error-rate  CRITICAL"}},
		"too few requests for a rate":    {facts{requests: 19, failed: 19}, nil},
		"a full disk":                    {facts{diskPercent: 90}, []string{"disk-used  CRITICAL"}},
		"an old backup":                  {facts{now: noon, backup: &old}, []string{"backup-age  WARNING"}},
		"a row of another vendor":        {facts{tripped: 1}, []string{"isolation-tripwire  CRITICAL"}},
		"variants that are running low":  {facts{stock: map[uuid.UUID]int64{vendor: 25}}, []string{"stock-low  INFO"}},
		"a backup that there never was":  {facts{now: noon}, nil},
		"a disk that cannot be asked of": {facts{diskPercent: -1}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range decide(tc.facts, settings(nil)) {
				got = append(got, f.rule+" "+f.subject+" "+string(f.severity))
			}
			require.Equal(t, tc.want, got)
		})
	}
}

func TestWhatTheStaffSayOfARuleHolds(t *testing.T) {
	t.Parallel()
	full, sixty := facts{diskPercent: 70}, int64(60)
	require.Empty(t, decide(full, settings(nil)))
	require.Len(t, decide(full, settings([]*ent.AlertRule{{Rule: ruleDisk, Enabled: true, Threshold: &sixty}})), 1)
	require.Empty(t, decide(full, settings([]*ent.AlertRule{{Rule: ruleDisk, Enabled: false, Threshold: &sixty}})))
}

func TestAQuantileLiesInItsBucket(t *testing.T) {
	t.Parallel()
	before := histogram{bounds: []float64{.1, .2, .4}, counts: []float64{10, 10, 10}, total: 10}
	now := histogram{bounds: []float64{.1, .2, .4}, counts: []float64{60, 100, 110}, total: 110}
	d := now.minus(before)
	require.InDelta(t, 100, d.total, 0)
	require.InDelta(t, .1, d.quantile(.5), 1e-9)
	require.InDelta(t, .2, d.quantile(.9), 1e-9)
	require.InDelta(t, .3, d.quantile(.95), 1e-9)
	require.InDelta(t, .4, histogram{bounds: []float64{.4}, counts: []float64{0}, total: 9}.quantile(.5), 1e-9, "beyond the last bound")
}

func TestAPointIsAsWideAsTheStretchNeeds(t *testing.T) {
	t.Parallel()
	require.Equal(t, time.Minute, width(noon, noon.Add(12*time.Hour)))
	require.Equal(t, 2*time.Minute, width(noon, noon.Add(24*time.Hour)))
	require.Equal(t, time.Hour, width(noon, noon.Add(30*24*time.Hour)))
}

func TestHealthIsTheWorstOfItsParts(t *testing.T) {
	t.Parallel()
	parts := []Part{{Name: "database", Required: true}, {Name: "search"}}
	for want, found := range map[enum.HealthStatus][2]enum.HealthStatus{
		enum.HealthStatusUp:       {enum.HealthStatusUp, enum.HealthStatusOff},
		enum.HealthStatusDegraded: {enum.HealthStatusUp, enum.HealthStatusDown},
		enum.HealthStatusDown:     {enum.HealthStatusDown, enum.HealthStatusUp},
	} {
		require.Equal(t, want, overall(parts, []*HealthComponent{{Status: found[0]}, {Status: found[1]}}))
	}
}
