package vendor_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/invitation"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/user"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

// invite sends an invitation and returns it with the token of its link.
func (c *crew) invite(t testing.TB, by context.Context, email, template string) (*ent.Invitation, string) {
	t.Helper()
	i, err := c.s.Invite(by, vendor.InviteInput{Email: email, RoleID: c.role(t, template).PublicID()})
	require.NoError(t, err)
	mails := c.mails.take()
	return i, tokenIn(t, mails[len(mails)-1].Data["link"])
}

func accept(c *crew, token, password string) error {
	_, _, err := c.s.Accept(context.Background(), vendor.AcceptInput{Token: token, Password: password, Name: ptr("New Name")}) // of no test that ends early
	return err
}

func TestInvite(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	owner, manager := c.as(t, c.by["owner"]), c.as(t, c.by["manager"])
	other, _ := fixture.Vendor(t, c.db)
	foreign := c.db.Role.Create().SetVendorID(other.ID).SetName("Theirs").SaveX(fixture.System(t, other))
	for name, tc := range map[string]struct {
		by    context.Context
		email string
		role  publicid.ID
		code  errs.Code
		path  string
	}{
		"by the owner":                        {by: owner, email: " Ada@New.example ", role: c.role(t, "owner").PublicID()},
		"by a manager, within their own":      {by: manager, email: "b@new.example", role: c.role(t, "orders").PublicID()},
		"B7.130 a role that allows more":      {by: manager, email: "c@new.example", role: c.role(t, "accountant").PublicID(), code: errs.Forbidden},
		"B2.57 without the right":             {by: c.as(t, c.by["support"]), email: "c@new.example", role: c.role(t, "support").PublicID(), code: errs.Forbidden},
		"a member":                            {by: owner, email: "Manager@crew.example", role: c.role(t, "support").PublicID(), code: errs.AlreadyExists, path: "input.email"},
		"no address":                          {by: owner, email: "nobody", role: c.role(t, "support").PublicID(), code: errs.Invalid, path: "input.email"},
		"another vendor's role":               {by: owner, email: "c@new.example", role: foreign.PublicID(), code: errs.NotFound, path: "input.roleId"},
		"an id of another type":               {by: owner, email: "c@new.example", role: other.PublicID(), code: errs.NotFound, path: "input.roleId"},
		"a customer of the shop":              {by: fixture.Shopper(t, c.v), email: "c@new.example", role: c.role(t, "support").PublicID(), code: errs.Forbidden},
		"the staff, to a team that is no one": {by: fixture.Admin(t), email: "c@new.example", role: c.role(t, "support").PublicID(), code: errs.NotFound, path: "input.roleId"},
	} {
		t.Run(name, func(t *testing.T) {
			i, err := c.s.Invite(tc.by, vendor.InviteInput{Email: tc.email, RoleID: tc.role})
			require.Equal(t, tc.code, code(err), "%v", err)
			if err != nil {
				require.Equal(t, tc.path, store.Public(err).Field())
				return
			}
			require.Equal(t, strings.ToLower(strings.TrimSpace(tc.email)), i.Email)
			require.Equal(t, enum.InvitationStatusPending, c.s.StatusOf(i))
			require.WithinDuration(t, time.Now().Add(7*24*time.Hour), i.ExpiresAt, time.Minute)
			mail := c.mails.take()[0]
			require.Equal(t, notify.Invitation, mail.Kind)
			require.Equal(t, i.Email, mail.To)
			require.Equal(t, c.v.ID, mail.VendorID)
			require.True(t, strings.HasPrefix(mail.Data["link"], "https://orion.example/vendor/crew/accept-invitation#token="), mail.Data["link"])
		})
	}
	t.Run("one that waits is sent anew, with another role and link", func(t *testing.T) {
		first, old := c.invite(t, owner, "twice@new.example", "support")
		again, fresh := c.invite(t, owner, "twice@new.example", "orders")
		require.Equal(t, first.ID, again.ID)
		require.Equal(t, c.role(t, "orders").ID, again.RoleID)
		require.Equal(t, errs.NotFound, code(accept(c, old, password)))
		require.NoError(t, accept(c, fresh, password))
	})
	t.Run("B7.129 nor is one to a role that allows more taken over", func(t *testing.T) {
		i, token := c.invite(t, owner, "top@new.example", "owner")
		_, err := c.s.Invite(manager, vendor.InviteInput{Email: "top@new.example", RoleID: c.role(t, "support").PublicID()})
		require.Equal(t, errs.Forbidden, code(err))
		_, err = c.s.ResendInvitation(manager, i.ID)
		require.Equal(t, errs.Forbidden, code(err))
		_, err = c.s.RevokeInvitation(manager, i.ID)
		require.Equal(t, errs.Forbidden, code(err))
		require.NoError(t, accept(c, token, password))
	})
	t.Run("they are listed by state", func(t *testing.T) {
		i, _ := c.invite(t, owner, "gone@new.example", "support")
		_, err := c.s.RevokeInvitation(owner, i.ID)
		require.NoError(t, err)
		late, _ := c.invite(t, owner, "late@new.example", "support")
		c.db.Invitation.UpdateOneID(late.ID).SetExpiresAt(time.Now().Add(-time.Second)).ExecX(fixture.System(t, c.v))
		count := func(by context.Context, states ...enum.InvitationStatus) int {
			where := &vendor.InvitationWhere{Status: states}
			if states == nil {
				where = nil
			}
			list, err := c.s.Invitations(by, pageOf(50), where)
			require.NoError(t, err)
			for _, i := range list.Nodes {
				require.True(t, states == nil || c.s.StatusOf(i) == states[0])
			}
			return len(list.Nodes)
		}
		require.Equal(t, 1, count(owner, enum.InvitationStatusRevoked))
		require.Equal(t, 1, count(owner, enum.InvitationStatusExpired))
		require.Equal(t, 2, count(owner, enum.InvitationStatusAccepted))
		require.Equal(t, 2, count(owner, enum.InvitationStatusPending))
		require.Equal(t, 6, count(owner))
		require.Zero(t, count(fixture.Staff(t, other, enum.PermissionTeamRead)))
		require.Zero(t, count(fixture.Admin(t)), "those to the staff alone")
	})
}

func TestB1_23Accept(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	owner := c.as(t, c.by["owner"])
	ctx := fixture.Platform(t)

	t.Run("somebody new gets an account", func(t *testing.T) {
		_, token := c.invite(t, owner, "new@new.example", "orders")
		offer, err := c.s.Offer(t.Context(), token)
		require.NoError(t, err)
		require.Equal(t, "new@new.example", offer.Email)
		require.Equal(t, "Orders", offer.RoleName)
		require.Equal(t, c.v.ID, offer.Vendor.ID)
		require.False(t, offer.HasAccount)
		for path, in := range map[string]vendor.AcceptInput{
			"input.name":     {Token: token, Password: password},
			"input.password": {Token: token, Password: "short", Name: ptr("New")},
			"input.token":    {Token: "guess", Password: password, Name: ptr("New")},
		} {
			_, _, err := c.s.Accept(t.Context(), in)
			require.Equal(t, path, store.Public(err).Field(), "%v", err)
		}
		email, v, err := c.s.Accept(t.Context(), vendor.AcceptInput{Token: token, Password: password, Name: ptr(" New ")})
		require.NoError(t, err)
		require.Equal(t, "new@new.example", email)
		require.Equal(t, c.v.ID, v.ID)
		tokens, err := c.a.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Vendor, Email: email, Password: password, Vendor: &c.v.Slug})
		require.NoError(t, err)
		require.True(t, tokens.Viewer.May("order.write"))
		u := c.db.User.GetX(ctx, tokens.Viewer.UserID)
		require.Equal(t, "New", u.Name)
		entry := c.db.AuditEntry.Query().Where(auditentry.Action("invitation.accept")).OnlyX(ctx)
		require.Equal(t, u.ID, *entry.ActorID)
		require.Equal(t, c.v.ID, *entry.VendorID)

		require.Equal(t, errs.NotFound, code(accept(c, token, password)), "once")
		offer, err = c.s.Offer(t.Context(), token)
		require.NoError(t, err)
		require.Nil(t, offer)
	})
	t.Run("B7.132 an account of another vendor's team shows that it is its own", func(t *testing.T) {
		other := create(t, c.s, "other")
		m := c.db.Membership.Query().Where(membership.VendorID(other.ID)).OnlyX(ctx)
		require.NoError(t, c.a.SetPassword(t.Context(), m.UserID, password))
		before := c.db.User.GetX(ctx, m.UserID)
		_, token := c.invite(t, owner, "owner@other.example", "support")
		offer, err := c.s.Offer(t.Context(), token)
		require.NoError(t, err)
		require.True(t, offer.HasAccount)
		require.Equal(t, errs.InvalidCredentials, code(accept(c, token, "another-horse-9")), "no takeover")
		require.Equal(t, before.PasswordHash, c.db.User.GetX(ctx, m.UserID).PasswordHash)
		require.NoError(t, accept(c, token, password), "a wrong password does not spend it")
		after := c.db.User.GetX(ctx, m.UserID)
		require.Equal(t, before.Name, after.Name)
		require.Equal(t, before.PasswordHash, after.PasswordHash)
		require.Equal(t, 2, c.db.Membership.Query().Where(membership.UserID(m.UserID)).CountX(ctx))
	})
	t.Run("of two at once one succeeds", func(t *testing.T) {
		_, token := c.invite(t, owner, "race@new.example", "support")
		var wg sync.WaitGroup
		answers := make(chan errs.Code, 2)
		for range 2 {
			wg.Go(func() { answers <- code(accept(c, token, password)) })
		}
		wg.Wait()
		require.ElementsMatch(t, []errs.Code{"", errs.NotFound}, []errs.Code{<-answers, <-answers})
		require.Equal(t, 1, c.db.Membership.Query().Where(membership.HasUserWith(user.Email("race@new.example"))).CountX(ctx))
	})
	for name, spoil := range map[string]func(*ent.Invitation, string){
		"one that was revoked": func(i *ent.Invitation, _ string) {
			_, err := c.s.RevokeInvitation(owner, i.ID)
			require.NoError(t, err)
		},
		"one whose link was replaced": func(i *ent.Invitation, _ string) {
			_, err := c.s.ResendInvitation(owner, i.ID)
			require.NoError(t, err)
		},
		"one that is over": func(i *ent.Invitation, _ string) {
			c.db.Invitation.UpdateOneID(i.ID).SetExpiresAt(time.Now().Add(-time.Second)).ExecX(ctx)
		},
		"B7.132 to an account that the staff have deactivated": func(i *ent.Invitation, _ string) {
			c.db.User.Create().SetEmail(i.Email).SetPasswordHash("x").SetDisabledAt(time.Now()).ExecX(ctx)
		},
	} {
		t.Run(name, func(t *testing.T) {
			i, token := c.invite(t, owner, uuid.NewString()+"@new.example", "support")
			spoil(i, token)
			require.Equal(t, errs.NotFound, code(accept(c, token, password)))
			offer, err := c.s.Offer(t.Context(), token)
			require.NoError(t, err)
			require.Nil(t, offer)
		})
	}
	t.Run("one who was accepted is neither sent nor revoked", func(t *testing.T) {
		i, token := c.invite(t, owner, "done@new.example", "support")
		require.NoError(t, accept(c, token, password))
		_, err := c.s.ResendInvitation(owner, i.ID)
		require.Equal(t, errs.InvalidState, code(err))
		_, err = c.s.RevokeInvitation(owner, i.ID)
		require.Equal(t, errs.InvalidState, code(err))
		_, theirs := fixture.Vendor(t, c.db)
		_, err = c.s.RevokeInvitation(theirs, i.ID)
		require.Equal(t, errs.NotFound, code(err), "another vendor's does not exist")
		_, err = c.s.RevokeInvitation(fixture.Admin(t), i.ID)
		require.Equal(t, errs.NotFound, code(err), "and a team's is not the staff's")
	})
	t.Run("a shop that is shut takes nobody in", func(t *testing.T) {
		_, token := c.invite(t, owner, "shut@new.example", "support")
		_, err := c.s.Suspend(fixture.Admin(t), c.v.ID, "the papers")
		require.NoError(t, err)
		require.Equal(t, errs.NotFound, code(accept(c, token, password)))
		_, err = c.s.Reinstate(fixture.Admin(t), c.v.ID, "all is well")
		require.NoError(t, err)
		require.NoError(t, accept(c, token, password))
	})
	t.Run("B8.170 the database has no token", func(t *testing.T) {
		i, token := c.invite(t, owner, "hash@new.example", "support")
		stored := c.db.Invitation.Query().Where(invitation.ID(i.ID)).OnlyX(ctx)
		require.Len(t, stored.Hash, 32)
		require.NotContains(t, string(stored.Hash), token)
	})
}

func TestInvitationsAreCounted(t *testing.T) {
	t.Parallel()
	c := newCrew(t, func(o *vendor.Options) { o.Clock = clock.Fixed(time.Now()) })
	owner := c.as(t, c.by["owner"])
	i, _ := c.invite(t, owner, "a@new.example", "support")
	for range 59 {
		_, err := c.s.ResendInvitation(owner, i.ID)
		require.NoError(t, err)
	}
	_, err := c.s.ResendInvitation(owner, i.ID)
	require.Equal(t, errs.Throttled, code(err))
}
