package auth

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/session"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// grace is how long after an exchange the token before may come again without being
// taken for stolen: pages that open together refresh together.
const grace = 10 * time.Second

// Authenticate returns the viewer of an access token or an API key, with what they may do now: the
// session, the vendor and the membership are looked up, or were in the last 15 seconds
// without a change since. A token that is not good, or whose session is over, is
// UNAUTHENTICATED; one for another vendor than host, path or header name is FORBIDDEN.
func (s *Service) Authenticate(ctx context.Context, bearer string) (*viewer.Viewer, error) {
	if isKey(bearer) {
		return s.authenticateKey(ctx, bearer)
	}
	c, err := s.access.read(bearer)
	if err != nil {
		return nil, errs.Wrap(err, errs.Unauthenticated, "sign in again")
	}
	if named := viewer.RequestFrom(ctx).Vendor; named != "" && c.Slug != "" && named != c.Slug {
		return nil, errs.New(errs.Forbidden, "you are signed in to another vendor")
	}
	now := s.clock.Now()
	st, err := s.viewers.Get(ctx, c.Session, func(ctx context.Context) (*standing, error) {
		return viewerOf(ctx, s.db.Platform, c.Session, now)
	})
	if err != nil {
		return nil, err
	}
	if st == nil || st.over(now) || !c.fit(st.viewer) {
		return nil, errs.New(errs.Unauthenticated, "sign in again")
	}
	return st.viewer, nil
}

// Refresh exchanges a refresh token for the next pair. A token works once. One that
// comes again ends its session, unless that is within 10 seconds of the exchange: then
// it is only refused, so that of many refreshes at once one succeeds. All refusals are
// INVALID_CREDENTIALS: a token that is unknown, used or over, of another audience or
// vendor, and one whose member or vendor may no longer.
func (s *Service) Refresh(ctx context.Context, in TokenRefreshInput) (*Tokens, error) {
	over := errs.New(errs.InvalidCredentials, "the session is over: sign in again")
	var token string
	if in.RefreshToken != nil {
		token = *in.RefreshToken
	}
	id, ok := s.refresh.read(token)
	if !ok {
		return nil, over
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSignIn)
	var t *Tokens
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		t, err = s.exchange(ctx, tx, id, token, in)
		return err
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("refresh: %w", err)
	case t == nil:
		return nil, over
	}
	return t, nil
}

// exchange does the work of Refresh. It returns nil for a token that is refused.
func (s *Service) exchange(ctx context.Context, tx *store.Tx, id uuid.UUID, token string, in TokenRefreshInput) (*Tokens, error) {
	now := s.clock.Now()
	turn, err := lock(ctx, tx.Pgx, id, now)
	if turn == nil || err != nil || turn.audience != string(in.Audience) {
		return nil, err
	}
	switch hash := string(hashOf(token)); {
	case hash == string(turn.current):
	case hash == string(turn.previous) && turn.justNow:
		return nil, nil
	default: // ours, and used before
		return nil, s.endStolen(ctx, tx, id)
	}
	st, err := viewerOf(ctx, tx.Pgx, id, now)
	if st == nil || err != nil || !sameVendor(ctx, st.slug, in.Vendor) {
		return nil, err
	}
	t, err := s.tokens(st.viewer, st.slug)
	if err != nil {
		return nil, err
	}
	if st.ends != nil {
		t.endBy(*st.ends)
	}
	if err := rotate(ctx, tx.Pgx, id, t.RefreshToken, now); err != nil {
		return nil, err
	}
	return t, audit.Record(viewer.NewContext(ctx, st.viewer), tx, audit.Event{
		Action: "session.refresh", TargetType: "Session", Target: string(publicid.New("Session", id)), VendorID: st.viewer.VendorID,
	})
}

// sameVendor reports whether neither the input nor the request name another vendor than
// the session's. The staff have none.
func sameVendor(ctx context.Context, slug string, input *string) bool {
	if slug == nowhere {
		return true
	}
	named := viewer.RequestFrom(ctx).Vendor
	return (named == "" || named == slug) && (input == nil || *input == "" || *input == slug)
}

// endStolen ends a session whose refresh token came a second time.
func (s *Service) endStolen(ctx context.Context, tx *store.Tx, id uuid.UUID) error {
	row, err := tx.Session.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("find the session: %w", err)
	}
	s.log.WarnContext(ctx, "auth: a refresh token came a second time", "session", id, "address", viewer.RequestFrom(ctx).Address)
	if err := s.end(ctx, tx, "reuse", id); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: "session.reuse", TargetType: "Session", Target: string(row.PublicID()), VendorID: orNil(row.VendorID),
	})
}

// SignOut ends the viewer's session and that of a refresh token, "" for none. Neither
// its access token nor its refresh token works from then on. Signing out twice is no
// change.
func (s *Service) SignOut(ctx context.Context, refreshToken string) error {
	var ids []uuid.UUID
	if v := viewer.From(ctx); v != nil && v.SessionID != uuid.Nil {
		ids = append(ids, v.SessionID)
	}
	if id, ok := s.refresh.read(refreshToken); ok {
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil
	}
	self := ctx
	ctx = store.AcrossVendors(ctx, store.ReasonSignIn)
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			if err := s.leave(ctx, self, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}

// leave ends a session that its owner signs out of; one that has ended stays as it is.
// self is the context of who asks; without a token it is the owner of the session.
func (s *Service) leave(ctx, self context.Context, tx *store.Tx, id uuid.UUID) error {
	row, err := tx.Session.Query().Where(session.ID(id), session.RevokedAtIsNil()).Only(ctx)
	if ent.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find the session: %w", err)
	}
	if viewer.From(self) == nil || viewer.From(self).SessionID != id {
		self = viewer.NewContext(ctx, &viewer.Viewer{
			Audience: viewer.Audience(row.Audience), VendorID: orNil(row.VendorID), UserID: orNil(row.UserID),
			CustomerID: orNil(row.CustomerID), ImpersonatorID: orNil(row.ImpersonatorID),
		})
	}
	if err := s.end(self, tx, "sign-out", id); err != nil {
		return err
	}
	return audit.Record(self, tx, audit.Event{
		Action: "session.end", TargetType: "Session", Target: string(row.PublicID()), VendorID: orNil(row.VendorID),
	})
}
