package backup

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/backuplog"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// The pages of this domain, and their edges.
type (
	BackupConnection  = page.Connection[*ent.BackupLog]
	BackupEdge        = page.Edge[*ent.BackupLog]
	RestoreConnection = page.Connection[*ent.RestoreLog]
	RestoreEdge       = page.Edge[*ent.RestoreLog]
)

// Made lists the backups that were made, the newest first.
func (s *Service) Made(ctx context.Context, arg page.Arg) (*BackupConnection, error) {
	plan, err := s.Pages.Plan(arg, nil, "backups", uuid.Nil, nil)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.BackupLog.Query().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the backups: %w", err)
	}
	return page.Cut(plan, rows, func(b *ent.BackupLog) ([]any, uuid.UUID) { return nil, b.ID }, func(ctx context.Context, limit int) (int, error) {
		ids, err := s.db.BackupLog.Query().Limit(limit).IDs(ctx)
		return len(ids), err
	}), nil
}

// Restores lists what was brought back, the newest first.
func (s *Service) Restores(ctx context.Context, arg page.Arg) (*RestoreConnection, error) {
	plan, err := s.Pages.Plan(arg, nil, "restores", uuid.Nil, nil)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.RestoreLog.Query().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the restores: %w", err)
	}
	return page.Cut(plan, rows, func(r *ent.RestoreLog) ([]any, uuid.UUID) { return nil, r.ID }, func(ctx context.Context, limit int) (int, error) {
		ids, err := s.db.RestoreLog.Query().Limit(limit).IDs(ctx)
		return len(ids), err
	}), nil
}

// Ask has a backup made in the background.
func (s *Service) Ask(ctx context.Context) error {
	ctx = viewer.Elevate(ctx)
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := audit.Record(ctx, tx, audit.Event{Action: "backup.request", TargetType: "Platform", Target: "backup"}); err != nil {
			return err
		}
		return s.Queue.Insert(ctx, tx, jobs.BackupCreate{})
	})
}

// AskToVerify has a backup verified in the background. NOT_FOUND; INVALID_STATE where there
// is nothing to verify, because it failed, still runs or was removed.
func (s *Service) AskToVerify(ctx context.Context, id publicid.ID) (*ent.BackupLog, error) {
	ctx = viewer.Elevate(ctx)
	var b *ent.BackupLog
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		b, err = tx.BackupLog.Query().Where(backuplog.ID(id.As("BackupLog"))).Only(ctx)
		switch {
		case ent.IsNotFound(err):
			return errs.New(errs.NotFound, "there is no such backup").At("id")
		case err != nil:
			return fmt.Errorf("find the backup: %w", err)
		case b.Checksum == nil || b.RemovedAt != nil:
			return errs.New(errs.InvalidState, "the backup has no files").At("id")
		}
		if err := audit.Record(ctx, tx, audit.Event{Action: "backup.verify", TargetType: "BackupLog", Target: string(b.PublicID())}); err != nil {
			return err
		}
		return s.Queue.Insert(ctx, tx, jobs.BackupVerify{Name: b.Name})
	})
	return b, err
}
