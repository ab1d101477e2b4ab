package marketplace_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/fetch"
	"orion/internal/kit/i18n"
	"orion/internal/marketplace"
	"orion/internal/store"
)

// A shop is a host of a feed.
type shop struct {
	*httptest.Server
	mu     sync.Mutex
	body   string
	etag   string
	status int
	asked  []http.Header
}

func newShop(t *testing.T, body string) *shop {
	t.Helper()
	s := &shop{body: body, status: http.StatusOK}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

// ServeHTTP implements http.Handler.
func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, r.Header.Clone())
	if s.etag != "" {
		w.Header().Set("ETag", s.etag)
		if r.Header.Get("If-None-Match") == s.etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.WriteHeader(s.status)
	_, _ = io.WriteString(w, s.body)
}

func (s *shop) set(body, etag string, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.body, s.etag, s.status = body, etag, status
}

func (s *shop) last() http.Header {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[len(s.asked)-1]
}

// hand is a clock that a test moves.
type hand struct {
	mu  sync.Mutex
	now time.Time
}

// Now implements clock.Clock.
func (c *hand) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *hand) move(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

// ownersTold counts mails to owners.
type ownersTold struct {
	mu  sync.Mutex
	why []string
}

// SourcePaused implements marketplace.Owners.
func (o *ownersTold) SourcePaused(_ context.Context, _ *store.Tx, _ *ent.Vendor, name string, why *i18n.Message) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.why = append(o.why, name+": "+why.In(i18n.Languages[0]))
	return nil
}

// ImportFinished implements marketplace.Owners.
func (o *ownersTold) ImportFinished(context.Context, *store.Tx, *ent.MarketplaceImportJob, string) error {
	return nil
}

// fetched has a source fetched and imported, as a worker would.
func (h house) fetched(t *testing.T, ctx context.Context, src *ent.MarketplaceSource) *ent.MarketplaceImportJob {
	t.Helper()
	job, err := h.RunSource(ctx, src.PublicID(), uuid.NewString())
	require.NoError(t, err)
	return h.run(t, job)
}

func (h house) again(t *testing.T, src *ent.MarketplaceSource) *ent.MarketplaceSource {
	t.Helper()
	return h.db.MarketplaceSource.GetX(fixture.Platform(t), src.ID)
}

func TestAFeedIsFetchedAndImported(t *testing.T) {
	t.Parallel()
	h := open(t, fetching)
	_, ctx := fixture.Vendor(t, h.db)
	s := newShop(t, rows(1, 2))
	s.set(rows(1, 2), `"1"`, http.StatusOK)
	src := h.source(t, ctx, marketplace.SourceInput{
		FeedURL: p(s.URL + "/feeds/all.csv?token=private"), Credentials: &marketplace.FeedCredentials{Username: "me", Password: feedPassword},
	})
	require.NotContains(t, string(*src.Credentials), feedPassword)

	job := h.fetched(t, ctx, src)
	require.Equal(t, enum.ImportStatusCompleted, job.Status, "%+v", job.Failure)
	require.Equal(t, "all.csv", job.Filename)
	require.Equal(t, enum.ImportTriggerManual, job.Trigger)
	require.EqualValues(t, len(rows(1, 2)), job.ByteSize)
	require.Equal(t, [4]int{2, 0, 0, 0}, counts(job))
	require.NotEmpty(t, s.last().Get("Authorization"))
	require.Equal(t, `"1"`, *h.again(t, src).Etag)

	job = h.fetched(t, ctx, src)
	require.Equal(t, enum.ImportStatusCompleted, job.Status)
	require.Equal(t, [4]int{}, counts(job), "the host says that nothing is new")
	require.Contains(t, *marketplace.Failure(ctx, job), "has not changed")
	require.Contains(t, *marketplace.Failure(i18n.NewContext(ctx, i18n.Languages[2]), job), "nicht geändert")

	s.set(rows(1, 2), "", http.StatusOK)
	job = h.fetched(t, ctx, src)
	require.Equal(t, "UNCHANGED", job.Failure.Code, "the same bytes are no news either")
	there, err := h.bucket.Exists(t.Context(), job.Key)
	require.NoError(t, err)
	require.False(t, there)

	s.set(rows(2, 3), `"2"`, http.StatusOK)
	job = h.fetched(t, ctx, src)
	require.Equal(t, [4]int{1, 0, 1, 0}, counts(job))
	require.Equal(t, 1, job.Missing, "what is fetched is the whole feed")

	h.load(t, ctx, rows(7, 7), func(in *marketplace.StartInput) { in.Source = src.Handle })
	job = h.fetched(t, ctx, src)
	require.Empty(t, s.last().Get("If-None-Match"), "what is staged is not that file any more")
	require.Nil(t, job.Failure)

	_, err = h.UpdateSource(ctx, src.PublicID(), marketplace.SourceInput{Complete: p(false)}, nil)
	require.NoError(t, err)
	require.Nil(t, h.again(t, src).Etag, "it is read in another way")
}

func TestARunHasAKey(t *testing.T) {
	t.Parallel()
	h := open(t, fetching)
	_, ctx := fixture.Vendor(t, h.db)
	s := newShop(t, rows(1, 1))
	src, bare := h.source(t, ctx, marketplace.SourceInput{FeedURL: p(s.URL)}), h.source(t, ctx, marketplace.SourceInput{})
	first, err := h.RunSource(ctx, src.PublicID(), "k")
	require.NoError(t, err)
	same, err := h.RunSource(ctx, src.PublicID(), "k")
	require.NoError(t, err)
	require.Equal(t, first.ID, same.ID)
	_, err = h.RunSource(ctx, bare.PublicID(), "k")
	require.Equal(t, errs.IdempotencyKeyReused, code(t, err))
	_, err = h.RunSource(ctx, src.PublicID(), "k2")
	require.Equal(t, errs.Conflict, code(t, err))
	_, err = h.RunSource(ctx, bare.PublicID(), "k3")
	require.Equal(t, errs.InvalidState, code(t, err))
	_, err = h.PauseSource(ctx, src.PublicID(), nil)
	require.NoError(t, err)
	h.run(t, first)
	_, err = h.RunSource(ctx, src.PublicID(), "k4")
	require.Equal(t, errs.InvalidState, code(t, err))
}

func TestH49FeedsThatCannotBeFetched(t *testing.T) {
	t.Parallel()
	h := open(t, fetching)
	for name, tc := range map[string]struct {
		status int
		body   string
		code   string
		again  bool
	}{
		"H49 401": {401, "", "STATUS", false}, "H49 404": {404, "", "STATUS", false}, "H49 500": {500, "", "STATUS", true},
		"H49 200 with a page": {200, "<!DOCTYPE html><html><body>Sign in</body></html>", "NOT_TEXT", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, ctx := fixture.Vendor(t, h.db)
			s := newShop(t, "")
			s.set(tc.body, "", tc.status)
			src := h.source(t, ctx, marketplace.SourceInput{FeedURL: p(s.URL)})
			job, err := h.RunSource(ctx, src.PublicID(), "k")
			require.NoError(t, err)
			err = h.Run(system(t, job), job.ID)
			if tc.again {
				var why *fetch.Error
				require.ErrorAs(t, err, &why, "trying again can help")
				require.NoError(t, h.GiveUpFetch(system(t, job), job.ID, why))
			} else {
				require.NoError(t, err)
			}
			job = h.job(t, job)
			require.Equal(t, enum.ImportStatusFailed, job.Status)
			require.Equal(t, tc.code, job.Failure.Code)
			require.Equal(t, 1, h.again(t, src).Failures)
		})
	}
}

func TestCredentialsOfAnotherRowDoNotOpen(t *testing.T) {
	t.Parallel()
	h := open(t, fetching)
	v, ctx := fixture.Vendor(t, h.db)
	s := newShop(t, rows(1, 1))
	with := h.source(t, ctx, marketplace.SourceInput{FeedURL: p(s.URL), Credentials: &marketplace.FeedCredentials{Username: "me", Password: feedPassword}})
	thief := h.source(t, ctx, marketplace.SourceInput{FeedURL: p(s.URL)})
	h.db.MarketplaceSource.UpdateOneID(thief.ID).SetCredentials(*with.Credentials).ExecX(fixture.System(t, v))
	job, err := h.RunSource(ctx, thief.PublicID(), "k")
	require.NoError(t, err)
	require.Error(t, h.Run(system(t, job), job.ID))
	require.Empty(t, s.asked)
}

func TestASourceThatFailsPausesItself(t *testing.T) {
	t.Parallel()
	owners := &ownersTold{}
	h := open(t, fetching, func(d *marketplace.Deps) { d.Owners = owners })
	_, ctx := fixture.Vendor(t, h.db)
	s := newShop(t, rows(1, 1))
	src := h.source(t, ctx, marketplace.SourceInput{Name: p("ERP"), FeedURL: p(s.URL), FailureLimit: p(2), Schedule: p("0 5 * * *")})
	s.set("", "", 404)
	h.fetched(t, ctx, src)
	s.set(rows(1, 1), "", 200)
	h.fetched(t, ctx, src)
	require.Zero(t, h.again(t, src).Failures, "one that works is a new beginning")
	s.set("", "", 404)
	h.fetched(t, ctx, src)
	require.Nil(t, marketplace.PauseOf(h.again(t, src)))
	h.fetched(t, ctx, src)
	got := h.again(t, src)
	require.Equal(t, enum.PauseReasonFailures, marketplace.PauseOf(got).Reason)
	require.Nil(t, got.NextRunAt)
	require.Equal(t, []string{"ERP: the host answered 404"}, owners.why)
	got, err := h.ResumeSource(ctx, src.PublicID())
	require.NoError(t, err)
	require.Zero(t, got.Failures)
	require.NotNil(t, got.NextRunAt)
}

func TestSourcesAreFetchedWhenTheirTimeComes(t *testing.T) {
	t.Parallel()
	clock := &hand{now: time.Date(2026, 11, 29, 3, 0, 0, 0, time.UTC)}
	h := open(t, fetching, func(d *marketplace.Deps) { d.Clock = clock })
	v, ctx := fixture.Vendor(t, h.db)
	s := newShop(t, rows(1, 3))
	src := h.source(t, ctx, marketplace.SourceInput{FeedURL: p(s.URL), Schedule: p("30 5 * * *")}) // 4:30 UTC
	due := func() []*ent.MarketplaceImportJob {
		t.Helper()
		_, err := h.StartDue(t.Context())
		require.NoError(t, err)
		return h.db.MarketplaceImportJob.Query().Where(marketplaceimportjob.SourceID(src.ID), marketplaceimportjob.StatusEQ(enum.ImportStatusQueued)).AllX(fixture.Platform(t))
	}
	require.Empty(t, due(), "too early")
	clock.move(75 * time.Hour) // three times have passed
	all := due()
	require.Len(t, all, 1, "and count as one")
	require.Equal(t, enum.ImportTriggerSchedule, all[0].Trigger)
	require.Equal(t, "2026-12-03T04:30:00Z", h.again(t, src).NextRunAt.UTC().Format(time.RFC3339))

	clock.move(24 * time.Hour)
	require.Len(t, due(), 1, "while one runs there is no other")
	require.True(t, h.again(t, src).NextRunAt.After(clock.Now()))
	job := h.run(t, all[0])
	require.Equal(t, enum.ImportStatusCompleted, job.Status)
	require.Len(t, h.staged(t, ctx), 3)

	clock.move(24 * time.Hour)
	vendors := fixture.Platform(t)
	h.db.Vendor.UpdateOneID(v.ID).SetStatus(enum.VendorStatusSuspended).ExecX(vendors)
	require.Empty(t, due(), "not of a vendor who is suspended")
	h.db.Vendor.UpdateOneID(v.ID).SetStatus(enum.VendorStatusActive).SetImportsPausedAt(clock.Now()).ExecX(vendors)
	require.Empty(t, due(), "nor of one whose imports are paused")
	h.db.Vendor.UpdateOneID(v.ID).ClearImportsPausedAt().ExecX(vendors)
	_, err := h.PauseSource(ctx, src.PublicID(), nil)
	require.NoError(t, err)
	require.Empty(t, due(), "nor a source that rests")
	_, err = h.ResumeSource(ctx, src.PublicID())
	require.NoError(t, err)
	clock.move(24 * time.Hour)
	require.Len(t, due(), 1)
}

func TestAnImportWaitsWhileItsVendorsArePaused(t *testing.T) {
	t.Parallel()
	h := open(t, fetching)
	v, ctx := fixture.Vendor(t, h.db)
	job := h.start(t, ctx, rows(1, 2))
	h.db.Vendor.UpdateOneID(v.ID).SetImportsPausedAt(time.Now()).ExecX(fixture.Platform(t))
	require.ErrorIs(t, h.Run(system(t, job), job.ID), marketplace.ErrPaused)
	require.Equal(t, enum.ImportStatusQueued, h.job(t, job).Status)
	h.db.Vendor.UpdateOneID(v.ID).ClearImportsPausedAt().ExecX(fixture.Platform(t))
	require.Equal(t, enum.ImportStatusCompleted, h.run(t, job).Status)
}

func TestAPreviewKeepsNothing(t *testing.T) {
	t.Parallel()
	h := open(t, fetching)
	_, ctx := fixture.Vendor(t, h.db)
	s := newShop(t, "Nr;Name;Preis;Egal\n1;Lampe;\"1,50\";x\n2;;nichts;y\n")
	french := i18n.NewContext(ctx, i18n.Languages[1])
	look := func(ctx context.Context, in marketplace.PreviewInput) *marketplace.FeedPreview {
		t.Helper()
		got, err := h.Preview(ctx, in)
		require.NoError(t, err)
		return got
	}
	got := look(ctx, marketplace.PreviewInput{Settings: &marketplace.SourceInput{FeedURL: &s.URL}})
	require.Equal(t, enum.FeedFormatCustom, got.Format)
	require.Len(t, got.Columns, 4)
	require.Equal(t, []string{"1", "2"}, got.Columns[0].Samples)
	require.Equal(t, "title", *got.Columns[1].Suggestion)
	require.Equal(t, []string{"id", "title", "price"}, got.MissingFields)

	got = look(french, marketplace.PreviewInput{Settings: &marketplace.SourceInput{
		FeedURL: &s.URL, DecimalMark: p(enum.DecimalMarkComma), Format: p(enum.FeedFormatCustom),
		Mapping: &marketplace.FeedMapping{Columns: []*marketplace.ColumnMapping{{Column: "nr", Field: "id"}, {Column: "Name", Field: "title"}, {Column: "Preis", Field: "price"}}},
	}})
	require.Empty(t, got.MissingFields)
	require.Len(t, got.Rows, 2)
	require.Equal(t, "Lampe", got.Rows[0].Title)
	require.EqualValues(t, 150, got.Rows[0].Price.Minor)
	require.Nil(t, got.Rows[1].Price)
	require.NotEmpty(t, got.Rows[1].Errors)
	require.Contains(t, got.Rows[1].Errors[0].Message, "cellule")

	upload := h.send(t, ctx, rows(1, 30))
	job := h.start(t, ctx, rows(1, 2)).PublicID()
	require.Len(t, look(ctx, marketplace.PreviewInput{JobID: &job}).Rows, 2, "the file of an import")
	got = look(ctx, marketplace.PreviewInput{UploadID: &upload, Source: p("google")})
	require.Len(t, got.Rows, 20)
	require.Equal(t, "Lumen", got.Rows[0].Values[0].Value)

	s.set(rows(1, 200_000), "", 200)
	require.Len(t, look(ctx, marketplace.PreviewInput{Settings: &marketplace.SourceInput{FeedURL: &s.URL}}).Rows, 20, "more than a preview reads")
	s.set("id,title,price\n1,"+strings.Repeat("x", 2<<20), "", 200)
	_, err := h.Preview(ctx, marketplace.PreviewInput{Settings: &marketplace.SourceInput{FeedURL: &s.URL}})
	require.Equal(t, errs.Invalid, code(t, err))
	s.set("<html></html>", "", 200)
	_, err = h.Preview(ctx, marketplace.PreviewInput{Settings: &marketplace.SourceInput{FeedURL: &s.URL}})
	require.Equal(t, "input.settings.feedUrl", store.Public(err).Field())
	_, err = h.Preview(ctx, marketplace.PreviewInput{Settings: &marketplace.SourceInput{FeedURL: p("http://10.0.0.1/")}})
	require.Equal(t, errs.Invalid, code(t, err))
	_, err = h.Preview(ctx, marketplace.PreviewInput{})
	require.Equal(t, errs.Required, code(t, err))
	require.Equal(t, 1, h.db.MarketplaceImportJob.Query().CountX(ctx), "the one that was started")
	require.Empty(t, h.staged(t, ctx))
}
