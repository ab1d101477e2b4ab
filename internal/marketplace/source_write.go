package marketplace

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/ent/gen/ent/marketplaceproduct"
	"orion/ent/gen/ent/marketplacesource"
	"orion/ent/gen/ent/vendor"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// sourcesAtMost is how many sources a vendor has.
const sourcesAtMost = 50

var handlePattern = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// CreateSource makes a source; see the graph's MarketplaceSourceInput. ALREADY_EXISTS
// at handle where it is taken, QUOTA_EXCEEDED beyond 50. The viewer needs import.run.
func (s *Service) CreateSource(ctx context.Context, handle string, in SourceInput) (*ent.MarketplaceSource, error) {
	if err := need(ctx, enum.PermissionImportRun); err != nil {
		return nil, err
	}
	src, err := s.newSource(ctx, handle, &in)
	if err != nil {
		return nil, err
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := s.complete(ctx, tx, src, &in); err != nil {
			return err
		}
		if err := room(ctx, tx, src.VendorID); err != nil {
			return err
		}
		create := tx.MarketplaceSource.Create().SetID(src.ID).SetHandle(handle)
		columnsOf(create.Mutation(), src)
		if src, err = create.Save(viewer.Elevate(ctx)); err != nil {
			return err
		}
		return recordSource(ctx, tx, "source.create", nil, src)
	})
	switch {
	case store.Violates(err, "source_handle_per_vendor"):
		return nil, errs.New(errs.AlreadyExists, "is taken").At("handle")
	case err != nil:
		return nil, fmt.Errorf("create source: %w", err)
	}
	return src, nil
}

// newSource is what an input makes of a source that there is not yet.
func (s *Service) newSource(ctx context.Context, handle string, in *SourceInput) (*ent.MarketplaceSource, error) {
	if !handlePattern.MatchString(handle) {
		return nil, errs.Field("handle", "must be 1 to 40 of a-z, 0-9 and -")
	}
	src := blank(viewer.From(ctx).VendorID)
	if in.Name == nil {
		return nil, errs.New(errs.Required, "is required").At("input.name")
	}
	return src, s.accept(in, src, "input")
}

// blank is a source with the defaults of a new one.
func blank(vendorID uuid.UUID) *ent.MarketplaceSource {
	src := &ent.MarketplaceSource{
		ID: uuid.Must(uuid.NewV7()), VendorID: vendorID, Version: 1, Currency: "EUR", DecimalMark: enum.DecimalMarkAuto, Complete: true,
		FailureLimit: 5, Rounding: enum.PriceRoundingNone, TaxClass: enum.TaxClassStandard, StockPolicy: enum.StockPolicyOnPublication, DefaultStock: 10,
	}
	src.Format = enum.FeedFormatGoogle
	return src
}

// accept writes an input into a source and returns every mistake in it.
func (s *Service) accept(in *SourceInput, src *ent.MarketplaceSource, path string) error {
	var all errs.List
	for _, err := range []error{in.settle(src, path), s.addressInto(in, src, path)} {
		switch bad := err.(type) { //nolint:errorlint // neither wraps its list
		case nil:
		case errs.List:
			all = append(all, bad...)
		default:
			return err
		}
	}
	return all.Or()
}

// complete does the part that needs the database: the collections and categories that a
// feed's lead to are the vendor's own, and the next run is by its clock.
func (s *Service) complete(ctx context.Context, tx *store.Tx, src *ent.MarketplaceSource, in *SourceInput) error {
	if err := ownCollections(ctx, tx, in); err != nil {
		return err
	}
	if err := ownCategories(ctx, tx, in); err != nil {
		return err
	}
	return s.plan(ctx, tx, src)
}

func ownCategories(ctx context.Context, tx *store.Tx, in *SourceInput) error {
	var asked []uuid.UUID
	for _, c := range in.CategoryMap {
		if c.CategoryID != nil {
			asked = append(asked, c.CategoryID.As("Category"))
		}
	}
	if len(asked) == 0 {
		return nil
	}
	have, err := categoriesIn(ctx, tx, asked)
	if err != nil {
		return err
	}
	var bad errs.List
	for i, c := range in.CategoryMap {
		if c.CategoryID != nil && !have[c.CategoryID.As("Category")] {
			bad = append(bad, errs.New(errs.NotFound, "is no category").At(within("input.categoryMap", i, "categoryId")))
		}
	}
	return bad.Or()
}

func ownCollections(ctx context.Context, tx *store.Tx, in *SourceInput) error {
	var asked []uuid.UUID
	for _, c := range in.CategoryMap {
		if c.CollectionID != nil {
			asked = append(asked, c.CollectionID.As("Collection"))
		}
	}
	if len(asked) == 0 {
		return nil
	}
	// Whoever maps categories need not be one who may look at the catalogue.
	have, err := tx.Collection.Query().Where(collection.IDIn(asked...)).IDs(viewer.Elevate(ctx))
	if err != nil {
		return fmt.Errorf("look for collections: %w", err)
	}
	var bad errs.List
	for i, c := range in.CategoryMap {
		if c.CollectionID != nil && !slices.Contains(have, c.CollectionID.As("Collection")) {
			bad = append(bad, errs.New(errs.NotFound, "is no collection").At(within("input.categoryMap", i, "collectionId")))
		}
	}
	return bad.Or()
}

// room refuses one source too many. The vendor's row is locked, so that two at the same
// time count each other.
func room(ctx context.Context, tx *store.Tx, vendorID uuid.UUID) error {
	if _, err := tx.Vendor.Query().Where(vendor.ID(vendorID)).ForUpdate().OnlyID(ctx); err != nil {
		return fmt.Errorf("lock the vendor: %w", err)
	}
	n, err := tx.MarketplaceSource.Query().Count(ctx)
	if err != nil {
		return fmt.Errorf("count sources: %w", err)
	}
	if n >= sourcesAtMost {
		return errs.New(errs.QuotaExceeded, "there are %v sources, and no more are possible", sourcesAtMost)
	}
	return nil
}

// UpdateSource changes a source from its next run on; what is nil stays. STALE_VERSION
// at ifVersion where that is not the version. The viewer needs import.run.
func (s *Service) UpdateSource(ctx context.Context, id publicid.ID, in SourceInput, ifVersion *int) (*ent.MarketplaceSource, error) {
	if err := need(ctx, enum.PermissionImportRun); err != nil {
		return nil, err
	}
	var src *ent.MarketplaceSource
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := lockSource(ctx, tx, id)
		if err != nil {
			return err
		}
		if ifVersion != nil && *ifVersion != before.Version {
			return errs.New(errs.StaleVersion, "somebody has changed it since: read it again").At("ifVersion")
		}
		after := *before
		if err := s.accept(&in, &after, "input"); err != nil {
			return err
		}
		if err := s.complete(ctx, tx, &after, &in); err != nil {
			return err
		}
		if src = before; len(audit.Diff(before, &after)) == 0 {
			return nil
		}
		forgetFile(before, &after)
		if src, err = saveSource(viewer.Elevate(ctx), tx, &after, 1); err != nil {
			return err
		}
		return recordSource(ctx, tx, "source.update", before, src)
	})
	if err != nil {
		return nil, fmt.Errorf("update source: %w", err)
	}
	return src, nil
}

// forgetFile has the next run read its file, new or not, where it is read in another way.
func forgetFile(before, after *ent.MarketplaceSource) {
	of := func(s *ent.MarketplaceSource) *ent.MarketplaceSource {
		return &ent.MarketplaceSource{
			Currency: s.Currency, DecimalMark: s.DecimalMark, Encoding: s.Encoding, Separator: s.Separator,
			Mapping: s.Mapping, Languages: s.Languages, FeedURL: s.FeedURL, Complete: s.Complete,
		}
	}
	if before.Format != after.Format || len(audit.Diff(of(before), of(after))) > 0 {
		after.Etag, after.LastModified, after.FetchedAt = nil, nil, nil
	}
}

// DeleteSource removes a source that nothing was imported from; INVALID_STATE for all
// others. The viewer needs import.run.
func (s *Service) DeleteSource(ctx context.Context, id publicid.ID) (publicid.ID, error) {
	if err := need(ctx, enum.PermissionImportRun); err != nil {
		return "", err
	}
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		src, err := lockSource(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := unused(ctx, tx, src.ID); err != nil {
			return err
		}
		if err := tx.MarketplaceSource.DeleteOne(src).Exec(viewer.Elevate(ctx)); err != nil {
			return err
		}
		return recordSource(ctx, tx, "source.delete", src, nil)
	})
	if err != nil {
		return "", fmt.Errorf("delete source: %w", err)
	}
	return id, nil
}

func unused(ctx context.Context, tx *store.Tx, id uuid.UUID) error {
	jobs, err := tx.MarketplaceImportJob.Query().Where(marketplaceimportjob.SourceID(id)).Exist(ctx)
	if err == nil && !jobs {
		jobs, err = tx.MarketplaceProduct.Query().Where(marketplaceproduct.SourceID(id)).Exist(ctx)
	}
	if err != nil {
		return fmt.Errorf("look for what came from a source: %w", err)
	}
	if jobs {
		return errs.New(errs.InvalidState, "something was imported from the source; pause it instead")
	}
	return nil
}

// saveSource writes a locked source as it is to be. versions is 1 for a change of what
// the vendor has set, else 0.
func saveSource(ctx context.Context, tx *store.Tx, src *ent.MarketplaceSource, versions int) (*ent.MarketplaceSource, error) {
	change := tx.MarketplaceSource.UpdateOneID(src.ID).Where(marketplacesource.VendorID(src.VendorID))
	columnsOf(change.Mutation(), src)
	return change.AddVersion(versions).Save(ctx)
}

// recordSource writes who has done what to a source; before and after as in audit.Diff.
func recordSource(ctx context.Context, tx *store.Tx, action string, before, after *ent.MarketplaceSource) error {
	of := after
	if of == nil {
		of = before
	}
	e := audit.Event{
		Action: action, TargetType: "MarketplaceSource", Target: of.Handle, VendorID: of.VendorID, Changes: audit.Diff(before, after),
	}
	if after != nil && after.PausedAt != nil && after.PauseNote != nil {
		e.Reason = *after.PauseNote
	}
	return audit.Record(ctx, tx, e)
}
