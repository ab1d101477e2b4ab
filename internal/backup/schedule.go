package backup

import (
	"context"
	"fmt"
	"time"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/backuplog"
	"orion/ent/gen/ent/predicate"
	"orion/internal/enum"
)

// verifyEvery is the age of the last proof that a backup can be brought back at which the
// schedule makes another.
const verifyEvery = 7 * 24 * time.Hour

// Scheduled makes a backup where the last good one is older than Every, and verifies it
// where the last proof is a week old. The viewer is the program.
func (s *Service) Scheduled(ctx context.Context) error {
	if s.Every <= 0 {
		return nil
	}
	last, err := s.latest(ctx, backuplog.FieldCreatedAt)
	if err != nil || last != nil && s.Clock.Now().Sub(last.CreatedAt) < s.Every {
		return err
	}
	m, err := s.Create(ctx, true)
	if err != nil {
		return err
	}
	proved, err := s.latest(ctx, backuplog.FieldVerifiedAt, backuplog.VerifiedAtNotNil(), backuplog.VerifyFailureIsNil())
	if err != nil || proved != nil && s.Clock.Now().Sub(*proved.VerifiedAt) < verifyEvery {
		return err
	}
	_, err = s.Verify(ctx, m.Name)
	return err
}

// latest is the good backup of a kind whose time in a column is the last; nil where there is
// none.
func (s *Service) latest(ctx context.Context, column string, of ...predicate.BackupLog) (*ent.BackupLog, error) {
	last, err := s.db.BackupLog.Query().Where(of...).Where(backuplog.StatusEQ(enum.BackupStatusSucceeded)).Order(ent.Desc(column)).First(ctx)
	if ent.IsNotFound(err) {
		return nil, nil //nolint:nilnil // none has been made
	}
	if err != nil {
		return nil, fmt.Errorf("find the last backup: %w", err)
	}
	return last, nil
}
