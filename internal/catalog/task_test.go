package catalog_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/product"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

func begin(ctx context.Context, t *testing.T, svc *catalog.Service, in catalog.TaskInput) *ent.CatalogTask {
	t.Helper()
	in.IdempotencyKey = uuid.NewString()
	task, err := svc.StartTask(ctx, in)
	require.NoError(t, err)
	return task
}

// work does a task as a worker would and returns it as it is then.
func work(t *testing.T, svc *catalog.Service, db *store.DB, task *ent.CatalogTask) *ent.CatalogTask {
	t.Helper()
	ctx := viewer.NewContext(context.WithoutCancel(t.Context()), viewer.ForVendor(task.VendorID))
	require.NoError(t, svc.RunTask(ctx, task.ID))
	task, err := db.CatalogTask.Get(ctx, task.ID)
	require.NoError(t, err)
	return task
}

func tally(task *ent.CatalogTask) [4]int {
	return [4]int{task.Total, task.Processed, task.Succeeded, task.Failed}
}

func TestTaskMovesAndDeletes(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	system := fixture.System(t, v)
	fixture.Product(t, db, other, func(c *ent.ProductCreate) { c.SetStatus(enum.ProductStatusDraft) })
	for i := range 230 {
		fixture.Product(t, db, v, func(c *ent.ProductCreate) {
			c.SetTitle(fmt.Sprintf("P%d", i)).SetStatus(enum.ProductStatusDraft).SetBrand([]string{"Lux", "Arc"}[i%2])
			if i == 7 {
				c.SetMinPriceMinor(0).SetMaxPriceMinor(0)
			}
		})
	}
	done := work(t, svc, db, begin(ctx, t, svc, catalog.TaskInput{Action: enum.CatalogActionPublish}))
	require.Equal(t, enum.TaskStatusCompletedWithErrors, done.Status)
	require.Equal(t, [4]int{230, 230, 229, 1}, tally(done))
	told, err := catalog.TaskProblems(ctx, done)
	require.NoError(t, err)
	require.Equal(t, "P7", told[0].Title)
	require.Equal(t, errs.InvalidState, told[0].Code)
	require.Equal(t, 229, db.Product.Query().Where(product.StatusEQ(enum.ProductStatusActive)).CountX(system))
	require.Equal(t, 229, db.AuditEntry.Query().Where(auditentry.Action("product.publish"), auditentry.ActorID(viewer.From(ctx).UserID)).CountX(system))

	lux := &catalog.ProductWhere{Brand: &filter.String{Eq: ptr("Lux")}}
	done = work(t, svc, db, begin(ctx, t, svc, catalog.TaskInput{Action: enum.CatalogActionArchive, Where: lux}))
	require.Equal(t, [4]int{115, 115, 115, 0}, tally(done))
	bought := db.Product.Query().Where(product.Title("P0")).OnlyX(system)
	customer, _ := fixture.Customer(t, db, v)
	fixture.Bought(t, db, v, customer)
	o := db.Order.Query().FirstX(system)
	db.OrderLine.Create().SetOrderID(o.ID).SetProductID(bought.ID).SetTitle("Thing").SetQuantity(1).SetCurrency("EUR").SetUnitPriceMinor(1).SetTotalMinor(1).ExecX(system)
	done = work(t, svc, db, begin(ctx, t, svc, catalog.TaskInput{Action: enum.CatalogActionDelete, Where: lux}))
	require.Equal(t, [4]int{115, 115, 114, 1}, tally(done))
	require.Equal(t, 1, db.Product.Query().Where(product.Brand("Lux")).CountX(system))
	page, err := svc.Tasks(ctx, page.Arg{})
	require.NoError(t, err)
	require.Len(t, page.Nodes, 3)
	require.Equal(t, 1, db.Product.Query().CountX(fixture.System(t, other)))
}

func TestTaskEdits(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	system := fixture.System(t, v)
	shelf := db.Collection.Create().SetSlug("sale").SetTitle("Sale").SaveX(system)
	old := db.Collection.Create().SetSlug("old").SetTitle("Old").SaveX(system)
	home := db.Category.Create().SetSlug("home").SetTitle("Home").SaveX(system)
	p, pv := fixture.Product(t, db, v, func(c *ent.ProductCreate) { c.SetTags([]string{"new"}) })
	db.CollectionProduct.Create().SetCollectionID(old.ID).SetProductID(p.ID).ExecX(system)
	edit := &catalog.EditInput{
		PricePercent: amount("-33.33"), AsReduction: true, CategoryID: ptr(home.PublicID()), Brand: ptr(" Lux "), AddTags: []string{"sale"}, RemoveTags: []string{"new"},
		TaxClass: ptr(enum.TaxClassReduced), AddToCollectionIds: []publicid.ID{shelf.PublicID()}, RemoveFromCollectionIds: []publicid.ID{old.PublicID()},
	}
	done := work(t, svc, db, begin(ctx, t, svc, catalog.TaskInput{Action: enum.CatalogActionEdit, Edit: edit}))
	require.Equal(t, enum.TaskStatusCompleted, done.Status)
	is := db.Product.GetX(system, p.ID)
	require.Equal(t, []int64{667, 667}, []int64{is.MinPriceMinor, is.MaxPriceMinor})
	require.Equal(t, []string{"sale"}, is.Tags)
	require.Equal(t, "Lux", *is.Brand)
	require.Equal(t, home.ID, *is.CategoryID)
	require.Equal(t, enum.TaxClassReduced, is.TaxClass)
	require.Equal(t, 2, is.Version)
	variant := db.ProductVariant.GetX(system, pv.ID)
	require.Equal(t, []int64{1000, 1000}, []int64{*variant.CompareAtMinor, *variant.PriorPriceMinor})
	links := db.CollectionProduct.Query().AllX(system)
	require.Len(t, links, 1)
	require.Equal(t, shelf.ID, links[0].CollectionID)

	_, foreign := fixture.Vendor(t, db)
	for name, tc := range map[string]struct {
		ctx  context.Context
		in   catalog.TaskInput
		want string
	}{
		"no key":                  {ctx, catalog.TaskInput{Action: enum.CatalogActionDraft}, "REQUIRED input.idempotencyKey"},
		"an edit of nothing":      {ctx, catalog.TaskInput{Action: enum.CatalogActionEdit, IdempotencyKey: "a"}, "REQUIRED input.edit"},
		"an edit of no edit":      {ctx, catalog.TaskInput{Action: enum.CatalogActionDraft, Edit: edit, IdempotencyKey: "a"}, "INVALID input.edit"},
		"another shop's category": {foreign, catalog.TaskInput{Action: enum.CatalogActionEdit, Edit: &catalog.EditInput{CategoryID: edit.CategoryID}, IdempotencyKey: "a"}, "NOT_FOUND input.edit.categoryId"},
		"another shop's shelf":    {foreign, catalog.TaskInput{Action: enum.CatalogActionEdit, Edit: &catalog.EditInput{AddToCollectionIds: edit.AddToCollectionIds}, IdempotencyKey: "a"}, "NOT_FOUND input.edit.addToCollectionIds.0"},
		"a filter that is none":   {ctx, catalog.TaskInput{Action: enum.CatalogActionDraft, Where: &catalog.ProductWhere{Price: &filter.Decimal{Gte: amount("1.005")}}, IdempotencyKey: "a"}, "INVALID input.where.price.gte"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := svc.StartTask(tc.ctx, tc.in)
			require.Equal(t, tc.want, wrong(err))
		})
	}
}

func TestTaskIsOneAndGoesOn(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	system := fixture.System(t, v)
	for range 150 {
		fixture.Product(t, db, v)
	}
	in := catalog.TaskInput{Action: enum.CatalogActionEdit, Edit: &catalog.EditInput{PricePercent: amount("10")}, IdempotencyKey: "k"}
	task, err := svc.StartTask(ctx, in)
	require.NoError(t, err)
	again, err := svc.StartTask(ctx, in)
	require.NoError(t, err)
	require.Equal(t, task.ID, again.ID)
	_, err = svc.StartTask(ctx, catalog.TaskInput{Action: enum.CatalogActionDraft, IdempotencyKey: "k"})
	require.Equal(t, errs.IdempotencyKeyReused, errs.CodeOf(err))
	_, err = svc.StartTask(ctx, catalog.TaskInput{Action: enum.CatalogActionDraft, IdempotencyKey: "other"})
	require.Equal(t, errs.Conflict, errs.CodeOf(err))

	// A worker dies between two chunks: as many were done as the task says.
	broken := db.CatalogTask.UpdateOneID(task.ID).SetStatus(enum.TaskStatusRunning).SetTotal(150).SaveX(system)
	first := db.Product.Query().Order(product.ByID()).Limit(100).IDsX(system)
	broken = broken.Update().SetProcessed(100).SetSucceeded(100).SetCursor(first[99]).SaveX(system)
	done := work(t, svc, db, broken)
	require.Equal(t, [4]int{150, 150, 150, 0}, tally(done))
	require.Equal(t, 50, db.Product.Query().Where(product.MinPriceMinor(1100)).CountX(system), "what was done is not done again")
	require.Equal(t, enum.TaskStatusCompleted, work(t, svc, db, done).Status, "a task that is over is no change")

	queued := begin(ctx, t, svc, catalog.TaskInput{Action: enum.CatalogActionDraft})
	cancelled, err := svc.CancelTask(ctx, queued.PublicID())
	require.NoError(t, err)
	require.Equal(t, enum.TaskStatusCancelled, cancelled.Status)
	_, err = svc.CancelTask(ctx, done.PublicID())
	require.Equal(t, "INVALID_STATE id", wrong(err))
	running := begin(ctx, t, svc, catalog.TaskInput{Action: enum.CatalogActionDraft})
	db.CatalogTask.UpdateOneID(running.ID).SetStatus(enum.TaskStatusRunning).ExecX(system)
	_, err = svc.CancelTask(ctx, running.PublicID())
	require.NoError(t, err)
	over := work(t, svc, db, running)
	require.Equal(t, enum.TaskStatusCancelled, over.Status)
	require.NotNil(t, catalog.TaskFailure(ctx, over))
	require.Zero(t, over.Processed)
	lost := begin(ctx, t, svc, catalog.TaskInput{Action: enum.CatalogActionDraft})
	require.NoError(t, svc.GiveUpTask(system, lost.ID))
	require.NoError(t, svc.GiveUpTask(system, lost.ID))
	require.Equal(t, enum.TaskStatusFailed, db.CatalogTask.GetX(system, lost.ID).Status)
	_, stranger := fixture.Vendor(t, db)
	_, err = svc.CancelTask(stranger, lost.PublicID())
	require.Equal(t, "NOT_FOUND id", wrong(err))
}
