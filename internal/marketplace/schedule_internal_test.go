package marketplace

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhenASourceIsDue(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		schedule, after string
		want            []string // the next ones, one after the other
	}{
		"every day, by the clock of the shop":      {"30 5 * * *", "2026-07-01T00:00:00Z", []string{"2026-07-01T03:30:00Z", "2026-07-02T03:30:00Z"}},
		"in winter an hour later":                  {"30 5 * * *", "2026-12-01T00:00:00Z", []string{"2026-12-01T04:30:00Z"}},
		"every hour":                               {"10 * * * *", "2026-07-01T00:10:00Z", []string{"2026-07-01T01:10:00Z", "2026-07-01T02:10:00Z"}},
		"on working days":                          {"0 6 * * 1-5", "2026-07-03T05:00:00Z", []string{"2026-07-06T04:00:00Z"}},
		"an hour that is left out is made up for":  {"30 2 * * *", "2026-03-28T12:00:00Z", []string{"2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"}},
		"an hour that comes twice counts once":     {"30 2 * * *", "2026-10-24T12:00:00Z", []string{"2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z"}},
		"every hour over the one that is left out": {"0 * * * *", "2026-03-29T00:00:00Z", []string{"2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"}},
		"every hour over the one that comes twice": {"0 * * * *", "2026-10-24T23:00:00Z", []string{"2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			zone, err := zoneOf("Europe/Luxembourg")
			require.NoError(t, err)
			s, err := parseSchedule(tc.schedule, zone)
			require.NoError(t, err)
			at, err := time.Parse(time.RFC3339, tc.after)
			require.NoError(t, err)
			for _, want := range tc.want {
				next, ok := s.next(at)
				require.True(t, ok)
				require.Equal(t, want, next.Format(time.RFC3339))
				at = next
			}
		})
	}
}

func TestWhatIsNoSchedule(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"": errNoSchedule, "every day": errNoSchedule, "@hourly": errNoSchedule, "@every 1h": errNoSchedule, "* * * *": errNoSchedule,
		"0 0 * * * *": errNoSchedule, "CRON_TZ=UTC 0 5 * * *": errNoSchedule, "TZ=0\t1\t2\t3\t4": errNoSchedule, "61 * * * *": errNoSchedule,
		"0 0 30 2 *": errNoSchedule, "* * * * *": errTooOften, "*/30 * * * *": errTooOften, "0,1 5 * * *": errTooOften, "0-5 5 * * *": errTooOften,
	} {
		_, err := parseSchedule(text, time.UTC)
		require.ErrorIs(t, err, want, text)
	}
}
