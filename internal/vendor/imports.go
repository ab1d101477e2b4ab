package vendor

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/vendor"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

// PauseImports stops a vendor's imports: what is queued waits, what runs stops and goes
// on from where it was when they are resumed. Twice is no change. The reason is 1 to 500
// characters, and the viewer needs vendor.write.
func (s *Service) PauseImports(ctx context.Context, id uuid.UUID, reason string) (*ent.Vendor, error) {
	reason = strings.TrimSpace(reason)
	if err := checkText(reason, 500, "reason"); err != nil {
		return nil, err
	}
	return s.setImports(ctx, id, "vendor.imports-pause", reason, func(v *ent.Vendor) *ent.VendorUpdateOne {
		if v.ImportsPausedAt != nil {
			return nil
		}
		return v.Update().SetImportsPausedAt(s.clock.Now()).SetImportsPausedReason(reason)
	})
}

// ResumeImports lets a vendor's imports go on. Twice is no change. The viewer needs
// vendor.write.
func (s *Service) ResumeImports(ctx context.Context, id uuid.UUID) (*ent.Vendor, error) {
	return s.setImports(ctx, id, "vendor.imports-resume", "", func(v *ent.Vendor) *ent.VendorUpdateOne {
		if v.ImportsPausedAt == nil {
			return nil
		}
		return v.Update().ClearImportsPausedAt().ClearImportsPausedReason()
	})
}

// setImports makes a change of a vendor, unless there is none to make, and tells of it.
func (s *Service) setImports(ctx context.Context, id uuid.UUID, action, reason string, change func(*ent.Vendor) *ent.VendorUpdateOne) (*ent.Vendor, error) {
	if err := need(ctx, enum.PermissionVendorWrite); err != nil { // the lock comes before any rule of the row
		return nil, err
	}
	var v *ent.Vendor
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := tx.Vendor.Query().Where(vendor.ID(id)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		do := change(before)
		if v = before; do == nil {
			return nil
		}
		if v, err = do.Save(ctx); err != nil {
			return err
		}
		if err := s.Changed(ctx, tx, v); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{
			Action: action, TargetType: "Vendor", Target: v.Slug, Reason: reason, VendorID: v.ID, Changes: audit.Diff(before, v),
		})
	})
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", action, id, err)
	}
	return v, nil
}

// SourcePaused tells the owners of a vendor that a source of feeds has paused itself,
// each in their language; why is the last failure, nil where nothing is known.
func (s *Service) SourcePaused(ctx context.Context, tx *store.Tx, v *ent.Vendor, name string, why *i18n.Message) error {
	owners, err := ownersOf(ctx, tx, v.ID)
	if err != nil {
		return err
	}
	for _, u := range owners {
		data := map[string]string{"shop": v.Name, "source": name, "link": s.links.Console(v.Slug, "marketplace/config", "")}
		if why != nil {
			data["reason"] = why.In(i18n.Match(u.Language))
		}
		if err := s.post(ctx, tx, notify.Mail{Kind: notify.SourcePaused, To: u.Email, Name: u.Name, Language: u.Language, Data: data}); err != nil {
			return err
		}
	}
	return nil
}

// WebhookDisabled tells the owners of a vendor that one of its endpoints was switched off.
func (s *Service) WebhookDisabled(ctx context.Context, tx *store.Tx, e *ent.WebhookEndpoint, why string) error {
	return s.writeOwners(ctx, tx, notify.WebhookDisabled, "settings/webhooks", func(language.Tag) map[string]string {
		return map[string]string{"address": e.URL, "reason": why}
	})
}

// writeOwners sends the owners of the viewer's vendor a mail that leads to a page of their
// console; data are its words in each language.
func (s *Service) writeOwners(ctx context.Context, tx *store.Tx, kind notify.Kind, page string, data func(language.Tag) map[string]string) error {
	own := viewer.Elevate(ctx)
	v, err := tx.Vendor.Get(own, viewer.From(ctx).VendorID)
	if err != nil {
		return fmt.Errorf("find the vendor of a mail: %w", err)
	}
	owners, err := ownersOf(own, tx, v.ID)
	if err != nil {
		return err
	}
	for _, u := range owners {
		words := data(i18n.Match(u.Language))
		words["shop"], words["link"] = v.Name, s.links.Console(v.Slug, page, "")
		m := notify.Mail{Kind: kind, To: u.Email, Name: u.Name, Language: u.Language, Data: words}
		if err := s.post(ctx, tx, m); err != nil {
			return err
		}
	}
	return nil
}
