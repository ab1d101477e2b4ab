package notify_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/jobs"
)

var reported = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

// What the provider may tell of a mail.
func delivered(id uuid.UUID) jobs.MailReport {
	return jobs.MailReport{ID: "delivered", MailID: id, Status: enum.MailStatusSent, At: reported}
}

func deferred(id uuid.UUID) jobs.MailReport {
	return jobs.MailReport{ID: "deferred", MailID: id, Status: enum.MailStatusQueued, Reason: "deferred: 400", At: reported.Add(-time.Minute)}
}

func blocked(id uuid.UUID) jobs.MailReport {
	return jobs.MailReport{ID: "blocked", MailID: id, Status: enum.MailStatusFailed, Reason: "blocked: 421", At: reported}
}

func bounced(id uuid.UUID) jobs.MailReport {
	return jobs.MailReport{ID: "bounced", MailID: id, Status: enum.MailStatusBounced, Suppress: enum.SuppressionReasonBounce, Reason: "bounced: 550", At: reported.Add(time.Second)}
}

func complained(id uuid.UUID) jobs.MailReport {
	return jobs.MailReport{ID: "complained", MailID: id, Suppress: enum.SuppressionReasonComplaint, Reason: "reported as spam", At: reported.Add(time.Hour)}
}

// posted sends a mail of a vendor and returns its id.
func posted(t *testing.T, db *store.DB, s *notify.Service, v *ent.Vendor, team context.Context, event string) uuid.UUID {
	t.Helper()
	post(t, db, s, team, paid(v, event))
	mails, _ := queued(t, db)
	job := mails[len(mails)-1]
	require.NoError(t, s.Deliver(fixture.System(t, v), job))
	return job.ID
}

// In whatever order reports come, and however often, the log ends up the same.
func TestReportsOfAMail(t *testing.T) {
	t.Parallel()
	type told = func(uuid.UUID) jobs.MailReport
	db := pgtest.New(t)
	s := service(t, db, &kept{})
	for name, tc := range map[string]struct {
		told      []told
		status    enum.MailStatus
		failure   string
		delivered bool
		list      enum.SuppressionReason
	}{
		"delivered":                     {[]told{delivered}, enum.MailStatusSent, "", true, ""},
		"deferred":                      {[]told{deferred}, enum.MailStatusSent, "deferred: 400", false, ""},
		"delivered at last":             {[]told{deferred, delivered}, enum.MailStatusSent, "", true, ""},
		"blocked":                       {[]told{deferred, blocked}, enum.MailStatusFailed, "blocked: 421", false, ""},
		"bounced":                       {[]told{deferred, bounced}, enum.MailStatusBounced, "bounced: 550", false, enum.SuppressionReasonBounce},
		"taken, and bounced after that": {[]told{deferred, delivered, bounced}, enum.MailStatusBounced, "bounced: 550", true, enum.SuppressionReasonBounce},
		"called spam":                   {[]told{delivered, complained}, enum.MailStatusSent, "", true, enum.SuppressionReasonComplaint},
		"called spam and bounced":       {[]told{complained, delivered, bounced}, enum.MailStatusBounced, "bounced: 550", true, enum.SuppressionReasonBounce},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for order := range permutations(len(tc.told)) {
				v, team := fixture.Vendor(t, db)
				job := waiting(t, db, s, v, team)
				require.NoError(t, s.Deliver(fixture.System(t, v), job))
				for _, at := range slices.Concat(order, order) {
					require.NoError(t, s.Heed(fixture.Platform(t), []jobs.MailReport{tc.told[at](job.ID)}))
				}
				row := statusOf(t, db, v, job.ID)
				require.Equal(t, tc.status, row.Status, "%v", order)
				require.Equal(t, tc.delivered, row.DeliveredAt != nil, "%v", order)
				require.Len(t, row.Heard, len(tc.told))
				if tc.failure == "" {
					require.Nil(t, row.Failure, "%v", order)
				} else {
					require.Equal(t, tc.failure, *row.Failure, "%v", order)
				}
				requireListed(t, db, v, tc.list)
			}
		})
	}
}

// waiting queues a mail of a vendor.
func waiting(t *testing.T, db *store.DB, s *notify.Service, v *ent.Vendor, team context.Context) jobs.MailSend {
	t.Helper()
	post(t, db, s, team, paid(v, ""))
	var raw []byte
	require.NoError(t, db.Platform.QueryRow(t.Context(),
		"SELECT args FROM river.river_job WHERE kind = 'notify.send' AND args->>'vendor_id' = $1", v.ID.String()).Scan(&raw))
	var job jobs.MailSend
	require.NoError(t, json.Unmarshal(raw, &job))
	return job
}

// permutations are all orders of n things.
func permutations(n int) func(func([]int) bool) {
	return func(yield func([]int) bool) {
		var place func(done []int) bool
		place = func(done []int) bool {
			if len(done) == n {
				return yield(done)
			}
			for i := range n {
				if !slices.Contains(done, i) && !place(append(slices.Clone(done), i)) {
					return false
				}
			}
			return true
		}
		place(nil)
	}
}

// requireListed asserts why a vendor's only address gets no mail, "" for that it does.
func requireListed(t *testing.T, db *store.DB, v *ent.Vendor, why enum.SuppressionReason) {
	t.Helper()
	rows, err := db.MailSuppression.Query().All(fixture.System(t, v))
	require.NoError(t, err)
	if why == "" {
		require.Empty(t, rows)
		return
	}
	require.Len(t, rows, 1)
	require.Equal(t, why, rows[0].Reason)
	require.Equal(t, "ada@example.org", rows[0].Address)
}

// What is told of one vendor's mail changes nothing of another's, to the same address.
func TestReportsAreOfOneVendor(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db, &kept{})
	v, team := fixture.Vendor(t, db)
	other, theirs := fixture.Vendor(t, db)
	mine := posted(t, db, s, v, team, "1")
	foreign := posted(t, db, s, other, theirs, "1")
	before := statusOf(t, db, other, foreign)
	require.NoError(t, s.Heed(fixture.Platform(t), []jobs.MailReport{bounced(mine), bounced(uuid.Must(uuid.NewV7()))}), "one that is unknown is nobody's")
	after := statusOf(t, db, other, foreign)
	require.Equal(t, enum.MailStatusSent, after.Status)
	require.Equal(t, before.UpdatedAt, after.UpdatedAt)
	requireListed(t, db, other, "")
	requireListed(t, db, v, enum.SuppressionReasonBounce)
	post(t, db, s, team, paid(v, "2"))
	mails, _ := queued(t, db)
	require.NoError(t, s.Deliver(fixture.System(t, v), mails[len(mails)-1]))
	require.Equal(t, enum.MailStatusSuppressed, statusOf(t, db, v, mails[len(mails)-1].ID).Status)
}

// Who was taken off the list again is not put on it by the same event once more.
func TestAnEventCountsOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db, &kept{})
	v, team := fixture.Vendor(t, db)
	id := posted(t, db, s, v, team, "1")
	require.NoError(t, s.Heed(fixture.Platform(t), []jobs.MailReport{bounced(id)}))
	row, err := db.MailSuppression.Query().Only(fixture.System(t, v))
	require.NoError(t, err)
	require.NoError(t, s.Unsuppress(team, row.PublicID()))
	require.NoError(t, s.Heed(fixture.Platform(t), []jobs.MailReport{bounced(id)}))
	requireListed(t, db, v, "")
	again := bounced(id)
	again.ID = "another"
	require.NoError(t, s.Heed(fixture.Platform(t), []jobs.MailReport{again}))
	requireListed(t, db, v, enum.SuppressionReasonBounce)
}

// swift is a Sender whose provider tells of a mail before its sender has noted it.
type swift struct{ tell func(*notify.Message) error }

func (s *swift) Deliver(_ context.Context, m *notify.Message) error { return s.tell(m) }

func TestAReportIsFasterThanTheNote(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	out := &swift{}
	s := service(t, db, out)
	out.tell = func(m *notify.Message) error { return s.Heed(fixture.Platform(t), []jobs.MailReport{bounced(m.ID)}) }
	v, team := fixture.Vendor(t, db)
	row := statusOf(t, db, v, posted(t, db, s, v, team, "1"))
	require.Equal(t, enum.MailStatusBounced, row.Status)
	require.NotNil(t, row.SentAt)
}

// The platform's own mails have a log and a list too.
func TestReportsOfThePlatformsMails(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db, &kept{})
	platform := fixture.Platform(t)
	require.NoError(t, db.Tx(platform, func(tx *store.Tx) error {
		return s.Send(platform, tx, notify.Mail{Kind: notify.PasswordChanged, To: "ada@example.org", Language: "en"})
	}))
	mails, _ := queued(t, db)
	require.NoError(t, s.Deliver(platform, mails[0]))
	require.NoError(t, s.Heed(platform, []jobs.MailReport{bounced(mails[0].ID)}))
	row, err := db.MailSuppression.Query().Only(platform)
	require.NoError(t, err)
	require.Nil(t, row.VendorID)
	require.Equal(t, enum.SuppressionReasonBounce, row.Reason)
}

// A batch waits in jobs of a hundred, without addresses of people.
func TestABatchIsKeptForJobs(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db, &kept{})
	reports := make([]jobs.MailReport, 101)
	for i := range reports {
		reports[i] = jobs.MailReport{MailID: uuid.Must(uuid.NewV7()), Reason: "550 5.1.1 <ada@example.org>: no\x00 such\r\nuser"}
	}
	require.NoError(t, s.Keep(t.Context(), reports))
	rows, err := db.Platform.Query(t.Context(), "SELECT args FROM river.river_job WHERE kind = 'notify.heed'")
	require.NoError(t, err)
	defer rows.Close()
	n := 0
	for rows.Next() {
		var raw []byte
		var job jobs.MailHeed
		require.NoError(t, errors.Join(rows.Scan(&raw), json.Unmarshal(raw, &job)))
		require.NotContains(t, string(raw), "ada@")
		require.Equal(t, "550 5.1.1 <…>: no such user", job.Reports[0].Reason)
		n += len(job.Reports)
	}
	require.NoError(t, rows.Err())
	require.Equal(t, 101, n)
}
