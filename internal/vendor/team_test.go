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
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/role"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

// A crew is a vendor with a member in each role.
type crew struct {
	db    *store.DB
	s     *vendor.Service
	a     *auth.Service
	mails *outbox
	v     *ent.Vendor
	by    map[string]*ent.Membership
}

func newCrew(t testing.TB, with ...func(*vendor.Options)) *crew {
	t.Helper()
	c := &crew{db: pgtest.New(t), mails: &outbox{}, by: map[string]*ent.Membership{}}
	with = append([]func(*vendor.Options){func(o *vendor.Options) { o.Mail = c.mails }}, with...)
	c.s, c.a = service(t, c.db, nil, with...)
	c.v = create(t, c.s, "crew")
	c.by["owner"] = c.db.Membership.Query().Where(membership.VendorID(c.v.ID)).OnlyX(fixture.Platform(t))
	for _, template := range []string{"manager", "catalogue", "orders", "support", "accountant"} {
		c.by[template] = c.add(t, template, template)
	}
	return c
}

// add puts somebody new into the team.
func (c *crew) add(t testing.TB, name, template string) *ent.Membership {
	t.Helper()
	m, err := c.s.AddMember(fixture.Platform(t), c.v, vendor.MemberInput{Email: name + "@crew.example", Template: template})
	require.NoError(t, err)
	return m
}

func (c *crew) role(t testing.TB, template string) *ent.Role {
	t.Helper()
	return c.db.Role.Query().Where(role.VendorID(c.v.ID), role.Template(template)).OnlyX(fixture.Platform(t))
}

// as returns a context of a member with what their role allows now.
func (c *crew) as(t testing.TB, m *ent.Membership) context.Context {
	t.Helper()
	r := c.db.Role.GetX(fixture.Platform(t), c.db.Membership.GetX(fixture.Platform(t), m.ID).RoleID)
	ctx := fixture.Staff(t, c.v, enum.PermissionsOf(r.Permissions)...)
	v := *viewer.From(ctx)
	v.UserID = m.UserID
	return viewer.NewContext(ctx, &v)
}

// signIn begins a session of a member.
func (c *crew) signIn(t testing.TB, m *ent.Membership) string {
	t.Helper()
	require.NoError(t, c.a.SetPassword(t.Context(), m.UserID, password))
	email := c.db.User.GetX(fixture.Platform(t), m.UserID).Email
	tokens, err := c.a.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Vendor, Email: email, Password: password, Vendor: &c.v.Slug})
	require.NoError(t, err)
	return tokens.AccessToken
}

func TestWhoGivesWhichRole(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	other, _ := fixture.Vendor(t, c.db)
	foreign := c.db.Role.Create().SetVendorID(other.ID).SetName("Theirs").SaveX(fixture.System(t, other))
	for name, tc := range map[string]struct {
		by, whom, to string
		code         errs.Code
	}{
		"the owner gives any":                                {by: "owner", whom: "support", to: "manager"},
		"a manager gives what is within their own":           {by: "manager", whom: "catalogue", to: "orders"},
		"B7.129 a manager makes themselves owner":            {by: "manager", whom: "manager", to: "owner", code: errs.Forbidden},
		"B7.130 a manager gives what they lack":              {by: "manager", whom: "orders", to: "accountant", code: errs.Forbidden},
		"B7.129 a manager changes who may more":              {by: "manager", whom: "accountant", to: "support", code: errs.Forbidden},
		"B7.129 a manager demotes the owner":                 {by: "manager", whom: "owner", to: "support", code: errs.Forbidden},
		"B2.57 one without the right":                        {by: "orders", whom: "catalogue", to: "support", code: errs.Forbidden},
		"B7.131 the last owner steps down":                   {by: "owner", whom: "owner", to: "manager", code: errs.Conflict},
		"a role of another vendor":                           {by: "owner", whom: "catalogue", to: "foreign", code: errs.NotFound},
		"a member that there is not, and a role of the team": {by: "owner", whom: "nobody", to: "support", code: errs.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			to := foreign.ID
			if tc.to != "foreign" {
				to = c.role(t, tc.to).ID
			}
			whom := uuid.New()
			if m := c.by[tc.whom]; m != nil {
				whom = m.ID
			}
			m, err := c.s.SetRole(c.as(t, c.by[tc.by]), whom, to)
			require.Equal(t, tc.code, code(err), "%v", err)
			if err == nil {
				require.Equal(t, to, m.RoleID)
			}
		})
	}
	require.Equal(t, 2, c.db.AuditEntry.Query().Where(auditentry.Action("member.role"), auditentry.VendorID(c.v.ID)).CountX(fixture.Platform(t)))
}

func TestProgramsChangeNoTeams(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	all := fixture.Staff(t, c.v, enum.VendorPermissions()...)
	for name, change := range map[string]func(*viewer.Viewer){
		"an API key":                   func(v *viewer.Viewer) { v.UserID, v.KeyID = uuid.Nil, uuid.New() },
		"staff who act for the vendor": func(v *viewer.Viewer) { v.UserID, v.ImpersonatorID = uuid.Nil, uuid.New() },
	} {
		v := *viewer.From(all)
		change(&v)
		ctx := viewer.NewContext(all, &v)
		_, invited := c.s.Invite(ctx, vendor.InviteInput{Email: "a@b.example", RoleID: c.role(t, "support").PublicID()})
		_, given := c.s.SetRole(ctx, c.by["support"].ID, c.role(t, "orders").ID)
		_, made := c.s.CreateRole(ctx, vendor.RoleInput{Name: "New"})
		_, changed := c.s.UpdateRole(ctx, c.role(t, "support").ID, vendor.RoleInput{Name: "New"})
		_, left := c.s.Leave(ctx)
		for _, err := range []error{invited, given, made, changed, left, c.s.Remove(ctx, c.by["support"].ID), c.s.DeleteRole(ctx, c.role(t, "support").ID)} {
			require.Equal(t, errs.Forbidden, code(err), name)
		}
	}
}

func TestB1_20RemovingEndsSessions(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	second := create(t, c.s, "second")
	both, err := c.s.AddMember(fixture.Platform(t), second, vendor.MemberInput{Email: "support@crew.example", Template: "support"})
	require.NoError(t, err)
	here, staying := c.signIn(t, c.by["support"]), c.signIn(t, c.by["orders"])
	tokens, err := c.a.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Vendor, Email: "support@crew.example", Password: password, Vendor: &second.Slug})
	require.NoError(t, err)
	require.Equal(t, c.by["support"].UserID, both.UserID)
	for _, token := range []string{here, staying, tokens.AccessToken} {
		_, err := c.a.Authenticate(t.Context(), token)
		require.NoError(t, err)
	}

	require.NoError(t, c.s.Remove(c.as(t, c.by["owner"]), c.by["support"].ID))
	_, err = c.a.Authenticate(t.Context(), here)
	require.Equal(t, errs.Unauthenticated, code(err), "B1.17, B1.20 at once")
	for _, token := range []string{staying, tokens.AccessToken} {
		_, err := c.a.Authenticate(t.Context(), token)
		require.NoError(t, err, "nobody else, and not in another team")
	}
	require.Equal(t, errs.NotFound, code(c.s.Remove(c.as(t, c.by["owner"]), c.by["support"].ID)), "twice")
	require.Equal(t, errs.NotFound, code(c.s.Remove(c.as(t, c.by["owner"]), both.ID)), "another team's")
	require.Equal(t, errs.Forbidden, code(c.s.Remove(c.as(t, c.by["manager"]), c.by["owner"].ID)))

	m, err := c.s.Leave(c.as(t, c.by["orders"]))
	require.NoError(t, err)
	require.Equal(t, c.by["orders"].ID, m.ID)
	_, err = c.a.Authenticate(t.Context(), staying)
	require.Equal(t, errs.Unauthenticated, code(err))
}

func TestB7_131TheLastOwnerStays(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	owner := c.as(t, c.by["owner"])
	_, err := c.s.Leave(owner)
	require.Equal(t, errs.Conflict, code(err))
	require.Equal(t, errs.Conflict, code(c.s.Remove(owner, c.by["owner"].ID)))

	second := c.add(t, "second", vendor.Owner)
	c.db.User.UpdateOneID(second.UserID).SetDisabledAt(time.Now()).ExecX(fixture.Platform(t))
	_, err = c.s.Leave(owner)
	require.Equal(t, errs.Conflict, code(err), "one who cannot sign in is no owner left")
	c.db.User.UpdateOneID(second.UserID).ClearDisabledAt().ExecX(fixture.Platform(t))

	t.Run("B7.131 also two at once", func(t *testing.T) {
		var wg sync.WaitGroup
		answers := make(chan errs.Code, 2)
		for _, m := range []*ent.Membership{c.by["owner"], second} {
			ctx := c.as(t, m)
			wg.Go(func() {
				_, err := c.s.Leave(ctx)
				answers <- code(err)
			})
		}
		wg.Wait()
		require.ElementsMatch(t, []errs.Code{"", errs.Conflict}, []errs.Code{<-answers, <-answers})
		require.Equal(t, 1, c.db.Membership.Query().Where(membership.VendorID(c.v.ID), membership.RoleID(c.role(t, "owner").ID)).CountX(fixture.Platform(t)))
	})
}

func TestStaff(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	ctx := fixture.Platform(t)
	boss, err := c.a.CreateAdmin(t.Context(), "boss@orion.example", password)
	require.NoError(t, err)
	admin := viewer.NewContext(fixture.Admin(t), &viewer.Viewer{Audience: viewer.Admin, UserID: boss.ID, Grants: viewer.From(fixture.Admin(t)).Grants})
	staffRole := func(template string) *ent.Role {
		return c.db.Role.Query().Where(role.VendorIDIsNil(), role.Template(template)).OnlyX(ctx)
	}
	seat := c.db.Membership.Query().Where(membership.UserID(boss.ID)).OnlyX(ctx)
	_, err = c.s.SetRole(admin, seat.ID, staffRole("auditor").ID)
	require.Equal(t, errs.Conflict, code(err), "the last super-admin")
	require.Equal(t, errs.Conflict, code(c.s.Remove(admin, seat.ID)))
	_, err = c.s.SetRole(admin, c.by["support"].ID, staffRole("auditor").ID)
	require.Equal(t, errs.NotFound, code(err), "a vendor's member is none of the staff")
	_, err = c.s.Invite(admin, vendor.InviteInput{Email: "a@b.example", RoleID: c.role(t, "support").PublicID()})
	require.Equal(t, errs.NotFound, code(err), "nor a vendor's role one of the staff's")

	_, err = c.s.Invite(admin, vendor.InviteInput{Email: "aud@orion.example", RoleID: staffRole("auditor").PublicID()})
	require.NoError(t, err)
	mail := c.mails.take()[0]
	require.Contains(t, mail.Data["link"], "https://orion.example/admin/accept-invitation#token=")
	email, v, err := c.s.Accept(t.Context(), vendor.AcceptInput{Token: tokenIn(t, mail.Data["link"]), Password: password, Name: ptr("Aud")})
	require.NoError(t, err)
	require.Equal(t, "aud@orion.example", email)
	require.Nil(t, v)
	tokens, err := c.a.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Admin, Email: email, Password: password})
	require.NoError(t, err)
	require.True(t, tokens.Viewer.May("audit.export"))
	require.False(t, tokens.Viewer.May("vendor.write"))

	auditor := viewer.NewContext(t.Context(), tokens.Viewer)
	_, err = c.s.Invite(auditor, vendor.InviteInput{Email: "x@orion.example", RoleID: staffRole("auditor").PublicID()})
	require.Equal(t, errs.Forbidden, code(err))
	page, err := c.s.Members(admin, uuid.Nil, pageOf(10))
	require.NoError(t, err)
	require.Len(t, page.Nodes, 2, "no vendor's members among the staff")

	of := c.db.Membership.Query().Where(membership.UserID(tokens.Viewer.UserID)).OnlyX(ctx)
	require.NoError(t, c.s.Remove(admin, of.ID))
	_, err = c.a.Authenticate(t.Context(), tokens.AccessToken)
	require.Equal(t, errs.Unauthenticated, code(err))
}

func TestRoles(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	owner, manager := c.as(t, c.by["owner"]), c.as(t, c.by["manager"])
	picker, err := c.s.CreateRole(manager, vendor.RoleInput{
		Name: " Picker ", Description: ptr("Packs"), Permissions: []enum.Permission{enum.PermissionOrderRead, enum.PermissionCatalogRead, enum.PermissionOrderRead},
	})
	require.NoError(t, err)
	require.Equal(t, "Picker", picker.Name)
	require.Equal(t, []string{"catalog.read", "order.read"}, picker.Permissions, "each once, in the order of the catalogue")

	for name, tc := range map[string]struct {
		by   context.Context
		in   vendor.RoleInput
		code errs.Code
		path string
	}{
		"no name":                             {by: owner, in: vendor.RoleInput{Name: " "}, code: errs.Required, path: "input.name"},
		"a name of 61":                        {by: owner, in: vendor.RoleInput{Name: string(make([]byte, 61))}, code: errs.TooLong, path: "input.name"},
		"a name that is taken":                {by: owner, in: vendor.RoleInput{Name: "Picker"}, code: errs.AlreadyExists, path: "input.name"},
		"a permission of the staff":           {by: owner, in: vendor.RoleInput{Name: "X", Permissions: []enum.Permission{enum.PermissionVendorWrite}}, code: errs.Invalid, path: "input.permissions.0"},
		"B7.130 a permission that one lacks":  {by: manager, in: vendor.RoleInput{Name: "X", Permissions: []enum.Permission{enum.PermissionAuditRead}}, code: errs.Forbidden},
		"B2.57 without the right to do so":    {by: c.as(t, c.by["orders"]), in: vendor.RoleInput{Name: "X"}, code: errs.Forbidden},
		"the platform's staff, for no vendor": {by: fixture.Admin(t), in: vendor.RoleInput{Name: "X"}, code: errs.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.s.CreateRole(tc.by, tc.in)
			require.Equal(t, tc.code, code(err), "%v", err)
			require.Equal(t, tc.path, store.Public(err).Field())
		})
	}

	t.Run("a change counts at once", func(t *testing.T) {
		m, err := c.s.SetRole(owner, c.by["orders"].ID, picker.ID)
		require.NoError(t, err)
		token := c.signIn(t, m)
		who, err := c.a.Authenticate(t.Context(), token)
		require.NoError(t, err)
		require.False(t, who.May("stats.read"))
		_, err = c.s.UpdateRole(owner, picker.ID, vendor.RoleInput{Name: "Packer", Permissions: []enum.Permission{enum.PermissionStatsRead}})
		require.NoError(t, err)
		who, err = c.a.Authenticate(t.Context(), token)
		require.NoError(t, err)
		require.True(t, who.May("stats.read"))
		require.False(t, who.May("order.read"))
		require.Equal(t, errs.Conflict, code(c.s.DeleteRole(owner, picker.ID)), "somebody has it")
	})
	t.Run("the owner's stays as it is", func(t *testing.T) {
		_, err := c.s.UpdateRole(owner, c.role(t, "owner").ID, vendor.RoleInput{Name: "King"})
		require.Equal(t, errs.InvalidState, code(err))
		require.Equal(t, errs.InvalidState, code(c.s.DeleteRole(owner, c.role(t, "owner").ID)))
		require.True(t, vendor.Fixed(c.role(t, "owner")))
		require.False(t, vendor.Fixed(c.role(t, "manager")))
	})
	t.Run("B7.129 nobody touches a role that allows more", func(t *testing.T) {
		_, err := c.s.UpdateRole(manager, c.role(t, "accountant").ID, vendor.RoleInput{Name: "Less"})
		require.Equal(t, errs.Forbidden, code(err))
		require.Equal(t, errs.Forbidden, code(c.s.DeleteRole(manager, c.role(t, "accountant").ID)))
		_, err = c.s.UpdateRole(manager, c.role(t, "manager").ID, vendor.RoleInput{Name: "More", Permissions: []enum.Permission{enum.PermissionKeyWrite}})
		require.Equal(t, errs.Forbidden, code(err))
	})
	t.Run("one that nobody has goes, with its old invitations", func(t *testing.T) {
		r, err := c.s.CreateRole(owner, vendor.RoleInput{Name: "Short-lived"})
		require.NoError(t, err)
		i, err := c.s.Invite(owner, vendor.InviteInput{Email: "soon@crew.example", RoleID: r.PublicID()})
		require.NoError(t, err)
		require.Equal(t, errs.Conflict, code(c.s.DeleteRole(owner, r.ID)), "an invitation waits")
		_, err = c.s.RevokeInvitation(owner, i.ID)
		require.NoError(t, err)
		require.NoError(t, c.s.DeleteRole(owner, r.ID))
		require.Equal(t, errs.NotFound, code(c.s.DeleteRole(owner, r.ID)))
	})
	_, theirs := fixture.Vendor(t, c.db)
	require.Equal(t, errs.NotFound, code(c.s.DeleteRole(theirs, picker.ID)), "another vendor's")
	list, err := c.s.Roles(owner, pageOf(50))
	require.NoError(t, err)
	require.Len(t, list.Nodes, 7)
	require.Equal(t, "Owner", list.Nodes[0].Name, "oldest first")
}
