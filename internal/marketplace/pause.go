package marketplace

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

const noteLength = 500

// PauseSource lets a source rest: it is not fetched and takes no file, while what is
// under way is finished. What staff have paused stays theirs, whoever pauses it again.
// A vendor's team needs import.run, staff vendor.write.
func (s *Service) PauseSource(ctx context.Context, id publicid.ID, note *string) (*ent.MarketplaceSource, error) {
	said, err := noteOf(note)
	if err != nil {
		return nil, err
	}
	return s.changePause(ctx, id, "source.pause", func(tx *store.Tx, src *ent.MarketplaceSource, by enum.PauseReason) error {
		if src.PausedAt != nil && (src.PauseReason == nil || *src.PauseReason == by || *src.PauseReason == enum.PauseReasonPlatform) {
			return nil
		}
		return s.rest(ctx, tx, src, by, said)
	})
}

// ResumeSource lets a source work again and forgets its failures. FORBIDDEN for the
// team where staff have paused it. Needs are as for PauseSource.
func (s *Service) ResumeSource(ctx context.Context, id publicid.ID) (*ent.MarketplaceSource, error) {
	return s.changePause(ctx, id, "source.resume", func(tx *store.Tx, src *ent.MarketplaceSource, by enum.PauseReason) error {
		if src.PausedAt == nil {
			return nil
		}
		if src.PauseReason != nil && *src.PauseReason == enum.PauseReasonPlatform && by != enum.PauseReasonPlatform {
			return errs.New(errs.Forbidden, "the platform has paused the source, and it alone resumes it")
		}
		src.PausedAt, src.PauseReason, src.PauseNote, src.Failures = nil, nil, nil, 0
		return s.plan(ctx, tx, src)
	})
}

// rest pauses a source in memory.
func (s *Service) rest(ctx context.Context, tx *store.Tx, src *ent.MarketplaceSource, why enum.PauseReason, note *string) error {
	now := s.clock.Now()
	src.PausedAt, src.PauseReason, src.PauseNote = &now, &why, note
	return s.plan(ctx, tx, src)
}

func noteOf(note *string) (*string, error) {
	if note == nil {
		return nil, nil //nolint:nilnil // a pause needs no note
	}
	s := strings.TrimSpace(*note)
	unreadable := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	switch {
	case utf8.RuneCountInString(s) > noteLength:
		return nil, errs.New(errs.TooLong, "is longer than %d characters", noteLength).At("note")
	case strings.ContainsFunc(s, unreadable) || !utf8.ValidString(s):
		return nil, errs.Field("note", "holds characters that cannot be shown")
	}
	return text(s), nil
}

// pauser is as whom the viewer pauses and resumes.
func pauser(ctx context.Context) (enum.PauseReason, error) {
	switch v := viewer.From(ctx); {
	case v != nil && v.Audience == viewer.Vendor:
		return enum.PauseReasonVendor, need(ctx, enum.PermissionImportRun)
	case v != nil && v.Audience == viewer.Admin:
		return enum.PauseReasonPlatform, need(ctx, enum.PermissionVendorWrite)
	}
	return "", errs.New(errs.Forbidden, "you may not do that")
}

// changePause changes whether a source rests, and records it where it does.
func (s *Service) changePause(ctx context.Context, id publicid.ID, action string,
	change func(*store.Tx, *ent.MarketplaceSource, enum.PauseReason) error,
) (*ent.MarketplaceSource, error) {
	by, err := pauser(ctx)
	if err != nil {
		return nil, err
	}
	var src *ent.MarketplaceSource
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := lockSource(ctx, tx, id)
		if err != nil {
			return err
		}
		after := *before
		if err := change(tx, &after, by); err != nil {
			return err
		}
		if src = before; after.PausedAt == before.PausedAt {
			return nil // twice is no change
		}
		if src, err = saveSource(asProgram(ctx, before.VendorID), tx, &after, 0); err != nil {
			return err
		}
		return recordSource(ctx, tx, action, before, src)
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", action, err)
	}
	return src, nil
}
