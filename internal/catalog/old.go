package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/slugredirect"
	"orion/internal/enum"
	"orion/internal/viewer"
)

// Old says what has become of a name in addresses that nothing can be seen under: now is
// the name that what had it before has today, "" where there is none to go to, and gone
// says that there was something which is no more. Of drafts it says nothing, whoever asks:
// it is for pages that everybody may open.
func (s *Service) Old(ctx context.Context, kind enum.SlugKind, slug string) (now string, gone bool, err error) {
	ctx = viewer.Elevate(ctx) // what is archived is hidden from shoppers, but not that it was there
	switch was, err := s.under(ctx, kind, slug); {
	case err != nil:
		return "", false, fmt.Errorf("look for what had a name: %w", err)
	case was != nil:
		return "", was.gone(), nil
	}
	row, err := s.db.SlugRedirect.Query().Where(slugredirect.KindEQ(kind), slugredirect.Slug(slug)).Only(ctx)
	if ent.IsNotFound(err) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("look for an old name: %w", err)
	}
	is, err := s.at(ctx, kind, row.TargetID)
	switch {
	case err != nil:
		return "", false, fmt.Errorf("look for what had a name: %w", err)
	case is == nil:
		return "", true, nil
	case is.shown:
		return is.slug, false, nil
	}
	return "", is.gone(), nil
}

// A bearer is what has a name in addresses, as far as a shop tells of it.
type bearer struct {
	slug string
	// shown says that shoppers see it, seen that they may have.
	shown, seen bool
}

func (p *bearer) gone() bool { return !p.shown && p.seen }

func bearingProduct(p *ent.Product, err error) (*bearer, error) {
	if ent.IsNotFound(err) {
		return nil, nil //nolint:nilnil // nothing is there
	}
	if err != nil {
		return nil, err
	}
	return &bearer{p.Slug, p.Status == enum.ProductStatusActive, p.Status == enum.ProductStatusArchived && p.PublishedAt != nil}, nil
}

func bearingCollection(c *ent.Collection, err error) (*bearer, error) {
	if ent.IsNotFound(err) {
		return nil, nil //nolint:nilnil // nothing is there
	}
	if err != nil {
		return nil, err
	}
	return &bearer{slug: c.Slug, shown: true}, nil
}

// under is what has a name now, nil where nothing has.
func (s *Service) under(ctx context.Context, kind enum.SlugKind, slug string) (*bearer, error) {
	if kind == enum.SlugKindProduct {
		return bearingProduct(s.db.Product.Query().Where(product.Slug(slug)).Only(ctx))
	}
	return bearingCollection(s.db.Collection.Query().Where(collection.Slug(slug)).Only(ctx))
}

// at is what has an id, nil where nothing has.
func (s *Service) at(ctx context.Context, kind enum.SlugKind, id uuid.UUID) (*bearer, error) {
	if kind == enum.SlugKindProduct {
		return bearingProduct(s.db.Product.Query().Where(product.ID(id)).Only(ctx))
	}
	return bearingCollection(s.db.Collection.Query().Where(collection.ID(id)).Only(ctx))
}

// Redirect is the name that something has now by one that it had before, nil where nothing
// had it or what had it is gone.
func (s *Service) Redirect(ctx context.Context, kind enum.SlugKind, slug string) (*string, error) {
	now, _, err := s.Old(ctx, kind, slug)
	if now == "" || err != nil {
		return nil, err
	}
	return &now, nil
}
