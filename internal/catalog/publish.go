package catalog

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/webhook"
)

// MaxIDs is how many rows one call changes at the most.
const MaxIDs = 100

// Publish shows products in the shop. Publishing twice is no change; an id that is
// not there is NOT_FOUND at ids.<place>, INVALID_STATE one with a variant that has no
// price, and then nothing is changed.
func (s *Service) Publish(ctx context.Context, ids []publicid.ID) ([]*ent.Product, error) {
	return s.setStatus(ctx, ids, enum.ProductStatusActive, "product.publish")
}

// Archive takes products out of the shop and keeps them; see Publish.
func (s *Service) Archive(ctx context.Context, ids []publicid.ID) ([]*ent.Product, error) {
	return s.setStatus(ctx, ids, enum.ProductStatusArchived, "product.archive")
}

// Unpublish takes products out of the shop, to work on them; see Publish.
func (s *Service) Unpublish(ctx context.Context, ids []publicid.ID) ([]*ent.Product, error) {
	return s.setStatus(ctx, ids, enum.ProductStatusDraft, "product.unpublish")
}

func (s *Service) setStatus(ctx context.Context, ids []publicid.ID, to enum.ProductStatus, action string) ([]*ent.Product, error) {
	if len(ids) > MaxIDs {
		return nil, errs.New(errs.TooMany, "at most %d at once", MaxIDs).At("ids")
	}
	want := publicid.All("Product", ids)
	var out []*ent.Product
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		found, err := lockProducts(ctx, tx, want, held())
		if err != nil {
			return err
		}
		var change []*ent.Product
		for _, p := range found {
			if p.Status != to {
				change = append(change, p)
			}
		}
		if to == enum.ProductStatusActive {
			if err := showable(ctx, tx, want, change); err != nil {
				return err
			}
		}
		if len(change) > 0 {
			if err := s.writeStatus(ctx, tx, change, to, action); err != nil {
				return err
			}
		}
		out, err = inOrder(ctx, tx, want)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", action, err)
	}
	return out, nil
}

func (s *Service) writeStatus(ctx context.Context, tx *store.Tx, change []*ent.Product, to enum.ProductStatus, action string) error {
	ids, events := make([]uuid.UUID, len(change)), make([]audit.Event, len(change))
	for i, p := range change {
		after := *p
		after.Status, ids[i] = to, p.ID
		events[i] = audit.Event{Action: action, TargetType: "Product", Target: string(p.PublicID()), Changes: audit.Diff(p, &after)}
	}
	u := tx.Product.Update().Where(product.IDIn(ids...)).SetStatus(to).AddVersion(1)
	if to == enum.ProductStatusActive {
		u.SetPublishedAt(s.clock.Now())
	}
	if err := u.Exec(ctx); err != nil {
		return fmt.Errorf("set the status: %w", err)
	}
	err := tx.ProductVariant.Update().Where(productvariant.ProductIDIn(ids...)).
		SetPublished(to == enum.ProductStatusActive).Exec(ctx)
	if err != nil {
		return fmt.Errorf("set the status of variants: %w", err)
	}
	if err := audit.RecordAll(ctx, tx, events); err != nil {
		return err
	}
	return s.announce(ctx, tx, webhook.ProductUpdated, change...)
}

// showable says at ids.<place> which products cannot be shown yet; see Checklists.
func showable(ctx context.Context, tx *store.Tx, want []uuid.UUID, change []*ent.Product) error {
	lacking, err := unready(ctx, tx, change)
	if err != nil {
		return err
	}
	var bad errs.List
	for i, id := range want {
		if e := lacking[id]; e != nil {
			bad = append(bad, e.At(fmt.Sprintf("ids.%d", i)))
		}
	}
	return bad.Or()
}

// unready says what each product lacks that it cannot be shown without.
func unready(ctx context.Context, tx *store.Tx, rows []*ent.Product) (map[uuid.UUID]*errs.Error, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	priceless, err := tx.ProductVariant.Query().Where(filter.AnyOf(productvariant.FieldProductID, idsIn(rows)), productvariant.PriceMinor(0)).
		Unique(true).Select(productvariant.FieldProductID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for variants without a price: %w", err)
	}
	out := map[uuid.UUID]*errs.Error{}
	for _, v := range priceless {
		out[v.ProductID] = errs.New(errs.InvalidState, "the product has a variant without a price")
	}
	return out, nil
}

// lockProducts locks the rows in id order, so that two calls never wait for each
// other in a circle. Without held nobody
// can refer to them either, as when they are deleted.
func lockProducts(ctx context.Context, tx *store.Tx, want []uuid.UUID, how ...sql.LockOption) ([]*ent.Product, error) {
	rows, err := tx.Product.Query().Where(product.IDIn(want...)).Order(product.ByID()).ForUpdate(how...).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock products: %w", err)
	}
	there := make(map[uuid.UUID]bool, len(rows))
	for _, p := range rows {
		there[p.ID] = true
	}
	var missing errs.List
	for i, id := range want {
		if !there[id] {
			missing = append(missing, errs.New(errs.NotFound, "not found").At(fmt.Sprintf("ids.%d", i)))
		}
	}
	return rows, missing.Or()
}

func inOrder(ctx context.Context, tx *store.Tx, want []uuid.UUID) ([]*ent.Product, error) {
	rows, err := tx.Product.Query().Where(product.IDIn(want...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read products: %w", err)
	}
	byID := make(map[uuid.UUID]*ent.Product, len(rows))
	for _, p := range rows {
		byID[p.ID] = p
	}
	out := make([]*ent.Product, 0, len(want))
	for _, id := range want {
		out = append(out, byID[id])
	}
	return out, nil
}
