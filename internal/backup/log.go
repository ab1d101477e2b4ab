package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"gocloud.dev/blob"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/backuplog"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/store"
	"orion/internal/viewer"
)

const maxFailure = 500

// started writes that a backup is being made.
func (s *Service) started(ctx context.Context, name string, scheduled bool) (*ent.BackupLog, error) {
	var entry *ent.BackupLog
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		if err := brokenOff(ctx, tx, s.Clock.Now().Add(-abandoned)); err != nil {
			return err
		}
		entry, err = tx.BackupLog.Create().SetName(name).SetLocation(s.Location).SetScheduled(scheduled).Save(ctx)
		if err != nil {
			return fmt.Errorf("log the backup: %w", err)
		}
		return audit.Record(ctx, tx, audit.Event{Action: "backup.create", TargetType: "BackupLog", Target: string(entry.PublicID())})
	})
	return entry, err
}

// abandoned is the age at which a backup that is still being made is one whose process died.
const abandoned = 12 * time.Hour

func brokenOff(ctx context.Context, tx *store.Tx, before time.Time) error {
	err := tx.BackupLog.Update().Where(backuplog.StatusEQ(enum.BackupStatusRunning), backuplog.CreatedAtLT(before)).
		SetStatus(enum.BackupStatusFailed).SetFailure("it was broken off").Exec(ctx)
	if err != nil {
		return fmt.Errorf("close the log of old backups: %w", err)
	}
	return nil
}

// ended writes what became of it.
func (s *Service) ended(ctx context.Context, entry *ent.BackupLog, m *Manifest, checksum string, failed error) error {
	u := s.db.BackupLog.UpdateOneID(entry.ID).SetEndedAt(s.Clock.Now())
	if failed != nil {
		u.SetStatus(enum.BackupStatusFailed).SetFailure(short(failed))
	} else {
		u.SetStatus(enum.BackupStatusSucceeded).SetByteSize(m.ByteSize()).SetRowCount(m.Rows()).SetFileCount(m.Files.Count).SetChecksum(checksum)
	}
	if err := u.Exec(ctx); err != nil {
		return fmt.Errorf("log the backup: %w", err)
	}
	return nil
}

// verified writes what a verification came to. A backup of another database has no entry.
func (s *Service) verified(ctx context.Context, name string, failed error) error {
	u := s.db.BackupLog.Update().Where(backuplog.Name(name)).SetVerifiedAt(s.Clock.Now())
	if failed != nil {
		u.SetVerifyFailure(short(failed))
	} else {
		u.ClearVerifyFailure()
	}
	if err := u.Exec(ctx); err != nil {
		return fmt.Errorf("log the verification: %w", err)
	}
	return nil
}

// restored writes into the database that came back that it did.
func (s *Service) restored(ctx context.Context, m *Manifest, force bool) error {
	db, err := store.Open(ctx, s.DatabaseURL)
	if err != nil {
		return fmt.Errorf("open what was restored: %w", err)
	}
	defer db.Close()
	ctx = viewer.NewContext(ctx, viewer.ForPlatform())
	return db.Tx(ctx, func(tx *store.Tx) error {
		now := s.Clock.Now()
		// It was running when it was dumped: of itself a backup cannot know more.
		err := tx.BackupLog.Update().Where(backuplog.Name(m.Name)).SetStatus(enum.BackupStatusSucceeded).SetEndedAt(now).
			SetByteSize(m.ByteSize()).SetRowCount(m.Rows()).SetFileCount(m.Files.Count).Exec(ctx)
		if err != nil {
			return fmt.Errorf("log the backup: %w", err)
		}
		entry, err := tx.RestoreLog.Create().SetSource(m.Name).SetForced(force).SetStatus(enum.BackupStatusSucceeded).
			SetRowCount(m.Rows()).SetEndedAt(now).Save(ctx)
		if err != nil {
			return fmt.Errorf("log the restore: %w", err)
		}
		return audit.Record(ctx, tx, audit.Event{
			Action: "backup.restore", TargetType: "RestoreLog", Target: string(entry.PublicID()), Data: map[string]string{"backup": m.Name},
		})
	})
}

func short(err error) string {
	text := err.Error()
	if len(text) > maxFailure {
		text = strings.ToValidUTF8(text[:maxFailure], "")
	}
	return text
}

// retain removes the files of backups beyond those that are kept, the oldest first. The
// newest that is verified stays whatever its age.
func (s *Service) retain(ctx context.Context) error {
	if s.Keep <= 0 {
		return nil
	}
	all, err := s.List(ctx)
	if err != nil {
		return err
	}
	safe, err := s.latest(ctx, backuplog.FieldName, backuplog.VerifiedAtNotNil(), backuplog.VerifyFailureIsNil(), backuplog.RemovedAtIsNil())
	if err != nil {
		return err
	}
	for _, m := range all[min(s.Keep, len(all)):] {
		if safe != nil && m.Name == safe.Name {
			continue
		}
		if err := s.remove(ctx, m.Name); err != nil {
			return err
		}
	}
	return nil
}

// remove deletes the files of a backup, the manifest first: what is left then is no backup.
func (s *Service) remove(ctx context.Context, name string) error {
	if err := s.Store.Delete(ctx, name+"/"+manifestFile); err != nil {
		return fmt.Errorf("remove the backup %s: %w", name, err)
	}
	rest := s.Store.List(&blob.ListOptions{Prefix: name + "/"})
	for {
		o, err := rest.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = s.Store.Delete(ctx, o.Key)
		}
		if err != nil {
			return fmt.Errorf("remove the backup %s: %w", name, err)
		}
	}
	if err := s.db.BackupLog.Update().Where(backuplog.Name(name)).SetRemovedAt(s.Clock.Now()).Exec(ctx); err != nil {
		return fmt.Errorf("log the removal: %w", err)
	}
	return nil
}
