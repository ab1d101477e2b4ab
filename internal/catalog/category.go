package catalog

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/category"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/taxonomy"
	"orion/internal/store"
)

// The bounds of a vendor's tree.
const (
	maxCategories    = 500
	maxCategoryDepth = 5
)

// Categories returns the whole tree of the viewer's vendor, each behind the one above it
// and in order.
func (s *Service) Categories(ctx context.Context) ([]*ent.Category, error) {
	rows, err := s.db.Category.Query().Order(category.ByPosition(), category.ByID()).Limit(maxCategories).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list categories: %w", err)
	}
	return growTree(rows).rows(), nil
}

// lockTree reads a vendor's tree while nobody else changes it.
func lockTree(ctx context.Context, tx *store.Tx) (*tree, error) {
	if err := lockShop(ctx, tx); err != nil {
		return nil, err
	}
	rows, err := tx.Category.Query().Order(category.ByPosition(), category.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the tree of categories: %w", err)
	}
	return growTree(rows), nil
}

// CreateCategory makes a category behind its sisters. ALREADY_EXISTS where the slug is
// taken, NOT_FOUND for a parent that is not there, TOO_MANY above 500, INVALID deeper than
// 5 or for a number that is not Google's.
func (s *Service) CreateCategory(ctx context.Context, in CategoryCreateInput) (*ent.Category, error) {
	title, err := categoryTitle(in.Title)
	if err != nil {
		return nil, err
	}
	name, err := slugFor(title, in.Slug)
	if err != nil {
		return nil, err
	}
	if err := googleKnows(in.GoogleID); err != nil {
		return nil, err
	}
	var c *ent.Category
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		t, err := lockTree(ctx, tx)
		if err != nil {
			return err
		}
		if c, err = createCategory(ctx, tx, t, title, name, in); err != nil {
			return err
		}
		return recordCategory(ctx, tx, "category.create", nil, c)
	})
	if err != nil {
		return nil, fmt.Errorf("create category: %w", err)
	}
	return c, nil
}

func createCategory(ctx context.Context, tx *store.Tx, t *tree, title, name string, in CategoryCreateInput) (*ent.Category, error) {
	if len(t.byID) >= maxCategories {
		return nil, errs.New(errs.TooMany, "there are %d categories, and no more are possible", maxCategories)
	}
	parent, err := t.parent(in.ParentID)
	if err != nil {
		return nil, err
	}
	if t.depth(parent) >= maxCategoryDepth {
		return nil, tooDeep()
	}
	create := tx.Category.Create().SetTitle(title).SetSlug(name).SetNillableParentID(parent).SetNillableGoogleID(in.GoogleID).SetPosition(t.last(parent) + step)
	if in.Translations != nil {
		shop, err := shopOf(ctx, tx)
		if err != nil {
			return nil, err
		}
		texts, err := Translate(nil, in.Translations, shop.Language, maxShelfTitle, "input.translations")
		if err != nil {
			return nil, err
		}
		create.SetTranslations(texts)
	}
	c, err := create.Save(ctx)
	if store.Violates(err, "category_slug_per_vendor") {
		return nil, categoryTaken()
	}
	return c, err
}

func categoryTitle(title string) (string, error) {
	title = clean(title)
	if n := utf8.RuneCountInString(title); n == 0 || n > maxShelfTitle {
		return "", errs.Field("input.title", "must be 1 to %d characters", maxShelfTitle)
	}
	return title, nil
}

// googleKnows refuses a number that is not in Google's product taxonomy; 0 is none.
func googleKnows(id *int) error {
	if id != nil && *id != 0 && !taxonomy.Has(*id) {
		return errs.Field("input.googleId", "is no number of Google's product taxonomy")
	}
	return nil
}

func categoryTaken() error {
	return errs.New(errs.AlreadyExists, "is already used by another category").At("input.slug")
}

func tooDeep() error {
	return errs.Field("input.parentId", "the tree would be deeper than %d", maxCategoryDepth)
}

func recordCategory(ctx context.Context, tx *store.Tx, action string, before, after *ent.Category) error {
	of := after
	if of == nil {
		of = before
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "Category", Target: string(of.PublicID()), Changes: audit.Diff(before, after),
	})
}

// CategoryParent is the id of the category above, nil at the top.
func CategoryParent(c *ent.Category) *publicid.ID {
	if c.ParentID == nil {
		return nil
	}
	id := publicid.New("Category", *c.ParentID)
	return &id
}

// idOf is an id's UUID, nil for none.
func idOf(id *publicid.ID, kind publicid.Kind) *uuid.UUID {
	if id == nil || *id == "" {
		return nil
	}
	u := id.As(kind)
	return &u
}
