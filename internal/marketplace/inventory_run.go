package marketplace

import (
	"context"
	"fmt"
	"strconv"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/marketplace/feed"
	"orion/internal/store"
)

// stockChunk are the most rows of a file of stock that are set in one transaction: it
// locks levels that checkouts wait for.
const stockChunk = 2000

// The columns of a file of stock, as problems name them.
const (
	skuColumn      = "sku"
	quantityColumn = "quantity"
)

// counted is a good row of a file of stock.
type counted struct {
	line, record int
	sku          string
	quantity     int64
}

func countOf(row *feed.Row) counted {
	return counted{line: row.Line, record: row.Record, sku: row.ID, quantity: int64(row.Quantity)}
}

// uncounted refuses a row that does not say how many there are.
func uncounted(row *feed.Row) {
	if !row.Failed() && !row.HasQuantity {
		row.Problems = append(row.Problems, feed.Problem{
			Line: row.Line, Record: row.Record, Column: quantityColumn, Code: feed.CodeRequired, Format: "the cell is blank",
		})
	}
}

// named tells problems by the names of the columns that the kind of file has.
func (r *run) named(all []feed.Problem) []feed.Problem { return namedFor(r.taken.Kind, all) }

func namedFor(kind enum.ImportKind, all []feed.Problem) []feed.Problem {
	if kind == enum.ImportKindInventory {
		for i := range all {
			if all[i].Column == feed.ColumnID.String() {
				all[i].Column = skuColumn
			}
		}
	}
	return all
}

// count sets the stock of a chunk, or only compares for a dry run.
func (r *run) count(ctx context.Context, tx *store.Tx, c *chunk) (did, error) {
	take := inventory.Stocktake{Reason: cut("import "+r.taken.Filename, 200), DryRun: r.taken.DryRun}
	if by := r.taken.RequestedBy; by != nil {
		take.Actor = *by
	}
	out, rows, err := r.takeStock(ctx, tx, c.counts, take)
	if err != nil || !r.taken.DryRun {
		return out, err
	}
	return out, r.keepRows(ctx, tx, rows)
}

// takeStock sets or compares the stock of rows, and says what changes by it.
func (s *Service) takeStock(ctx context.Context, tx *store.Tx, rows []counted, take inventory.Stocktake) (did, []foreseen, error) {
	variants, err := bySKU(ctx, tx, rows)
	if err != nil {
		return did{}, nil, err
	}
	var out did
	var known []counted
	for _, row := range rows {
		v := variants[row.sku]
		if v == nil {
			out.refuse(row, skuColumn, row.sku, feed.Problem{Code: feed.Code(errs.NotFound), Format: "the shop has no variant with this sku"})
			continue
		}
		known = append(known, row)
		take.Lines = append(take.Lines, inventory.Line{VariantID: v.ID, Quantity: row.quantity})
	}
	before, err := s.stock.SetAll(ctx, tx, take)
	if err != nil {
		return did{}, nil, fmt.Errorf("set stock: %w", err)
	}
	var changes []foreseen
	for i, row := range known {
		switch was := before[i]; {
		case was.Short(row.quantity):
			out.refuse(row, quantityColumn, strconv.FormatInt(row.quantity, 10), feed.Problem{
				Code: feed.Code(errs.InsufficientStock), Format: "%v are promised to orders", Args: []any{was.Reserved},
			})
		case was.OnHand == row.quantity:
			out.unchanged++
		default:
			out.updated++
			changes = append(changes, levelChange(row, variants[row.sku], was.OnHand))
		}
	}
	return out, changes, nil
}

// refuse notes why the stock of a row stays as it was.
func (d *did) refuse(row counted, column, value string, p feed.Problem) {
	p.Line, p.Record, p.Column, p.Value = row.line, row.record, column, value
	d.failed++
	d.problems = append(d.problems, p)
}

func levelChange(row counted, v *ent.ProductVariant, was int64) foreseen {
	before, after := strconv.FormatInt(was, 10), strconv.FormatInt(row.quantity, 10)
	return foreseen{
		record: row.record, id: row.sku, title: v.Title, status: enum.ImportRowStatusUpdated,
		changes: []enum.Change{{Field: "on_hand", Before: &before, After: &after}},
	}
}

// bySKU finds the variants that rows name.
func bySKU(ctx context.Context, tx *store.Tx, rows []counted) (map[string]*ent.ProductVariant, error) {
	skus := make([]string, len(rows))
	for i, row := range rows {
		skus[i] = row.sku
	}
	found, err := tx.ProductVariant.Query().Where(productvariant.SkuIn(skus...)).
		Select(productvariant.FieldID, productvariant.FieldSku, productvariant.FieldTitle).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find variants by sku: %w", err)
	}
	out := make(map[string]*ent.ProductVariant, len(found))
	for _, v := range found {
		out[*v.Sku] = v
	}
	return out, nil
}

// cut shortens a text for people, never within a character.
func cut(s string, most int) string {
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i]
		}
	}
	return s
}
