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
	"orion/ent/gen/ent/membership"
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

func TestSteps(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, a := service(t, db, nil)
	admin := fixture.Admin(t)
	for name, tc := range map[string]struct {
		from   enum.VendorStatus
		do     func(context.Context, uuid.UUID, string) (*ent.Vendor, error)
		reason string
		by     func(*ent.Vendor) context.Context
		to     enum.VendorStatus
		code   errs.Code
		path   string
	}{
		"an active one is suspended":    {from: enum.VendorStatusActive, do: s.Suspend, to: enum.VendorStatusSuspended},
		"a suspended one is reinstated": {from: enum.VendorStatusSuspended, do: s.Reinstate, to: enum.VendorStatusActive},
		"one that waits is approved":    {from: enum.VendorStatusPending, do: s.Approve, to: enum.VendorStatusActive},
		"one that waits is rejected":    {from: enum.VendorStatusPending, do: s.Reject, to: enum.VendorStatusClosed},
		"an active one is closed":       {from: enum.VendorStatusActive, do: s.Close, to: enum.VendorStatusClosed},
		"a suspended one is closed":     {from: enum.VendorStatusSuspended, do: s.Close, to: enum.VendorStatusClosed},
		"approving an active one":       {from: enum.VendorStatusActive, do: s.Approve, code: errs.InvalidState},
		"approving a closed one":        {from: enum.VendorStatusClosed, do: s.Approve, code: errs.InvalidState},
		"rejecting an active one":       {from: enum.VendorStatusActive, do: s.Reject, code: errs.InvalidState},
		"closing one that waits":        {from: enum.VendorStatusPending, do: s.Close, code: errs.InvalidState},
		"closing twice":                 {from: enum.VendorStatusClosed, do: s.Close, code: errs.InvalidState},
		"suspending twice":              {from: enum.VendorStatusSuspended, do: s.Suspend, code: errs.InvalidState},
		"reinstating an active one":     {from: enum.VendorStatusActive, do: s.Reinstate, code: errs.InvalidState},
		"suspending one that waits":     {from: enum.VendorStatusPending, do: s.Suspend, code: errs.InvalidState},
		"reinstating a closed one":      {from: enum.VendorStatusClosed, do: s.Reinstate, code: errs.InvalidState},
		"without a reason":              {from: enum.VendorStatusActive, do: s.Suspend, reason: " ", code: errs.Required, path: "reason"},
		"a reason of 500":               {from: enum.VendorStatusActive, do: s.Suspend, reason: strings.Repeat("x", 500), to: enum.VendorStatusSuspended},
		"a reason of 501":               {from: enum.VendorStatusActive, do: s.Suspend, reason: strings.Repeat("x", 501), code: errs.TooLong, path: "reason"},
		"a reason with a NUL":           {from: enum.VendorStatusActive, do: s.Suspend, reason: "a\x00", code: errs.Invalid, path: "reason"},
		"one that there is not": {from: enum.VendorStatusActive, code: errs.NotFound, do: func(ctx context.Context, _ uuid.UUID, r string) (*ent.Vendor, error) {
			return s.Suspend(ctx, uuid.New(), r)
		}},
		"by its own team": {from: enum.VendorStatusActive, do: s.Suspend, code: errs.Forbidden, by: func(v *ent.Vendor) context.Context {
			return fixture.Staff(t, v, enum.VendorPermissions()...)
		}},
		"by another's team": {from: enum.VendorStatusActive, do: s.Suspend, code: errs.Forbidden, by: func(*ent.Vendor) context.Context {
			_, ctx := fixture.Vendor(t, db)
			return ctx
		}},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := fixture.Vendor(t, db, func(c *ent.VendorCreate) { c.SetStatus(tc.from) })
			ctx := admin
			if tc.by != nil {
				ctx = tc.by(v)
			}
			if tc.reason == "" {
				tc.reason = "the papers"
			}
			got, err := tc.do(ctx, v.ID, tc.reason)
			require.Equal(t, tc.code, code(err), "%v", err)
			now := db.Vendor.GetX(fixture.Platform(t), v.ID)
			logged := db.AuditEntry.Query().Where(auditentry.VendorID(v.ID), auditentry.ReasonNotNil()).CountX(fixture.Platform(t))
			if err != nil {
				require.Equal(t, tc.path, store.Public(err).Field())
				require.Equal(t, tc.from, now.Status)
				require.Zero(t, logged)
				return
			}
			require.Equal(t, tc.to, got.Status)
			require.Equal(t, tc.to, now.Status)
			require.Equal(t, tc.reason, *now.StatusReason)
			require.Equal(t, tc.to == enum.VendorStatusClosed, now.ClosedAt != nil)
			require.Equal(t, tc.from == enum.VendorStatusPending && tc.to == enum.VendorStatusActive, now.ApprovedAt != nil)
			require.Equal(t, 1, logged)
		})
	}
	t.Run("B1.17 it ends the sessions of team and customers, of nobody else, and lets nobody in", func(t *testing.T) {
		v, other := create(t, s, "suspended"), create(t, s, "open")
		in := func(v *ent.Vendor) auth.SignInInput {
			return auth.SignInInput{Audience: viewer.Vendor, Email: "owner@" + v.Slug + ".example", Password: password, Vendor: &v.Slug}
		}
		signed := map[*ent.Vendor]*auth.Tokens{}
		for _, v := range []*ent.Vendor{v, other} {
			m := db.Membership.Query().Where(membership.VendorID(v.ID)).OnlyX(fixture.Platform(t))
			require.NoError(t, a.SetPassword(t.Context(), m.UserID, password))
			tokens, err := a.SignIn(t.Context(), in(v))
			require.NoError(t, err)
			signed[v] = tokens
		}
		hash, err := a.HashPassword(t.Context(), password, "")
		require.NoError(t, err)
		db.Customer.Create().SetEmail("c@c.example").SetPasswordHash(hash).SetVerifiedAt(time.Now()).ExecX(fixture.System(t, v))
		shopper, err := a.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Customer, Email: "c@c.example", Password: password, Vendor: &v.Slug})
		require.NoError(t, err)
		for _, token := range []string{signed[v].AccessToken, signed[other].AccessToken, shopper.AccessToken} {
			_, err := a.Authenticate(t.Context(), token)
			require.NoError(t, err)
		}

		_, err = s.Suspend(admin, v.ID, "the papers")
		require.NoError(t, err)
		for _, token := range []string{signed[v].AccessToken, shopper.AccessToken} {
			_, err := a.Authenticate(t.Context(), token)
			require.Equal(t, errs.Unauthenticated, code(err))
		}
		_, err = a.SignIn(t.Context(), in(v))
		require.Equal(t, errs.InvalidCredentials, code(err))
		_, err = a.Authenticate(t.Context(), signed[other].AccessToken)
		require.NoError(t, err)

		_, err = s.Reinstate(admin, v.ID, "all is well")
		require.NoError(t, err)
		_, err = a.Authenticate(t.Context(), signed[v].AccessToken)
		require.Equal(t, errs.Unauthenticated, code(err), "what was ended stays so")
		_, err = a.SignIn(t.Context(), in(v))
		require.NoError(t, err)
	})
	t.Run("of two at once one succeeds", func(t *testing.T) {
		v, _ := fixture.Vendor(t, db)
		var wg sync.WaitGroup
		answers := make(chan errs.Code, 2)
		for range 2 {
			wg.Go(func() {
				_, err := s.Suspend(admin, v.ID, "the papers")
				answers <- code(err)
			})
		}
		wg.Wait()
		require.ElementsMatch(t, []errs.Code{"", errs.InvalidState}, []errs.Code{<-answers, <-answers})
	})
}

func TestB2_59WhatAClosedVendorLeaves(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	mails := &outbox{}
	s, _ := service(t, db, nil, func(o *vendor.Options) { o.Mail = mails })
	v := create(t, s, "lumiere")
	own, ctx := fixture.System(t, v), fixture.Platform(t)
	db.VendorDomain.Create().SetHost("shop.lumiere.example").SetVerifiedAt(time.Now()).ExecX(own)
	db.ApiKey.Create().SetName("k").SetPrefix("orion_k").SetHash([]byte("k")).ExecX(own)
	db.Invitation.Create().SetVendorID(v.ID).SetEmail("a@b.example").SetHash([]byte("i")).SetExpiresAt(time.Now().Add(time.Hour)).
		SetRoleID(db.Role.Query().FirstIDX(own)).ExecX(own)
	_, err := s.ByHost(t.Context(), "shop.lumiere.example")
	require.NoError(t, err)

	_, err = s.Close(fixture.Admin(t), v.ID, "the end")
	require.NoError(t, err)
	_, err = s.ByHost(t.Context(), "shop.lumiere.example")
	require.Equal(t, errs.NotFound, code(err), "at once")
	now, err := s.ByID(t.Context(), v.ID)
	require.NoError(t, err)
	require.Equal(t, enum.VendorStatusClosed, now.Status)
	require.Zero(t, db.VendorDomain.Query().CountX(ctx))
	require.NotNil(t, db.ApiKey.Query().OnlyX(ctx).RevokedAt)
	require.NotNil(t, db.Invitation.Query().OnlyX(ctx).RevokedAt)

	next := create(t, s, "next")
	db.VendorDomain.Create().SetHost("shop.lumiere.example").SetVerifiedAt(time.Now()).ExecX(fixture.System(t, next))
	require.Empty(t, mails.take(), "who closes a vendor tells it in person")
}

func TestOwnersAreTold(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	mails := &outbox{}
	s, _ := service(t, db, nil, func(o *vendor.Options) { o.Mail = mails })
	for action, kind := range map[enum.VendorAction]notify.Kind{
		enum.VendorActionApprove: notify.VendorApproved, enum.VendorActionReject: notify.VendorRejected,
	} {
		slug := strings.ToLower(string(action))
		v, err := s.Apply(t.Context(), vendor.ApplyInput{Name: "Shop", Slug: slug, Email: "o@" + slug + ".example", AcceptTerms: true})
		require.NoError(t, err)
		mails.take()
		dry, err := s.Bulk(fixture.Admin(t), vendor.BulkInput{Action: action, Ids: []publicid.ID{v.PublicID()}, Reason: "the papers", DryRun: true})
		require.NoError(t, err)
		require.Nil(t, dry[0].Err)
		require.Equal(t, enum.VendorStatusPending, db.Vendor.GetX(fixture.Platform(t), v.ID).Status)
		mails.take() // of what did not happen: a queue takes it back

		_, err = s.Bulk(fixture.Admin(t), vendor.BulkInput{Action: action, Ids: []publicid.ID{v.PublicID()}, Reason: "the papers"})
		require.NoError(t, err)
		sent := mails.take()
		require.Len(t, sent, 1)
		require.Equal(t, kind, sent[0].Kind)
		require.Equal(t, "o@"+slug+".example", sent[0].To)
		require.Equal(t, "the papers", sent[0].Data["reason"])
		require.Equal(t, uuid.Nil, sent[0].VendorID, "the platform speaks")
	}
}
