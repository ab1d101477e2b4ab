package checkout

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/cartline"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
	"orion/internal/inventory"
	"orion/internal/kit/filter"
	"orion/internal/kit/i18n"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

// An item is a line of a cart with what the shop says of its variant now.
type item struct {
	line      *ent.CartLine
	variant   *ent.ProductVariant // nil where it is no longer sold
	available int64
	quantity  int // what it is to be
	added     bool
}

// A basket is a cart with all that its sums need, in memory.
type basket struct {
	client *ent.Client // of the transaction that has the cart locked, if any
	cart   *ent.Cart
	items  []*item

	// offers are the variants that the shop sells of those asked for, and stock what
	// there is of them.
	offers map[uuid.UUID]*ent.ProductVariant
	stock  map[uuid.UUID]*ent.InventoryLevel

	dropped  []uuid.UUID // lines that the buyer took out
	warnings []*Warning
}

// load reads a cart's lines with their variants and stock, and that of more variants,
// in three statements. The context carries the key of the cart.
func load(ctx context.Context, c *ent.Client, cart *ent.Cart, more []uuid.UUID) (*basket, error) {
	lines, err := c.CartLine.Query().Where(cartline.CartID(cart.ID)).
		Order(cartline.ByCreatedAt(), cartline.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the lines of a cart: %w", err)
	}
	ids := append(make([]uuid.UUID, 0, len(lines)+len(more)), more...)
	for _, l := range lines {
		ids = append(ids, l.VariantID)
	}
	b := &basket{client: c, cart: cart, offers: map[uuid.UUID]*ent.ProductVariant{}}
	variants, err := c.ProductVariant.Query().Where(filter.AnyOf(productvariant.FieldID, ids),
		productvariant.Published(true), productvariant.Currency(cart.Currency)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the variants of a cart: %w", err)
	}
	for _, v := range variants {
		b.offers[v.ID] = v
	}
	if b.stock, err = inventory.LevelsOf(ctx, c, ids); err != nil {
		return nil, err
	}
	for _, l := range lines {
		b.items = append(b.items, b.item(l))
	}
	return b, nil
}

func (b *basket) item(l *ent.CartLine) *item {
	it := &item{line: l, variant: b.offers[l.VariantID], quantity: l.Quantity}
	if level := b.stock[l.VariantID]; level != nil {
		it.available = inventory.Available(level)
	}
	return it
}

// sold returns the items whose products are still sold.
func (b *basket) sold() []*item {
	out := make([]*item, 0, len(b.items))
	for _, it := range b.items {
		if it.variant != nil {
			out = append(out, it)
		}
	}
	return out
}

// reprice brings the items to what the shop sells now, and says what it changed: what
// is no longer sold goes, prices are those of now, and of what is short there is as
// much as is left. What is sold out stays, for the buyer to see and decide.
func (b *basket) reprice(ctx context.Context) {
	for _, it := range b.items {
		switch {
		case it.variant == nil:
			b.warn(ctx, it, enum.WarningCodeLineRemoved, "a product that is no longer sold was taken out of the cart")
			continue
		case !it.added && it.line.UnitPriceMinor != it.variant.PriceMinor:
			was, is := it.line.UnitPrice(), it.variant.Price()
			b.warn(ctx, it, enum.WarningCodePriceChanged, "the price changed from %s to %s", words(ctx, was), words(ctx, is))
		}
		if it.available > 0 && int64(it.quantity) > it.available {
			it.quantity = int(it.available)
			b.warn(ctx, it, enum.WarningCodeQuantityReduced, "only %d are left; the quantity was reduced", it.available)
		}
	}
}

func words(ctx context.Context, m money.Money) string { return m.Format(i18n.From(ctx)) }

func (b *basket) warn(ctx context.Context, it *item, code enum.WarningCode, format string, args ...any) {
	var target *publicid.ID
	if it.line.ID != uuid.Nil {
		id := it.line.PublicID()
		target = &id
	}
	b.warnings = append(b.warnings, &Warning{Code: code, Message: i18n.T(ctx, format, args...), Target: target})
}

// written is the basket as it is read again once its cart is written.
func (b *basket) written(after *ent.Cart) *basket {
	out := &basket{cart: after, offers: b.offers, stock: b.stock}
	for _, it := range b.sold() {
		l := *it.line
		l.VendorID, l.CartID, l.Quantity = after.VendorID, after.ID, it.quantity
		l.Currency, l.UnitPriceMinor = it.variant.Currency, it.variant.PriceMinor
		out.items = append(out.items, out.item(&l))
	}
	return out
}
