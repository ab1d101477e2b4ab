package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/audit"
	"orion/internal/kit/filter"
	"orion/internal/media"
	"orion/internal/store"
	"orion/internal/webhook"
)

// An Amendment writes some words of a product and of one of its variants anew. What is
// nil stays; a pointer to nil takes away.
type Amendment struct {
	ProductID, VariantID uuid.UUID

	Title, Description *string
	Brand, ProductType **string
	PriceMinor         *int64
	CompareAtMinor     **int64
	GTIN               **string
	// Picture is the address of one to fetch and show first.
	Picture *string
}

// Amend makes amendments within the caller's transaction, in a constant number of
// statements. Of several of one product the last word counts. It returns what the record
// should say of each product that changed: whoever is the viewer of ctx, the caller knows
// on whose behalf it was.
func (s *Service) Amend(ctx context.Context, tx *store.Tx, all []Amendment) ([]audit.Event, error) {
	var products, variants []uuid.UUID
	for _, a := range all {
		products, variants = append(products, a.ProductID), append(variants, a.VariantID)
	}
	before, err := lockProducts(ctx, tx, products, held())
	if err != nil {
		return nil, err
	}
	offers, err := tx.ProductVariant.Query().Where(filter.AnyOf(productvariant.FieldID, variants)).Order(productvariant.ByID()).ForUpdate().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock variants: %w", err)
	}
	if err := amendVariants(ctx, tx, all, offers); err != nil {
		return nil, err
	}
	if err := amendProducts(ctx, tx, all, before); err != nil {
		return nil, err
	}
	if err := s.face(ctx, tx, all, before); err != nil {
		return nil, err
	}
	after, err := inOrder(ctx, tx, idsIn(before))
	if err != nil {
		return nil, err
	}
	var events []audit.Event
	for i, p := range before {
		events = append(events, audit.Event{
			Action: "product.update", TargetType: "Product", Target: string(p.PublicID()), Changes: audit.Diff(p, after[i]),
		})
	}
	return events, s.announce(ctx, tx, webhook.ProductUpdated, before...)
}

func idsIn(rows []*ent.Product) []uuid.UUID {
	out := make([]uuid.UUID, len(rows))
	for i, p := range rows {
		out[i] = p.ID
	}
	return out
}

// amended is a product as the amendments leave it.
func amended(p ent.Product, all []Amendment) ent.Product {
	for _, a := range all {
		if a.ProductID != p.ID {
			continue
		}
		set(&p.Title, a.Title)
		set(&p.Description, a.Description)
		set(&p.Brand, a.Brand)
		set(&p.ProductType, a.ProductType)
	}
	return p
}

func set[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}

// face puts the pictures of amendments before those that their products have.
func (s *Service) face(ctx context.Context, tx *store.Tx, all []Amendment, products []*ent.Product) error {
	have, err := picturesOf(ctx, tx, idsIn(products))
	if err != nil {
		return err
	}
	title := make(map[uuid.UUID]string, len(products))
	for _, p := range products {
		title[p.ID] = p.Title
	}
	var refs []media.Reference
	first := map[uuid.UUID]int{}
	for id, shown := range have {
		first[id] = shown[0].position
	}
	for _, a := range all {
		if a.Picture == nil {
			continue
		}
		first[a.ProductID]--
		refs = append(refs, media.Reference{ProductID: a.ProductID, URL: *a.Picture, Alt: title[a.ProductID], Position: first[a.ProductID]})
	}
	return s.media.Refer(ctx, tx, refs)
}

// Faces returns the address that the first picture of each product came from, fetched
// or not; "" where it was not fetched from anywhere. Products without pictures are left
// out.
func (s *Service) Faces(ctx context.Context, products []uuid.UUID) (map[uuid.UUID]string, error) {
	out := map[uuid.UUID]string{}
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		all, err := picturesOf(ctx, tx, products)
		for id, shown := range all {
			out[id] = shown[0].url
		}
		return err
	})
	return out, err
}
