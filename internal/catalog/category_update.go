package catalog

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/category"
	"orion/ent/gen/ent/product"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

func (in *CategoryUpdateInput) validate() error {
	if in.Title != nil {
		title, err := categoryTitle(*in.Title)
		if err != nil {
			return err
		}
		in.Title = &title
	}
	if in.Slug != nil {
		if _, err := slugFor("", in.Slug); err != nil {
			return err
		}
	}
	return googleKnows(in.GoogleID)
}

// UpdateCategory changes what is given of a category, and where it stands. NOT_FOUND,
// ALREADY_EXISTS for a slug that is taken, INVALID for a parent that is itself or below it,
// for one that makes the tree deeper than 5, and for a number that is not Google's.
func (s *Service) UpdateCategory(ctx context.Context, id publicid.ID, in CategoryUpdateInput) (*ent.Category, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	var after *ent.Category
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		t, err := lockTree(ctx, tx)
		if err != nil {
			return err
		}
		before := t.byID[id.As("Category")]
		if before == nil {
			return errs.New(errs.NotFound, "not found").At("id")
		}
		if after, err = changeCategory(ctx, tx, t, before, in); err != nil {
			return err
		}
		return recordCategory(ctx, tx, "category.update", before, after)
	})
	if err != nil {
		return nil, fmt.Errorf("update category: %w", err)
	}
	return after, nil
}

func changeCategory(ctx context.Context, tx *store.Tx, t *tree, before *ent.Category, in CategoryUpdateInput) (*ent.Category, error) {
	change := tx.Category.UpdateOneID(before.ID).SetNillableTitle(in.Title).SetNillableSlug(in.Slug)
	if in.GoogleID != nil && *in.GoogleID == 0 {
		change.ClearGoogleID()
	} else {
		change.SetNillableGoogleID(in.GoogleID)
	}
	if in.Translations != nil {
		shop, err := shopOf(ctx, tx)
		if err != nil {
			return nil, err
		}
		texts, err := Translate(before.Translations, in.Translations, shop.Language, maxShelfTitle, "input.translations")
		if err != nil {
			return nil, err
		}
		change.SetTranslations(texts)
	}
	if err := in.placeInto(ctx, tx, t, before, change); err != nil {
		return nil, err
	}
	after, err := change.Save(ctx)
	if store.Violates(err, "category_slug_per_vendor") {
		return nil, categoryTaken()
	}
	return after, err
}

// placeInto moves a category below another parent, or among its sisters. Below another
// parent it comes behind those that are there, unless it is told behind which.
func (in *CategoryUpdateInput) placeInto(ctx context.Context, tx *store.Tx, t *tree, c *ent.Category, change *ent.CategoryUpdateOne) error {
	parent := c.ParentID
	if in.ParentID != nil {
		to, err := t.parent(in.ParentID)
		if err != nil {
			return err
		}
		if err := t.mayStand(c.ID, to); err != nil {
			return err
		}
		if above(to) != above(parent) {
			change.SetPosition(t.last(to) + step)
		}
		parent = to
	}
	if parent == nil {
		change.ClearParent()
	} else {
		change.SetParentID(*parent)
	}
	if in.After == nil {
		return nil
	}
	to, err := amongSisters(ctx, tx, t.sisters(parent, c.ID), in.After)
	if err != nil {
		return err
	}
	change.SetPosition(to)
	return nil
}

// amongSisters is the position behind one of sisters, or before the first for an empty id.
// They are put apart where there is no room.
func amongSisters(ctx context.Context, tx *store.Tx, sisters []place, after *publicid.ID) (int, error) {
	behind := after
	if *after == "" {
		behind = nil
	}
	to, ok, err := roomBehind(sisters, behind, "Category")
	if err != nil {
		return 0, errs.New(errs.NotFound, "is no sister").At("input.after")
	}
	if ok {
		return to, nil
	}
	for i := range sisters {
		sisters[i].position = (i + 1) * step
		if err := tx.Category.UpdateOneID(sisters[i].id).SetPosition(sisters[i].position).Exec(ctx); err != nil {
			return 0, fmt.Errorf("put categories apart: %w", err)
		}
	}
	to, _, err = roomBehind(sisters, behind, "Category")
	return to, err
}

// DeleteCategory removes a category; its products and those below it move to the one above
// it. NOT_FOUND where there is none.
func (s *Service) DeleteCategory(ctx context.Context, id publicid.ID) (publicid.ID, error) {
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		t, err := lockTree(ctx, tx)
		if err != nil {
			return err
		}
		c := t.byID[id.As("Category")]
		if c == nil {
			return errs.New(errs.NotFound, "not found").At("id")
		}
		if err := lift(ctx, tx, c, t.last(c.ParentID)); err != nil {
			return err
		}
		if err := tx.Category.DeleteOneID(c.ID).Exec(ctx); err != nil {
			return err
		}
		return recordCategory(ctx, tx, "category.delete", c, nil)
	})
	if err != nil {
		return "", fmt.Errorf("delete category: %w", err)
	}
	return id, nil
}

// lift moves what is in a category to the one above it: its children, behind those that
// are there, and its products.
func lift(ctx context.Context, tx *store.Tx, c *ent.Category, last int) error {
	children := tx.Category.Update().Where(category.ParentID(c.ID)).AddPosition(last + step)
	products := tx.Product.Update().Where(product.CategoryID(c.ID)).AddVersion(1)
	if c.ParentID == nil {
		children.ClearParent()
		products.ClearCategory()
	} else {
		children.SetParentID(*c.ParentID)
		products.SetCategoryID(*c.ParentID)
	}
	if _, err := children.Save(ctx); err != nil {
		return fmt.Errorf("move categories up: %w", err)
	}
	if _, err := products.Save(ctx); err != nil {
		return fmt.Errorf("move products up: %w", err)
	}
	return nil
}
