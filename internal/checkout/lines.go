package checkout

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
)

// AddLines adds to a cart; a variant that is in it already gets more. Where fewer are
// left than wanted, the line holds what there is, with a warning. All lines are added
// or none: INVALID for a quantity that is not 1 to MaxQuantity, NOT_FOUND for a
// variant that the shop does not sell, INSUFFICIENT_STOCK for one that is sold out,
// TOO_MANY beyond MaxLines, each with its place.
func (s *Service) AddLines(ctx context.Context, id publicid.ID, lines []*LineInput) (*Change, error) {
	if len(lines) == 0 {
		return nil, errs.New(errs.Required, "is required").At("lines")
	}
	add, err := adding(lines, "lines")
	if err != nil {
		return nil, err
	}
	return s.change(ctx, id, add.variants, add.apply)
}

// An addition is lines to add, checked as far as they can be without a cart.
type addition struct {
	path       string
	variants   []uuid.UUID
	quantities []int
}

func adding(lines []*LineInput, path string) (*addition, error) {
	if len(lines) > MaxLines {
		return nil, errs.New(errs.TooMany, "a cart has at most %d lines", MaxLines).At(path)
	}
	a := &addition{path: path}
	var faults errs.List
	for i, l := range lines {
		if l.Quantity < 1 || l.Quantity > MaxQuantity {
			faults = append(faults, errs.Field(fmt.Sprintf("%s.%d.quantity", path, i), "must be 1 to %d", MaxQuantity))
		}
		a.variants, a.quantities = append(a.variants, l.VariantID.As("ProductVariant")), append(a.quantities, l.Quantity)
	}
	return a, faults.Or()
}

// apply is an edit.
func (a *addition) apply(_ context.Context, b *basket, _ *ent.CartUpdateOne) error {
	var faults errs.List
	for i, variant := range a.variants {
		at := fmt.Sprintf("%s.%d", a.path, i)
		if b.offers[variant] == nil {
			faults = append(faults, errs.New(errs.NotFound, "not found").At(at+".variantId"))
			continue
		}
		it := b.of(variant)
		it.quantity += a.quantities[i]
		switch {
		case it.available <= 0:
			faults = append(faults, inventory.Short(0).At(at+".quantity"))
		case it.quantity > MaxQuantity:
			faults = append(faults, errs.Field(at+".quantity", "no more than %d of one article fit into a cart", MaxQuantity))
		}
	}
	return faults.Or()
}

// of returns the item of an offered variant, a new one where the cart has none.
func (b *basket) of(variant uuid.UUID) *item {
	for _, it := range b.items {
		if it.line.VariantID == variant {
			return it
		}
	}
	it := b.item(&ent.CartLine{ID: uuid.Must(uuid.NewV7()), VariantID: variant})
	it.added = true
	b.items = append(b.items, it)
	return it
}

// UpdateLines sets the quantities of lines; 0 takes a line out. Where fewer are left,
// the line holds what there is, with a warning. All lines are changed or none: INVALID
// for a quantity that is not 0 to MaxQuantity, NOT_FOUND for a line that is not in the
// cart, INSUFFICIENT_STOCK for more of what is sold out, each with its place.
func (s *Service) UpdateLines(ctx context.Context, id publicid.ID, lines []*LineUpdateInput) (*Change, error) {
	if err := updating(lines); err != nil {
		return nil, err
	}
	return s.change(ctx, id, nil, func(_ context.Context, b *basket, _ *ent.CartUpdateOne) error {
		var faults errs.List
		for i, l := range lines {
			if e := b.set(l.LineID.As("CartLine"), l.Quantity); e != nil {
				faults = append(faults, e.At(fmt.Sprintf("lines.%d.%s", i, e.Field())))
			}
		}
		return faults.Or()
	})
}

func updating(lines []*LineUpdateInput) error {
	switch {
	case len(lines) == 0:
		return errs.New(errs.Required, "is required").At("lines")
	case len(lines) > MaxLines:
		return errs.New(errs.TooMany, "a cart has at most %d lines", MaxLines).At("lines")
	}
	var faults errs.List
	for i, l := range lines {
		if l.Quantity < 0 || l.Quantity > MaxQuantity {
			faults = append(faults, errs.Field(fmt.Sprintf("lines.%d.quantity", i), "must be 0 to %d", MaxQuantity))
		}
	}
	return faults.Or()
}

// set sets the quantity of a line. Its error points at the field of the input.
func (b *basket) set(line uuid.UUID, quantity int) *errs.Error {
	i := slices.IndexFunc(b.items, func(it *item) bool { return it.line.ID == line })
	switch {
	case i < 0:
		return errs.New(errs.NotFound, "not found").At("lineId")
	case quantity == 0:
		b.dropped = append(b.dropped, line)
		b.items = slices.Delete(b.items, i, i+1)
	case quantity > b.items[i].quantity && b.items[i].variant != nil && b.items[i].available <= 0:
		return inventory.Short(0).At("quantity")
	default:
		b.items[i].quantity = quantity
	}
	return nil
}

// RemoveLines takes lines out of a cart. A line that is not in it is gone already.
func (s *Service) RemoveLines(ctx context.Context, id publicid.ID, lines []publicid.ID) (*Change, error) {
	if len(lines) > MaxLines {
		return nil, errs.New(errs.TooMany, "a cart has at most %d lines", MaxLines).At("lineIds")
	}
	gone := make(map[uuid.UUID]bool, len(lines))
	for _, l := range publicid.All("CartLine", lines) {
		gone[l] = true
	}
	return s.change(ctx, id, nil, func(_ context.Context, b *basket, _ *ent.CartUpdateOne) error {
		b.items = slices.DeleteFunc(b.items, func(it *item) bool {
			if gone[it.line.ID] {
				b.dropped = append(b.dropped, it.line.ID)
			}
			return gone[it.line.ID]
		})
		return nil
	})
}
