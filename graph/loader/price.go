package loader

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/store"
)

// Prices holds the look-ups of prices.
type Prices struct {
	// PriceChanges is by variant, newest first, at most 100 of each.
	PriceChanges *Loader[[]*ent.PriceChange]
}

func newPrices(db *store.DB) Prices {
	return Prices{PriceChanges: groups(func(ctx context.Context, variants []uuid.UUID) (map[uuid.UUID][]*ent.PriceChange, error) {
		return catalog.PriceChangesOf(ctx, db, variants)
	})}
}

// OfVariants returns what a loader has for each of some variants, which may be a part of
// those that an answer asks for.
func OfVariants[T any](ctx context.Context, l *Loader[T], variants []*ent.ProductVariant) ([]T, error) {
	keys := make([]uuid.UUID, len(variants))
	for i, v := range variants {
		keys[i] = v.ID
	}
	out, failed := l.LoadMany(ctx, keys)()
	return out, errors.Join(failed...)
}
