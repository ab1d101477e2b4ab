package promotion

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/promotion"
	"orion/ent/gen/ent/vendor"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Create makes a promotion, which runs from its start on. INVALID for what cannot be,
// NOT_FOUND for a product or a collection that is not there, ALREADY_EXISTS for a code of
// a promotion that is not archived, TOO_MANY where MaxRunning are not over.
func (s *Service) Create(ctx context.Context, in Input) (*ent.Promotion, error) {
	var p *ent.Promotion
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		shop, err := s.settle(ctx, tx, &in, uuid.Nil)
		if err != nil {
			return err
		}
		create := tx.Promotion.Create().SetCurrency(shop.Currency).SetCreatedAt(s.clock.Now())
		in.into(create.Mutation())
		if p, err = create.Save(ctx); err != nil {
			return taken(err)
		}
		return record(ctx, tx, "promotion.create", nil, p)
	})
	if err != nil {
		return nil, fmt.Errorf("create promotion: %w", err)
	}
	return p, nil
}

// Update replaces all that a promotion says; what it was used for stays counted.
// STALE_VERSION where ifVersion is not its version: then current is the promotion as it is
// now. INVALID_STATE for one that is archived; otherwise as Create.
func (s *Service) Update(ctx context.Context, id publicid.ID, ifVersion *int, in Input) (after, current *ent.Promotion, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if ifVersion != nil && *ifVersion != before.Version {
			current = before
			return errs.New(errs.StaleVersion, "somebody has changed it since: read it again").At("ifVersion")
		}
		if before.ArchivedAt != nil {
			return errs.New(errs.InvalidState, "an archived promotion stays as it is").At("id")
		}
		after, err = s.change(ctx, tx, before, in)
		return err
	})
	if err != nil {
		return nil, current, fmt.Errorf("update promotion: %w", err)
	}
	return after, nil, nil
}

func (s *Service) change(ctx context.Context, tx *store.Tx, before *ent.Promotion, in Input) (*ent.Promotion, error) {
	shop, err := s.settle(ctx, tx, &in, before.ID)
	if err != nil {
		return nil, err
	}
	change := before.Update().SetCurrency(shop.Currency).AddVersion(1)
	in.into(change.Mutation())
	after, err := change.Save(ctx)
	if err != nil {
		return nil, taken(err)
	}
	return after, record(ctx, tx, "promotion.update", before, after)
}

// Archive ends a promotion for good and frees its code. Archiving again is no change.
func (s *Service) Archive(ctx context.Context, id publicid.ID) (*ent.Promotion, error) {
	var p *ent.Promotion
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := lock(ctx, tx, id)
		if p = before; err != nil || before.ArchivedAt != nil {
			return err
		}
		if p, err = before.Update().SetArchivedAt(s.clock.Now()).AddVersion(1).Save(ctx); err != nil {
			return err
		}
		return record(ctx, tx, "promotion.archive", before, p)
	})
	if err != nil {
		return nil, fmt.Errorf("archive promotion: %w", err)
	}
	return p, nil
}

// settle validates an input against the vendor, who is locked so that promotions made at
// the same time are counted one after the other.
func (s *Service) settle(ctx context.Context, tx *store.Tx, in *Input, self uuid.UUID) (*ent.Vendor, error) {
	shop, err := tx.Vendor.Query().Where(vendor.ID(viewer.From(ctx).VendorID)).
		ForUpdate(sql.WithLockClause("FOR NO KEY UPDATE")).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock the shop: %w", err)
	}
	if err := in.validate(shop.Currency); err != nil {
		return nil, err
	}
	if err := in.find(ctx, tx); err != nil {
		return nil, err
	}
	if in.EndsAt != nil && !in.EndsAt.After(s.clock.Now()) {
		return shop, nil // over: it is not looked at
	}
	n, err := tx.Promotion.Query().Where(running(s.clock.Now()), promotion.IDNEQ(self)).Count(ctx)
	if err == nil && n >= MaxRunning {
		return nil, errs.New(errs.TooMany, "at most %d promotions may run at once: archive one that is not needed", MaxRunning).At("input")
	}
	return shop, err
}

// find refuses products and collections that are not there.
func (in *Input) find(ctx context.Context, tx *store.Tx) error {
	products := publicid.All("Product", in.ProductIds)
	found, err := tx.Product.Query().Where(filter.AnyOf(product.FieldID, products)).IDs(ctx)
	if err != nil {
		return fmt.Errorf("find products: %w", err)
	}
	bad := absent(products, found, "input.productIds")
	collections := publicid.All("Collection", in.CollectionIds)
	if found, err = tx.Collection.Query().Where(filter.AnyOf(collection.FieldID, collections)).IDs(ctx); err != nil {
		return fmt.Errorf("find collections: %w", err)
	}
	return append(bad, absent(collections, found, "input.collectionIds")...).Or()
}

func absent(wanted, found []uuid.UUID, path string) (bad errs.List) {
	for i, id := range wanted {
		if !slices.Contains(found, id) {
			bad = append(bad, errs.New(errs.NotFound, "not found").At(path+"."+strconv.Itoa(i)))
		}
	}
	return bad
}

// into writes all of a validated input.
func (in *Input) into(m *ent.PromotionMutation) {
	m.SetTitle(in.Title)
	m.SetPercentBp(in.PercentBp)
	m.SetAmountMinor(in.amount)
	m.SetFreeDelivery(in.FreeDelivery)
	m.SetCombines(in.Combines)
	m.SetPriority(in.Priority)
	put(in.Code, m.SetCode, m.ClearCode)
	put(in.minimum, m.SetMinimumMinor, m.ClearMinimumMinor)
	put(in.UsageLimit, m.SetUsageLimit, m.ClearUsageLimit)
	put(in.CustomerLimit, m.SetCustomerLimit, m.ClearCustomerLimit)
	put(in.StartsAt, m.SetStartsAt, m.ClearStartsAt)
	put(in.EndsAt, m.SetEndsAt, m.ClearEndsAt)
	put(some(in.titles, len(in.titles)), m.SetPublicTitle, m.ClearPublicTitle)
	put(some(publicid.All("Product", in.ProductIds), len(in.ProductIds)), m.SetProductIds, m.ClearProductIds)
	put(some(publicid.All("Collection", in.CollectionIds), len(in.CollectionIds)), m.SetCollectionIds, m.ClearCollectionIds)
}

// put sets a field, or clears it where there is no value. Both at once would assign it twice.
func put[T any](value *T, set func(T), unset func()) {
	if value == nil {
		unset()
		return
	}
	set(*value)
}

// some is a value that holds something, nil where it does not.
func some[T any](value T, holds int) *T {
	if holds == 0 {
		return nil
	}
	return &value
}

func taken(err error) error {
	if store.Violates(err, "promotion_code_per_vendor") {
		return errs.New(errs.AlreadyExists, "is already the code of another promotion").At("input.code")
	}
	return err
}

// lock locks a promotion for a change; NOT_FOUND where there is none.
func lock(ctx context.Context, tx *store.Tx, id publicid.ID) (*ent.Promotion, error) {
	p, err := tx.Promotion.Query().Where(promotion.ID(id.As("Promotion"))).ForUpdate(sql.WithLockClause("FOR NO KEY UPDATE")).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At("id")
	}
	return p, err
}

func record(ctx context.Context, tx *store.Tx, action string, before, after *ent.Promotion) error {
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "Promotion", Target: string(after.PublicID()), Changes: audit.Diff(before, after),
	})
}
