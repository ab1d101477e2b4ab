package vendor

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/invitation"
	"orion/internal/enum"
	"orion/internal/kit/page"
	"orion/internal/viewer"
)

// InvitationLife is how long the link of an invitation is good.
const InvitationLife = 7 * 24 * time.Hour

// newToken returns the token of a link, 256 random bits, and what is stored of it.
func newToken() (token string, hash []byte) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails: see crypto/rand
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, hashOf(token)
}

// hashOf is what is stored of a token. It is random enough to need no slow hash.
func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Invitations lists the invitations to the viewer's team, for the staff those to the
// staff, newest first.
func (s *Service) Invitations(ctx context.Context, arg page.Arg, where *InvitationWhere) (*InvitationConnection, error) {
	plan, err := s.signer.Plan(arg, nil, "invitations", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	base := func() *ent.InvitationQuery {
		q := s.db.Invitation.Query().Where(ofVendor(vendorOf(ctx)))
		if where != nil && where.Status != nil {
			q.Where(s.statusIs(where.Status...))
		}
		return q
	}
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list invitations: %w", err)
	}
	return page.Cut(plan, rows, func(i *ent.Invitation) ([]any, uuid.UUID) { return nil, i.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := base().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// StatusOf says whether an invitation can be accepted now.
func (s *Service) StatusOf(i *ent.Invitation) enum.InvitationStatus {
	switch {
	case i.AcceptedAt != nil:
		return enum.InvitationStatusAccepted
	case i.RevokedAt != nil:
		return enum.InvitationStatusRevoked
	case !i.ExpiresAt.After(s.clock.Now()):
		return enum.InvitationStatusExpired
	}
	return enum.InvitationStatusPending
}

// statusIs matches invitations that are in one of the states now.
func (s *Service) statusIs(states ...enum.InvitationStatus) func(*sql.Selector) {
	now := s.clock.Now()
	return func(q *sql.Selector) {
		accepted, revoked, ends := q.C(invitation.FieldAcceptedAt), q.C(invitation.FieldRevokedAt), q.C(invitation.FieldExpiresAt)
		open := func() *sql.Predicate { return sql.And(sql.IsNull(accepted), sql.IsNull(revoked)) }
		any := []*sql.Predicate{}
		for _, state := range states {
			switch state {
			case enum.InvitationStatusAccepted:
				any = append(any, sql.NotNull(accepted))
			case enum.InvitationStatusRevoked:
				any = append(any, sql.And(sql.IsNull(accepted), sql.NotNull(revoked)))
			case enum.InvitationStatusExpired:
				any = append(any, sql.And(open(), sql.LTE(ends, now)))
			case enum.InvitationStatusPending:
				any = append(any, sql.And(open(), sql.GT(ends, now)))
			}
		}
		if len(any) == 0 {
			any = append(any, sql.False())
		}
		q.Where(sql.Or(any...))
	}
}
