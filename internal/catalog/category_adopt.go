package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent/category"
	"orion/internal/kit/filter"
	"orion/internal/store"
)

// categorySet holds categories that are there.
type categorySet map[uuid.UUID]bool

// of is the category of an article, nil where that is not there.
func (s categorySet) of(a Article) *uuid.UUID {
	if a.CategoryID == nil || !s[*a.CategoryID] {
		return nil
	}
	return a.CategoryID
}

// knownCategories are those that articles name and that are there, in one statement.
func knownCategories(ctx context.Context, tx *store.Tx, articles []Article) (categorySet, error) {
	wanted := map[uuid.UUID]bool{}
	for _, a := range articles {
		if a.CategoryID != nil {
			wanted[*a.CategoryID] = true
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	there, err := tx.Category.Query().Where(filter.AnyOf(category.FieldID, idsOf(wanted))).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for categories: %w", err)
	}
	out := make(categorySet, len(there))
	for _, id := range there {
		out[id] = true
	}
	return out, nil
}
