package order

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/internal/kit/filter"
	"orion/internal/kit/postal"
	"orion/internal/kit/pricing"
	"orion/internal/kit/terms"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A Draft is what buyer and shop agree on, before the order is placed. Amounts are
// minor units of Currency.
type Draft struct {
	ID, CartID                uuid.UUID
	CustomerID                *uuid.UUID
	Email, Currency, Language string
	// Sums are what all lines and the delivery come to.
	Sums pricing.Sums
	// Discounts are what promotions took off, as far as it is in Sums.
	Discounts                     []terms.Discount
	TaxIncluded                   bool
	ShippingAddress               postal.Address
	BillingAddress                *postal.Address // nil where it is the same
	BuyerNote                     *string
	DeliveryHandle, DeliveryTitle string
	PaymentMethod                 string
	IdempotencyKey                string
	RequestHash                   []byte
	ExpiresAt                     time.Time
	Lines                         []DraftLine
}

// A DraftLine is so much of a variant at its price of now.
type DraftLine struct {
	Variant  *ent.ProductVariant
	Quantity int
	Sum      pricing.Priced
	TaxRate  int // in hundredths of a percent
}

// Open writes an order that is being paid for, with its lines and its payment, within
// the caller's transaction and in a constant number of statements. No list shows it
// and it has no number until Place. The program writes for the buyer, of whom the
// caller has seen that the cart is theirs.
func (s *Service) Open(ctx context.Context, tx *store.Tx, d Draft) (*ent.Order, *ent.Payment, error) {
	ctx = viewer.Elevate(ctx)
	now := s.clock.Now()
	c := tx.Order.Create().SetID(d.ID).SetCreatedAt(now).SetCartID(d.CartID).SetNillableCustomerID(d.CustomerID).
		SetEmail(d.Email).SetCurrency(d.Currency).SetLanguage(d.Language).
		SetSubtotalMinor(d.Sums.Subtotal).SetDiscountMinor(d.Sums.Discount).SetShippingMinor(d.Sums.Shipping).
		SetTaxMinor(d.Sums.Tax).SetTotalMinor(d.Sums.Total).SetTaxIncluded(d.TaxIncluded).SetTaxes(taxes(d.Sums.Taxes)).
		SetShippingDiscountMinor(d.Sums.Delivery.Discount).SetShippingTaxMinor(d.Sums.Delivery.Tax).
		SetNillableBuyerNote(d.BuyerNote).
		SetShippingAddress(d.ShippingAddress).SetDeliveryHandle(d.DeliveryHandle).SetDeliveryTitle(d.DeliveryTitle).
		SetPaymentMethod(d.PaymentMethod).SetIdempotencyKey(d.IdempotencyKey).SetRequestHash(d.RequestHash).
		SetExpiresAt(d.ExpiresAt)
	if len(d.Discounts) > 0 {
		c.SetDiscounts(d.Discounts)
	}
	if d.BillingAddress != nil {
		c.SetBillingAddress(d.BillingAddress)
	}
	o, err := c.Save(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("write the order: %w", err)
	}
	if err := writeLines(ctx, tx, o, d); err != nil {
		return nil, nil, err
	}
	p, err := tx.Payment.Create().SetOrderID(o.ID).SetCreatedAt(now).SetMethod(d.PaymentMethod).SetCurrency(d.Currency).
		SetAmountMinor(d.Sums.Total).Save(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("write the payment: %w", err)
	}
	return o, p, nil
}

// taxes is how an order keeps its taxes.
func taxes(at []pricing.TaxAt) []terms.Tax {
	out := make([]terms.Tax, len(at))
	for i, t := range at {
		out[i] = terms.Tax{RateBp: t.Rate, NetMinor: t.Net, TaxMinor: t.Tax}
	}
	return out
}

func writeLines(ctx context.Context, tx *store.Tx, o *ent.Order, d Draft) error {
	ids := make([]uuid.UUID, len(d.Lines))
	for i, l := range d.Lines {
		ids[i] = l.Variant.ProductID
	}
	titles, err := titlesOf(ctx, tx, ids)
	if err != nil {
		return err
	}
	pictures, err := picturesOf(ctx, tx, ids)
	if err != nil {
		return err
	}
	rows := make([]*ent.OrderLineCreate, len(d.Lines))
	for i, l := range d.Lines {
		rows[i] = tx.OrderLine.Create().SetOrderID(o.ID).SetCreatedAt(o.CreatedAt).SetPosition(i).
			SetProductID(l.Variant.ProductID).SetVariantID(l.Variant.ID).SetNillableSku(l.Variant.Sku).
			SetTitle(lineTitle(titles[l.Variant.ProductID], l.Variant.Title)).SetQuantity(l.Quantity).
			SetCurrency(o.Currency).SetUnitPriceMinor(l.Variant.PriceMinor).
			SetTotalMinor(l.Sum.Subtotal).SetDiscountMinor(l.Sum.Discount).SetTaxRateBp(l.TaxRate).SetTaxMinor(l.Sum.Tax)
		if media, ok := pictures[l.Variant.ProductID]; ok {
			rows[i].SetMediaID(media)
		}
	}
	if err := tx.OrderLine.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("write the lines: %w", err)
	}
	return nil
}

func titlesOf(ctx context.Context, tx *store.Tx, products []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := tx.Product.Query().Where(filter.AnyOf(product.FieldID, products)).Select(product.FieldID, product.FieldTitle).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read titles: %w", err)
	}
	out := make(map[uuid.UUID]string, len(rows))
	for _, p := range rows {
		out[p.ID] = p.Title
	}
	return out, nil
}

// maxLineTitle is how many bytes the title of a line may have.
const maxLineTitle = 400

// lineTitle names a variant beside its product, where it has a name of its own.
func lineTitle(product, variant string) string {
	title := product
	switch {
	case product == "":
		title = variant
	case variant != product:
		title += " – " + variant
	}
	if len(title) <= maxLineTitle {
		return title
	}
	cut := maxLineTitle
	for !utf8.RuneStart(title[cut]) {
		cut--
	}
	return title[:cut]
}
