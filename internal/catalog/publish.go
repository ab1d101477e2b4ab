package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// MaxIDs is how many rows one call changes at the most.
const MaxIDs = 100

// Publish shows products in the shop. Publishing twice is no change; an id that is
// not there is NOT_FOUND at ids.<place>, and then nothing is changed.
func (s *Service) Publish(ctx context.Context, ids []publicid.ID) ([]*ent.Product, error) {
	return s.setStatus(ctx, ids, enum.ProductStatusActive, "product.publish")
}

// Archive takes products out of the shop and keeps them; see Publish.
func (s *Service) Archive(ctx context.Context, ids []publicid.ID) ([]*ent.Product, error) {
	return s.setStatus(ctx, ids, enum.ProductStatusArchived, "product.archive")
}

func (s *Service) setStatus(ctx context.Context, ids []publicid.ID, to enum.ProductStatus, action string) ([]*ent.Product, error) {
	if len(ids) > MaxIDs {
		return nil, errs.New(errs.TooMany, "at most %d at once", MaxIDs).At("ids")
	}
	want := publicid.All("Product", ids)
	var out []*ent.Product
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		found, err := lockProducts(ctx, tx, want)
		if err != nil {
			return err
		}
		var change []*ent.Product
		for _, p := range found {
			if p.Status != to {
				change = append(change, p)
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
	return audit.RecordAll(ctx, tx, events)
}

// lockProducts locks the rows in id order, so that two calls never wait for each
// other in a circle.
func lockProducts(ctx context.Context, tx *store.Tx, want []uuid.UUID) ([]*ent.Product, error) {
	rows, err := tx.Product.Query().Where(product.IDIn(want...)).Order(product.ByID()).ForUpdate().All(ctx)
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
