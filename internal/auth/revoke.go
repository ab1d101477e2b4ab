package auth

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/session"
	"orion/internal/audit"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// topic is that of notices that a session or an API key has changed: its id, or all.
const (
	topic = "session"
	all   = "*"
	// timeUp is why an impersonation ends that nobody ended.
	timeUp = "time"
)

// heard forgets what has changed.
func (s *Service) heard(payload string) {
	if id, err := uuid.Parse(payload); err == nil {
		s.viewers.Drop(id)
		s.keys.Drop(id)
		return
	}
	s.viewers.DropAll()
	s.keys.DropAll()
}

// tell makes every process read what has changed anew, this one as soon as tx has
// committed.
func (s *Service) tell(ctx context.Context, tx *store.Tx, payload string) error {
	tx.AfterCommit(func() { s.heard(payload) })
	return tx.Notify(ctx, topic, payload)
}

// end revokes one session, on the viewer's behalf.
func (s *Service) end(ctx context.Context, tx *store.Tx, reason string, id uuid.UUID) error {
	if err := s.revoke(ctx, tx, reason, session.ID(id)); err != nil {
		return err
	}
	return s.tell(ctx, tx, id.String())
}

// revoke ends sessions as the program, as far as tx reaches. The record says of those in
// which staff act for a vendor that they ended, and by the viewer of ctx.
func (s *Service) revoke(ctx context.Context, tx *store.Tx, reason string, of ...predicate.Session) error {
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	if err := s.recordEnds(ctx, tx, reason, of...); err != nil {
		return err
	}
	err := tx.Session.Update().Where(session.RevokedAtIsNil()).Where(of...).
		SetRevokedAt(s.clock.Now()).SetRevokedReason(reason).Exec(across)
	if err != nil {
		return fmt.Errorf("revoke sessions: %w", err)
	}
	return nil
}

// recordEnds records which impersonations are about to end. They are locked, so that each
// ends once; the vendor reads that it was one of the staff, and the staff who.
func (s *Service) recordEnds(ctx context.Context, tx *store.Tx, reason string, of ...predicate.Session) error {
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	rows, err := tx.Session.Query().Where(session.RevokedAtIsNil(), session.ImpersonatorIDNotNil()).Where(of...).
		Order(session.ByID()).ForUpdate().All(across)
	if err != nil {
		return fmt.Errorf("find impersonations: %w", err)
	}
	events := make([]audit.Event, len(rows))
	for i, row := range rows {
		events[i] = endOfImpersonation(row, reason, s.clock.Now())
	}
	return audit.RecordAll(ctx, tx, events)
}

// endOfImpersonation is what the record says. One whose time is up ended by that, whoever
// comes later.
func endOfImpersonation(row *ent.Session, how string, now time.Time) audit.Event {
	e := audit.Event{
		Action: "impersonation.end", TargetType: "Vendor", Target: string(publicid.New("Vendor", orNil(row.VendorID))),
		VendorID: orNil(row.VendorID), ImpersonatorID: *row.ImpersonatorID, Data: map[string]string{"how": how},
	}
	if row.ImpersonationReason != nil {
		e.Reason = *row.ImpersonationReason
	}
	if row.EndsAt != nil && !row.EndsAt.After(now) {
		e.Data = map[string]string{"how": timeUp, "endedAt": row.EndsAt.UTC().Format(time.RFC3339)}
	}
	return e
}

// RevokeVendor ends all sessions of a vendor, those of its team and its customers, and
// those in which staff act for it, when tx commits. tx must be of the platform.
func (s *Service) RevokeVendor(ctx context.Context, tx *store.Tx, vendorID uuid.UUID) error {
	if err := s.revoke(ctx, tx, "vendor", session.VendorID(vendorID)); err != nil {
		return err
	}
	return s.tell(ctx, tx, all)
}

// RevokeUser ends all sessions of a user, in every team and those in which they act for a
// vendor, when tx commits. reason is
// stored with them, a word or two. tx must be of the platform.
func (s *Service) RevokeUser(ctx context.Context, tx *store.Tx, userID uuid.UUID, reason string) error {
	if err := s.revoke(ctx, tx, reason, session.Or(session.UserID(userID), session.ImpersonatorID(userID))); err != nil {
		return err
	}
	return s.tell(ctx, tx, all)
}

// RevokeMember ends the sessions of a user in one vendor's team, and no others, when tx
// commits; with the zero vendor those on the platform's staff, and those in which they
// act for a vendor. A transaction of the vendor's own reaches its sessions alone.
func (s *Service) RevokeMember(ctx context.Context, tx *store.Tx, vendorID, userID uuid.UUID) error {
	of := session.And(session.UserID(userID), session.VendorID(vendorID))
	if vendorID == uuid.Nil {
		of = session.Or(session.And(session.UserID(userID), session.VendorIDIsNil()), session.ImpersonatorID(userID))
	}
	if err := s.revoke(ctx, tx, "member", of); err != nil {
		return err
	}
	return s.tell(ctx, tx, all)
}

// RevokeCustomer ends all sessions of a customer when tx commits, which may be the vendor's
// own: it reaches its sessions alone.
func (s *Service) RevokeCustomer(ctx context.Context, tx *store.Tx, customerID uuid.UUID) error {
	if err := s.revoke(ctx, tx, "blocked", session.CustomerID(customerID)); err != nil {
		return err
	}
	return s.tell(ctx, tx, all)
}

// GrantsChanged makes every process look up anew what its viewers may, once tx has
// committed. Whoever changes a role, a membership or the state of an account calls it.
func (s *Service) GrantsChanged(ctx context.Context, tx *store.Tx) error {
	return s.tell(ctx, tx, all)
}
