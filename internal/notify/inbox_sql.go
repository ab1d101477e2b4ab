package notify

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/internal/enum"
	"orion/internal/store"
)

// A note that is there already must not break the transaction that would tell it again, and ent has
// no such insert. The vendor is a parameter, and row-level security holds it against the viewer's.
const tellOnce = `INSERT INTO notifications (id, created_at, updated_at, vendor_id, kind, severity, permission, data, target, dedupe_hash)
VALUES ($1, now(), now(), $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (dedupe_hash) DO NOTHING`

// insertNote reports whether the note is new.
func insertNote(ctx context.Context, tx *store.Tx, n Note, permission enum.Permission) (bool, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return false, fmt.Errorf("name a note: %w", err)
	}
	data, err := n.data()
	if err != nil {
		return false, fmt.Errorf("write a note: %w", err)
	}
	tag, err := tx.Pgx.Exec(ctx, tellOnce, id, optional(n.VendorID), string(n.Kind), string(n.Severity), string(permission), data, orNull(string(n.Target)), n.once())
	if err != nil {
		return false, fmt.Errorf("tell %s: %w", n.Kind, err)
	}
	return tag.RowsAffected() > 0, nil
}

// Who reads twice reads once. The vendor of the row is that of the note, of which row-level
// security shows a team its own alone.
const readNotes = `INSERT INTO notification_reads (id, created_at, updated_at, vendor_id, notification_id, user_id)
SELECT gen_random_uuid(), now(), now(), n.vendor_id, n.id, $1 FROM notifications n
WHERE n.id = ANY($2) ON CONFLICT (notification_id, user_id) DO NOTHING`

func markRead(ctx context.Context, tx *store.Tx, user uuid.UUID, notes []uuid.UUID) error {
	if _, err := tx.Pgx.Exec(ctx, readNotes, user, notes); err != nil {
		return fmt.Errorf("mark notes read: %w", err)
	}
	return nil
}

func optional(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
