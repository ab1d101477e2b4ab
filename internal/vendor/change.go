package vendor

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/vendor"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/store"
	"orion/internal/viewer"
)

// change does something to the row of the viewer's vendor, which is locked meanwhile, tells
// of it and records it as action; a change that comes to nothing is none.
func (s *Service) change(ctx context.Context, action string, do func(*store.Tx, *ent.Vendor, *ent.VendorUpdateOne) error) (after *ent.Vendor, err error) {
	if err := need(ctx, enum.PermissionSettingsWrite); err != nil {
		return nil, err
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := tx.Vendor.Query().Where(vendor.ID(viewer.From(ctx).VendorID)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		u := before.Update()
		if err := do(tx, before, u); err != nil {
			return err
		}
		m := u.Mutation()
		if after = before; len(m.Fields())+len(m.ClearedFields()) == 0 {
			return nil
		}
		if after, err = u.Save(ctx); err != nil {
			return err
		}
		if err := s.Changed(ctx, tx, after); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Action: action, TargetType: "Vendor", Target: after.Slug, Changes: audit.Diff(before, after)})
	})
	if err != nil {
		return nil, fmt.Errorf("change a shop: %w", err)
	}
	return after, nil
}
