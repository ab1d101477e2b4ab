package vendor_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/recoverycode"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

func TestB7_136VendorsBulk(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	in := func(status enum.VendorStatus) publicid.ID {
		v, _ := fixture.Vendor(t, db, func(c *ent.VendorCreate) { c.SetStatus(status) })
		return v.PublicID()
	}
	active, second, closed := in(enum.VendorStatusActive), in(enum.VendorStatusActive), in(enum.VendorStatusClosed)
	nothing := publicid.New("Vendor", uuid.New())
	ids := []publicid.ID{active, closed, nothing, active, "vend_rubbish", publicid.New("User", active.As("Vendor")), second}
	codes := []errs.Code{"", errs.InvalidState, errs.NotFound, "", errs.NotFound, errs.NotFound, ""}
	ask := func(dry bool) []*vendor.Result {
		got, err := s.Bulk(fixture.Admin(t), vendor.BulkInput{Action: enum.VendorActionSuspend, Ids: ids, Reason: "the papers", DryRun: dry})
		require.NoError(t, err)
		require.Len(t, got, len(ids))
		for i, r := range got {
			require.Equal(t, ids[i], r.ID)
			var c errs.Code
			if r.Err != nil {
				c = r.Err.Code
			}
			require.Equal(t, codes[i], c, "%s", ids[i])
			require.Equal(t, c == "", r.Vendor != nil)
		}
		return got
	}
	status := func(id publicid.ID) enum.VendorStatus {
		return db.Vendor.GetX(fixture.Platform(t), id.As("Vendor")).Status
	}
	require.Equal(t, enum.VendorStatusSuspended, ask(true)[0].Vendor.Status, "what would be")
	require.Equal(t, enum.VendorStatusActive, status(active), "and is not")
	require.Zero(t, db.AuditEntry.Query().Where(auditentry.Action("vendor.suspend")).CountX(fixture.Platform(t)))
	ask(false)
	require.Equal(t, enum.VendorStatusSuspended, status(active))
	require.Equal(t, enum.VendorStatusSuspended, status(second), "one that fails changes nothing for the others")
	require.Equal(t, enum.VendorStatusClosed, status(closed))
	require.Equal(t, 2, db.AuditEntry.Query().Where(auditentry.Action("vendor.suspend")).CountX(fixture.Platform(t)))

	for name, tc := range map[string]struct {
		in   vendor.BulkInput
		by   context.Context
		code errs.Code
		path string
	}{
		"none":              {in: vendor.BulkInput{Action: enum.VendorActionClose, Reason: "x"}, code: errs.Required, path: "input.ids"},
		"101":               {in: vendor.BulkInput{Action: enum.VendorActionClose, Ids: make([]publicid.ID, 101), Reason: "x"}, code: errs.TooMany, path: "input.ids"},
		"without a reason":  {in: vendor.BulkInput{Action: enum.VendorActionClose, Ids: ids, Reason: " "}, code: errs.Required, path: "input.reason"},
		"by a team":         {in: vendor.BulkInput{Action: enum.VendorActionClose, Ids: ids, Reason: "x"}, by: fixture.Staff(t, &ent.Vendor{ID: active.As("Vendor")}, enum.VendorPermissions()...), code: errs.Forbidden},
		"by staff who read": {in: vendor.BulkInput{Action: enum.VendorActionClose, Ids: ids, Reason: "x"}, by: staffWith(t, uuid.New(), enum.PermissionVendorRead), code: errs.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.by == nil {
				tc.by = fixture.Admin(t)
			}
			got, err := s.Bulk(tc.by, tc.in)
			require.Equal(t, tc.code, code(err), "%v", err)
			require.Equal(t, tc.path, store.Public(err).Field())
			require.NotNil(t, got, "an empty list is one")
		})
	}
}

// staffWith returns a context of a member of the staff.
func staffWith(t testing.TB, id uuid.UUID, may ...enum.Permission) context.Context {
	t.Helper()
	grants := map[string]bool{}
	for _, p := range may {
		grants[string(p)] = true
	}
	return viewer.NewContext(context.WithoutCancel(t.Context()), &viewer.Viewer{Audience: viewer.Admin, UserID: id, Grants: grants})
}

func TestB7_136UsersBulk(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	ctx := fixture.Platform(t)
	boss, err := c.a.CreateAdmin(t.Context(), "boss@orion.example", password)
	require.NoError(t, err)
	admin := staffWith(t, boss.ID, enum.PlatformPermissions()...)
	do := func(by context.Context, action enum.UserAction, dry bool, users ...uuid.UUID) []errs.Code {
		t.Helper()
		in := vendor.UsersBulkInput{Action: action, Reason: "asked for", DryRun: dry}
		for _, id := range users {
			in.Ids = append(in.Ids, publicid.New("User", id))
		}
		got, err := c.s.UsersBulk(by, in)
		require.NoError(t, err)
		out := []errs.Code{}
		for _, r := range got {
			if r.Err != nil {
				out = append(out, r.Err.Code)
				continue
			}
			out = append(out, "")
			require.NotNil(t, r.User)
		}
		return out
	}
	support, owner := c.by["support"].UserID, c.by["owner"].UserID

	t.Run("deactivating ends sessions and lets nobody in", func(t *testing.T) {
		token := c.signIn(t, c.by["support"])
		require.Equal(t, []errs.Code{""}, do(admin, enum.UserActionDeactivate, true, support))
		_, err := c.a.Authenticate(t.Context(), token)
		require.NoError(t, err, "a dry run is none")
		require.Equal(t, []errs.Code{"", errs.Conflict, errs.Conflict, errs.NotFound, ""},
			do(admin, enum.UserActionDeactivate, false, support, owner, boss.ID, uuid.New(), support), "B7.131 the last owner, and oneself")
		_, err = c.a.Authenticate(t.Context(), token)
		require.Equal(t, errs.Unauthenticated, code(err))
		in := auth.SignInInput{Audience: viewer.Vendor, Email: "support@crew.example", Password: password, Vendor: &c.v.Slug}
		_, err = c.a.SignIn(t.Context(), in)
		require.Equal(t, errs.InvalidCredentials, code(err))
		require.Equal(t, []errs.Code{errs.InvalidState}, do(admin, enum.UserActionDeactivate, false, support))
		require.Equal(t, []errs.Code{""}, do(admin, enum.UserActionReactivate, false, support))
		require.Equal(t, []errs.Code{errs.InvalidState}, do(admin, enum.UserActionReactivate, false, support))
		_, err = c.a.SignIn(t.Context(), in)
		require.NoError(t, err)
	})
	t.Run("a lost second factor is removed", func(t *testing.T) {
		require.Equal(t, []errs.Code{errs.InvalidState}, do(admin, enum.UserActionResetTwoFactor, false, owner))
		c.db.User.UpdateOneID(owner).SetTotpSecret([]byte("s")).SetTotpConfirmedAt(time.Now()).ExecX(ctx)
		c.db.RecoveryCode.Create().SetUserID(owner).SetHash([]byte("h")).ExecX(ctx)
		c.mails.take()
		require.Equal(t, []errs.Code{""}, do(admin, enum.UserActionResetTwoFactor, false, owner))
		u := c.db.User.GetX(ctx, owner)
		require.Nil(t, u.TotpConfirmedAt)
		require.True(t, u.TotpSecret == nil || len(*u.TotpSecret) == 0)
		require.Zero(t, c.db.RecoveryCode.Query().Where(recoverycode.UserID(owner)).CountX(ctx))
		require.Equal(t, notify.TwoFactorDisabled, c.mails.take()[0].Kind)
	})
	t.Run("sessions end", func(t *testing.T) {
		token := c.signIn(t, c.by["orders"])
		require.Equal(t, []errs.Code{""}, do(admin, enum.UserActionRevokeSessions, false, c.by["orders"].UserID))
		_, err := c.a.Authenticate(t.Context(), token)
		require.Equal(t, errs.Unauthenticated, code(err))
	})
	t.Run("B7.129 not of those who may more", func(t *testing.T) {
		small := staffWith(t, uuid.New(), enum.PermissionUserWrite)
		require.Equal(t, []errs.Code{errs.Conflict}, do(small, enum.UserActionRevokeSessions, false, boss.ID))
		require.Equal(t, []errs.Code{errs.Conflict}, do(small, enum.UserActionDeactivate, false, boss.ID))
		_, err := c.s.UsersBulk(staffWith(t, uuid.New(), enum.PermissionUserRead), vendor.UsersBulkInput{Ids: []publicid.ID{"x"}, Reason: "x"})
		require.Equal(t, errs.Forbidden, code(err))
	})
	t.Run("B7.131 one owner leaves as the staff deactivate the other", func(t *testing.T) {
		second, leaving := c.add(t, "second", vendor.Owner), c.as(t, c.by["owner"])
		var wg sync.WaitGroup
		answers := make(chan errs.Code, 2)
		wg.Go(func() {
			_, err := c.s.Leave(leaving)
			answers <- code(err)
		})
		wg.Go(func() { answers <- do(admin, enum.UserActionDeactivate, false, second.UserID)[0] })
		wg.Wait()
		require.ElementsMatch(t, []errs.Code{"", errs.Conflict}, []errs.Code{<-answers, <-answers})
	})
	t.Run("B7.131 two super-admins at once", func(t *testing.T) {
		second, err := c.a.CreateAdmin(t.Context(), "second@orion.example", password)
		require.NoError(t, err)
		var wg sync.WaitGroup
		answers := make(chan errs.Code, 2)
		for whom, by := range map[uuid.UUID]uuid.UUID{boss.ID: second.ID, second.ID: boss.ID} {
			by := staffWith(t, by, enum.PlatformPermissions()...)
			wg.Go(func() { answers <- do(by, enum.UserActionDeactivate, false, whom)[0] })
		}
		wg.Wait()
		require.ElementsMatch(t, []errs.Code{"", errs.Conflict}, []errs.Code{<-answers, <-answers})
	})
}

func TestUserFilters(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	ctx := fixture.Platform(t)
	boss, err := c.a.CreateAdmin(t.Context(), "boss@orion.example", password)
	require.NoError(t, err)
	other := create(t, c.s, "other")
	c.db.User.UpdateOneID(c.by["support"].UserID).SetDisabledAt(time.Now()).ExecX(ctx)
	c.db.User.UpdateOneID(c.by["owner"].UserID).SetTotpConfirmedAt(time.Now()).SetName("Ada Weber").ExecX(ctx)
	theirs, nobody := other.PublicID(), publicid.ID("vend_rubbish")
	for name, tc := range map[string]struct {
		where *vendor.UserWhere
		want  int
	}{
		"all":                         {nil, 8},
		"by address":                  {&vendor.UserWhere{Search: ptr("CREW.example")}, 6},
		"by name":                     {&vendor.UserWhere{Search: ptr("weber")}, 1},
		"a sign that is none":         {&vendor.UserWhere{Search: ptr("%")}, 0},
		"who can sign in":             {&vendor.UserWhere{State: []enum.UserState{enum.UserStateActive}}, 1},
		"who has no password":         {&vendor.UserWhere{State: []enum.UserState{enum.UserStateInvited}}, 6},
		"who was deactivated":         {&vendor.UserWhere{State: []enum.UserState{enum.UserStateDisabled}}, 1},
		"no state at all":             {&vendor.UserWhere{State: []enum.UserState{}}, 0},
		"with a second factor":        {&vendor.UserWhere{TwoFactorEnabled: ptr(true)}, 1},
		"without one":                 {&vendor.UserWhere{TwoFactorEnabled: ptr(false)}, 7},
		"of a team":                   {&vendor.UserWhere{VendorID: &theirs}, 1},
		"of a team that is none":      {&vendor.UserWhere{VendorID: &nobody}, 0},
		"staff":                       {&vendor.UserWhere{Staff: ptr(true)}, 1},
		"not of the staff":            {&vendor.UserWhere{Staff: ptr(false)}, 7},
		"all conditions hold":         {&vendor.UserWhere{Staff: ptr(false), VendorID: &theirs, Search: ptr("owner")}, 1},
		"and where they exclude":      {&vendor.UserWhere{Staff: ptr(true), VendorID: &theirs}, 0},
		"a text with a NUL is no one": {&vendor.UserWhere{Search: ptr("a\x00")}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := c.s.Users(fixture.Admin(t), pageOf(50), tc.where)
			require.NoError(t, err)
			require.Len(t, list.Nodes, tc.want)
			n, err := list.Count(fixture.Admin(t))
			require.NoError(t, err)
			require.Equal(t, tc.want, n.Value)
		})
	}
	require.Equal(t, enum.UserStateActive, vendor.UserStateOf(c.db.User.GetX(ctx, boss.ID)))
}
