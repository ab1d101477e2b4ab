package audit

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/kit/page"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Log is the record as the viewer may read it: a vendor its own, the platform all.
type Log struct {
	db     *store.DB
	signer *page.Signer
}

// NewLog returns a Log.
func NewLog(db *store.DB, signer *page.Signer) *Log { return &Log{db: db, signer: signer} }

// Entries lists the record, newest first.
func (l *Log) Entries(ctx context.Context, arg page.Arg) (*AuditEntryConnection, error) {
	plan, err := l.signer.Plan(arg, nil, "audit", viewer.From(ctx).VendorID)
	if err != nil {
		return nil, err
	}
	rows, err := l.db.AuditEntry.Query().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the audit record: %w", err)
	}
	return page.Cut(plan, rows, func(e *ent.AuditEntry) ([]any, uuid.UUID) { return nil, e.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := l.db.AuditEntry.Query().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}
