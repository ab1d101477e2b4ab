package marketplace

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/internal/audit"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Publish makes catalogue products of selected ones, all or none: product,
// variant, stock, pictures. It returns the products in the order of ids; for what
// is published already, the product that there is. What stands in the way is told
// with its place in ids: INVALID for a price in another currency, INVALID_STATE
// for what was not selected, NOT_FOUND, ALREADY_EXISTS for a sku in use.
func (s *Service) Publish(ctx context.Context, ids []publicid.ID) ([]*ent.Product, error) {
	var out []*ent.Product
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		rows, err := lockStaged(ctx, tx, ids)
		if err != nil {
			return err
		}
		shop, err := tx.Vendor.Get(ctx, viewer.From(ctx).VendorID)
		if err != nil {
			return err
		}
		fresh, err := publishable(rows, shop.Currency)
		if err != nil {
			return err
		}
		if err := s.adopt(ctx, tx, rows, fresh); err != nil {
			return err
		}
		out, err = productsOf(ctx, tx, rows)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("publish staged products: %w", err)
	}
	return out, nil
}

// publishable returns the places of the rows that are to become products. rows are
// in the order asked for, and a row may stand there twice.
func publishable(rows []*ent.MarketplaceProduct, currency string) (fresh []int, err error) {
	var mistakes errs.List
	seen := map[uuid.UUID]bool{}
	for i, p := range rows {
		switch {
		case p.Status == enum.MarketplaceProductStatusPublished || seen[p.ID]:
		case p.Status != enum.MarketplaceProductStatusSelected:
			mistakes = append(mistakes, wrongState(i, p))
		default:
			mistakes = append(mistakes, blocked(p, i, currency)...)
			fresh = append(fresh, i)
		}
		seen[p.ID] = true
	}
	return fresh, mistakes.Or()
}

// adopt makes products of the rows at the places given and marks these rows. The
// viewer may publish what was imported; what that does to catalogue and stock is
// the program's.
func (s *Service) adopt(ctx context.Context, tx *store.Tx, rows []*ent.MarketplaceProduct, fresh []int) error {
	if len(fresh) == 0 {
		return nil
	}
	articles := make([]catalog.Article, len(fresh))
	for i, place := range fresh {
		articles[i] = article(rows[place])
	}
	own := viewer.Elevate(ctx)
	made, err := s.catalog.Adopt(own, tx, articles)
	if err != nil {
		return replace(err, fresh)
	}
	if err := s.open(own, tx, rows, fresh, made); err != nil {
		return err
	}
	events := make([]audit.Event, len(fresh))
	for i, place := range fresh {
		// Under the viewer of the call: it must be allowed to do this.
		p, err := rows[place].Update().SetStatus(enum.MarketplaceProductStatusPublished).SetProductID(made[i].Product.ID).
			SetUpdatedAt(s.clock.Now()).Save(ctx)
		if err != nil {
			return err
		}
		events[i] = audit.Event{
			Action: "import.publish", TargetType: "MarketplaceProduct", Target: string(p.PublicID()), Changes: audit.Diff(rows[place], p),
		}
		rows[place].ProductID = p.ProductID
	}
	return audit.RecordAll(ctx, tx, events)
}

// article is what the catalogue takes of a staged product. A sale makes the
// regular price the one it is compared with.
func article(p *ent.MarketplaceProduct) catalog.Article {
	a := catalog.Article{
		Sku: p.ExternalID, Title: p.Title, Description: p.Description, Brand: p.Brand, ProductType: p.ProductType,
		GTIN: p.Gtin, Currency: p.Currency, PriceMinor: p.PriceMinor,
	}
	if p.SalePriceMinor != nil {
		regular := p.PriceMinor
		a.PriceMinor, a.CompareAtMinor = *p.SalePriceMinor, &regular
	}
	if p.ImageLink != nil {
		a.Pictures = append(a.Pictures, *p.ImageLink)
	}
	a.Pictures = append(a.Pictures, p.AdditionalImageLinks...)
	return a
}

// replace turns the places of articles in an error into places in ids.
func replace(err error, places []int) error {
	e, ok := errors.AsType[*errs.Error](err)
	if !ok || len(e.Path) != 2 || e.Path[0] != "ids" {
		return err
	}
	n, bad := strconv.Atoi(e.Path[1])
	if bad != nil || n < 0 || n >= len(places) {
		return err
	}
	return e.At(placeOf(places[n]))
}

func productsOf(ctx context.Context, tx *store.Tx, rows []*ent.MarketplaceProduct) ([]*ent.Product, error) {
	ids := make([]uuid.UUID, 0, len(rows))
	for _, p := range rows {
		if p.ProductID != nil {
			ids = append(ids, *p.ProductID)
		}
	}
	found, err := tx.Product.Query().Where(product.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*ent.Product, len(found))
	for _, p := range found {
		byID[p.ID] = p
	}
	out := make([]*ent.Product, 0, len(rows))
	for _, id := range ids {
		if p := byID[id]; p != nil {
			out = append(out, p)
		}
	}
	return out, nil
}
