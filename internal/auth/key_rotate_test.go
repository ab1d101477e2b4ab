package auth_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func TestRotateKey(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	now := &hand{}
	s := service(t, db, func(o *auth.Options) { o.Clock = now })
	v, owner := fixture.Vendor(t, db)
	_, stranger := fixture.Vendor(t, db)
	clerk := fixture.Staff(t, v, enum.PermissionKeyWrite, enum.PermissionCatalogRead)
	ended := func(k *ent.ApiKey) { db.ApiKey.UpdateOne(k).SetExpiresAt(now.Now()).ExecX(fixture.System(t, v)) }
	for name, tc := range map[string]struct {
		by      context.Context
		first   func(*ent.ApiKey)
		overlap int
		code    errs.Code
		field   string
	}{
		"with a day":               {overlap: 24},
		"with a week":              {overlap: 168},
		"with more than a week":    {overlap: 169, code: errs.Invalid, field: "overlapHours"},
		"with less than nothing":   {overlap: -1, code: errs.Invalid, field: "overlapHours"},
		"one that may more":        {by: clerk, code: errs.Invalid, field: "id"},
		"another vendor's":         {by: stranger, code: errs.NotFound, field: "id"},
		"without the permission":   {by: fixture.Staff(t, v, enum.PermissionKeyRead), code: errs.Forbidden},
		"one that has ended":       {first: ended, code: errs.InvalidState, field: "id"},
		"one that was revoked":     {first: func(k *ent.ApiKey) { _, err := s.RevokeKey(owner, k.PublicID()); require.NoError(t, err) }, code: errs.InvalidState, field: "id"},
		"one that has a successor": {first: func(k *ent.ApiKey) { _, _, err := s.RotateKey(owner, k.PublicID(), 24); require.NoError(t, err) }, code: errs.InvalidState, field: "id"},
	} {
		t.Run(name, func(t *testing.T) {
			k, key := newKey(t, owner, s, enum.PermissionCatalogRead, enum.PermissionOrderRead)
			if tc.first != nil {
				tc.first(k)
			}
			if tc.by == nil {
				tc.by = owner
			}
			next, secret, err := s.RotateKey(tc.by, k.PublicID(), tc.overlap)
			require.Equal(t, tc.code, code(err), "%v", err)
			if err != nil {
				require.Equal(t, tc.field, store.Public(err).Field())
				return
			}
			require.Equal(t, k.Name, next.Name)
			require.Equal(t, k.Permissions, next.Permissions)
			require.Equal(t, k.ID, *next.ReplacesID)
			require.Nil(t, next.ExpiresAt)
			for _, good := range []string{key, secret} {
				_, err = s.Authenticate(t.Context(), good)
				require.NoError(t, err)
			}
			old := db.ApiKey.GetX(owner, k.ID)
			require.Equal(t, now.Now().Add(time.Duration(tc.overlap)*time.Hour), old.ExpiresAt.UTC())
			require.Equal(t, enum.ApiKeyStatusRetiring, s.KeyStatus(old, true))
			e := db.AuditEntry.Query().Where(auditentry.Action("key.rotate"), auditentry.Target(string(k.PublicID()))).OnlyX(fixture.System(t, v))
			require.Len(t, e.Changes, 1)
			require.Equal(t, "expires_at", e.Changes[0].Field)
		})
	}
	s.Close()
}

// A key that was to end lives no longer for being replaced, and its successor as long.
func TestRotationKeepsTheLifeOfAKey(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	_, owner := fixture.Vendor(t, db)
	ends := time.Now().Add(time.Hour)
	k, _, err := s.CreateKey(owner, auth.KeyCreateInput{Name: "Till", Permissions: []enum.Permission{enum.PermissionCatalogRead}, ExpiresAt: &ends})
	require.NoError(t, err)
	next, _, err := s.RotateKey(owner, k.PublicID(), 24)
	require.NoError(t, err)
	require.WithinDuration(t, ends, *db.ApiKey.GetX(owner, k.ID).ExpiresAt, time.Second)
	require.WithinDuration(t, ends, *next.ExpiresAt, time.Minute)
}
