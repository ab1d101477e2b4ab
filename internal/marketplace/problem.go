package marketplace

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/category"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/marketplacesource"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/store"
)

// flaw is what is to be said about a staged product.
type flaw struct {
	blocking bool
	code     string
	format   string
	args     []any
}

// flaws says what stands in the way of publication of a staged product in a shop with
// that currency, and what only deserves a look.
func flaws(p *ent.MarketplaceProduct, is *Proposal, currency string) (all []flaw) {
	if is.Price.Minor <= 0 {
		all = append(all, flaw{true, "NO_PRICE", "it has no price", nil})
	}
	if is.Price.Currency != currency {
		all = append(all, flaw{true, "CURRENCY", "its price is in %s and the shop sells in %s", []any{is.Price.Currency, currency}})
	}
	if p.ImageLink == nil {
		all = append(all, flaw{false, "NO_IMAGE", "it has no picture", nil})
	}
	if is.Description == "" {
		all = append(all, flaw{false, "NO_DESCRIPTION", "it has no description", nil})
	}
	return all
}

// A counter is what must be known beside staged products to say what would become of
// them: where they come from, what stands beside them, and what the shop sells in.
type counter struct {
	currency string
	sources  map[uuid.UUID]*ent.MarketplaceSource
	groups   map[groupKey][]mate
	proposed map[uuid.UUID]*Proposal
}

// approach reads what must be known of rows, in a constant number of statements. With
// lock nobody else publishes of their groups until the transaction is over.
func approach(ctx context.Context, tx *store.Tx, rows []*ent.MarketplaceProduct, lock bool) (*counter, error) {
	c, err := sourcesOf(ctx, tx.Client, rows)
	if err != nil {
		return nil, err
	}
	c.groups, err = groupsOf(ctx, tx, rows, c.currency, lock)
	return c, err
}

// sourcesOf is approach without the groups.
func sourcesOf(ctx context.Context, db *ent.Client, rows []*ent.MarketplaceProduct) (*counter, error) {
	c := &counter{sources: map[uuid.UUID]*ent.MarketplaceSource{}, proposed: map[uuid.UUID]*Proposal{}}
	if len(rows) == 0 {
		return c, nil
	}
	shop, err := db.Vendor.Get(ctx, rows[0].VendorID)
	if err != nil {
		return nil, fmt.Errorf("read the shop's currency: %w", err)
	}
	c.currency = shop.Currency
	var ids []uuid.UUID
	for _, p := range rows {
		if c.sources[p.SourceID] == nil {
			c.sources[p.SourceID] = &ent.MarketplaceSource{}
			ids = append(ids, p.SourceID)
		}
	}
	all, err := db.MarketplaceSource.Query().Where(marketplacesource.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the sources of staged products: %w", err)
	}
	for _, src := range all {
		c.sources[src.ID] = src
	}
	for _, p := range rows {
		c.proposed[p.ID] = propose(p, c.sources[p.SourceID], c.currency, shop.Language)
	}
	return c, nil
}

// flaws are those of a row alone and beside the others of its group.
func (c *counter) flaws(p *ent.MarketplaceProduct) []flaw {
	is := c.proposed[p.ID]
	all := flaws(p, is, c.currency)
	key, grouped := groupOf(p)
	if grouped && p.Status != enum.MarketplaceProductStatusPublished {
		all = append(all, groupFlaws(p, is.Price.Currency, c.groups[key], c.currency)...)
	}
	return all
}

// blocked returns what keeps a staged product out of the catalogue, by its place in ids.
func (c *counter) blocked(p *ent.MarketplaceProduct, place int) (mistakes errs.List) {
	for _, f := range c.flaws(p) {
		if f.blocking {
			mistakes = append(mistakes, errs.New(errs.Invalid, f.format, f.args...).At(placeOf(place)))
		}
	}
	return mistakes
}

// Problems says in the language of the context, of each staged product, what stands in
// the way of its publication and what deserves a look. It takes a constant number of
// statements. A sku that another product has is found out by publishing.
func (s *Service) Problems(ctx context.Context, rows []*ent.MarketplaceProduct) ([][]*Problem, error) {
	out := make([][]*Problem, len(rows))
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		c, err := approach(ctx, tx, rows, false)
		if err != nil {
			return err
		}
		for i, p := range rows {
			out[i] = []*Problem{}
			for _, f := range c.flaws(p) {
				out[i] = append(out[i], &Problem{Blocking: f.blocking, Code: f.code, Message: i18n.T(ctx, f.format, f.args...)})
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for problems: %w", err)
	}
	return out, nil
}

// Proposals says of each staged product how it would stand in the catalogue, in a
// constant number of statements. One of a group is shown as if it stood alone.
func (s *Service) Proposals(ctx context.Context, rows []*ent.MarketplaceProduct) ([]*Proposal, error) {
	c, err := sourcesOf(ctx, s.db.Client, rows)
	if err != nil {
		return nil, err
	}
	out := make([]*Proposal, len(rows))
	for i, p := range rows {
		out[i] = c.proposed[p.ID]
	}
	if err := s.findCollections(ctx, out); err != nil {
		return nil, err
	}
	return out, s.findCategories(ctx, out)
}

// findCollections reads the collections that proposals name, in one statement.
func (s *Service) findCollections(ctx context.Context, of []*Proposal) error {
	ids := map[uuid.UUID]*ent.Collection{}
	for _, is := range of {
		if is.CollectionID != nil {
			ids[*is.CollectionID] = nil
		}
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := s.db.Collection.Query().Where(collection.IDIn(keys(ids)...)).All(ctx)
	if err != nil {
		return fmt.Errorf("read the collections of proposals: %w", err)
	}
	for _, one := range found {
		ids[one.ID] = one
	}
	for _, is := range of {
		if is.CollectionID != nil {
			is.Collection = ids[*is.CollectionID]
		}
	}
	return nil
}

// findCategories does the same for categories.
func (s *Service) findCategories(ctx context.Context, of []*Proposal) error {
	ids := map[uuid.UUID]*ent.Category{}
	for _, is := range of {
		if is.CategoryID != nil {
			ids[*is.CategoryID] = nil
		}
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := s.db.Category.Query().Where(category.IDIn(keys(ids)...)).All(ctx)
	if err != nil {
		return fmt.Errorf("read the categories of proposals: %w", err)
	}
	for _, one := range found {
		ids[one.ID] = one
	}
	for _, is := range of {
		if is.CategoryID != nil {
			is.Category = ids[*is.CategoryID]
		}
	}
	return nil
}

func keys[T any](m map[uuid.UUID]T) []uuid.UUID {
	out := make([]uuid.UUID, 0, len(m))
	for id := range m {
		out = append(out, id)
	}
	return out
}
