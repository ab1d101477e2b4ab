package marketplace

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/inventory"
	"orion/internal/store"
)

// open puts the first stock of new variants on the shelf.
func (s *Service) open(ctx context.Context, tx *store.Tx, c *counter, marks []mark) error {
	lines := make([]inventory.Line, len(marks))
	for i, m := range marks {
		lines[i] = inventory.Line{VariantID: m.variant, Quantity: stockOf(m.row, c.sources[m.row.SourceID])}
	}
	return s.stock.ReceiveAll(ctx, tx, lines)
}

// stockOf is how many units there are of a staged product: what the feed says, and
// where it does not, the source's default for what is in stock and none for the rest.
func stockOf(p *ent.MarketplaceProduct, src *ent.MarketplaceSource) int64 {
	return unitsOf(p.Quantity, p.Availability, src)
}

func unitsOf(quantity *int64, availability *string, src *ent.MarketplaceSource) int64 {
	switch {
	case quantity != nil:
		return *quantity
	case availability != nil && *availability == "in_stock":
		return int64(src.DefaultStock)
	}
	return 0
}

// adoptedQuantity is where a published product keeps, beside the fields that its feed
// may change, the units that the feed last said.
const adoptedQuantity = "QUANTITY"

// What the ledger says of stock that follows a feed.
const (
	followReason = "the feed says so"
	goneReason   = "the feed has it no longer"
)

// followChunk is how many variants follow at once.
const followChunk = 1000

// followStock brings the stock of published products whose units in the feed an import
// has changed to what the feed says, where their source wants it; not below what is
// promised to orders. What the source has no longer is not to be had either, until it is
// back. What was counted or sold meanwhile stands until the feed says something else than
// before. It takes a constant number of statements a thousand.
func (s *Service) followStock(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob) error {
	src, err := tx.MarketplaceSource.Get(ctx, job.SourceID)
	if err != nil {
		return fmt.Errorf("read the source of an import: %w", err)
	}
	if src.StockPolicy != enum.StockPolicyFollowFeed || job.Kind != enum.ImportKindProducts || job.DryRun {
		return nil
	}
	after := ""
	for {
		moved, err := movedStock(ctx, tx, job, src, after)
		if err != nil {
			return err
		}
		if err := s.count(ctx, tx, job, moved.lines, followReason); err != nil {
			return err
		}
		if err := s.count(ctx, tx, job, moved.gone, goneReason); err != nil {
			return err
		}
		if err := keepQuantities(ctx, tx, moved); err != nil {
			return err
		}
		if moved.seen < followChunk {
			return nil
		}
		after = moved.last
	}
}

// count sets what lies on the shelf to what a feed says, or to what is promised where
// that is more, and records why.
func (s *Service) count(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob, lines []inventory.Line, why string) error {
	take := inventory.Stocktake{Lines: lines, Reason: why}
	if job.RequestedBy != nil {
		take.Actor = *job.RequestedBy
	}
	for len(take.Lines) > 0 { // twice at the most
		before, err := s.stock.SetAll(ctx, tx, take)
		if err != nil {
			return err
		}
		var short []inventory.Line
		for i, was := range before {
			if was.Short(take.Lines[i].Quantity) {
				short = append(short, inventory.Line{VariantID: take.Lines[i].VariantID, Quantity: was.Reserved})
			}
		}
		take.Lines = short
	}
	return nil
}
