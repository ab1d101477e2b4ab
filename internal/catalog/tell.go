package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/webhook"
	"orion/jobs"
)

// announce has integrators told, if tx commits, of what happened to products, each once.
func (s *Service) announce(ctx context.Context, tx *store.Tx, event webhook.Event, products ...*ent.Product) error {
	if len(products) == 0 {
		return nil
	}
	return s.events.Offer(ctx, tx, event, func(context.Context) ([]webhook.Happening, error) {
		out := make([]webhook.Happening, len(products))
		for i, p := range products {
			out[i] = webhook.Happening{Subject: p.ID}
			if event == webhook.ProductDeleted { // soon nobody can read it any more
				out[i].Data = goneProduct{ID: p.PublicID(), Slug: p.Slug}
			}
		}
		return out, nil
	})
}

// announceAdopted tells of new products, and of those that have more variants than before.
func (s *Service) announceAdopted(ctx context.Context, tx *store.Tx, articles []Article, made []Adopted) error {
	var fresh, grown []*ent.Product
	seen := map[uuid.UUID]bool{}
	for i, a := range articles {
		p := made[i].Product
		switch {
		case a.ProductID == uuid.Nil:
			fresh = append(fresh, p)
		case !seen[p.ID]:
			grown = append(grown, p)
		}
		seen[p.ID] = true
	}
	if err := s.announce(ctx, tx, webhook.ProductCreated, fresh...); err != nil {
		return err
	}
	return s.announce(ctx, tx, webhook.ProductUpdated, grown...)
}

// goneProduct, outProduct and outVariant are what integrators are told of products. Stock has
// events of its own; what a variant costs the vendor is nobody's business.
type (
	goneProduct struct {
		ID   publicid.ID `json:"id"`
		Slug string      `json:"slug"`
	}
	outProduct struct {
		ID           publicid.ID        `json:"id"`
		Slug         string             `json:"slug"`
		Title        string             `json:"title"`
		Status       enum.ProductStatus `json:"status"`
		Brand        *string            `json:"brand"`
		CurrencyCode string             `json:"currencyCode"`
		Version      int                `json:"version"`
		Variants     []outVariant       `json:"variants"`
	}
	outVariant struct {
		ID             publicid.ID `json:"id"`
		SKU            *string     `json:"sku"`
		Title          string      `json:"title"`
		GTIN           *string     `json:"gtin"`
		PriceMinor     int64       `json:"priceMinor"`
		CompareAtMinor *int64      `json:"compareAtMinor"`
	}
)

// Tell returns what integrators are told of a product that was made or changed, as it is
// now; nil where the event is of something else. The viewer is the program, acting for the
// vendor. A product that is gone meanwhile is NOT_FOUND.
func (s *Service) Tell(ctx context.Context, tx *store.Tx, e jobs.EventTell) (any, error) {
	switch webhook.Event(e.Event) {
	case webhook.ProductCreated, webhook.ProductUpdated:
	default:
		return nil, nil //nolint:nilnil // none of ours
	}
	p, err := tx.Product.Get(ctx, e.Subject)
	if err != nil {
		return nil, fmt.Errorf("read a product: %w", err)
	}
	variants, err := tx.ProductVariant.Query().Where(productvariant.ProductID(p.ID)).
		Order(productvariant.ByPosition(), productvariant.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the variants of a product: %w", err)
	}
	return outward(p, variants), nil
}

func outward(p *ent.Product, variants []*ent.ProductVariant) outProduct {
	out := outProduct{
		ID: p.PublicID(), Slug: p.Slug, Title: p.Title, Status: p.Status, Brand: p.Brand, CurrencyCode: p.Currency, Version: p.Version,
		Variants: make([]outVariant, len(variants)),
	}
	for i, v := range variants {
		out.Variants[i] = outVariant{
			ID: v.PublicID(), SKU: v.Sku, Title: v.Title, GTIN: v.Gtin, PriceMinor: v.PriceMinor, CompareAtMinor: v.CompareAtMinor,
		}
	}
	return out
}
