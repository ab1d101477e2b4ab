package auth_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func newKey(t testing.TB, ctx context.Context, s *auth.Service, may ...enum.Permission) (*ent.ApiKey, string) {
	t.Helper()
	if len(may) == 0 {
		may = []enum.Permission{enum.PermissionCatalogRead}
	}
	k, secret, err := s.CreateKey(ctx, auth.KeyCreateInput{Name: "Till", Permissions: may})
	require.NoError(t, err)
	return k, secret
}

func TestCreateKey(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	now := &hand{}
	s := service(t, db, func(o *auth.Options) { o.Clock = now })
	v, owner := fixture.Vendor(t, db)
	clerk := fixture.Staff(t, v, enum.PermissionKeyWrite, enum.PermissionCatalogRead)
	read := []enum.Permission{enum.PermissionCatalogRead}
	tomorrow, before := now.Now().Add(24*time.Hour), now.Now()

	for name, tc := range map[string]struct {
		by    context.Context
		in    auth.KeyCreateInput
		code  errs.Code
		field string
	}{
		"a key":                       {in: auth.KeyCreateInput{Name: "Till", Permissions: read}},
		"a key that ends":             {in: auth.KeyCreateInput{Name: "Till", Permissions: read, ExpiresAt: &tomorrow}},
		"a name with blanks around":   {in: auth.KeyCreateInput{Name: "  Till ", Permissions: read}},
		"a permission twice":          {in: auth.KeyCreateInput{Name: "Till", Permissions: append(read, read...)}},
		"a name of 60 characters":     {in: auth.KeyCreateInput{Name: strings.Repeat("ü", 60), Permissions: read}},
		"a name of 61 characters":     {in: auth.KeyCreateInput{Name: strings.Repeat("ü", 61), Permissions: read}, code: errs.TooLong, field: "input.name"},
		"no name":                     {in: auth.KeyCreateInput{Name: " \x00 ", Permissions: read}, code: errs.Required, field: "input.name"},
		"no permission":               {in: auth.KeyCreateInput{Name: "Till"}, code: errs.Required, field: "input.permissions"},
		"an end that has passed":      {in: auth.KeyCreateInput{Name: "Till", Permissions: read, ExpiresAt: &before}, code: errs.Invalid, field: "input.expiresAt"},
		"what the maker has":          {by: clerk, in: auth.KeyCreateInput{Name: "Till", Permissions: read}},
		"what the maker lacks":        {by: clerk, in: auth.KeyCreateInput{Name: "Till", Permissions: []enum.Permission{enum.PermissionCatalogRead, enum.PermissionOrderRead}}, code: errs.Invalid, field: "input.permissions"},
		"letting people in":           {in: auth.KeyCreateInput{Name: "Till", Permissions: []enum.Permission{enum.PermissionTeamWrite}}, code: errs.Invalid, field: "input.permissions"},
		"making keys":                 {in: auth.KeyCreateInput{Name: "Till", Permissions: []enum.Permission{enum.PermissionKeyWrite}}, code: errs.Invalid, field: "input.permissions"},
		"changing settings":           {in: auth.KeyCreateInput{Name: "Till", Permissions: []enum.Permission{enum.PermissionSettingsWrite}}, code: errs.Invalid, field: "input.permissions"},
		"a permission of the staff's": {in: auth.KeyCreateInput{Name: "Till", Permissions: []enum.Permission{enum.PermissionVendorWrite}}, code: errs.Invalid, field: "input.permissions"},
		"by who may not":              {by: fixture.Staff(t, v, read...), in: auth.KeyCreateInput{Name: "Till", Permissions: read}, code: errs.Forbidden},
		"by a shopper":                {by: fixture.Shopper(t, v), in: auth.KeyCreateInput{Name: "Till", Permissions: read}, code: errs.Forbidden},
		"by the platform's staff":     {by: fixture.Admin(t), in: auth.KeyCreateInput{Name: "Till", Permissions: read}, code: errs.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tc.by == nil {
				tc.by = owner
			}
			k, secret, err := s.CreateKey(tc.by, tc.in)
			require.Equal(t, tc.code, code(err), "%v", err)
			if err != nil {
				require.Equal(t, tc.field, store.Public(err).Field())
				require.Empty(t, secret)
				return
			}
			require.Equal(t, strings.TrimSpace(tc.in.Name), k.Name)
			require.Len(t, k.Permissions, 1)
			require.Regexp(t, `^ork_live_[0-9a-z]{26}_[0-9A-Za-z]{49}$`, secret)
			require.True(t, strings.HasPrefix(secret, k.Prefix))
			require.NotContains(t, string(k.Hash), secret)
			require.Equal(t, enum.ApiKeyStatusActive, s.KeyStatus(k, false))
			e := db.AuditEntry.Query().Where(auditentry.Target(string(k.PublicID()))).OnlyX(fixture.System(t, v))
			require.Equal(t, "key.create", e.Action)
			require.NotEmpty(t, e.Changes)
			for _, c := range e.Changes {
				require.Equal(t, c.Field == "hash", c.Redacted, c.Field)
			}
		})
	}
}

func TestKeysHaveAQuota(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	_, ctx := fixture.Vendor(t, db)
	_, elsewhere := fixture.Vendor(t, db)
	var first *ent.ApiKey
	for range 49 {
		first, _ = newKey(t, ctx, s)
	}
	var made atomic.Int64
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			_, _, err := s.CreateKey(ctx, auth.KeyCreateInput{Name: "Till", Permissions: []enum.Permission{enum.PermissionCatalogRead}})
			if err == nil {
				made.Add(1)
			} else if code(err) != errs.QuotaExceeded {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, made.Load(), "also of four at once")
	newKey(t, elsewhere, s)

	_, _, err := s.RotateKey(ctx, first.PublicID(), 24)
	require.NoError(t, err, "one that is replaced makes room for its successor")
	list, err := s.Keys(ctx, page.Arg{}, nil)
	require.NoError(t, err)
	_, err = s.RevokeKey(ctx, list.Nodes[0].PublicID())
	require.NoError(t, err)
	newKey(t, ctx, s)
}

func TestRevokeKey(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	v, owner := fixture.Vendor(t, db)
	_, stranger := fixture.Vendor(t, db)
	k, _ := newKey(t, owner, s)
	_, err := s.RevokeKey(stranger, k.PublicID())
	require.Equal(t, errs.NotFound, code(err), "B2.31 another vendor's is as none")
	_, err = s.RevokeKey(owner, publicid.New("ApiKey", uuid.New()))
	require.Equal(t, errs.NotFound, code(err))
	require.Equal(t, "id", store.Public(err).Field())
	_, err = s.RevokeKey(fixture.Staff(t, v, enum.PermissionKeyRead), k.PublicID())
	require.Equal(t, errs.Forbidden, code(err))

	first, err := s.RevokeKey(owner, k.PublicID())
	require.NoError(t, err)
	second, err := s.RevokeKey(owner, k.PublicID())
	require.NoError(t, err, "twice is no change")
	require.Equal(t, first.RevokedAt.UTC(), second.RevokedAt.UTC())
	require.Equal(t, 1, db.AuditEntry.Query().Where(auditentry.Action("key.revoke")).CountX(owner))
}
