package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/kit/page"
	"orion/internal/media"
)

// How much the front of a page shows: what stands on its first screens.
const (
	frontVariants = 100
	frontRelated  = 4
	frontShelf    = 24
	frontHome     = 8
)

// A Shown is a product of a shop with the picture that stands for it, nil where it has none.
type Shown struct {
	*ent.Product
	Picture *ent.MediaFile
}

// A ProductFront is what the page of a product says before its scripts have run.
type ProductFront struct {
	Product    *ent.Product
	Variants   []*ent.ProductVariant // up to 100
	Pictures   []*ent.MediaFile
	Collection *ent.Collection // the first that it stands in, with its words alone; nil where it stands in none
	Related    []*ent.Product  // others of that collection, at most 4
}

// A CollectionFront is what the page of a collection says before its scripts have run.
type CollectionFront struct {
	Collection *ent.Collection
	Products   []Shown // the first 24
}

// A HomeFront is what the first page of a shop says before its scripts have run.
type HomeFront struct {
	Hero        *ent.MediaFile // the shop's own, else that of a new product; nil where there is none
	Collections []*ent.Collection
	Products    []*ent.Product // the newest 8
}

// ProductFront returns the front of a product by its slug, nil where the shop shows none of
// that name. It takes three statements.
func (s *Service) ProductFront(ctx context.Context, slug string) (*ProductFront, error) {
	rows, err := s.withNeighbours(ctx, slug)
	if err != nil {
		return nil, fmt.Errorf("find a product and its neighbours: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	f := &ProductFront{Product: rows[0], Related: rows[1:]}
	if f.Collection, err = shelfOf(f.Product); err != nil {
		return nil, err
	}
	f.Variants, err = s.db.ProductVariant.Query().Where(productvariant.ProductID(f.Product.ID)).
		Order(productvariant.ByPosition(), productvariant.ByID()).Limit(frontVariants).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list variants: %w", err)
	}
	pictures, err := s.Media(ctx, rows[:1])
	if err != nil {
		return nil, err
	}
	f.Pictures = pictures[0]
	return f, nil
}

// shelfOf reads the column that withNeighbours selects beside a product's own.
func shelfOf(p *ent.Product) (*ent.Collection, error) {
	v, err := p.Value(shelfColumn)
	if err != nil {
		return nil, fmt.Errorf("read the collection of a product: %w", err)
	}
	raw, ok := v.(string)
	if !ok { // null: it stands in none
		return nil, nil
	}
	c := &ent.Collection{}
	if err := json.Unmarshal([]byte(raw), c); err != nil {
		return nil, fmt.Errorf("read the collection of a product: %w", err)
	}
	return c, nil
}

// CollectionFront returns the front of a collection by its slug, nil where there is none.
func (s *Service) CollectionFront(ctx context.Context, slug string) (*CollectionFront, error) {
	c, err := s.Collection(ctx, &slug, nil)
	if c == nil || err != nil {
		return nil, err
	}
	first := frontShelf
	rows, err := s.InCollection(ctx, c, page.Arg{First: &first}, nil, nil)
	if err != nil {
		return nil, err
	}
	shown, err := s.shown(ctx, rows.Nodes)
	return &CollectionFront{Collection: c, Products: shown}, err
}

// ListFront returns the first products of a shop as its list of all products begins, in two
// statements.
func (s *Service) ListFront(ctx context.Context, vendor *ent.Vendor) ([]Shown, error) {
	first := frontShelf
	rows, err := s.Products(ctx, vendor, page.Arg{First: &first}, nil, nil)
	if err != nil {
		return nil, err
	}
	return s.shown(ctx, rows.Nodes)
}

// HomeFront returns what the first page of a shop begins with, in three statements.
func (s *Service) HomeFront(ctx context.Context, vendor *ent.Vendor) (*HomeFront, error) {
	first := frontHome
	shelves, err := s.Collections(ctx, vendor, page.Arg{First: &first})
	if err != nil {
		return nil, err
	}
	products, err := s.Products(ctx, vendor, page.Arg{First: &first}, nil, nil)
	if err != nil {
		return nil, err
	}
	f := &HomeFront{Collections: shelves.Nodes, Products: products.Nodes}
	f.Hero, err = s.hero(ctx, vendor.HeroID, products.Nodes)
	return f, err
}

func (s *Service) hero(ctx context.Context, own *uuid.UUID, products []*ent.Product) (*ent.MediaFile, error) {
	var faces []*ent.MediaFile
	var err error
	if own != nil {
		faces, err = s.media.ByID(ctx, []uuid.UUID{*own})
	} else {
		faces, err = s.FeaturedMedia(ctx, products)
	}
	for _, m := range faces {
		if m != nil && media.Path(m) != nil {
			return m, err
		}
	}
	return nil, err
}

func (s *Service) shown(ctx context.Context, products []*ent.Product) ([]Shown, error) {
	faces, err := s.FeaturedMedia(ctx, products)
	if err != nil {
		return nil, err
	}
	out := make([]Shown, len(products))
	for i, p := range products {
		out[i] = Shown{p, faces[i]}
	}
	return out, nil
}
