package marketplace_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/marketplaceproduct"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/marketplace"
	"orion/internal/store"
	"orion/internal/viewer"
)

// begin queues a task.
func (h house) begin(t testing.TB, ctx context.Context, action enum.StagingAction, where *marketplace.ProductWhere) *ent.StagingTask {
	t.Helper()
	task, err := h.StartTask(ctx, marketplace.TaskInput{Action: action, Where: where, IdempotencyKey: uuid.NewString()})
	require.NoError(t, err)
	return task
}

// task does a task as a worker would and returns it as it is then.
func (h house) task(t testing.TB, ctx context.Context, action enum.StagingAction, where *marketplace.ProductWhere) *ent.StagingTask {
	t.Helper()
	return h.work(t, h.begin(t, ctx, action, where))
}

func (h house) work(t testing.TB, task *ent.StagingTask) *ent.StagingTask {
	t.Helper()
	ctx := viewer.NewContext(context.WithoutCancel(t.Context()), viewer.ForVendor(task.VendorID))
	require.NoError(t, h.RunTask(ctx, task.ID))
	task, err := h.db.StagingTask.Get(ctx, task.ID)
	require.NoError(t, err)
	return task
}

// tally is total, processed, succeeded, failed.
func tally(task *ent.StagingTask) [4]int {
	return [4]int{task.Total, task.Processed, task.Succeeded, task.Failed}
}

func (h house) statuses(t testing.TB, ctx context.Context) map[enum.MarketplaceProductStatus]int {
	t.Helper()
	out := map[enum.MarketplaceProductStatus]int{}
	for _, p := range h.staged(t, ctx) {
		out[p.Status]++
	}
	return out
}

func TestTaskMoves(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	_, other := fixture.Vendor(t, h.db)
	h.load(t, other, rows(1, 3))
	h.load(t, ctx, rows(1, 12_000))
	system := fixture.System(t, v)
	state := func(status enum.MarketplaceProductStatus, ids ...string) {
		require.NoError(t, h.db.MarketplaceProduct.Update().Where(marketplaceproduct.ExternalIDIn(ids...)).SetStatus(status).Exec(system))
	}
	state(enum.MarketplaceProductStatusMissing, "1", "2")
	state(enum.MarketplaceProductStatusPublished, "3")

	done := h.task(t, ctx, enum.StagingActionSelect, nil)
	require.Equal(t, enum.TaskStatusCompleted, done.Status)
	require.Equal(t, [4]int{11_997, 11_997, 11_997, 0}, tally(done), "without a filter, all that can be selected")
	require.Equal(t, map[enum.MarketplaceProductStatus]int{"SELECTED": 11_997, "MISSING": 2, "PUBLISHED": 1}, h.statuses(t, ctx))

	done = h.task(t, ctx, enum.StagingActionSelect, &marketplace.ProductWhere{Search: ref("lamp")})
	require.Equal(t, enum.TaskStatusCompletedWithErrors, done.Status)
	require.Equal(t, [4]int{2, 2, 0, 2}, tally(done), "with one, what cannot be selected is told")
	problems := marketplace.TaskProblems(ctx, done)
	require.Len(t, problems, 2)
	require.Equal(t, errs.InvalidState, problems[0].Code)
	require.Equal(t, "the product is no longer in the feed", problems[0].Message)
	require.NotEmpty(t, problems[0].Title)

	done = h.task(t, ctx, enum.StagingActionIgnore, &marketplace.ProductWhere{Search: ref("Lamp 11")})
	require.Equal(t, 1+10+100+1000, done.Succeeded)
	done = h.task(t, ctx, enum.StagingActionDeselect, &marketplace.ProductWhere{})
	require.Len(t, done.Problems, 100, "the first hundred are told, and all are counted")
	require.Equal(t, 1111+2+1, done.Failed)
	require.Equal(t, map[enum.MarketplaceProductStatus]int{"IMPORTED": 3}, h.statuses(t, other), "another vendor's stay")

	for action, want := range map[string]int{"import.task-start": 4, "import.task-finish": 4, "import.select": 0} {
		n, err := h.db.AuditEntry.Query().Where(auditentry.Action(action), auditentry.VendorID(v.ID)).Count(system)
		require.NoError(t, err)
		require.Equal(t, want, n, "%s: one entry for a task, none for a row", action)
	}
}

func TestTaskPublishes(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	var b strings.Builder
	b.WriteString("id,title,price,item_group_id,color\n")
	for i := range 230 {
		fmt.Fprintf(&b, "%04d,Lamp %d,%d EUR,,\n", i, i, 1+i)
	}
	for i := range 90 { // thirty groups of three, far apart
		fmt.Fprintf(&b, "g%04d,Shirt %d,%d EUR,g%d,c%d\n", i, i%30, 1+i, i%30, i/30)
	}
	b.WriteString("x1,Dollars,5 USD,,\nx2,Taken,5 EUR,,\nx3,Shirt 0,5 EUR,g0,c1\n")
	h.load(t, ctx, b.String())
	_, pv := fixture.Product(t, h.db, v)
	require.NoError(t, pv.Update().SetSku("x2").Exec(fixture.System(t, v)))
	h.task(t, ctx, enum.StagingActionSelect, nil)

	done := h.task(t, ctx, enum.StagingActionPublish, nil)
	require.Equal(t, enum.TaskStatusCompletedWithErrors, done.Status)
	require.Equal(t, [4]int{323, 323, 320, 3}, tally(done))
	require.Equal(t, map[enum.MarketplaceProductStatus]int{"PUBLISHED": 320, "SELECTED": 3}, h.statuses(t, ctx), "what cannot be published stays selected")
	n, err := h.db.Product.Query().Count(ctx)
	require.NoError(t, err)
	require.Equal(t, 1+230+30, n)
	codes := map[string]errs.Code{}
	for _, p := range marketplace.TaskProblems(ctx, done) {
		codes[p.Title] = p.Code
	}
	require.Equal(t, map[string]errs.Code{"Dollars": errs.Invalid, "Taken": errs.AlreadyExists, "Shirt 0": errs.Invalid}, codes)

	again := h.task(t, ctx, enum.StagingActionPublish, &marketplace.ProductWhere{ItemGroupID: ref("g0")})
	require.Equal(t, [4]int{1, 1, 0, 1}, tally(again))
	require.Equal(t, 320, h.statuses(t, ctx)["PUBLISHED"], "nothing is published twice")
}

func TestTaskGoesOnAfterItsWorkerDied(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, rows(1, 450))
	h.task(t, ctx, enum.StagingActionSelect, nil)
	task := h.begin(t, ctx, enum.StagingActionPublish, nil)
	system := viewer.NewContext(context.WithoutCancel(t.Context()), viewer.ForVendor(task.VendorID))
	for range 3 { // each worker dies in the middle of its second chunk
		dying, die := context.WithCancel(system)
		looks := 0
		mortal := build(t, h.db, func(d *marketplace.Deps) {
			d.Clock = tick{func() {
				if looks++; looks > 2 {
					die()
				}
			}}
		})
		err := mortal.RunTask(dying, task.ID)
		die()
		if err != nil {
			require.ErrorIs(t, err, context.Canceled)
		}
		half, err := h.db.StagingTask.Get(system, task.ID)
		require.NoError(t, err)
		require.Equal(t, half.Succeeded, h.statuses(t, ctx)["PUBLISHED"], "what is counted is done, and nothing else")
		n, err := h.db.Product.Query().Count(system)
		require.NoError(t, err)
		require.Equal(t, half.Succeeded, n)
	}
	done := h.work(t, task)
	require.Equal(t, enum.TaskStatusCompleted, done.Status)
	require.Equal(t, [4]int{450, 450, 450, 0}, tally(done))
	n, err := h.db.Product.Query().Count(system)
	require.NoError(t, err)
	require.Equal(t, 450, n)
	require.Equal(t, done.FinishedAt, h.work(t, done).FinishedAt, "a task that is over is no work")
}

func TestTaskOfTwoWorkers(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, rows(1, 250))
	h.task(t, ctx, enum.StagingActionSelect, nil)
	task := h.begin(t, ctx, enum.StagingActionPublish, nil)
	system := viewer.NewContext(context.WithoutCancel(t.Context()), viewer.ForVendor(task.VendorID))
	var wg sync.WaitGroup
	failed := make([]error, 3)
	for i := range failed {
		wg.Go(func() { failed[i] = h.RunTask(system, task.ID) })
	}
	wg.Wait()
	require.NoError(t, errors.Join(failed...))
	done := h.work(t, task)
	require.Equal(t, [4]int{250, 250, 250, 0}, tally(done))
	n, err := h.db.Product.Query().Count(system)
	require.NoError(t, err)
	require.Equal(t, 250, n)
}

func TestTaskOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	_, other := fixture.Vendor(t, h.db)
	in := marketplace.TaskInput{Action: enum.StagingActionSelect, Where: &marketplace.ProductWhere{Brand: []string{"Lumen"}}, IdempotencyKey: "k"}
	first, err := h.StartTask(ctx, in)
	require.NoError(t, err)
	again, err := h.StartTask(ctx, in)
	require.NoError(t, err)
	require.Equal(t, first.ID, again.ID)
	in.Action = enum.StagingActionIgnore
	_, err = h.StartTask(ctx, in)
	require.Equal(t, errs.IdempotencyKeyReused, code(t, err))
	in.IdempotencyKey = "other"
	_, err = h.StartTask(ctx, in)
	require.Equal(t, errs.Conflict, code(t, err), "one at a time")
	_, err = h.StartTask(other, in)
	require.NoError(t, err, "each vendor has its own")
	in.IdempotencyKey = ""
	_, err = h.StartTask(ctx, in)
	require.Equal(t, errs.Required, code(t, err))
	in.IdempotencyKey, in.Where.Search = "long", ref(strings.Repeat("x", 101))
	_, err = h.StartTask(ctx, in)
	require.Equal(t, errs.TooLong, code(t, err))
	require.Equal(t, "input.where.search", store.Public(err).Field())

	_, err = h.StartTask(fixture.Staff(t, v, enum.PermissionImportRead), marketplace.TaskInput{Action: enum.StagingActionSelect, IdempotencyKey: "no"})
	require.Equal(t, errs.Forbidden, code(t, err))
	_, err = h.CancelTask(other, first.PublicID())
	require.Equal(t, errs.NotFound, code(t, err))
	_, err = h.WatchTask(other, first.PublicID())
	require.Equal(t, errs.NotFound, code(t, err))
	mine, err := h.Tasks(ctx, page.Arg{})
	require.NoError(t, err)
	require.Len(t, mine.Nodes, 1)

	stopped, err := h.CancelTask(ctx, first.PublicID())
	require.NoError(t, err)
	require.Equal(t, enum.TaskStatusCancelled, stopped.Status, "at once where it has not begun")
	_, err = h.CancelTask(ctx, first.PublicID())
	require.NoError(t, err, "cancelling twice is no change")
	over := h.task(t, ctx, enum.StagingActionSelect, nil)
	_, err = h.CancelTask(ctx, over.PublicID())
	require.Equal(t, errs.InvalidState, code(t, err))
}

func TestTaskCancel(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, rows(1, 350))
	h.task(t, ctx, enum.StagingActionSelect, nil)
	task := h.begin(t, ctx, enum.StagingActionPublish, nil)
	system := viewer.NewContext(context.WithoutCancel(t.Context()), viewer.ForVendor(task.VendorID))
	dying, die := context.WithCancel(system)
	defer die()
	looks := 0
	mortal := build(t, h.db, func(d *marketplace.Deps) {
		d.Clock = tick{func() {
			if looks++; looks > 4 {
				die()
			}
		}}
	})
	require.ErrorIs(t, mortal.RunTask(dying, task.ID), context.Canceled)
	running, err := h.CancelTask(ctx, task.PublicID())
	require.NoError(t, err)
	require.Equal(t, enum.TaskStatusRunning, running.Status, "the chunk in hand is done first")
	done := h.work(t, task)
	require.Equal(t, enum.TaskStatusCancelled, done.Status)
	require.Less(t, done.Succeeded, 350)
	require.Equal(t, done.Succeeded, h.statuses(t, ctx)["PUBLISHED"], "what is done stays, and is counted")
	require.Equal(t, "CANCELLED", done.Failure.Code)
	require.NotNil(t, marketplace.TaskFailure(ctx, done))

	queued := h.begin(t, ctx, enum.StagingActionPublish, nil)
	require.NoError(t, h.db.Vendor.UpdateOneID(task.VendorID).SetStatus(enum.VendorStatusSuspended).Exec(fixture.Platform(t)))
	require.Equal(t, enum.TaskStatusCancelled, h.work(t, queued).Status, "by the suspension of the shop")
	require.NoError(t, h.db.Vendor.UpdateOneID(task.VendorID).SetStatus(enum.VendorStatusActive).Exec(fixture.Platform(t)))
	lost := h.begin(t, ctx, enum.StagingActionPublish, nil)
	require.NoError(t, h.GiveUpTask(system, lost.ID))
	require.NoError(t, h.GiveUpTask(system, lost.ID))
	require.Equal(t, enum.TaskStatusFailed, h.work(t, lost).Status, "by a worker that gives up")
}

func TestWatchTask(t *testing.T) {
	t.Parallel()
	notices := &store.Listener{}
	h := open(t, func(d *marketplace.Deps) { d.Notices = notices })
	listening, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { notices.Run(listening, h.db, slog.New(slog.DiscardHandler)) })
	t.Cleanup(func() { stop(); wg.Wait() })
	_, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, rows(1, 210))
	h.task(t, ctx, enum.StagingActionSelect, nil)
	task := h.begin(t, ctx, enum.StagingActionPublish, nil)
	events, err := h.WatchTask(ctx, task.PublicID())
	require.NoError(t, err)
	wg.Go(func() {
		if err := h.RunTask(viewer.NewContext(context.WithoutCancel(ctx), viewer.ForVendor(task.VendorID)), task.ID); err != nil {
			t.Error(err)
		}
	})
	last, steps := -1, 0
	var end enum.TaskStatus
	for e := range events {
		require.Greater(t, e.Sequence, last)
		last, end = e.Sequence, e.Task.Status
		steps++
	}
	require.Equal(t, enum.TaskStatusCompleted, end, "the end is seen, and then the channel is closed")
	require.Positive(t, steps)
}

// H24: ids of another vendor's rows, in a feed or in a call, are ids of nothing.
func TestH23H24Staging(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, theirs := fixture.Vendor(t, h.db)
	h.load(t, theirs, rows(1, 2))
	foreign := h.staged(t, theirs)
	_, ctx := fixture.Vendor(t, h.db)
	t.Run("H23 columns that are not the feed's to fill", func(t *testing.T) {
		h.load(t, ctx, "id,title,price,vendor_id,status,published,product_id,changed,pinned,own_title,created_at\n"+
			"1,Lamp,1 EUR,"+foreign[0].VendorID.String()+",PUBLISHED,true,"+uuid.NewString()+",true,TITLE,Mine,2001-01-01\n")
		p := h.staged(t, ctx)[0]
		require.Equal(t, enum.MarketplaceProductStatusImported, p.Status)
		require.NotEqual(t, foreign[0].VendorID, p.VendorID)
		require.Nil(t, p.ProductID)
		require.Nil(t, p.OwnTitle)
		require.False(t, p.Changed)
		require.Empty(t, p.Pinned)
		require.NotEqual(t, 2001, p.CreatedAt.Year())
	})
	t.Run("H24 another vendor's rows", func(t *testing.T) {
		before := asTexts(h.staged(t, theirs))
		h.load(t, ctx, "id,title,price\n"+foreign[0].ID.String()+",Mine,1 EUR\n"+string(foreign[0].PublicID())+",Mine too,1 EUR\n"+foreign[0].ExternalID+",And mine,1 EUR\n")
		for name, call := range map[string]func() error{
			"select":  func() error { _, err := h.Select(ctx, ids(foreign)); return err },
			"ignore":  func() error { _, err := h.Ignore(ctx, ids(foreign)); return err },
			"publish": func() error { _, err := h.Publish(ctx, ids(foreign)); return err },
			"resolve": func() error {
				_, err := h.Resolve(ctx, marketplace.ResolveInput{IDs: ids(foreign), Answer: enum.SourceChangeAnswerAccept})
				return err
			},
		} {
			require.Equal(t, []string{"NOT_FOUND ids.0", "NOT_FOUND ids.1"}, mistakes(t, call()), name)
		}
		_, err := h.Edit(ctx, foreign[0].PublicID(), marketplace.ProductUpdateInput{Title: ref("Mine")})
		require.Equal(t, errs.NotFound, code(t, err))
		missing, err2 := h.Edit(ctx, publicid.New("MarketplaceProduct", uuid.New()), marketplace.ProductUpdateInput{Title: ref("Mine")})
		require.Nil(t, missing)
		require.Equal(t, store.Public(err2).Message(), store.Public(err).Message(), "told like one that is not there")
		h.task(t, ctx, enum.StagingActionSelect, nil)
		h.task(t, ctx, enum.StagingActionPublish, nil)
		require.Equal(t, before, asTexts(h.staged(t, theirs)))
	})
}

// asTexts are the fields of staged products, as texts.
func asTexts(of []*ent.MarketplaceProduct) (out []string) {
	for _, p := range of {
		out = append(out, p.String())
	}
	return out
}
