package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/viewer"
)

// impersonationSQL reads who acts for a vendor in a session, and why. It runs for the
// platform, which alone sees its staff; the id of the viewer's own session confines it to
// one row. One statement, where ent would make two of it.
const impersonationSQL = `
	select u.email, s.impersonation_reason, s.ends_at
	from sessions s
	join users u on u.id = s.impersonator_id
	where s.id = $1`

// Impersonation says who of the staff acts for the viewer's vendor in this very session,
// why and until when; nil in all other sessions.
func (s *Service) Impersonation(ctx context.Context) (*Impersonation, error) {
	v := viewer.From(ctx)
	if v == nil || v.ImpersonatorID == uuid.Nil {
		return nil, nil
	}
	i := &Impersonation{}
	err := s.db.Platform.QueryRow(ctx, impersonationSQL, v.SessionID).Scan(&i.By, &i.Reason, &i.EndsAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look up an impersonation: %w", err)
	}
	i.EndsAt = i.EndsAt.UTC()
	return i, nil
}
