package marketplace

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceproduct"
	"orion/ent/gen/ent/predicate"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/store"
)

// moveChunk is how many products change their state in one transaction.
const moveChunk = 5000

// A movement is what a task does to the state of staged products: those in from come to
// to, those in settled are there already and are not the task's concern.
type movement struct {
	to            enum.MarketplaceProductStatus
	from, settled []enum.MarketplaceProductStatus
}

var movements = map[enum.StagingAction]movement{
	enum.StagingActionSelect: {
		enum.MarketplaceProductStatusSelected,
		[]enum.MarketplaceProductStatus{enum.MarketplaceProductStatusImported, enum.MarketplaceProductStatusIgnored},
		[]enum.MarketplaceProductStatus{enum.MarketplaceProductStatusSelected, enum.MarketplaceProductStatusPublished},
	},
	enum.StagingActionDeselect: {
		enum.MarketplaceProductStatusImported,
		[]enum.MarketplaceProductStatus{enum.MarketplaceProductStatusSelected},
		[]enum.MarketplaceProductStatus{enum.MarketplaceProductStatusImported},
	},
	enum.StagingActionIgnore: {
		enum.MarketplaceProductStatusIgnored,
		[]enum.MarketplaceProductStatus{enum.MarketplaceProductStatusImported, enum.MarketplaceProductStatusSelected, enum.MarketplaceProductStatusMissing},
		[]enum.MarketplaceProductStatus{enum.MarketplaceProductStatusIgnored},
	},
}

// concerned are the products that a task is about among those that its filter matches:
// without a filter all that the action can be done to, with one also those that it
// cannot be done to, of which it tells. What is selected is all that can be published.
func (r *taskRun) concerned(where *ProductWhere) predicate.MarketplaceProduct {
	m, moves := movements[r.task.Action]
	switch {
	case !moves:
		return marketplaceproduct.StatusEQ(enum.MarketplaceProductStatusSelected)
	case where == nil:
		return marketplaceproduct.StatusIn(m.from...)
	}
	return marketplaceproduct.StatusNotIn(m.settled...)
}

// behind are the products behind those that are done.
func (r *taskRun) behind() predicate.MarketplaceProduct {
	if r.task.Cursor == nil {
		return func(*sql.Selector) {}
	}
	return marketplaceproduct.IDGT(*r.task.Cursor)
}

// move brings the next products into the state that the task is for: one statement to
// find and lock them, one to write.
func (r *taskRun) move(ctx context.Context, tx *store.Tx) (*result, error) {
	m := movements[r.task.Action]
	rows, err := tx.MarketplaceProduct.Query().Where(r.match...).Where(r.behind()).Order(marketplaceproduct.ByID()).Limit(moveChunk).ForUpdate().
		Select(marketplaceproduct.FieldID, marketplaceproduct.FieldStatus, marketplaceproduct.FieldTitle, marketplaceproduct.FieldProductID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find what there is to do: %w", err)
	}
	out := &result{processed: len(rows), done: len(rows) < moveChunk}
	var change []uuid.UUID
	for _, p := range rows {
		out.cursor = p.ID
		if !slices.Contains(m.from, p.Status) {
			out.fail(p, wrongState(0, p))
			continue
		}
		change = append(change, p.ID)
	}
	out.succeeded = len(change)
	if len(change) == 0 {
		return out, nil
	}
	err = tx.MarketplaceProduct.Update().Where(anyID(change)).SetStatus(m.to).SetUpdatedAt(r.clock.Now()).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("write the state: %w", err)
	}
	return out, nil
}

// publishChunkSize is how many staged products a chunk of a publication begins with. The
// members of their groups come along, so that a group is published as a whole, up to
// publishMost of all; what is more of a group comes later, as more variants.
const (
	publishChunkSize = 100
	publishMost      = 2000
)

// publishTries is how often a chunk is tried again without what the catalogue will not
// have, or after somebody else took a name at the same moment.
const publishTries = 5

// publishChunk publishes the next products, whole groups of them. What cannot be
// published is left out and told; the rest of the chunk is not held up by it.
func (r *taskRun) publishChunk(ctx context.Context) (more bool, err error) {
	refused := map[uuid.UUID]*errs.Error{}
	for range publishTries {
		var rows []*ent.MarketplaceProduct
		err = r.db.Tx(ctx, func(tx *store.Tx) error {
			more = false
			task, err := r.hold(ctx, tx)
			if err != nil || task == nil {
				return err
			}
			var done *result
			rows, done, err = r.next(ctx, tx)
			if err != nil {
				return err
			}
			if err := r.publishRows(ctx, tx, rows, refused, done); err != nil {
				return err
			}
			more = !done.done
			return r.keep(ctx, tx, task, done)
		})
		if places, bad := unwelcome(err); bad {
			for place, e := range places {
				refused[rows[place].ID] = e
			}
			continue
		}
		if !store.Violates(err, "variant_sku_per_vendor") && !store.Violates(err, "product_slug_per_vendor") {
			return more, err
		}
	}
	return more, err
}

// next locks the next products and, of their groups, the members that come later.
func (r *taskRun) next(ctx context.Context, tx *store.Tx) ([]*ent.MarketplaceProduct, *result, error) {
	heads, err := tx.MarketplaceProduct.Query().Where(r.match...).Where(r.behind()).Order(marketplaceproduct.ByID()).Limit(publishChunkSize).
		Select(marketplaceproduct.FieldID, marketplaceproduct.FieldSourceID, marketplaceproduct.FieldItemGroupID).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("find what there is to publish: %w", err)
	}
	out := &result{done: len(heads) < publishChunkSize}
	if len(heads) == 0 {
		return nil, out, nil
	}
	out.cursor = heads[len(heads)-1].ID
	rows, err := tx.MarketplaceProduct.Query().Where(r.match...).Where(r.behind(), withMates(heads)).
		Order(marketplaceproduct.ByID()).Limit(publishMost).ForUpdate().All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("lock what there is to publish: %w", err)
	}
	return rows, out, nil
}

// withMates are the products themselves and, of those that are members of a group, all
// others of it.
func withMates(heads []*ent.MarketplaceProduct) predicate.MarketplaceProduct {
	var alone []uuid.UUID
	groups := map[uuid.UUID][]string{} // by source
	for _, p := range heads {
		if key, grouped := groupOf(p); grouped {
			groups[key.source] = append(groups[key.source], key.id)
			continue
		}
		alone = append(alone, p.ID)
	}
	either := []predicate.MarketplaceProduct{anyID(alone)}
	for source, ids := range groups {
		either = append(either, marketplaceproduct.And(marketplaceproduct.SourceID(source), filter.AnyOf(marketplaceproduct.FieldItemGroupID, ids)))
	}
	return marketplaceproduct.Or(either...)
}

// publishRows publishes rows that nothing stands in the way of, and tells of the others,
// of each when it comes up itself: a member of a group may have come along before.
func (r *taskRun) publishRows(ctx context.Context, tx *store.Tx, rows []*ent.MarketplaceProduct, refused map[uuid.UUID]*errs.Error, out *result) error {
	c, err := approach(ctx, tx, rows, true)
	if err != nil {
		return err
	}
	var fresh []int
	for i, p := range rows {
		why := refused[p.ID]
		if wrong := c.blocked(p, i); why == nil && len(wrong) > 0 {
			why = wrong[0]
		}
		switch {
		case why == nil:
			fresh = append(fresh, i)
		case slices.Compare(p.ID[:], out.cursor[:]) <= 0:
			out.fail(p, why)
		}
	}
	out.succeeded = len(fresh)
	out.processed = len(fresh) + len(out.problems)
	return r.adopt(ctx, tx, c, rows, fresh)
}
