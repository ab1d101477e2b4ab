package auth

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/session"
	"orion/ent/gen/ent/vendor"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// OwnSessions lists the sessions of the viewer's account that have not ended, last used
// first; empty for those without an account.
func (s *Service) OwnSessions(ctx context.Context, arg page.Arg) (*SessionConnection, error) {
	v := viewer.From(ctx)
	of := session.UserID(v.UserID)
	if v.Audience == viewer.Customer {
		of = session.CustomerID(v.CustomerID)
	}
	if v.UserID == uuid.Nil && v.CustomerID == uuid.Nil {
		of = session.ID(v.SessionID)
	}
	keys := []page.Key{{Column: session.FieldLastUsedAt, Time: true, Desc: true}}
	plan, err := s.pages.Plan(arg, keys, "own-sessions", v.UserID, v.CustomerID, v.SessionID)
	if err != nil {
		return nil, err
	}
	return s.sessions(ctx, plan, func(r *ent.Session) ([]any, uuid.UUID) { return []any{r.LastUsedAt}, r.ID }, of, s.lasting())
}

// Sessions lists the sessions of everybody, newest first, for the platform's staff.
func (s *Service) Sessions(ctx context.Context, arg page.Arg, where *SessionWhere) (*SessionConnection, error) {
	plan, err := s.pages.Plan(arg, nil, "sessions", where)
	if err != nil {
		return nil, err
	}
	return s.sessions(ctx, plan, func(r *ent.Session) ([]any, uuid.UUID) { return nil, r.ID }, where.predicates(s)...)
}

func (s *Service) sessions(ctx context.Context, plan *page.Plan, keys func(*ent.Session) ([]any, uuid.UUID), of ...predicate.Session) (*SessionConnection, error) {
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	rows, err := s.db.Session.Query().WithVendor().Where(of...).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(across)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return page.Cut(plan, rows, keys, func(ctx context.Context, limit int) (int, error) {
		ids, err := s.db.Session.Query().Where(of...).Limit(limit).IDs(store.AcrossVendors(ctx, store.ReasonSignIn))
		return len(ids), err
	}), nil
}

// lasting are the sessions that have not ended.
func (s *Service) lasting() predicate.Session {
	return session.And(session.RevokedAtIsNil(), session.ExpiresAtGT(s.clock.Now()))
}

func (w *SessionWhere) predicates(s *Service) []predicate.Session {
	if w == nil {
		return nil
	}
	var of []predicate.Session
	add := func(given bool, p predicate.Session) {
		if given {
			of = append(of, p)
		}
	}
	if w.Audience != nil {
		any := []session.Audience{}
		for _, a := range w.Audience {
			any = append(any, session.Audience(a))
		}
		of = append(of, session.AudienceIn(any...))
	}
	if w.UserID != nil {
		id := w.UserID.As("User")
		of = append(of, session.Or(session.UserID(id), session.ImpersonatorID(id)))
	}
	if w.VendorID != nil {
		of = append(of, session.VendorID(w.VendorID.As("Vendor")))
	}
	if w.Active != nil {
		add(*w.Active, s.lasting())
		add(!*w.Active, session.Not(s.lasting()))
	}
	if w.Impersonation != nil {
		add(*w.Impersonation, session.ImpersonatorIDNotNil())
		add(!*w.Impersonation, session.ImpersonatorIDIsNil())
	}
	return of
}

// RevokeSession ends a session: one of the viewer's own, or with session.write of the
// staff anybody's. NOT_FOUND for all others, and for those that have ended.
func (s *Service) RevokeSession(ctx context.Context, id publicid.ID) (*ent.Session, error) {
	v := viewer.From(ctx)
	if v == nil || v.SessionID == uuid.Nil {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	var row *ent.Session
	err := s.db.Tx(across, func(tx *store.Tx) (err error) {
		row, err = tx.Session.Query().Where(session.ID(id.As("Session")), s.lasting()).ForUpdate().Only(across)
		if ent.IsNotFound(err) || err == nil && !mayEnd(v, row) {
			return errs.New(errs.NotFound, "not found").At("id")
		}
		if err != nil {
			return err
		}
		if err := s.end(ctx, tx, "revoked", row.ID); err != nil {
			return err
		}
		if row, err = tx.Session.Query().WithVendor().Where(session.ID(row.ID)).Only(across); err != nil {
			return err
		}
		e := audit.Event{Action: "session.revoke", TargetType: "Session", Target: string(row.PublicID())}
		if v.Audience == viewer.Admin { // others end their own, which concerns where they are
			e.VendorID = orNil(row.VendorID)
		}
		return audit.Record(ctx, tx, e)
	})
	if err != nil {
		return nil, fmt.Errorf("revoke a session: %w", err)
	}
	return row, nil
}

func mayEnd(v *viewer.Viewer, row *ent.Session) bool {
	switch {
	case v.Audience == viewer.Admin && v.May(string(enum.PermissionSessionWrite)):
		return true
	case v.Audience == viewer.Customer:
		return orNil(row.CustomerID) == v.CustomerID
	case v.UserID != uuid.Nil:
		return orNil(row.UserID) == v.UserID || orNil(row.ImpersonatorID) == v.UserID
	}
	return row.ID == v.SessionID
}

// RevokeOtherSessions ends all of the viewer's sessions but the one that asks, in all
// teams, and returns how many.
func (s *Service) RevokeOtherSessions(ctx context.Context) (int, error) {
	me, err := s.self(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	across := store.AcrossVendors(ctx, store.ReasonSignIn)
	err = s.db.Tx(across, func(tx *store.Tx) error {
		if n, err = s.endOthers(across, tx, me, "revoked"); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Action: "session.revoke-others", TargetType: me.kind(), Target: me.name()})
	})
	if err != nil {
		return 0, fmt.Errorf("revoke sessions: %w", err)
	}
	return n, nil
}

// endOthers ends the sessions of an account but for the one that asks.
func (s *Service) endOthers(ctx context.Context, tx *store.Tx, me *self, reason string) (int, error) {
	n, err := tx.Session.Update().Where(session.RevokedAtIsNil(), me.sessions(), session.IDNEQ(me.viewer.SessionID)).
		SetRevokedAt(s.clock.Now()).SetRevokedReason(reason).Save(ctx)
	if err != nil {
		return 0, fmt.Errorf("end sessions: %w", err)
	}
	return n, s.tell(ctx, tx, all)
}

// Switch begins a session of the same user in another team that they are in, with that
// team's rules. NOT_FOUND at vendor for every other vendor; FORBIDDEN for API keys and
// impersonators.
func (s *Service) Switch(ctx context.Context, slug string) (*Tokens, error) {
	me, err := s.member(ctx)
	if err != nil {
		return nil, err
	}
	missing := errs.New(errs.NotFound, "not found").At("vendor")
	if !slugPattern.MatchString(slug) {
		return nil, missing
	}
	a, err := s.account(ctx, viewer.Vendor, slug, me.user.Email)
	if err != nil {
		return nil, err
	}
	if a == nil || *a.userID != me.user.ID {
		return nil, missing
	}
	return s.begin(store.AcrossVendors(ctx, store.ReasonSignIn), viewer.Vendor, a)
}

// Teams returns the vendors that the viewer can switch to, by name: those in whose teams
// they are and whose door is open to teams. At most 100.
func (s *Service) Teams(ctx context.Context) ([]*ent.Vendor, error) {
	v := viewer.From(ctx)
	if v == nil || v.Audience != viewer.Vendor || v.UserID == uuid.Nil {
		return []*ent.Vendor{}, nil
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSignIn)
	seats, err := s.db.Membership.Query().Where(membership.UserID(v.UserID), membership.HasVendorWith(
		vendor.StatusIn(enum.VendorStatusActive, enum.VendorStatusPending))).WithVendor().Limit(100).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list teams: %w", err)
	}
	teams := make([]*ent.Vendor, len(seats))
	for i, seat := range seats {
		teams[i] = seat.Edges.Vendor
	}
	slices.SortFunc(teams, func(a, b *ent.Vendor) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Slug, b.Slug)) })
	return teams, nil
}
