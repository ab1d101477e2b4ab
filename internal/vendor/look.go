package vendor

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/theme"
	"orion/internal/store"
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
