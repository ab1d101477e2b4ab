package catalog

import (
	"context"
	"fmt"
	"math"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/collectionproduct"
	"orion/ent/gen/ent/vendor"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// step is how far apart things are put that have an order of their own. Between two of
// them there is room for others, so that a move writes one row and not all behind it.
const step = 1 << 10

// between is a position behind one and before the next, nil for the last; false where
// there is none left.
func between(behind int, next *int) (int, bool) {
	switch {
	case next == nil:
		return behind + step, behind < math.MaxInt-step
	case *next-behind < 2:
		return 0, false
	}
	return behind + (*next-behind)/2, true
}

// shopOf reads the viewer's vendor.
func shopOf(ctx context.Context, tx *store.Tx) (*ent.Vendor, error) {
	v, err := tx.Vendor.Get(ctx, viewer.From(ctx).VendorID)
	if err != nil {
		return nil, fmt.Errorf("read the shop: %w", err)
	}
	return v, nil
}

// lockShop lets one at a time change the order of what a vendor has few of.
func lockShop(ctx context.Context, tx *store.Tx) error {
	_, err := tx.Vendor.Query().Where(vendor.ID(viewer.From(ctx).VendorID)).ForUpdate().OnlyID(ctx)
	if err != nil {
		return fmt.Errorf("lock the shop: %w", err)
	}
	return nil
}

// lastPosition is where the last collection stands.
func lastPosition(ctx context.Context, tx *store.Tx) (int, error) {
	last, err := tx.Collection.Query().Order(collection.ByPosition(sql.OrderDesc())).First(ctx)
	if ent.IsNotFound(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look for the last collection: %w", err)
	}
	return last.Position, nil
}

// MoveCollection puts a collection behind another, or first where after is nil. NOT_FOUND
// where either is not there, INVALID behind itself.
func (s *Service) MoveCollection(ctx context.Context, id publicid.ID, after *publicid.ID) (*ent.Collection, error) {
	if after != nil && *after == id {
		return nil, errs.Field("after", "cannot stand behind itself")
	}
	var c *ent.Collection
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := lockShop(ctx, tx); err != nil {
			return err
		}
		before, err := lockCollection(ctx, tx, id)
		if err != nil {
			return err
		}
		to, err := placeBehind(ctx, tx, before.ID, after)
		if err != nil {
			return err
		}
		if c, err = tx.Collection.UpdateOneID(before.ID).SetPosition(to).AddVersion(1).Save(ctx); err != nil {
			return err
		}
		return recordCollection(ctx, tx, "collection.move", before, c)
	})
	if err != nil {
		return nil, fmt.Errorf("move collection: %w", err)
	}
	return c, nil
}

// placeBehind is the position behind a collection for one that moves; all are put apart
// where there is no room.
func placeBehind(ctx context.Context, tx *store.Tx, moving uuid.UUID, after *publicid.ID) (int, error) {
	for range 2 {
		all, err := tx.Collection.Query().Where(collection.IDNEQ(moving)).Order(collection.ByPosition(), collection.ByID()).All(ctx)
		if err != nil {
			return 0, fmt.Errorf("read the order of collections: %w", err)
		}
		places := make([]place, len(all))
		for i, c := range all {
			places[i] = place{c.ID, c.Position}
		}
		to, ok, err := roomBehind(places, after, "Collection")
		if err != nil || ok {
			return to, err
		}
		if err := spread(ctx, tx, spreadCollectionsSQL); err != nil {
			return 0, err
		}
	}
	return 0, errs.New(errs.TooMany, "there are too many to be put in order")
}

// A place is where something stands among its like.
type place struct {
	id       uuid.UUID
	position int
}

// roomBehind is the position behind one of places, which are in order, or before the first
// where after is nil; false where there is no room.
func roomBehind(places []place, after *publicid.ID, kind publicid.Kind) (int, bool, error) {
	behind, next := 0, 0
	if after != nil {
		found := false
		for i, p := range places {
			if p.id == after.As(kind) {
				behind, next, found = p.position, i+1, true
			}
		}
		if !found {
			return 0, false, errs.New(errs.NotFound, "not found").At("after")
		}
	}
	if next == len(places) {
		to, ok := between(behind, nil)
		return to, ok, nil
	}
	to, ok := between(behind, &places[next].position)
	return to, ok, nil
}

// neighbours are the product behind which another is to stand, and the one after that,
// without the one that moves. Without after it is the first of the collection alone.
func neighbours(ctx context.Context, tx *store.Tx, shelf, moving uuid.UUID, after *publicid.ID) ([]place, error) {
	q := tx.CollectionProduct.Query().Where(collectionproduct.CollectionID(shelf), collectionproduct.ProductIDNEQ(moving)).
		Order(collectionproduct.ByPosition(), collectionproduct.ByProductID())
	if after != nil {
		at, err := q.Clone().Where(collectionproduct.ProductID(after.As("Product"))).Only(ctx)
		if ent.IsNotFound(err) {
			return nil, errs.New(errs.NotFound, "not found").At("after")
		}
		if err != nil {
			return nil, fmt.Errorf("read the order of products: %w", err)
		}
		q.Where(fromPlace(at))
	}
	rows, err := q.Limit(2).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the order of products: %w", err)
	}
	out := make([]place, len(rows))
	for i, r := range rows {
		out[i] = place{r.ProductID, r.Position}
	}
	return out, nil
}

// fromPlace leaves out what stands before a product of a collection.
func fromPlace(at *ent.CollectionProduct) func(*sql.Selector) {
	return func(s *sql.Selector) {
		position, id := s.C(collectionproduct.FieldPosition), s.C(collectionproduct.FieldProductID)
		s.Where(sql.Or(sql.GT(position, at.Position), sql.And(sql.EQ(position, at.Position), sql.GTE(id, at.ProductID))))
	}
}
