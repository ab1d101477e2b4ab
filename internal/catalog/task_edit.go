package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collectionproduct"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/optional"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/webhook"
)

// statusAfter is what the actions that move products lead to, and what the record calls them.
var statusAfter = map[enum.CatalogAction]struct {
	status enum.ProductStatus
	action string
}{
	enum.CatalogActionPublish: {enum.ProductStatusActive, "product.publish"},
	enum.CatalogActionDraft:   {enum.ProductStatusDraft, "product.unpublish"},
	enum.CatalogActionArchive: {enum.ProductStatusArchived, "product.archive"},
}

// do does the task to some products, which are locked, and says why it left some as they
// were.
func (r *taskRun) do(ctx context.Context, tx *store.Tx, rows []*ent.Product) (left map[uuid.UUID]*errs.Error, err error) {
	if len(rows) == 0 {
		return nil, nil
	}
	to, moves := statusAfter[r.task.Action]
	switch {
	case r.task.Action == enum.CatalogActionDelete:
		return r.removeRows(ctx, tx, rows)
	case !moves:
		return r.editRows(ctx, tx, rows)
	case to.status == enum.ProductStatusActive:
		if left, err = unready(ctx, tx, rows); err != nil {
			return nil, err
		}
	}
	if rows = without(rows, left); len(rows) == 0 {
		return left, nil
	}
	return left, r.writeStatus(ctx, tx, rows, to.status, to.action)
}

// without are the rows that are not left as they are.
func without(rows []*ent.Product, left map[uuid.UUID]*errs.Error) []*ent.Product {
	return slices.DeleteFunc(slices.Clone(rows), func(p *ent.Product) bool { return left[p.ID] != nil })
}

func (r *taskRun) removeRows(ctx context.Context, tx *store.Tx, rows []*ent.Product) (map[uuid.UUID]*errs.Error, error) {
	kept, err := orderedOf(ctx, tx, rows)
	if err != nil {
		return nil, err
	}
	left := map[uuid.UUID]*errs.Error{}
	for id := range kept {
		left[id] = hasBeenOrdered()
	}
	return left, r.remove(ctx, tx, without(rows, left))
}

// validate checks an edit and puts its words into the form that is stored.
func (in *EditInput) validate() error {
	var bad, wrong errs.List
	if _, ok := in.percent(); !ok {
		bad = append(bad, errs.Field("input.edit.pricePercent", "must be from -90 to 1000, with at most two decimals"))
	}
	if in.Brand != nil {
		if *in.Brand = clean(*in.Brand); len([]rune(*in.Brand)) > maxBrand {
			bad = append(bad, tooLong(maxBrand).At("input.edit.brand"))
		}
	}
	in.AddTags, wrong = tagsIn(in.AddTags, "input.edit.addTags")
	bad = append(bad, wrong...)
	in.RemoveTags, wrong = tagsIn(in.RemoveTags, "input.edit.removeTags")
	bad = append(bad, wrong...)
	for field, ids := range map[string][]publicid.ID{"addToCollectionIds": in.AddToCollectionIds, "removeFromCollectionIds": in.RemoveFromCollectionIds} {
		if len(ids) > MaxIDs {
			bad = append(bad, errs.New(errs.TooMany, "at most %d at once", MaxIDs).At("input.edit."+field))
		}
	}
	if len(bad) == 0 && in.PricePercent == nil && in.CategoryID == nil && in.Brand == nil && in.TaxClass == nil &&
		len(in.AddTags)+len(in.RemoveTags)+len(in.AddToCollectionIds)+len(in.RemoveFromCollectionIds) == 0 {
		bad = append(bad, errs.New(errs.Required, "is required").At("input.edit"))
	}
	return bad.Or()
}

// The bounds of what is added to a price.
var (
	leastPercent = decimal.NewFromInt(-90)
	mostPercent  = decimal.NewFromInt(1000)
	hundred      = decimal.NewFromInt(100)
)

// percent is what is added to prices, false where it cannot be.
func (in *EditInput) percent() (decimal.Decimal, bool) {
	if in.PricePercent == nil {
		return decimal.Zero, true
	}
	d, err := decimal.NewFromString(string(*in.PricePercent))
	ok := err == nil && d.GreaterThanOrEqual(leastPercent) && d.LessThanOrEqual(mostPercent) && d.Equal(d.Truncate(2))
	return d, ok
}

// refer looks whether what an edit and its filter refer to is there.
func (in *TaskInput) refer(ctx context.Context, tx *store.Tx) error {
	shop, err := ownShop(ctx, tx)
	if err != nil {
		return err
	}
	if _, err := in.Where.predicate(shop.Currency); err != nil {
		return under("input", err)
	}
	if in.Edit == nil {
		return nil
	}
	if in.Edit.CategoryID != nil {
		if _, err := categoryAt(ctx, tx, *in.Edit.CategoryID, "input.edit.categoryId"); err != nil {
			return err
		}
	}
	if err := byHand(ctx, tx, publicid.All("Collection", in.Edit.AddToCollectionIds), "input.edit.addToCollectionIds"); err != nil {
		return err
	}
	return byHand(ctx, tx, publicid.All("Collection", in.Edit.RemoveFromCollectionIds), "input.edit.removeFromCollectionIds")
}

// under puts the path of a mistake beneath an argument.
func under(argument string, err error) error {
	e := store.Public(err)
	if !e.Code.User() || len(e.Path) == 0 {
		return err
	}
	return e.At(argument + "." + e.Field())
}

// repriced is a variant after percent is added to its price, rounded to the currency's unit,
// half away from zero. A price before a reduction that is no longer above the price goes.
func repriced(v ent.ProductVariant, percent decimal.Decimal, asReduction bool) ent.ProductVariant {
	was := v.PriceMinor
	v.PriceMinor = decimal.NewFromInt(was).Mul(hundred.Add(percent)).Div(hundred).Round(0).IntPart()
	switch {
	case asReduction && v.PriceMinor < was:
		v.CompareAtMinor = &was
	case asReduction, v.CompareAtMinor != nil && *v.CompareAtMinor <= v.PriceMinor:
		v.CompareAtMinor = nil
	}
	return v
}

// edited is a product as the edit leaves it, its prices apart.
func (in *EditInput) edited(p ent.Product) (*ent.Product, *errs.Error) {
	if in.CategoryID != nil {
		p.CategoryID = nil
		if id := in.CategoryID.As("Category"); id != uuid.Nil {
			p.CategoryID = &id
		}
	}
	if in.Brand != nil {
		p.Brand = said(*in.Brand)
	}
	optional.Put(in.TaxClass, func(c enum.TaxClass) { p.TaxClass = c })
	p.Tags = retagged(p.Tags, in.AddTags, in.RemoveTags)
	if len(p.Tags) > maxTags {
		return nil, errs.New(errs.TooMany, "has more than %d values", maxTags)
	}
	return &p, nil
}

// retagged are tags with some added and some taken away.
func retagged(tags, add, remove []string) []string {
	in := func(of []string, t string) bool {
		return slices.ContainsFunc(of, func(o string) bool { return alike(o, t) })
	}
	out := slices.DeleteFunc(slices.Clone(tags), func(t string) bool { return in(remove, t) })
	for _, t := range add {
		if !in(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// editRows edits products in a constant number of statements.
func (r *taskRun) editRows(ctx context.Context, tx *store.Tx, rows []*ent.Product) (map[uuid.UUID]*errs.Error, error) {
	left := map[uuid.UUID]*errs.Error{}
	if err := r.repriceRows(ctx, tx, rows, left); err != nil {
		return nil, err
	}
	var before, after []*ent.Product
	for _, p := range without(rows, left) {
		is, e := r.edit.edited(*p)
		if e != nil {
			left[p.ID] = e
			continue
		}
		before, after = append(before, p), append(after, is)
	}
	if len(after) == 0 {
		return left, nil
	}
	if err := writeEdited(ctx, tx, after); err != nil {
		return nil, err
	}
	if err := r.reshelve(ctx, tx, idsIn(after)); err != nil {
		return nil, err
	}
	if err := recordEdits(ctx, tx, before); err != nil {
		return nil, err
	}
	return left, r.announce(ctx, tx, webhook.ProductUpdated, before...)
}

// repriceRows writes the prices of variants. A product with one that becomes too high is
// left as it is.
func (r *taskRun) repriceRows(ctx context.Context, tx *store.Tx, rows []*ent.Product, left map[uuid.UUID]*errs.Error) error {
	percent, _ := r.edit.percent()
	if r.edit.PricePercent == nil {
		return nil
	}
	have, err := tx.ProductVariant.Query().Where(filter.AnyOf(productvariant.FieldProductID, idsIn(rows))).Order(productvariant.ByID()).ForUpdate().All(ctx)
	if err != nil {
		return fmt.Errorf("lock variants: %w", err)
	}
	var out []*ent.ProductVariant
	for _, v := range have {
		is := repriced(*v, percent, r.edit.AsReduction)
		if is.PriceMinor > maxPrice {
			left[v.ProductID] = noAmount(v.Currency)
		}
		out = append(out, &is)
	}
	out = slices.DeleteFunc(out, func(v *ent.ProductVariant) bool { return left[v.ProductID] != nil })
	written, events := changed(have, out)
	if err := writeVariants(ctx, tx, written); err != nil {
		return err
	}
	return audit.RecordAll(ctx, tx, events)
}

// reshelve puts products into collections by hand and takes them out of others. A
// collection that is no longer there, or by rule by now, is passed over.
func (r *taskRun) reshelve(ctx context.Context, tx *store.Tx, products []uuid.UUID) error {
	add, err := stillByHand(ctx, tx, publicid.All("Collection", r.edit.AddToCollectionIds))
	if err != nil {
		return err
	}
	if err := standBehind(ctx, tx, add, products); err != nil {
		return err
	}
	out, err := stillByHand(ctx, tx, publicid.All("Collection", r.edit.RemoveFromCollectionIds))
	if err != nil || len(out) == 0 {
		return err
	}
	_, err = tx.CollectionProduct.Delete().Where(filter.AnyOf(collectionproduct.FieldCollectionID, out), filter.AnyOf(collectionproduct.FieldProductID, products)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("take products out of collections: %w", err)
	}
	return nil
}

// recordEdits records what an edit has changed of products.
func recordEdits(ctx context.Context, tx *store.Tx, before []*ent.Product) error {
	rows, err := tx.Product.Query().Where(filter.AnyOf(product.FieldID, idsIn(before))).All(ctx)
	if err != nil {
		return fmt.Errorf("read products: %w", err)
	}
	is := make(map[uuid.UUID]*ent.Product, len(rows))
	for _, p := range rows {
		is[p.ID] = p
	}
	events := make([]audit.Event, len(before))
	for i, p := range before {
		events[i] = audit.Event{Action: "product.update", TargetType: "Product", Target: string(p.PublicID()), Changes: audit.Diff(p, is[p.ID])}
	}
	return audit.RecordAll(ctx, tx, events)
}
