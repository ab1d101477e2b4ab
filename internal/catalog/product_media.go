package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/productmedia"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// SetMedia sets the pictures of a product and their order. A variant whose picture is not
// among them has none of its own any more. NOT_FOUND at mediaIds.<place> for a picture that
// is not there; see SetVariants for the other errors.
func (s *Service) SetMedia(ctx context.Context, id publicid.ID, media []publicid.ID, ifVersion *int) (*ent.Product, error) {
	return s.change(ctx, id, ifVersion, "set pictures", func(tx *store.Tx, p *ent.Product) error {
		pictures, err := picturesIn(ctx, tx, media, "mediaIds")
		if err != nil {
			return err
		}
		if _, err := tx.ProductMedia.Delete().Where(productmedia.ProductID(p.ID)).Exec(ctx); err != nil {
			return fmt.Errorf("take pictures off: %w", err)
		}
		if err := hang(ctx, tx, p.ID, pictures); err != nil {
			return err
		}
		events, err := unpicture(ctx, tx, p, pictures)
		if err != nil {
			return err
		}
		return repicture(ctx, tx, p, pictures, events)
	})
}

// hang puts pictures into a product that has none.
func hang(ctx context.Context, tx *store.Tx, product uuid.UUID, pictures []uuid.UUID) error {
	rows := make([]*ent.ProductMediaCreate, len(pictures))
	for i, m := range pictures {
		rows[i] = tx.ProductMedia.Create().SetProductID(product).SetMediaID(m).SetPosition(i)
	}
	if err := tx.ProductMedia.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("hang pictures: %w", err)
	}
	return nil
}

// unpicture takes from variants the pictures that their product has no more.
func unpicture(ctx context.Context, tx *store.Tx, p *ent.Product, pictures []uuid.UUID) ([]audit.Event, error) {
	have, err := lockVariants(ctx, tx, p.ID)
	if err != nil {
		return nil, err
	}
	rows := make([]*ent.ProductVariant, len(have))
	for i, v := range have {
		is := *v
		if is.MediaID != nil && !slices.Contains(pictures, *is.MediaID) {
			is.MediaID = nil
		}
		rows[i] = &is
	}
	written, events := changed(have, rows)
	return events, writeVariants(ctx, tx, written)
}

// repicture counts the change and records it.
func repicture(ctx context.Context, tx *store.Tx, p *ent.Product, pictures []uuid.UUID, events []audit.Event) error {
	if err := p.Update().AddVersion(1).Exec(ctx); err != nil {
		return fmt.Errorf("write the product: %w", err)
	}
	now := fmt.Sprint(publicIDs("MediaFile", pictures))
	return audit.RecordAll(ctx, tx, append([]audit.Event{{
		Action: "product.media", TargetType: "Product", Target: string(p.PublicID()), Data: map[string]string{"media": now},
	}}, events...))
}

func publicIDs(kind publicid.Kind, ids []uuid.UUID) []publicid.ID {
	out := make([]publicid.ID, len(ids))
	for i, id := range ids {
		out[i] = publicid.New(kind, id)
	}
	return out
}

// named says at their places in a list which ids are of nothing that is there, or named
// twice.
func named(want, there []uuid.UUID, path string) error {
	var bad errs.List
	for i, id := range want {
		at := fmt.Sprintf("%s.%d", path, i)
		switch {
		case !slices.Contains(there, id):
			bad = append(bad, errs.New(errs.NotFound, "not found").At(at))
		case slices.Contains(want[:i], id):
			bad = append(bad, errs.Field(at, "is there twice"))
		}
	}
	return bad.Or()
}
