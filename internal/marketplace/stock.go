package marketplace

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplacesource"
	"orion/internal/catalog"
	"orion/internal/inventory"
	"orion/internal/store"
)

// open puts the first stock of new products on the shelf: what the feed says, and
// where it does not, the source's default for what is in stock and none for the
// rest.
func (s *Service) open(ctx context.Context, tx *store.Tx, rows []*ent.MarketplaceProduct, fresh []int, made []catalog.Adopted) error {
	defaults, err := defaultStock(ctx, tx, rows, fresh)
	if err != nil {
		return err
	}
	lines := make([]inventory.Line, len(made))
	for i, place := range fresh {
		p := rows[place]
		lines[i] = inventory.Line{VariantID: made[i].Variant.ID, Quantity: opening(p, defaults[p.SourceID])}
	}
	return s.stock.ReceiveAll(ctx, tx, lines)
}

// opening is how many units a new product begins with.
func opening(p *ent.MarketplaceProduct, fallback int) int64 {
	switch {
	case p.Quantity != nil:
		return *p.Quantity
	case p.Availability != nil && *p.Availability == "in_stock":
		return int64(fallback)
	}
	return 0
}

func defaultStock(ctx context.Context, tx *store.Tx, rows []*ent.MarketplaceProduct, fresh []int) (map[uuid.UUID]int, error) {
	out := map[uuid.UUID]int{}
	for _, place := range fresh {
		out[rows[place].SourceID] = 0
	}
	ids := make([]uuid.UUID, 0, len(out))
	for id := range out {
		ids = append(ids, id)
	}
	sources, err := tx.MarketplaceSource.Query().Where(marketplacesource.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the default stock: %w", err)
	}
	for _, src := range sources {
		out[src.ID] = src.DefaultStock
	}
	return out, nil
}
