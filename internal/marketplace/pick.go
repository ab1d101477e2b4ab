package marketplace

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceproduct"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// idsAtOnce is how many staged products one call may name.
const idsAtOnce = 100

// Select chooses staged products for the catalogue. Selecting twice is no change,
// and neither is selecting what is published. Of an id that is not there it says
// NOT_FOUND, of a product that is no longer in the feed INVALID_STATE, each with
// its place in ids, and nothing happens then.
func (s *Service) Select(ctx context.Context, ids []publicid.ID) ([]*ent.MarketplaceProduct, error) {
	return s.pick(ctx, ids, enum.MarketplaceProductStatusSelected,
		enum.MarketplaceProductStatusImported, enum.MarketplaceProductStatusIgnored)
}

// Deselect takes a choice back. It is INVALID_STATE for what is published; see
// Select.
func (s *Service) Deselect(ctx context.Context, ids []publicid.ID) ([]*ent.MarketplaceProduct, error) {
	return s.pick(ctx, ids, enum.MarketplaceProductStatusImported, enum.MarketplaceProductStatusSelected)
}

// Ignore puts staged products aside. It is INVALID_STATE for what is published;
// see Select.
func (s *Service) Ignore(ctx context.Context, ids []publicid.ID) ([]*ent.MarketplaceProduct, error) {
	return s.pick(ctx, ids, enum.MarketplaceProductStatusIgnored,
		enum.MarketplaceProductStatusImported, enum.MarketplaceProductStatusSelected, enum.MarketplaceProductStatusMissing)
}

// pick brings staged products into a state that they may come to from some others.
func (s *Service) pick(ctx context.Context, ids []publicid.ID, to enum.MarketplaceProductStatus, from ...enum.MarketplaceProductStatus) ([]*ent.MarketplaceProduct, error) {
	var out []*ent.MarketplaceProduct
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		rows, err := lockStaged(ctx, tx, ids)
		if err != nil {
			return err
		}
		change, err := movable(rows, to, from)
		if err != nil {
			return err
		}
		if len(change) > 0 {
			if err := s.mark(ctx, tx, change, to); err != nil {
				return err
			}
		}
		out, err = inOrder(ctx, tx, ids)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("mark staged products as %s: %w", to, err)
	}
	return out, nil
}

// picked are the words of the record for bringing staged products into a state.
var picked = map[enum.MarketplaceProductStatus]string{
	enum.MarketplaceProductStatusSelected: "import.select",
	enum.MarketplaceProductStatusImported: "import.deselect",
	enum.MarketplaceProductStatusIgnored:  "import.ignore",
}

func (s *Service) mark(ctx context.Context, tx *store.Tx, rows []*ent.MarketplaceProduct, to enum.MarketplaceProductStatus) error {
	ids, events := make([]uuid.UUID, len(rows)), make([]audit.Event, len(rows))
	for i, p := range rows {
		after := *p
		after.Status, ids[i] = to, p.ID
		events[i] = audit.Event{
			Action: picked[to], TargetType: "MarketplaceProduct", Target: string(p.PublicID()), Changes: audit.Diff(p, &after),
		}
	}
	err := tx.MarketplaceProduct.Update().Where(marketplaceproduct.IDIn(ids...)).SetStatus(to).SetUpdatedAt(s.clock.Now()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("write the state: %w", err)
	}
	return audit.RecordAll(ctx, tx, events)
}

// movable returns the rows to change. rows are in the order asked for.
func movable(rows []*ent.MarketplaceProduct, to enum.MarketplaceProductStatus, from []enum.MarketplaceProductStatus) ([]*ent.MarketplaceProduct, error) {
	var change []*ent.MarketplaceProduct
	var mistakes errs.List
	for i, p := range rows {
		switch {
		case p.Status == to:
		case to == enum.MarketplaceProductStatusSelected && p.Status == enum.MarketplaceProductStatusPublished:
		case slices.Contains(from, p.Status):
			change = append(change, p)
		default:
			mistakes = append(mistakes, wrongState(i, p))
		}
	}
	return change, mistakes.Or()
}

func wrongState(place int, p *ent.MarketplaceProduct) *errs.Error {
	why := "the product has not been selected"
	switch p.Status {
	case enum.MarketplaceProductStatusPublished:
		why = "the product is published"
	case enum.MarketplaceProductStatusMissing:
		why = "the product is no longer in the feed"
	}
	return errs.New(errs.InvalidState, why).At(placeOf(place))
}

func placeOf(i int) string { return "ids." + strconv.Itoa(i) }

// lockStaged locks staged products for a change, in the order of their ids, so
// that two calls never wait for each other in a circle. It returns them in the
// order asked for; all must be there.
func lockStaged(ctx context.Context, tx *store.Tx, ids []publicid.ID) ([]*ent.MarketplaceProduct, error) {
	if len(ids) > idsAtOnce {
		return nil, errs.New(errs.TooMany, "are more than %v", idsAtOnce).At("ids")
	}
	want := publicid.All("MarketplaceProduct", ids)
	rows, err := tx.MarketplaceProduct.Query().Where(marketplaceproduct.IDIn(want...)).
		Order(marketplaceproduct.ByID()).ForUpdate().All(ctx)
	if err != nil {
		return nil, err
	}
	return arrange(rows, want)
}

func inOrder(ctx context.Context, tx *store.Tx, ids []publicid.ID) ([]*ent.MarketplaceProduct, error) {
	want := publicid.All("MarketplaceProduct", ids)
	rows, err := tx.MarketplaceProduct.Query().Where(marketplaceproduct.IDIn(want...)).All(ctx)
	if err != nil {
		return nil, err
	}
	return arrange(rows, want)
}

func arrange(rows []*ent.MarketplaceProduct, want []uuid.UUID) ([]*ent.MarketplaceProduct, error) {
	byID := make(map[uuid.UUID]*ent.MarketplaceProduct, len(rows))
	for _, p := range rows {
		byID[p.ID] = p
	}
	out := make([]*ent.MarketplaceProduct, 0, len(want))
	var missing errs.List
	for i, id := range want {
		if byID[id] == nil {
			missing = append(missing, errs.New(errs.NotFound, "is no staged product").At(placeOf(i)))
			continue
		}
		out = append(out, byID[id])
	}
	return out, missing.Or()
}
