package marketplace

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceproduct"
	"orion/ent/gen/ent/marketplacesource"
	"orion/ent/gen/ent/predicate"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/viewer"
)

// Sources returns the vendor's sources by handle.
func (s *Service) Sources(ctx context.Context) ([]*ent.MarketplaceSource, error) {
	all, err := s.db.MarketplaceSource.Query().Order(marketplacesource.ByHandle()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sources: %w", err)
	}
	return all, nil
}

// Products returns a page of the staged products, the last changed first.
func (s *Service) Products(ctx context.Context, arg page.Arg, where *ProductWhere) (*MarketplaceProductConnection, error) {
	match, err := s.conditions(ctx, where)
	if err != nil {
		return nil, err
	}
	keys := []page.Key{{Column: marketplaceproduct.FieldUpdatedAt, Desc: true, Time: true}}
	plan, err := s.pages.Plan(arg, keys, "marketplaceProducts", vendorOf(ctx), where)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.MarketplaceProduct.Query().Where(match...).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list staged products: %w", err)
	}
	return page.Cut(plan, rows,
		func(p *ent.MarketplaceProduct) ([]any, uuid.UUID) { return []any{p.UpdatedAt}, p.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.MarketplaceProduct.Query().Where(match...).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// conditions turns a filter into predicates. Amounts are read in the currency of
// the shop.
func (s *Service) conditions(ctx context.Context, where *ProductWhere) ([]predicate.MarketplaceProduct, error) {
	if where == nil {
		return nil, nil
	}
	search, err := where.check()
	if err != nil {
		return nil, err
	}
	var out []predicate.MarketplaceProduct
	if where.Status != nil {
		out = append(out, marketplaceproduct.StatusIn(where.Status...))
	}
	if where.Brand != nil {
		out = append(out, marketplaceproduct.BrandIn(where.Brand...))
	}
	if where.ProductType != nil {
		out = append(out, marketplaceproduct.ProductTypeIn(where.ProductType...))
	}
	if search != "" {
		out = append(out, marketplaceproduct.Or(marketplaceproduct.TitleContainsFold(search),
			marketplaceproduct.BrandContainsFold(search), marketplaceproduct.ExternalIDContainsFold(search)))
	}
	if where.ItemGroupID != nil {
		out = append(out, marketplaceproduct.ItemGroupID(*where.ItemGroupID))
	}
	if where.ChangedAtSource != nil {
		out = append(out, marketplaceproduct.Changed(*where.ChangedAtSource))
	}
	if where.Pinned != nil {
		out = append(out, pinned(*where.Pinned))
	}
	if where.Source != nil {
		ids, err := s.sourceIDs(ctx, where.Source)
		if err != nil {
			return nil, err
		}
		out = append(out, marketplaceproduct.SourceIDIn(ids...))
	}
	return s.priced(ctx, out, where.Price)
}

// check returns the text to search for. TOO_LONG for one that is too long, TOO_MANY for
// too many values, INVALID for text that cannot be stored, which nothing can match.
func (w *ProductWhere) check() (search string, err error) {
	if search, err = filter.Search(w.Search, "where.search"); err != nil {
		return "", err
	}
	if max(len(w.Brand), len(w.ProductType), len(w.Status), len(w.Source)) > 100 {
		return "", errs.New(errs.TooMany, "has more than %d values", 100).At("where")
	}
	texts := slices.Concat([]string{search}, w.Brand, w.ProductType, w.Source)
	if w.ItemGroupID != nil {
		texts = append(texts, *w.ItemGroupID)
	}
	for _, t := range texts {
		switch {
		case len(t) > 4*maxOwnType:
			return "", errs.New(errs.TooLong, "is too long").At("where")
		case strings.ContainsRune(t, 0) || !utf8.ValidString(t):
			return "", errs.Field("where", "must not contain NUL")
		}
	}
	return search, nil
}

// sourceIDs are the sources with the handles; a handle of none is passed over.
func (s *Service) sourceIDs(ctx context.Context, handles []string) ([]uuid.UUID, error) {
	ids, err := s.db.MarketplaceSource.Query().Where(marketplacesource.HandleIn(handles...)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the sources of a filter: %w", err)
	}
	return ids, nil
}

func (s *Service) priced(ctx context.Context, out []predicate.MarketplaceProduct, price *filter.Decimal) ([]predicate.MarketplaceProduct, error) {
	if price == nil {
		return out, nil
	}
	v, err := s.db.Vendor.Get(ctx, vendorOf(ctx))
	if err != nil {
		return nil, fmt.Errorf("read the shop's currency: %w", err)
	}
	bounds, err := price.Where(marketplaceproduct.FieldPriceMinor, v.Currency, "where.price")
	if err != nil {
		return nil, err
	}
	out = append(out, marketplaceproduct.Currency(v.Currency))
	for _, b := range bounds {
		out = append(out, func(sel *sql.Selector) { sel.Where(b) })
	}
	return out, nil
}

func vendorOf(ctx context.Context) uuid.UUID {
	if v := viewer.From(ctx); v != nil {
		return v.VendorID
	}
	return uuid.Nil
}
