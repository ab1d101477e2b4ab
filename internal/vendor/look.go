package vendor

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	"orion/ent/gen/ent/vendor"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/theme"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A Look is how a shop looks.
type Look struct {
	Theme theme.Theme
	// ThemeBefore is nil where there was none.
	ThemeBefore    *theme.Theme
	LogoID, HeroID *uuid.UUID
}

// LookOf is how the shop of v looks.
func LookOf(v *ent.Vendor) *Look {
	l := &Look{Theme: v.Theme.OrDefault(), LogoID: v.LogoID, HeroID: v.HeroID}
	if v.ThemeBefore != (theme.Theme{}) {
		before := v.ThemeBefore.OrDefault()
		l.ThemeBefore = &before
	}
	return l
}

// LookInput is the graph's ShopLookInput.
type LookInput struct {
	Theme          *theme.Theme
	LogoID, HeroID *publicid.ID
}

// SetLook changes how the shop of the viewer's vendor looks; what is nil stays, and an empty
// id takes a picture away. The theme before is kept, to go back to. INVALID at the field,
// NOT_FOUND at a picture. The viewer needs settings.write.
func (s *Service) SetLook(ctx context.Context, in LookInput) (*ent.Vendor, error) {
	if in.Theme != nil {
		if err := in.Theme.Check("input.theme"); err != nil {
			return nil, err
		}
	}
	return s.change(ctx, "vendor.look", func(tx *store.Tx, v *ent.Vendor, u *ent.VendorUpdateOne) error {
		if in.Theme != nil && *in.Theme != v.Theme.OrDefault() {
			u.SetTheme(*in.Theme).SetThemeBefore(v.Theme.OrDefault())
		}
		if err := shown(ctx, tx, in.LogoID, "input.logoId", u.SetLogoID, u.ClearLogoID); err != nil {
			return err
		}
		return shown(ctx, tx, in.HeroID, "input.heroId", u.SetHeroID, u.ClearHeroID)
	})
}

// RevertTheme puts the theme before in place of that of now, and the other way about.
// INVALID_STATE where there is none. The viewer needs settings.write.
func (s *Service) RevertTheme(ctx context.Context) (*ent.Vendor, error) {
	return s.change(ctx, "vendor.look", func(_ *store.Tx, v *ent.Vendor, u *ent.VendorUpdateOne) error {
		if v.ThemeBefore == (theme.Theme{}) {
			return errs.New(errs.InvalidState, "there is no look before this one")
		}
		u.SetTheme(v.ThemeBefore).SetThemeBefore(v.Theme.OrDefault())
		return nil
	})
}

// shown takes a picture of the vendor's for a place in the shop; an empty id takes it away.
func shown(ctx context.Context, tx *store.Tx, id *publicid.ID, path string, set func(uuid.UUID) *ent.VendorUpdateOne, clear func() *ent.VendorUpdateOne) error {
	switch {
	case id == nil:
		return nil
	case *id == "":
		clear()
		return nil
	}
	there, err := tx.MediaFile.Query().Where(mediafile.ID(id.As("MediaFile"))).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look for a picture: %w", err)
	}
	if !there {
		return errs.New(errs.NotFound, "not found").At(path)
	}
	set(id.As("MediaFile"))
	return nil
}

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
