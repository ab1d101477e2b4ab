package marketplace

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/importrowerror"
	"orion/ent/gen/ent/marketplaceimportjob"
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
	search, err := filter.Search(where.Search, "where.search")
	if err != nil {
		return nil, err
	}
	if len(where.Brand) > 100 || len(where.ProductType) > 100 || len(where.Status) > 100 {
		return nil, errs.New(errs.TooMany, "has more than %d values", 100).At("where")
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
	return s.priced(ctx, out, where.Price)
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

// Jobs returns a page of the imports, newest first: the vendor's own, or all for
// the staff of the platform.
func (s *Service) Jobs(ctx context.Context, arg page.Arg) (*ImportJobConnection, error) {
	plan, err := s.pages.Plan(arg, nil, "importJobs", vendorOf(ctx))
	if err != nil {
		return nil, err
	}
	rows, err := s.db.MarketplaceImportJob.Query().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list imports: %w", err)
	}
	return page.Cut(plan, rows,
		func(j *ent.MarketplaceImportJob) ([]any, uuid.UUID) { return nil, j.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.MarketplaceImportJob.Query().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// Job returns an import; one that the viewer cannot see is NOT_FOUND.
func (s *Service) Job(ctx context.Context, id uuid.UUID) (*ent.MarketplaceImportJob, error) {
	job, err := s.db.MarketplaceImportJob.Query().Where(marketplaceimportjob.ID(id)).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("read import: %w", err)
	}
	return job, nil
}

// Errors returns a page of what is wrong with the rows of an import, in the order
// of the file. Warnings are left out with onlyFailed.
func (s *Service) Errors(ctx context.Context, job *ent.MarketplaceImportJob, arg page.Arg, onlyFailed bool) (*ImportRowErrorConnection, error) {
	match := []predicate.ImportRowError{importrowerror.JobID(job.ID)}
	if onlyFailed {
		match = append(match, importrowerror.Warning(false))
	}
	keys := []page.Key{{Column: importrowerror.FieldRecord}}
	plan, err := s.pages.Plan(arg, keys, "importErrors", job.ID, onlyFailed)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.ImportRowError.Query().Where(match...).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the problems of an import: %w", err)
	}
	return page.Cut(plan, rows,
		func(e *ent.ImportRowError) ([]any, uuid.UUID) { return []any{e.Record}, e.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.ImportRowError.Query().Where(match...).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}
