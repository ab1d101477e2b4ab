package marketplace_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/marketplace"
	"orion/internal/pgtest"
)

func TestH52TheSameFileTwiceAtTheSameTimeTwoFiles(t *testing.T) {
	t.Parallel()
	h := open(t, chunks(100))
	v, ctx := fixture.Vendor(t, h.db)
	h.db.MarketplaceSource.Create().SetHandle("second").SetName("Second").ExecX(fixture.System(t, v))
	upload := h.send(t, ctx, rows(1, 500))
	start := func(source string) (*ent.MarketplaceImportJob, error) {
		return h.Start(ctx, marketplace.StartInput{
			UploadID: upload, Source: source, Mode: enum.ImportModeUpsert,
			ErrorPolicy: enum.ImportErrorPolicyRejectFailedRows, IdempotencyKey: uuid.NewString(),
		})
	}
	var wg sync.WaitGroup
	began, refused := make([]*ent.MarketplaceImportJob, 8), make([]error, 8)
	for i := range began {
		wg.Go(func() { began[i], refused[i] = start("google") })
	}
	wg.Wait()
	var job *ent.MarketplaceImportJob
	for i := range began {
		if refused[i] == nil {
			require.Nil(t, job, "one runs at a time")
			job = began[i]
			continue
		}
		require.Equal(t, errs.Conflict, code(t, refused[i]))
	}
	require.NotNil(t, job)

	beside, err := start("second")
	require.NoError(t, err, "another source of the vendor is another feed")
	for _, j := range []*ent.MarketplaceImportJob{job, beside} {
		wg.Go(func() {
			if err := h.Run(system(t, j), j.ID); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, [4]int{500, 0, 0, 0}, counts(h.job(t, job)))
	require.Equal(t, [4]int{500, 0, 0, 0}, counts(h.job(t, beside)))
	require.Len(t, h.staged(t, ctx), 1000)

	again, err := start("google")
	require.NoError(t, err)
	require.Equal(t, [4]int{0, 0, 500, 0}, counts(h.run(t, again)), "the same file changes nothing")
}

func TestH54EveryRowBad(t *testing.T) {
	t.Parallel()
	const many = 200_000
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	var b bytes.Buffer
	b.WriteString("id,title,price\n")
	for i := range many {
		fmt.Fprintf(&b, "%d,Lamp,nothing\n", i)
	}
	job := h.load(t, ctx, b.String(), whole)
	require.Equal(t, enum.ImportStatusFailed, job.Status)
	require.Equal(t, "NO_GOOD_ROW", job.Failure.Code)
	require.Equal(t, [4]int{0, 0, 0, many}, counts(job))
	require.Equal(t, [2]int{many, many}, [2]int{job.Total, job.Processed})
	require.Greater(t, job.Sequence, many/20_000, "progress moved")
	problems, err := h.Errors(ctx, job, page.Arg{}, true)
	require.NoError(t, err)
	n, err := problems.Count(ctx)
	require.NoError(t, err)
	require.Equal(t, 1000, n.Value)
}

func TestH55WhatEndsARunFromOutside(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	h := build(t, db)
	for name, tc := range map[string]struct {
		meanwhile func(t *testing.T, v *ent.Vendor, ctx context.Context, job *ent.MarketplaceImportJob) error
		status    enum.ImportStatus
		code      string
	}{
		"cancelled": {
			status: enum.ImportStatusCancelled, code: "CANCELLED",
			meanwhile: func(_ *testing.T, _ *ent.Vendor, ctx context.Context, job *ent.MarketplaceImportJob) error {
				_, err := h.Cancel(ctx, job.PublicID())
				return err
			},
		},
		"the vendor suspended": {
			status: enum.ImportStatusCancelled, code: "VENDOR_INACTIVE",
			meanwhile: func(t *testing.T, v *ent.Vendor, _ context.Context, _ *ent.MarketplaceImportJob) error {
				return db.Vendor.UpdateOneID(v.ID).SetStatus(enum.VendorStatusSuspended).Exec(fixture.Platform(t))
			},
		},
		"its imports paused by the platform": {
			status: enum.ImportStatusApplying,
			meanwhile: func(t *testing.T, v *ent.Vendor, _ context.Context, _ *ent.MarketplaceImportJob) error {
				return db.Vendor.UpdateOneID(v.ID).SetImportsPausedAt(time.Now()).Exec(fixture.Platform(t))
			},
		},
		"the source deleted, which cannot be while it has an import": {
			status: enum.ImportStatusCompleted,
			meanwhile: func(_ *testing.T, _ *ent.Vendor, ctx context.Context, job *ent.MarketplaceImportJob) error {
				_, err := h.DeleteSource(ctx, publicid.New("MarketplaceSource", job.SourceID))
				if errs.CodeOf(err) != errs.InvalidState {
					return fmt.Errorf("the source is gone: %w", err)
				}
				return nil
			},
		},
		"who asked for it removed, for the import is the vendor's": {
			status: enum.ImportStatusCompleted,
			meanwhile: func(t *testing.T, _ *ent.Vendor, _ context.Context, job *ent.MarketplaceImportJob) error {
				_, err := db.User.Delete().Exec(fixture.Platform(t))
				return err
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, ctx := fixture.Vendor(t, db)
			job := h.start(t, ctx, rows(1, 400))
			var once sync.Once
			var wg sync.WaitGroup
			slow := build(t, db, chunks(4), func(d *marketplace.Deps) {
				d.Blobs = h.bucket
				looks := 0
				d.Clock = tick{func() {
					if looks++; looks < 8 {
						return
					}
					once.Do(func() {
						wg.Go(func() {
							if err := tc.meanwhile(t, v, ctx, job); err != nil {
								t.Error(err)
							}
						})
					})
				}}
			})
			if err := slow.Run(system(t, job), job.ID); !errors.Is(err, marketplace.ErrPaused) {
				require.NoError(t, err)
			}
			wg.Wait()
			done := h.job(t, job)
			require.Equal(t, tc.status, done.Status, "%+v", done.Failure)
			require.Equal(t, tc.code != "", done.Failure != nil)
			if tc.code != "" {
				require.Equal(t, tc.code, done.Failure.Code)
			}
			require.Equal(t, done.Processed, done.Created)
			require.Equal(t, tc.status == enum.ImportStatusCompleted, done.Created == 400)
			require.Len(t, h.staged(t, fixture.System(t, v)), done.Created, "what is staged is counted")
		})
	}
}

func TestAPausedImportGoesOn(t *testing.T) {
	t.Parallel()
	h := open(t, chunks(10))
	v, ctx := fixture.Vendor(t, h.db)
	job := h.start(t, ctx, rows(1, 30))
	pause := h.db.Vendor.UpdateOneID(v.ID).SetImportsPausedAt(time.Now())
	require.NoError(t, pause.Exec(fixture.Platform(t)))
	require.ErrorIs(t, h.Run(system(t, job), job.ID), marketplace.ErrPaused)
	require.Equal(t, enum.ImportStatusQueued, h.job(t, job).Status, "what is queued waits")
	require.NoError(t, h.db.Vendor.UpdateOneID(v.ID).ClearImportsPausedAt().Exec(fixture.Platform(t)))
	require.Equal(t, [4]int{30, 0, 0, 0}, counts(h.run(t, job)))
}

func TestH56BlankCellAgainstAbsentColumn(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	const full = "id,title,price,link,item_group_id,color,size,stock,gender\n1,Shirt,10 EUR,https://a.example/1,g,red,M,5,male\n"
	h.load(t, ctx, full)
	first := h.staged(t, ctx)[0]
	require.Equal(t, []enum.Option{{Name: "Color", Value: "red"}, {Name: "Size", Value: "M"}}, first.Options)

	require.Equal(t, [4]int{0, 0, 1, 0}, counts(h.load(t, ctx, "id,title,price\n1,Shirt,10 EUR\n")), "an absent column keeps")
	kept := h.staged(t, ctx)[0]
	require.Equal(t, first.Options, kept.Options)
	require.Equal(t, first.Link, kept.Link)

	job := h.load(t, ctx, "id,title,price,link,item_group_id,color,size,stock,gender\n1,Shirt,10 EUR,,,,,,\n")
	require.Equal(t, [4]int{0, 1, 0, 0}, counts(job), "a blank cell clears")
	p := h.staged(t, ctx)[0]
	require.Empty(t, p.Options)
	require.Empty(t, p.Attributes)
	for _, cleared := range []*string{p.Link, p.ItemGroupID, p.Color, p.Size} {
		require.Nil(t, cleared)
	}
	require.Nil(t, p.Quantity)
	require.Equal(t, [4]int{0, 1, 0, 0}, counts(h.load(t, ctx, full)), "and back")
	require.Equal(t, first.Options, h.staged(t, ctx)[0].Options)
}

func TestJobsAreNarrowed(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	other, theirs := fixture.Vendor(t, h.db)
	h.load(t, theirs, rows(1, 1))
	h.load(t, ctx, rows(1, 1))
	h.load(t, ctx, foreign)
	h.load(t, ctx, "sku,quantity\n1,a\n", stock)
	h.start(t, ctx, rows(1, 1))
	list := func(ctx context.Context, where *marketplace.JobWhere) (out []enum.ImportStatus) {
		t.Helper()
		found, err := h.Jobs(ctx, page.Arg{}, where)
		require.NoError(t, err)
		for _, j := range found.Nodes {
			out = append(out, j.Status)
		}
		n, err := found.Count(ctx)
		require.NoError(t, err)
		require.Len(t, out, n.Value)
		return out
	}
	mine, staff := other.PublicID(), fixture.Admin(t)
	all := []enum.ImportStatus{enum.ImportStatusQueued, enum.ImportStatusFailed, enum.ImportStatusAwaitingMapping, enum.ImportStatusCompleted}
	require.Equal(t, all, list(ctx, nil))
	require.Equal(t, all[2:3], list(ctx, &marketplace.JobWhere{Status: []enum.ImportStatus{enum.ImportStatusAwaitingMapping}}))
	require.Equal(t, all[1:2], list(ctx, &marketplace.JobWhere{Kind: []enum.ImportKind{enum.ImportKindInventory}}))
	require.Equal(t, all, list(ctx, &marketplace.JobWhere{Source: ptr("google")}))
	require.Empty(t, list(ctx, &marketplace.JobWhere{Source: ptr("none")}))
	require.Empty(t, list(ctx, &marketplace.JobWhere{VendorID: &mine}), "another vendor has none that are seen")
	require.Len(t, list(staff, &marketplace.JobWhere{VendorID: &mine}), 1)
	require.Len(t, list(staff, nil), 5)
	require.Empty(t, list(ctx, &marketplace.JobWhere{Stuck: ptr(true)}))
	require.Equal(t, all, list(ctx, &marketplace.JobWhere{Stuck: ptr(false)}))
	h.db.MarketplaceImportJob.Update().SetUpdatedAt(time.Now().Add(-11 * time.Minute)).ExecX(fixture.System(t, v))
	require.Equal(t, all[:1], list(ctx, &marketplace.JobWhere{Stuck: ptr(true)}), "what is over is not stuck")
	h.db.MarketplaceImportJob.Update().SetStatus(enum.ImportStatusApplying).SetUpdatedAt(time.Now().Add(-6 * time.Minute)).
		Where().ExecX(fixture.System(t, other))
	require.Len(t, list(theirs, &marketplace.JobWhere{Stuck: ptr(true)}), 1)
}
