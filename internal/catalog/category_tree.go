package catalog

import (
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
)

// A tree is a vendor's categories. Those of one parent stand under its id, those at the
// top under the zero UUID.
type tree struct {
	byID map[uuid.UUID]*ent.Category
	of   map[uuid.UUID][]*ent.Category
}

// growTree makes a tree of categories that are in the order of their positions.
func growTree(rows []*ent.Category) *tree {
	t := &tree{byID: make(map[uuid.UUID]*ent.Category, len(rows)), of: map[uuid.UUID][]*ent.Category{}}
	for _, c := range rows {
		t.byID[c.ID] = c
	}
	for _, c := range rows {
		up := above(c.ParentID)
		t.of[up] = append(t.of[up], c)
	}
	return t
}

func above(parent *uuid.UUID) uuid.UUID {
	if parent == nil {
		return uuid.Nil
	}
	return *parent
}

// rows are the categories in the order of the tree.
func (t *tree) rows() []*ent.Category {
	out := make([]*ent.Category, 0, len(t.byID))
	var grow func(of uuid.UUID)
	grow = func(of uuid.UUID) {
		for _, c := range t.of[of] {
			out = append(out, c)
			grow(c.ID)
		}
	}
	grow(uuid.Nil)
	return out
}

// depth is how many levels there are down to a category: 0 for none, 1 at the top.
func (t *tree) depth(id *uuid.UUID) int {
	n := 0
	for id != nil && n <= maxCategories {
		n++
		c := t.byID[*id]
		if c == nil {
			break
		}
		id = c.ParentID
	}
	return n
}

// height is how many levels a category has with all that are below it.
func (t *tree) height(id uuid.UUID) int {
	most := 0
	for _, c := range t.of[id] {
		most = max(most, t.height(c.ID))
	}
	return most + 1
}

// holds reports whether a category is another or stands below it.
func (t *tree) holds(top, id uuid.UUID) bool {
	for n := 0; n <= maxCategories; n++ {
		if id == top {
			return true
		}
		c := t.byID[id]
		if c == nil || c.ParentID == nil {
			return false
		}
		id = *c.ParentID
	}
	return true
}

// last is where the last child of a category stands.
func (t *tree) last(parent *uuid.UUID) int {
	sisters := t.of[above(parent)]
	if len(sisters) == 0 {
		return 0
	}
	return sisters[len(sisters)-1].Position
}

// parent is the category that an input names, nil for the top.
func (t *tree) parent(id *publicid.ID) (*uuid.UUID, error) {
	to := idOf(id, "Category")
	if to != nil && t.byID[*to] == nil {
		return nil, errs.New(errs.NotFound, "not found").At("input.parentId")
	}
	return to, nil
}

// mayStand refuses to put a category below itself, or so deep that the tree would have too
// many levels.
func (t *tree) mayStand(id uuid.UUID, parent *uuid.UUID) error {
	if parent == nil {
		return nil
	}
	if t.holds(id, *parent) {
		return errs.Field("input.parentId", "is the category itself or below it")
	}
	if t.depth(parent)+t.height(id) > maxCategoryDepth {
		return tooDeep()
	}
	return nil
}

// sisters are the places of the children of a category, in order, without one.
func (t *tree) sisters(parent *uuid.UUID, without uuid.UUID) (out []place) {
	for _, c := range t.of[above(parent)] {
		if c.ID != without {
			out = append(out, place{c.ID, c.Position})
		}
	}
	return out
}
