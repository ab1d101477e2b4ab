package catalog

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/orderline"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/internal/webhook"
)

// Delete removes products for good, all or none, and returns the ids of those that are
// gone. Their pictures stay. Old addresses of what was shown answer that it is gone. What
// stands in the way is told at ids.<place>: NOT_FOUND, CONFLICT for what has been ordered.
func (s *Service) Delete(ctx context.Context, ids []publicid.ID) ([]publicid.ID, error) {
	if len(ids) > MaxIDs {
		return nil, errs.New(errs.TooMany, "at most %d at once", MaxIDs).At("ids")
	}
	want := publicid.All("Product", ids)
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		rows, err := lockProducts(ctx, tx, want)
		if err != nil {
			return err
		}
		kept, err := orderedOf(ctx, tx, rows)
		if err != nil {
			return err
		}
		var bad errs.List
		for i, id := range want {
			if kept[id] {
				bad = append(bad, hasBeenOrdered().At(fmt.Sprintf("ids.%d", i)))
			}
		}
		if err := bad.Or(); err != nil {
			return err
		}
		return s.remove(ctx, tx, rows)
	})
	if err != nil {
		return nil, fmt.Errorf("delete products: %w", err)
	}
	return publicIDs("Product", want), nil
}

func hasBeenOrdered() *errs.Error {
	return errs.New(errs.Conflict, "the product has been ordered; archive it instead")
}

// orderedOf says which products have been ordered, or have stock that is held. It is the
// program that looks: who may change the catalogue may not see orders for that.
func orderedOf(ctx context.Context, tx *store.Tx, rows []*ent.Product) (map[uuid.UUID]bool, error) {
	own := viewer.Elevate(ctx)
	lines, err := tx.OrderLine.Query().Where(filter.AnyOf(orderline.FieldProductID, idsIn(rows))).
		Unique(true).Select(orderline.FieldProductID).All(own)
	if err != nil {
		return nil, fmt.Errorf("look for orders: %w", err)
	}
	out := map[uuid.UUID]bool{}
	for _, l := range lines {
		out[*l.ProductID] = true
	}
	held, err := tx.ProductVariant.Query().Where(filter.AnyOf(productvariant.FieldProductID, idsIn(rows)), heldVariant).All(own)
	if err != nil {
		return nil, fmt.Errorf("look for stock that is held: %w", err)
	}
	for _, v := range held {
		out[v.ProductID] = true
	}
	return out, nil
}

// remove deletes products that nobody has ordered, with their variants and all else that is
// theirs.
func (s *Service) remove(ctx context.Context, tx *store.Tx, rows []*ent.Product) error {
	if len(rows) == 0 {
		return nil
	}
	var former []formerSlug
	events := make([]audit.Event, len(rows))
	for i, p := range rows {
		events[i] = audit.Event{Action: "product.delete", TargetType: "Product", Target: string(p.PublicID()), Changes: audit.Diff(p, nil)}
		if p.PublishedAt != nil { // of what was never shown no address tells
			former = append(former, formerSlug{p.ID, p.Slug})
		}
	}
	if err := leaveSlugs(ctx, tx, enum.SlugKindProduct, former...); err != nil {
		return err
	}
	if err := part(ctx, tx, partProductsSQL, idsIn(rows)); err != nil {
		return err
	}
	if _, err := tx.Product.Delete().Where(filter.AnyOf(product.FieldID, idsIn(rows))).Exec(ctx); err != nil {
		return fmt.Errorf("remove products: %w", err)
	}
	if err := audit.RecordAll(ctx, tx, events); err != nil {
		return err
	}
	return s.announce(ctx, tx, webhook.ProductDeleted, rows...)
}

// heldVariant matches variants of which orders hold stock.
func heldVariant(s *sql.Selector) {
	l := sql.Table(inventorylevel.Table)
	s.Where(sql.In(s.C(productvariant.FieldID), sql.Select(l.C(inventorylevel.FieldVariantID)).From(l).Where(sql.And(
		sql.ColumnsEQ(l.C(inventorylevel.FieldVendorID), s.C(productvariant.FieldVendorID)), sql.GT(l.C(inventorylevel.FieldReserved), 0)))))
}
