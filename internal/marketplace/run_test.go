package marketplace_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/marketplace"
	"orion/internal/marketplace/feed"
)

func TestImport(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, tc := range map[string]struct {
		before string // imported first
		file   string
		with   func(*marketplace.StartInput)
		status enum.ImportStatus
		counts [4]int
		staged []string
	}{
		"a first import": {
			file: rows(1, 3), status: enum.ImportStatusCompleted, counts: [4]int{3, 0, 0, 0},
			staged: []string{"1 Lamp 1", "2 Lamp 2", "3 Lamp 3"},
		},
		"the same file again": {
			before: rows(1, 3), file: rows(1, 3), status: enum.ImportStatusCompleted, counts: [4]int{0, 0, 3, 0},
			staged: []string{"1 Lamp 1", "2 Lamp 2", "3 Lamp 3"},
		},
		"the same rows in another form": {
			before: rows(1, 2), file: "brand;price;title;id\r\nLumen;1,50 €;Lamp 1;1\r\nLumen;EUR 2.50;\"Lamp 2\";2\r\n",
			status: enum.ImportStatusCompleted, counts: [4]int{0, 0, 2, 0}, staged: []string{"1 Lamp 1", "2 Lamp 2"},
		},
		"new, changed and unchanged rows": {
			before: rows(1, 2), file: "id,title,price,brand\n1,Lamp 1,1.50 EUR,Lumen\n2,Torch,2.50 EUR,Lumen\n3,New,1 EUR,\n",
			status: enum.ImportStatusCompleted, counts: [4]int{1, 1, 1, 0}, staged: []string{"1 Lamp 1", "2 Torch", "3 New"},
		},
		"rows that are missing stay": {
			before: rows(1, 3), file: rows(2, 2), status: enum.ImportStatusCompleted, counts: [4]int{0, 0, 1, 0},
			staged: []string{"1 Lamp 1", "2 Lamp 2", "3 Lamp 3"},
		},
		"bad rows are left out": {
			file:   "id,title,price\n1,a,1 EUR\n2,,1 EUR\n3,c,nothing\n4,d,1 EUR\n",
			status: enum.ImportStatusCompletedWithErrors, counts: [4]int{2, 0, 0, 2}, staged: []string{"1 a", "4 d"},
		},
		"a bad row keeps what was staged before": {
			before: rows(1, 1), file: "id,title,price\n1,Torch,nothing\n2,b,1 EUR\n",
			status: enum.ImportStatusCompletedWithErrors, counts: [4]int{1, 0, 0, 1}, staged: []string{"1 Lamp 1", "2 b"},
		},
		"all rows bad": {
			file: "id,title,price\n1,a,nothing\n2,,1 EUR\n", status: enum.ImportStatusFailed, counts: [4]int{0, 0, 0, 2},
		},
		"a header alone": {
			file: "id,title,price\n", status: enum.ImportStatusCompleted,
		},
		"one bad row too many": {
			before: rows(1, 1), file: "id,title,price\n1,Torch,2 EUR\n2,,1 EUR\n3,c,1 EUR\n",
			with:   func(in *marketplace.StartInput) { in.ErrorPolicy = enum.ImportErrorPolicyRejectFile },
			status: enum.ImportStatusFailed, counts: [4]int{0, 0, 2, 1}, staged: []string{"1 Lamp 1"},
		},
		"no bad row, and one would be too many": {
			file: rows(1, 2), with: func(in *marketplace.StartInput) { in.ErrorPolicy = enum.ImportErrorPolicyRejectFile },
			status: enum.ImportStatusCompleted, counts: [4]int{2, 0, 0, 0}, staged: []string{"1 Lamp 1", "2 Lamp 2"},
		},
		"bad optional fields are dropped": {
			file:   "id,title,price,availability,stock\n1,a,1 EUR,perhaps,many\n2,b,,in_stock,1\n",
			with:   func(in *marketplace.StartInput) { in.ErrorPolicy = enum.ImportErrorPolicyKeepValidFields },
			status: enum.ImportStatusCompletedWithErrors, counts: [4]int{1, 0, 0, 1}, staged: []string{"1 a"},
		},
		"only new rows": {
			before: rows(1, 2), file: "id,title,price\n2,Torch,1 EUR\n3,c,1 EUR\n",
			with:   func(in *marketplace.StartInput) { in.Mode = enum.ImportModeCreateOnly },
			status: enum.ImportStatusCompleted, counts: [4]int{1, 0, 1, 0}, staged: []string{"1 Lamp 1", "2 Lamp 2", "3 c"},
		},
		"only known rows": {
			before: rows(1, 2), file: "id,title,price\n1,Lamp 1,1.50 EUR\n2,Torch,1 EUR\n3,c,1 EUR\n",
			with:   func(in *marketplace.StartInput) { in.Mode = enum.ImportModeUpdateOnly },
			status: enum.ImportStatusCompleted, counts: [4]int{0, 1, 2, 0}, staged: []string{"1 Lamp 1", "2 Torch"},
		},
		"a dry run": {
			before: rows(1, 2), file: "id,title,price\n1,Lamp 1,1.50 EUR\n2,Torch,1 EUR\n3,c,1 EUR\n4,,1 EUR\n",
			with:   func(in *marketplace.StartInput) { in.DryRun = true },
			status: enum.ImportStatusReady, counts: [4]int{1, 1, 1, 1}, staged: []string{"1 Lamp 1", "2 Lamp 2"},
		},
		"a dry run of only new rows": {
			before: rows(1, 2), file: "id,title,price\n2,Torch,1 EUR\n3,c,1 EUR\n",
			with:   func(in *marketplace.StartInput) { in.DryRun, in.Mode = true, enum.ImportModeCreateOnly },
			status: enum.ImportStatusReady, counts: [4]int{1, 0, 1, 0}, staged: []string{"1 Lamp 1", "2 Lamp 2"},
		},
		"an id twice: the last row wins": {
			file:   "id,title,price\n1,a,1 EUR\n2,b,1 EUR\n1 ,c,1 EUR\n1,d,2 EUR\n",
			status: enum.ImportStatusCompleted, counts: [4]int{2, 0, 2, 0}, staged: []string{"1 d", "2 b"},
		},
		"an id twice in a file that was imported before": {
			before: "id,title,price\n1,a,1 EUR\n1,d,2 EUR\n", file: "id,title,price\n1,a,1 EUR\n1,d,2 EUR\n",
			status: enum.ImportStatusCompleted, counts: [4]int{0, 0, 2, 0}, staged: []string{"1 d"},
		},
		"ids that differ by case": {
			file: "id,title,price\nsku1,a,1 EUR\nSKU1,b,1 EUR\n", status: enum.ImportStatusCompleted, counts: [4]int{2, 0, 0, 0},
			staged: []string{"SKU1 b", "sku1 a"},
		},
		"columns that name an owner are ignored": {
			file:   "id,title,price,vendor_id,status,published\n1,a,1 EUR," + uuid.NewString() + ",PUBLISHED,true\n",
			status: enum.ImportStatusCompleted, counts: [4]int{1, 0, 0, 0}, staged: []string{"1 a"},
		},
		"no feed at all": {
			file: "<html>not found</html>", status: enum.ImportStatusFailed,
		},
		"no price column": {
			before: rows(1, 1), file: "id,title\n1,a\n", status: enum.ImportStatusFailed, staged: []string{"1 Lamp 1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, ctx := fixture.Vendor(t, h.db)
			if tc.before != "" {
				h.load(t, ctx, tc.before)
			}
			with := tc.with
			if with == nil {
				with = func(*marketplace.StartInput) {}
			}
			job := h.load(t, ctx, tc.file, with)
			require.Equal(t, tc.status, job.Status, "%+v", job.Failure)
			require.Equal(t, tc.counts, counts(job))
			require.Equal(t, job.Total, job.Created+job.Updated+job.Unchanged+job.Failed)
			require.Equal(t, tc.staged, titles(h.staged(t, ctx)))
			require.Equal(t, slices.Contains([]enum.ImportStatus{
				enum.ImportStatusFailed, enum.ImportStatusCancelled, enum.ImportStatusAwaitingMapping,
			}, job.Status), job.Failure != nil)
			require.NotNil(t, job.FinishedAt)
			for _, p := range h.staged(t, ctx) {
				require.Equal(t, enum.MarketplaceProductStatusImported, p.Status)
			}
		})
	}
}

func TestImportLimits(t *testing.T) {
	t.Parallel()
	h := open(t, func(d *marketplace.Deps) { d.Limits = feed.Limits{Rows: 5} })
	_, ctx := fixture.Vendor(t, h.db)
	job := h.load(t, ctx, rows(1, 6))
	require.Equal(t, enum.ImportStatusFailed, job.Status)
	require.Equal(t, "TOO_MANY_ROWS", job.Failure.Code)
	require.Empty(t, h.staged(t, ctx), "found out before anything is staged")
	require.Equal(t, enum.ImportStatusCompleted, h.load(t, ctx, rows(1, 5)).Status)
}

func TestImportKeepsWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, "id,title,price,brand,stock,color,gender,material,additional_image_link,sale_price,description\n"+
		"1,Lamp,10 EUR,Lumen,5,red,male,wood,https://a.example/1.jpg,8 EUR,Bright\n")
	first := h.staged(t, ctx)[0]
	require.Equal(t, map[string]string{"gender": "male", "material": "wood"}, first.Attributes)
	require.Equal(t, []string{"https://a.example/1.jpg"}, first.AdditionalImageLinks)
	require.EqualValues(t, 800, *first.SalePriceMinor)

	// An absent column keeps, a blank cell clears.
	job := h.load(t, ctx, "id,title,price,brand,gender,stock\n1,Lamp,10 EUR,,,\n")
	require.Equal(t, [4]int{0, 1, 0, 0}, counts(job))
	p := h.staged(t, ctx)[0]
	require.Nil(t, p.Brand)
	require.Nil(t, p.Quantity)
	require.Equal(t, map[string]string{"material": "wood"}, p.Attributes)
	require.Equal(t, "red", *p.Color)
	require.Equal(t, "Bright", p.Description)
	require.Equal(t, first.AdditionalImageLinks, p.AdditionalImageLinks)
	require.Equal(t, first.SalePriceMinor, p.SalePriceMinor)
	require.Equal(t, first.ID, p.ID)
	require.Equal(t, first.CreatedAt, p.CreatedAt)
	require.True(t, p.UpdatedAt.After(first.UpdatedAt))
	require.Equal(t, job.ID, p.ImportJobID)

	// Fewer columns with the values that are there change nothing.
	require.Equal(t, [4]int{0, 0, 1, 0}, counts(h.load(t, ctx, "id,title,price\n1,Lamp,10 EUR\n")))
}

func TestImportHoldsEachVendorApart(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, own := fixture.Vendor(t, h.db)
	_, other := fixture.Vendor(t, h.db)
	h.load(t, other, rows(1, 2))
	theirs := h.staged(t, other)
	job := h.load(t, own, strings.ReplaceAll(rows(1, 2), "Lamp", theirs[0].ID.String()))
	require.Equal(t, [4]int{2, 0, 0, 0}, counts(job), "another vendor's keys are not ours")
	require.Equal(t, titles(theirs), titles(h.staged(t, other)))

	for name, call := range map[string]func() error{
		"the job":      func() error { _, err := h.Job(other, job.ID); return err },
		"its cancel":   func() error { _, err := h.Cancel(other, job.PublicID()); return err },
		"its watching": func() error { _, err := h.Watch(other, job.PublicID(), nil); return err },
		"its upload": func() error {
			_, err := h.Start(other, marketplace.StartInput{
				UploadID: publicid.New("StagedUpload", *job.UploadID), Source: "google", Mode: enum.ImportModeUpsert,
				ErrorPolicy: enum.ImportErrorPolicyRejectFailedRows, IdempotencyKey: "x",
			})
			return err
		},
		"a run by a worker of the other vendor": func() error {
			v, _ := h.db.Vendor.Get(other, theirs[0].VendorID)
			return h.Run(fixture.System(t, v), job.ID)
		},
		"a product to choose": func() error { _, err := h.Select(other, ids(h.staged(t, own))); return err },
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, errs.NotFound, code(t, call()))
		})
	}
	problems, err := h.Errors(other, job, page.Arg{}, false)
	require.NoError(t, err)
	require.Empty(t, problems.Nodes)
	list, err := h.Jobs(other, page.Arg{}, nil)
	require.NoError(t, err)
	require.Len(t, list.Nodes, 1)
	all, err := h.Jobs(fixture.Admin(t), page.Arg{}, nil)
	require.NoError(t, err)
	require.Len(t, all.Nodes, 2, "the staff see all")
	replayed := job.IdempotencyKey
	mine := h.start(t, other, rows(1, 1), func(in *marketplace.StartInput) { in.IdempotencyKey = replayed })
	require.NotEqual(t, job.ID, mine.ID, "a key of another vendor is no key of ours")
}
