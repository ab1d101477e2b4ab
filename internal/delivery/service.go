package delivery

import (
	"context"
	"fmt"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/gosimple/slug"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/deliverymethod"
	"orion/ent/gen/ent/deliveryzone"
	"orion/ent/gen/ent/vendor"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The limits of delivery: so many zones and ways are read for every cart.
const (
	// MaxZones is how many zones a vendor may have.
	MaxZones = 50
	// MaxMethods is how many ways of delivery a zone may have.
	MaxMethods = 20
	// MaxTiers is how many prices a way of delivery may have.
	MaxTiers = 20
)

// Service keeps where every vendor delivers to; the viewer of the context says whose. It is
// safe for concurrent use.
type Service struct{ db *store.DB }

// New returns the Service.
func New(db *store.DB) *Service { return &Service{db: db} }

// Zones lists the zones of the viewer's vendor, in its order.
func (s *Service) Zones(ctx context.Context) ([]*ent.DeliveryZone, error) {
	zones, err := s.db.DeliveryZone.Query().Order(deliveryzone.ByPosition(), deliveryzone.ByID()).Limit(MaxZones).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list zones of delivery: %w", err)
	}
	return zones, nil
}

// MethodsOf returns the ways of delivery into each of some zones, in the vendor's order, in
// one statement.
func (s *Service) MethodsOf(ctx context.Context, zones []*ent.DeliveryZone) ([][]*ent.DeliveryMethod, error) {
	ids, place := make([]uuid.UUID, len(zones)), make(map[uuid.UUID]int, len(zones))
	for i, z := range zones {
		ids[i], place[z.ID] = z.ID, i
	}
	ways, err := s.db.DeliveryMethod.Query().Where(filter.AnyOf(deliverymethod.FieldZoneID, ids)).
		Order(deliverymethod.ByPosition(), deliverymethod.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list ways of delivery: %w", err)
	}
	out := make([][]*ent.DeliveryMethod, len(zones))
	for _, w := range ways {
		out[place[w.ZoneID]] = append(out[place[w.ZoneID]], w)
	}
	return out, nil
}

// lockShop locks the viewer's vendor, so that zones that are made at the same time are
// counted one after the other.
func lockShop(ctx context.Context, tx *store.Tx) (*ent.Vendor, error) {
	shop, err := tx.Vendor.Query().Where(vendor.ID(viewer.From(ctx).VendorID)).ForUpdate(sql.WithLockClause("FOR NO KEY UPDATE")).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock the shop: %w", err)
	}
	return shop, nil
}

// lockZone locks a zone for a change of it or of its ways. NOT_FOUND at path where there is
// none; STALE_VERSION where ifVersion is not its version, and the zone with it.
func lockZone(ctx context.Context, tx *store.Tx, id uuid.UUID, ifVersion *int, path string) (*ent.DeliveryZone, error) {
	z, err := tx.DeliveryZone.Query().Where(deliveryzone.ID(id)).ForUpdate().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At(path)
	}
	if err == nil && ifVersion != nil && *ifVersion != z.Version {
		return z, errs.New(errs.StaleVersion, "somebody has changed it since: read it again").At("ifVersion")
	}
	return z, err
}

// lockMethod locks the zone of a way of delivery, which goes first wherever both are
// changed, and reads the way; errors as those of lockZone.
func lockMethod(ctx context.Context, tx *store.Tx, id publicid.ID, ifVersion *int) (*ent.DeliveryZone, *ent.DeliveryMethod, error) {
	find := func() (*ent.DeliveryMethod, error) {
		w, err := tx.DeliveryMethod.Query().Where(deliverymethod.ID(id.As("DeliveryMethod"))).Only(ctx)
		if ent.IsNotFound(err) {
			return nil, errs.New(errs.NotFound, "not found").At("id")
		}
		return w, err
	}
	w, err := find()
	if err != nil {
		return nil, nil, err
	}
	z, err := lockZone(ctx, tx, w.ZoneID, ifVersion, "id")
	if err != nil {
		return z, nil, err
	}
	w, err = find() // as it is now that nobody else changes it
	return z, w, err
}

// handleFor is what a way of delivery is called in orders: its title in small letters, with a
// number behind it where another has that already.
func handleFor(ctx context.Context, tx *store.Tx, title string) (string, error) {
	const most = 30 // of the 40 that fit, so that there is room for the number
	base := slug.Make(title)
	if base = strings.Trim(base[:min(len(base), most)], "-"); base == "" {
		base = "delivery"
	}
	taken, err := tx.DeliveryMethod.Query().Where(deliverymethod.HandleHasPrefix(base)).Select(deliverymethod.FieldHandle).Strings(ctx)
	if err != nil {
		return "", fmt.Errorf("look for handles in use: %w", err)
	}
	return firstFree(base, taken), nil
}

func recordZone(ctx context.Context, tx *store.Tx, action string, before, after *ent.DeliveryZone) error {
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "DeliveryZone", Target: string(either(before, after).PublicID()), Changes: audit.Diff(before, after),
	})
}

func recordMethod(ctx context.Context, tx *store.Tx, action string, before, after *ent.DeliveryMethod) error {
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "DeliveryMethod", Target: string(either(before, after).PublicID()), Changes: audit.Diff(before, after),
	})
}

func either[T any](before, after *T) *T {
	if after != nil {
		return after
	}
	return before
}
