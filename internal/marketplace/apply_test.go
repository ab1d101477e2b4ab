package marketplace_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplacesource"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/marketplace"
	"orion/internal/store"
)

// foreign is a feed in no format that we know.
const foreign = "Artikel;Bezeichnung;Preis\n1;Lampe;10,50\n2;Tisch;20\n"

func german() *marketplace.FeedMapping {
	return &marketplace.FeedMapping{Columns: []*marketplace.ColumnMapping{
		{Column: "Artikel", Field: "id"}, {Column: "Bezeichnung", Field: "title"}, {Column: "Preis", Field: "price"},
	}}
}

func TestH19AFileOfUnknownColumnsWaitsForAMapping(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, tc := range map[string]struct {
		file    string
		with    func(*marketplace.StartInput)
		status  enum.ImportStatus
		columns []string
	}{
		"foreign columns":       {file: foreign, status: enum.ImportStatusAwaitingMapping, columns: []string{"Artikel", "Bezeichnung", "Preis"}},
		"a column too few":      {file: "id,title\n1,Lamp\n", status: enum.ImportStatusFailed},
		"half of them foreign":  {file: "id,title,Preis,Menge\n1,Lamp,1,1\n", status: enum.ImportStatusAwaitingMapping, columns: []string{"id", "title", "Preis", "Menge"}},
		"one column alone":      {file: "Artikel\n1\n", status: enum.ImportStatusFailed},
		"two columns of a kind": {file: "id,title,price,price\n1,a,1 EUR,2 EUR\n", status: enum.ImportStatusFailed},
		"no text":               {file: "PK\x03\x04\x00\x00", status: enum.ImportStatusFailed},
		"a file of stock": {
			file: foreign, status: enum.ImportStatusFailed,
			with: func(in *marketplace.StartInput) { in.Kind = enum.ImportKindInventory },
		},
		"a mapping for this file alone": {
			file: foreign, status: enum.ImportStatusCompleted, with: func(in *marketplace.StartInput) { in.Mapping = german() },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, ctx := fixture.Vendor(t, h.db)
			with := tc.with
			if with == nil {
				with = func(*marketplace.StartInput) {}
			}
			job := h.load(t, ctx, tc.file, with)
			require.Equal(t, tc.status, job.Status, "%+v", job.Failure)
			require.Equal(t, tc.columns, job.Columns)
			if tc.status == enum.ImportStatusAwaitingMapping {
				require.Equal(t, "MISSING_COLUMN", job.Failure.Code, "it says what it waits for")
			}
		})
	}
}

func TestApply(t *testing.T) {
	t.Parallel()
	h := open(t)
	dry := func(in *marketplace.StartInput) { in.DryRun = true }

	t.Run("a dry run becomes the import", func(t *testing.T) {
		t.Parallel()
		_, ctx := fixture.Vendor(t, h.db)
		job := h.load(t, ctx, "id,title,price\n1,a,1 EUR\n2,,1 EUR\n1,b,1 EUR\n", dry)
		require.Equal(t, enum.ImportStatusReady, job.Status)
		after, err := h.Apply(ctx, job.PublicID(), nil, false)
		require.NoError(t, err)
		require.Equal(t, job.ID, after.ID)
		require.Equal(t, enum.ImportStatusQueued, after.Status)
		require.False(t, after.DryRun)
		require.Greater(t, after.Sequence, job.Sequence)
		require.Zero(t, after.Processed)
		require.Nil(t, after.FinishedAt)
		_, err = h.Apply(ctx, job.PublicID(), nil, false)
		require.Equal(t, errs.InvalidState, code(t, err), "once")

		done := h.run(t, after)
		require.Equal(t, enum.ImportStatusCompletedWithErrors, done.Status)
		require.Equal(t, [4]int{1, 0, 1, 1}, counts(done))
		require.Equal(t, []string{"1 b"}, titles(h.staged(t, ctx)))
		problems, err := h.Errors(ctx, done, page.Arg{}, false)
		require.NoError(t, err)
		require.Len(t, problems.Nodes, 2, "those of the dry run are gone")
		rows, err := h.Rows(ctx, done, page.Arg{}, nil)
		require.NoError(t, err)
		require.Empty(t, rows.Nodes)
		require.Equal(t, 2, queued(t, h, job), "each is a task of its own")
	})
	t.Run("a mapping is kept for the source", func(t *testing.T) {
		t.Parallel()
		_, ctx := fixture.Vendor(t, h.db)
		job := h.load(t, ctx, foreign, dry)
		for name, m := range map[string]struct {
			m     *marketplace.FeedMapping
			code  errs.Code
			field string
		}{
			"none":            {nil, errs.Required, "mapping"},
			"an unknown one":  {&marketplace.FeedMapping{Columns: []*marketplace.ColumnMapping{{Column: "x"}, {Column: "Artikel", Field: "nr"}}}, errs.Invalid, "mapping.columns.1.field"},
			"a constant id":   {&marketplace.FeedMapping{Constants: []*marketplace.FieldConstant{{Field: "brand", Value: "x"}, {Field: "id", Value: "1"}}}, errs.Invalid, "mapping.constants.1"},
			"the same twice":  {&marketplace.FeedMapping{Constants: []*marketplace.FieldConstant{{Field: "brand", Value: "x"}, {Field: "brand", Value: "y"}}}, errs.Invalid, "mapping.constants.1.field"},
			"a pointer to no": {&marketplace.FeedMapping{Columns: []*marketplace.ColumnMapping{{Column: "a", Field: "title", Pointer: ptr("x")}}}, errs.Invalid, "mapping.columns.0.pointer"},
		} {
			_, err := h.Apply(ctx, job.PublicID(), m.m, true)
			require.Error(t, err, name)
			require.Equal(t, m.code, store.Public(err).Code, name)
			require.Equal(t, m.field, store.Public(err).Field(), name)
		}
		after, err := h.Apply(ctx, job.PublicID(), german(), true)
		require.NoError(t, err)
		require.True(t, after.DryRun, "a dry run stays one until it is READY")
		require.Empty(t, after.Columns)
		require.Nil(t, after.Failure)
		ready := h.run(t, after)
		require.Equal(t, enum.ImportStatusReady, ready.Status, "%+v", ready.Failure)
		require.Equal(t, [4]int{2, 0, 0, 0}, counts(ready))

		source := h.db.MarketplaceSource.Query().Where(marketplacesource.Handle("google")).OnlyX(ctx)
		require.Equal(t, enum.FeedFormatCustom, source.Format)
		require.Equal(t, 2, source.Version)
		next := h.load(t, ctx, foreign)
		require.Equal(t, enum.ImportStatusCompleted, next.Status)
		require.Equal(t, []string{"1 Lampe", "2 Tisch"}, titles(h.staged(t, ctx)))
		require.EqualValues(t, 1050, h.staged(t, ctx)[0].PriceMinor)
		bad := h.load(t, ctx, "a,b\n1,2\n")
		require.Equal(t, enum.ImportStatusFailed, bad.Status, "with a mapping of the source there is nothing to wait for")
	})
	t.Run("a mapping for this file alone", func(t *testing.T) {
		t.Parallel()
		_, ctx := fixture.Vendor(t, h.db)
		job := h.load(t, ctx, foreign)
		after, err := h.Apply(ctx, job.PublicID(), german(), false)
		require.NoError(t, err)
		require.Equal(t, enum.ImportStatusCompleted, h.run(t, after).Status)
		require.Equal(t, enum.FeedFormatGoogle, h.db.MarketplaceSource.Query().Where(marketplacesource.Handle("google")).OnlyX(ctx).Format)
	})
	t.Run("one at a time", func(t *testing.T) {
		t.Parallel()
		_, ctx := fixture.Vendor(t, h.db)
		job := h.load(t, ctx, rows(1, 1), dry)
		h.start(t, ctx, rows(1, 2))
		_, err := h.Apply(ctx, job.PublicID(), nil, false)
		require.Equal(t, errs.Conflict, code(t, err))
	})
	t.Run("what does not wait", func(t *testing.T) {
		t.Parallel()
		_, ctx := fixture.Vendor(t, h.db)
		_, other := fixture.Vendor(t, h.db)
		job := h.load(t, ctx, rows(1, 1))
		_, err := h.Apply(ctx, job.PublicID(), nil, false)
		require.Equal(t, errs.InvalidState, code(t, err))
		_, err = h.Apply(other, job.PublicID(), nil, false)
		require.Equal(t, errs.NotFound, code(t, err))
		ready := h.load(t, ctx, rows(1, 1), dry)
		_, err = h.Apply(ctx, ready.PublicID(), german(), false)
		require.Equal(t, "mapping", store.Public(err).Field())
	})
}

// queued is how many tasks an import was queued as.
func queued(t *testing.T, h house, job *ent.MarketplaceImportJob) (n int) {
	t.Helper()
	require.NoError(t, h.db.Platform.QueryRow(t.Context(), "select count(*) from river.river_job where args->>'import_id' = $1", job.ID.String()).Scan(&n))
	return n
}

func ptr[T any](v T) *T { return &v }

func TestStartInputIsPartOfItsKey(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	in := marketplace.StartInput{
		UploadID: h.send(t, ctx, rows(1, 1)), Source: "google", Mode: enum.ImportModeUpsert,
		ErrorPolicy: enum.ImportErrorPolicyRejectFailedRows, IdempotencyKey: uuid.NewString(),
	}
	job, err := h.Start(ctx, in)
	require.NoError(t, err)
	same := in
	same.Kind = enum.ImportKindProducts
	again, err := h.Start(ctx, same)
	require.NoError(t, err)
	require.Equal(t, job.ID, again.ID)
	for name, change := range map[string]func(*marketplace.StartInput){
		"another kind": func(in *marketplace.StartInput) { in.Kind = enum.ImportKindInventory },
		"the whole":    func(in *marketplace.StartInput) { in.Complete = true },
		"a mapping":    func(in *marketplace.StartInput) { in.Mapping = german() },
	} {
		other := in
		change(&other)
		_, err := h.Start(ctx, other)
		require.Equal(t, errs.IdempotencyKeyReused, code(t, err), name)
	}
	for field, change := range map[string]func(*marketplace.StartInput){
		"input.complete": func(in *marketplace.StartInput) { in.Kind, in.Complete = enum.ImportKindInventory, true },
		"input.mapping.columns.0.field": func(in *marketplace.StartInput) {
			in.Mapping = &marketplace.FeedMapping{Columns: []*marketplace.ColumnMapping{{Column: "a", Field: "no"}}}
		},
	} {
		other := in
		change(&other)
		_, err := h.Start(ctx, other)
		require.Equal(t, field, store.Public(err).Field())
	}
}
