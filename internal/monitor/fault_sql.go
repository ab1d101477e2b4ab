package monitor

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// An error that happens again adds to the one that is there and opens it again; ent has no such
// insert. No vendor owns errors, and no vendor's role may see them.
const writeFault = `INSERT INTO error_logs (id, created_at, updated_at, fingerprint, source, operation, message, stack, occurrences, version, request_id, concerns_id, last_seen_at)
VALUES ($1, now(), now(), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (fingerprint) DO UPDATE SET updated_at = now(), occurrences = error_logs.occurrences + excluded.occurrences, stack = excluded.stack,
	version = excluded.version, request_id = excluded.request_id, concerns_id = excluded.concerns_id, last_seen_at = excluded.last_seen_at, resolved_at = NULL`

func (s *Service) keepFaults(ctx context.Context, all []*fault, version string) error {
	batch := &pgx.Batch{}
	for _, f := range all {
		id, err := uuid.NewV7()
		if err != nil {
			return fmt.Errorf("name an error: %w", err)
		}
		batch.Queue(writeFault, id, f.fingerprint, f.source, f.operation, f.message, f.stack, f.times, version, f.request, given(f.vendor), f.last)
	}
	if err := s.db.Platform.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("keep errors: %w", err)
	}
	return nil
}

func given(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}
