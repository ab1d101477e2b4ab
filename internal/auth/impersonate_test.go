package auth_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/membership"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/link"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A stage is a vendor and a member of the staff who may act for it.
type stage struct {
	db    *store.DB
	s     *auth.Service
	now   *hand
	v     *ent.Vendor
	staff *ent.User
	role  *ent.Role
	ctx   context.Context // the staff member's
}

func newStage(t *testing.T, db *store.DB, s *auth.Service, now *hand) *stage {
	t.Helper()
	v, _ := fixture.Vendor(t, db)
	u, r := member(t, db, s, nil, "staff-"+v.Slug+"@orion.example", enum.PermissionVendorImpersonate)
	return &stage{db: db, s: s, now: now, v: v, staff: u, role: r, ctx: viewer.NewContext(context.WithoutCancel(t.Context()), &viewer.Viewer{
		Audience: viewer.Admin, UserID: u.ID, Grants: map[string]bool{string(enum.PermissionVendorImpersonate): true},
	})}
}

func staged(now *hand) func(*auth.Options) {
	return func(o *auth.Options) {
		o.Clock, o.Links = now, link.Builder{BaseURL: "https://shops.example"}
	}
}

func (w *stage) input(reason string, minutes int) auth.ImpersonationStartInput {
	return auth.ImpersonationStartInput{VendorID: w.v.PublicID(), Reason: reason, Minutes: minutes}
}

// enter starts an impersonation and opens its url, as the page does.
func (w *stage) enter(t *testing.T, minutes int) *auth.Tokens {
	t.Helper()
	url, _, err := w.s.StartImpersonation(w.ctx, w.input("ticket 7", minutes))
	require.NoError(t, err)
	tokens, err := w.open(t, url)
	require.NoError(t, err)
	return tokens
}

func (w *stage) open(t *testing.T, url string) (*auth.Tokens, error) {
	t.Helper()
	page, token, ok := strings.Cut(url, "#token=")
	require.True(t, ok)
	require.Equal(t, "https://"+w.v.Slug+".shops.example/console/impersonate", page)
	return w.s.Refresh(from(t, viewer.Request{Vendor: w.v.Slug}), auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &token})
}

func TestStartImpersonation(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	now := &hand{}
	s := service(t, db, staged(now))
	w := newStage(t, db, s, now)
	in := func(change func(*auth.ImpersonationStartInput)) auth.ImpersonationStartInput {
		in := w.input("ticket 7", 30)
		if change != nil {
			change(&in)
		}
		return in
	}
	of := func(is enum.VendorStatus) auth.ImpersonationStartInput {
		v, _ := fixture.Vendor(t, db, func(c *ent.VendorCreate) { c.SetStatus(is) })
		return auth.ImpersonationStartInput{VendorID: v.PublicID(), Reason: "ticket 7", Minutes: 30}
	}
	for name, tc := range map[string]struct {
		by    context.Context
		in    auth.ImpersonationStartInput
		code  errs.Code
		field string
	}{
		"an active vendor":          {in: in(nil)},
		"one that waits":            {in: of(enum.VendorStatusPending)},
		"one that is suspended":     {in: of(enum.VendorStatusSuspended), code: errs.InvalidState, field: "input.vendorId"},
		"one that is closed":        {in: of(enum.VendorStatusClosed), code: errs.InvalidState, field: "input.vendorId"},
		"one that there is not":     {in: in(func(i *auth.ImpersonationStartInput) { i.VendorID = publicid.New("Vendor", uuid.New()) }), code: errs.NotFound, field: "input.vendorId"},
		"an id of something else":   {in: in(func(i *auth.ImpersonationStartInput) { i.VendorID = publicid.New("User", w.v.ID) }), code: errs.NotFound, field: "input.vendorId"},
		"no reason":                 {in: in(func(i *auth.ImpersonationStartInput) { i.Reason = " \x00" }), code: errs.Required, field: "input.reason"},
		"a reason of 500":           {in: in(func(i *auth.ImpersonationStartInput) { i.Reason = strings.Repeat("ü", 500) })},
		"a reason of 501":           {in: in(func(i *auth.ImpersonationStartInput) { i.Reason = strings.Repeat("ü", 501) }), code: errs.TooLong, field: "input.reason"},
		"5 minutes":                 {in: in(func(i *auth.ImpersonationStartInput) { i.Minutes = 5 })},
		"4 minutes":                 {in: in(func(i *auth.ImpersonationStartInput) { i.Minutes = 4 }), code: errs.Invalid, field: "input.minutes"},
		"61 minutes":                {in: in(func(i *auth.ImpersonationStartInput) { i.Minutes = 61 }), code: errs.Invalid, field: "input.minutes"},
		"staff without the right":   {by: viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Admin, UserID: w.staff.ID}), in: in(nil), code: errs.Forbidden},
		"the vendor's own team":     {by: fixture.Staff(t, w.v, append(enum.VendorPermissions(), enum.PermissionVendorImpersonate)...), in: in(nil), code: errs.Forbidden},
		"nobody":                    {by: t.Context(), in: in(nil), code: errs.Forbidden},
		"somebody in the shop":      {by: fixture.Shopper(t, w.v), in: in(nil), code: errs.Forbidden},
		"who is already acting for": {by: viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Vendor, VendorID: w.v.ID, ImpersonatorID: w.staff.ID}), in: in(nil), code: errs.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tc.by == nil {
				tc.by = w.ctx
			}
			url, ends, err := s.StartImpersonation(tc.by, tc.in)
			require.Equal(t, tc.code, code(err), "%v", err)
			if err != nil {
				require.Equal(t, tc.field, store.Public(err).Field())
				require.Empty(t, url)
				return
			}
			require.Equal(t, now.Now().Add(time.Duration(tc.in.Minutes)*time.Minute), ends)
			require.NotEmpty(t, url)
		})
	}
}

// 133 staff who act for a vendor: with a reason, for a time, on the record, without its
// secrets.
func TestB7_133Impersonation(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	now := &hand{}
	s := service(t, db, staged(now))

	t.Run("what it may, and what not", func(t *testing.T) {
		w := newStage(t, db, s, now)
		tokens := w.enter(t, 30)
		got, err := s.Authenticate(from(t, viewer.Request{Vendor: w.v.Slug}), tokens.AccessToken)
		require.NoError(t, err)
		require.Equal(t, viewer.Vendor, got.Audience)
		require.Equal(t, w.v.ID, got.VendorID)
		require.Equal(t, w.staff.ID, got.ImpersonatorID)
		require.Zero(t, got.UserID)
		require.False(t, got.Unproved)
		for _, p := range enum.VendorPermissions() {
			switch p {
			case enum.PermissionTeamWrite, enum.PermissionKeyRead, enum.PermissionKeyWrite, enum.PermissionSettingsWrite, enum.PermissionAuditExport:
				require.False(t, got.May(string(p)), p)
			default:
				require.True(t, got.May(string(p)), p)
			}
		}
		for _, p := range []enum.Permission{enum.PermissionVendorImpersonate, enum.PermissionVendorWrite, enum.PermissionUserRead} {
			require.False(t, got.May(string(p)), p)
		}
		other, _ := fixture.Vendor(t, db)
		_, err = s.Authenticate(from(t, viewer.Request{Vendor: other.Slug}), tokens.AccessToken)
		require.Equal(t, errs.Forbidden, code(err))

		as := viewer.NewContext(t.Context(), got)
		_, _, err = s.CreateKey(as, auth.KeyCreateInput{Name: "Till", Permissions: []enum.Permission{enum.PermissionCatalogRead}})
		require.Equal(t, errs.Forbidden, code(err))
		who, err := s.Impersonation(as)
		require.NoError(t, err)
		require.Equal(t, w.staff.Email, who.By)
		require.Equal(t, "ticket 7", who.Reason)
		require.Equal(t, now.Now().Add(30*time.Minute), who.EndsAt.UTC())
	})
	t.Run("a vendor that wants a second factor of its team has it of nobody else", func(t *testing.T) {
		w := newStage(t, db, s, now)
		db.Vendor.UpdateOne(w.v).SetRequireTwoFactor(true).ExecX(fixture.Platform(t))
		require.True(t, w.enter(t, 30).Viewer.May("catalog.read"))
	})
	t.Run("it is on the record of the vendor and the platform", func(t *testing.T) {
		w := newStage(t, db, s, now)
		w.enter(t, 30)
		e := db.AuditEntry.Query().Where(auditentry.Action("impersonation.start"), auditentry.VendorID(w.v.ID)).OnlyX(fixture.System(t, w.v))
		require.Equal(t, w.staff.ID, *e.ActorID)
		require.Equal(t, "ticket 7", *e.Reason)
		require.Equal(t, 1, db.AuditEntry.Query().Where(auditentry.ID(e.ID)).CountX(fixture.Admin(t)))
	})
	t.Run("the url opens once", func(t *testing.T) {
		w := newStage(t, db, s, now)
		url, _, err := s.StartImpersonation(w.ctx, w.input("ticket 7", 30))
		require.NoError(t, err)
		_, err = w.open(t, url)
		require.NoError(t, err)
		_, err = w.open(t, url)
		require.Equal(t, errs.InvalidCredentials, code(err))
	})
	t.Run("others are nobody's impersonation", func(t *testing.T) {
		w := newTeam(t, db, service(t, db))
		who, err := s.Impersonation(viewer.NewContext(t.Context(), w.tokens.Viewer))
		require.NoError(t, err)
		require.Nil(t, who)
	})
}

// 133 its end is on both records, with whose it was.
func TestB7_133ImpersonationEndIsRecorded(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	now := &hand{}
	s := service(t, db, staged(now))
	other, _ := member(t, db, s, nil, "chief@orion.example", enum.PermissionSessionWrite)
	chief := viewer.NewContext(t.Context(), &viewer.Viewer{
		Audience: viewer.Admin, UserID: other.ID, SessionID: uuid.New(), Grants: map[string]bool{string(enum.PermissionSessionWrite): true},
	})
	alone := func(w *stage, tx *store.Tx) error { return s.RevokeUser(w.ctx, tx, w.staff.ID, "user") }
	for name, tc := range map[string]struct {
		do       func(*testing.T, *stage, *auth.Tokens)
		how      string
		audience viewer.Audience
		actor    func(*stage) *uuid.UUID
	}{
		"who acts signs out": {func(t *testing.T, _ *stage, k *auth.Tokens) {
			require.NoError(t, s.SignOut(viewer.NewContext(t.Context(), k.Viewer), ""))
		}, "sign-out", viewer.Vendor, func(*stage) *uuid.UUID { return nil }},
		"the page signs out by the refresh token": {func(t *testing.T, _ *stage, k *auth.Tokens) {
			require.NoError(t, s.SignOut(t.Context(), k.RefreshToken))
		}, "sign-out", viewer.Vendor, func(*stage) *uuid.UUID { return nil }},
		"somebody else of the staff ends it": {func(t *testing.T, _ *stage, k *auth.Tokens) {
			_, err := s.RevokeSession(chief, publicid.New("Session", k.Viewer.SessionID))
			require.Contains(t, []errs.Code{"", errs.NotFound}, code(err), "NOT_FOUND once it has ended")
		}, "revoked", viewer.Admin, func(*stage) *uuid.UUID { return &other.ID }},
		"all of the account's sessions are ended": {func(t *testing.T, w *stage, _ *auth.Tokens) {
			require.NoError(t, db.Tx(w.ctx, func(tx *store.Tx) error { return alone(w, tx) }))
		}, "user", viewer.Admin, func(w *stage) *uuid.UUID { return &w.staff.ID }},
		"the vendor is suspended": {func(t *testing.T, w *stage, _ *auth.Tokens) {
			require.NoError(t, db.Tx(w.ctx, func(tx *store.Tx) error { return s.RevokeVendor(w.ctx, tx, w.v.ID) }))
		}, "vendor", viewer.Admin, func(w *stage) *uuid.UUID { return &w.staff.ID }},
		"what renews it is used twice": {func(t *testing.T, w *stage, k *auth.Tokens) {
			refresh := func() {
				_, _ = s.Refresh(t.Context(), auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &k.RefreshToken})
			}
			refresh()
			db.Session.UpdateOneID(k.Viewer.SessionID).SetRotatedAt(now.Now().Add(-time.Minute)).ExecX(fixture.Platform(t))
			refresh()
		}, "reuse", viewer.System, func(*stage) *uuid.UUID { return nil }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newStage(t, db, s, now)
			tokens := w.enter(t, 30)
			tc.do(t, w, tokens)
			tc.do(t, w, tokens) // ended once, it does not end again
			e := w.end(t)
			require.Equal(t, string(tc.audience), e.Audience)
			require.Equal(t, tc.actor(w), e.ActorID)
			require.Equal(t, w.staff.ID, *e.ImpersonatorID)
			require.Equal(t, string(w.v.PublicID()), e.Target)
			require.Equal(t, "ticket 7", *e.Reason)
			require.Equal(t, tc.how, e.Data["how"])
		})
	}
}

// end is the one entry of the end, as the vendor and as the platform find it.
func (w *stage) end(t *testing.T) *ent.AuditEntry {
	t.Helper()
	e := w.db.AuditEntry.Query().Where(auditentry.Action("impersonation.end")).OnlyX(fixture.System(t, w.v))
	require.Equal(t, 1, w.db.AuditEntry.Query().Where(auditentry.ID(e.ID)).CountX(fixture.Admin(t)))
	return e
}

// 133 an impersonation that nobody ends is swept when its time is up, opened or not.
func TestB7_133SweepRecordsTheEndOfImpersonations(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	now := &hand{}
	s := service(t, db, staged(now))
	opened, forgotten, lasting, left := newStage(t, db, s, now), newStage(t, db, s, now), newStage(t, db, s, now), newStage(t, db, s, now)
	opened.enter(t, 20)
	_, _, err := s.StartImpersonation(forgotten.ctx, forgotten.input("ticket 7", 20))
	require.NoError(t, err)
	lasting.enter(t, 21)
	late := left.enter(t, 20)
	now.past.Store(int64(20 * time.Minute))
	require.NoError(t, s.SignOut(t.Context(), late.RefreshToken))

	for range 2 { // the second time there is nothing to do
		require.NoError(t, s.Sweep(t.Context()))
	}
	for _, w := range []*stage{opened, forgotten, left} {
		e := w.end(t)
		require.Equal(t, w.staff.ID, *e.ImpersonatorID)
		require.Nil(t, e.ActorID)
		require.Equal(t, "time", e.Data["how"])
		require.Equal(t, now.Now().UTC().Format(time.RFC3339), e.Data["endedAt"])
	}
	require.Equal(t, string(viewer.System), opened.end(t).Audience)
	require.Zero(t, db.AuditEntry.Query().Where(auditentry.Action("impersonation.end")).CountX(fixture.System(t, lasting.v)))
}

// 133 it ends by itself, and cannot be prolonged.
func TestB7_133ImpersonationIsNotProlonged(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	now := &hand{}
	s := service(t, db, staged(now))
	w := newStage(t, db, s, now)
	ends := now.Now().Add(20 * time.Minute)
	tokens := w.enter(t, 20)
	require.Equal(t, now.Now().Add(15*time.Minute), tokens.ExpiresAt)
	require.Equal(t, ends, tokens.RefreshExpiresAt)
	refresh := func() (*auth.Tokens, error) {
		return s.Refresh(t.Context(), auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &tokens.RefreshToken})
	}
	now.past.Store(int64(14 * time.Minute))
	tokens, err := refresh()
	require.NoError(t, err)
	require.Equal(t, ends, tokens.ExpiresAt, "not a minute more")
	require.Equal(t, ends, tokens.RefreshExpiresAt)
	_, err = s.Authenticate(t.Context(), tokens.AccessToken)
	require.NoError(t, err)

	now.past.Store(int64(20 * time.Minute))
	_, err = s.Authenticate(t.Context(), tokens.AccessToken)
	require.Equal(t, errs.Unauthenticated, code(err), "to the moment, also where it is kept")
	_, err = refresh()
	require.Equal(t, errs.InvalidCredentials, code(err))
}

// 133 it ends at once, in every process, when its reasons are gone.
func TestB7_133ImpersonationEnds(t *testing.T) {
	t.Parallel()
	url := pgtest.NewURL(t)
	now := &hand{}
	open := func() (*store.DB, *auth.Service) {
		db, err := store.Open(t.Context(), url, store.WithMaxConns(12))
		require.NoError(t, err)
		t.Cleanup(db.Close)
		l := &store.Listener{}
		s := service(t, db, staged(now), func(o *auth.Options) { o.Listener = l })
		ready, stop := l.Subscribe("ready", "")
		t.Cleanup(stop)
		go l.Run(t.Context(), db, slog.New(slog.DiscardHandler))
		<-ready
		return db, s
	}
	db, s := open()
	_, elsewhere := open()
	for name, do := range map[string]func(*stage, context.Context, *store.Tx) error{
		"the vendor is suspended": func(w *stage, ctx context.Context, tx *store.Tx) error {
			tx.Vendor.UpdateOne(w.v).SetStatus(enum.VendorStatusSuspended).ExecX(ctx)
			return s.RevokeVendor(ctx, tx, w.v.ID)
		},
		"the vendor is closed by hand": func(w *stage, ctx context.Context, tx *store.Tx) error {
			tx.Vendor.UpdateOne(w.v).SetStatus(enum.VendorStatusClosed).ExecX(ctx)
			return s.GrantsChanged(ctx, tx)
		},
		"the impersonator is disabled": func(w *stage, ctx context.Context, tx *store.Tx) error {
			tx.User.UpdateOne(w.staff).SetDisabledAt(time.Now()).ExecX(ctx)
			return s.GrantsChanged(ctx, tx)
		},
		"the impersonator has left the staff": func(w *stage, ctx context.Context, tx *store.Tx) error {
			tx.Membership.Delete().Where(membership.UserID(w.staff.ID)).ExecX(ctx)
			return s.GrantsChanged(ctx, tx)
		},
		"the impersonator may not any more": func(w *stage, ctx context.Context, tx *store.Tx) error {
			tx.Role.UpdateOne(w.role).SetPermissions([]string{string(enum.PermissionVendorRead)}).ExecX(ctx)
			return s.GrantsChanged(ctx, tx)
		},
		"the impersonator's sessions are ended": func(w *stage, ctx context.Context, tx *store.Tx) error {
			return s.RevokeUser(ctx, tx, w.staff.ID, "user")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newStage(t, db, s, now)
			tokens := w.enter(t, 30)
			for _, at := range []*auth.Service{s, elsewhere} {
				_, err := at.Authenticate(t.Context(), tokens.AccessToken)
				require.NoError(t, err)
			}
			ctx := fixture.Platform(t)
			require.NoError(t, db.Tx(ctx, func(tx *store.Tx) error { return do(w, ctx, tx) }))
			gone := func(at *auth.Service) bool {
				_, err := at.Authenticate(t.Context(), tokens.AccessToken)
				return code(err) == errs.Unauthenticated
			}
			require.True(t, gone(s))
			require.Eventually(t, func() bool { return gone(elsewhere) }, 5*time.Second, 20*time.Millisecond)
			_, err := s.Refresh(t.Context(), auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &tokens.RefreshToken})
			require.Equal(t, errs.InvalidCredentials, code(err))
		})
	}
	t.Run("by signing out", func(t *testing.T) {
		t.Parallel()
		w := newStage(t, db, s, now)
		tokens := w.enter(t, 30)
		require.NoError(t, s.SignOut(viewer.NewContext(t.Context(), tokens.Viewer), ""))
		_, err := s.Authenticate(t.Context(), tokens.AccessToken)
		require.Equal(t, errs.Unauthenticated, code(err))
	})
}
