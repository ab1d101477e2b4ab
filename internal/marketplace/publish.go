package marketplace

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/internal/audit"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Publish makes catalogue products of selected ones, all or none: product,
// variants, stock, pictures. Members of a group that are named together become one
// product, a member of a group that has one already becomes a variant of it, and members
// that are not named stay. It returns the products in the order of ids; for what is
// published already, the product that there is. What stands in the way is told with its
// place in ids: INVALID for a blocking problem, INVALID_STATE for what was not selected,
// NOT_FOUND, ALREADY_EXISTS for a sku in use.
func (s *Service) Publish(ctx context.Context, ids []publicid.ID) ([]*ent.Product, error) {
	if !viewer.From(ctx).May(string(enum.PermissionImportRun)) {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	var out []*ent.Product
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		rows, err := lockStaged(ctx, tx, ids)
		if err != nil {
			return err
		}
		c, err := approach(ctx, tx, rows, true)
		if err != nil {
			return err
		}
		fresh, err := publishable(rows, c)
		if err != nil {
			return err
		}
		if err := s.adopt(ctx, tx, c, rows, fresh); err != nil {
			return err
		}
		out, err = productsOf(ctx, tx, rows)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("publish staged products: %w", err)
	}
	return out, nil
}

// publishable returns the places of the rows that are to become products. rows are
// in the order asked for, and a row may stand there twice.
func publishable(rows []*ent.MarketplaceProduct, c *counter) (fresh []int, err error) {
	var mistakes errs.List
	seen := map[uuid.UUID]bool{}
	for i, p := range rows {
		switch {
		case p.Status == enum.MarketplaceProductStatusPublished || seen[p.ID]:
		case p.Status != enum.MarketplaceProductStatusSelected:
			mistakes = append(mistakes, wrongState(i, p))
		default:
			mistakes = append(mistakes, c.blocked(p, i)...)
			fresh = append(fresh, i)
		}
		seen[p.ID] = true
	}
	return fresh, mistakes.Or()
}

// adopt makes products of the rows at the places given and marks these rows. The
// viewer may publish what was imported; what that does to catalogue and stock is
// the program's. It says what the catalogue will not have before anything is written.
func (s *Service) adopt(ctx context.Context, tx *store.Tx, c *counter, rows []*ent.MarketplaceProduct, fresh []int) error {
	if len(fresh) == 0 {
		return nil
	}
	offers := gather(rows, fresh, c.groups)
	articles := make([]catalog.Article, len(offers))
	for i, o := range offers {
		articles[i] = o.article(rows, c.proposed)
	}
	own := viewer.Elevate(ctx)
	made, err := s.catalog.Adopt(own, tx, articles)
	if err != nil {
		return err
	}
	marks := make([]mark, 0, len(fresh))
	for i, o := range offers {
		for n, place := range o.members {
			marks = append(marks, c.mark(rows[place], made[i].Product.ID, made[i].Variants[n].ID, len(o.members) == 1))
		}
	}
	if err := s.open(own, tx, c, marks); err != nil {
		return err
	}
	if err := s.published(ctx, tx, marks); err != nil {
		return err
	}
	return audit.RecordAll(ctx, tx, publications(marks))
}

// A mark is what is written on a staged product when it is published.
type mark struct {
	row              *ent.MarketplaceProduct
	product, variant uuid.UUID
	adopted          map[string]string
}

// mark is that of a row; alone says that its product has no other.
func (c *counter) mark(p *ent.MarketplaceProduct, product, variant uuid.UUID, alone bool) mark {
	said := feedWords(p, c.sources[p.SourceID], c.currency)
	if _, grouped := groupOf(p); grouped && !alone && p.Attributes[groupTitle] == "" {
		delete(said, string(enum.SourceFieldTitle)) // it is of the variant, and the product has its own
	}
	said[adoptedQuantity] = strconv.FormatInt(stockOf(p, c.sources[p.SourceID]), 10)
	return mark{row: p, product: product, variant: variant, adopted: said}
}

// publications are what the record says of rows that were published, and they are from
// here on.
func publications(marks []mark) []audit.Event {
	events := make([]audit.Event, len(marks))
	for i, m := range marks {
		before := *m.row
		m.row.Status, m.row.ProductID, m.row.VariantID = enum.MarketplaceProductStatusPublished, &m.product, &m.variant
		events[i] = audit.Event{
			Action: "import.publish", TargetType: "MarketplaceProduct", Target: string(m.row.PublicID()), Changes: audit.Diff(&before, m.row),
		}
	}
	return events
}

// unwelcome returns the mistakes of a list that are at places in ids, by place; false
// where err is about anything else.
func unwelcome(err error) (map[int]*errs.Error, bool) {
	list, ok := errors.AsType[errs.List](err)
	if !ok {
		return nil, false
	}
	out := map[int]*errs.Error{}
	for _, e := range list {
		if len(e.Path) != 2 || e.Path[0] != "ids" {
			return nil, false
		}
		place, bad := strconv.Atoi(e.Path[1])
		if bad != nil {
			return nil, false
		}
		out[place] = e
	}
	return out, len(out) > 0
}

func productsOf(ctx context.Context, tx *store.Tx, rows []*ent.MarketplaceProduct) ([]*ent.Product, error) {
	ids := make([]uuid.UUID, 0, len(rows))
	for _, p := range rows {
		if p.ProductID != nil {
			ids = append(ids, *p.ProductID)
		}
	}
	found, err := tx.Product.Query().Where(product.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*ent.Product, len(found))
	for _, p := range found {
		byID[p.ID] = p
	}
	out := make([]*ent.Product, 0, len(rows))
	for _, id := range ids {
		if p := byID[id]; p != nil {
			out = append(out, p)
		}
	}
	return out, nil
}
