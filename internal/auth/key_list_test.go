package auth_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/page"
	"orion/internal/pgtest"
)

func TestListKeys(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	now := &hand{}
	s := service(t, db, func(o *auth.Options) { o.Clock = now })
	v, owner := fixture.Vendor(t, db)
	_, stranger := fixture.Vendor(t, db)
	newKey(t, stranger, s)
	active, _ := newKey(t, owner, s)
	retiring, _ := newKey(t, owner, s)
	follows, _, err := s.RotateKey(owner, retiring.PublicID(), 24)
	require.NoError(t, err)
	revoked, _ := newKey(t, owner, s)
	_, err = s.RevokeKey(owner, revoked.PublicID())
	require.NoError(t, err)
	expired, _ := newKey(t, owner, s)
	db.ApiKey.UpdateOne(expired).SetExpiresAt(now.Now()).ExecX(fixture.System(t, v))
	names := map[uuid.UUID]string{active.ID: "active", retiring.ID: "retiring", follows.ID: "follows", revoked.ID: "revoked", expired.ID: "expired"}

	for name, tc := range map[string]struct {
		where *auth.KeyWhere
		want  []string
	}{
		"all, newest first":     {nil, []string{"expired", "revoked", "follows", "retiring", "active"}},
		"no condition":          {&auth.KeyWhere{}, []string{"expired", "revoked", "follows", "retiring", "active"}},
		"active":                {&auth.KeyWhere{Status: []enum.ApiKeyStatus{enum.ApiKeyStatusActive}}, []string{"follows", "active"}},
		"retiring":              {&auth.KeyWhere{Status: []enum.ApiKeyStatus{enum.ApiKeyStatusRetiring}}, []string{"retiring"}},
		"expired and revoked":   {&auth.KeyWhere{Status: []enum.ApiKeyStatus{enum.ApiKeyStatusExpired, enum.ApiKeyStatusRevoked}}, []string{"expired", "revoked"}},
		"an empty list is none": {&auth.KeyWhere{Status: []enum.ApiKeyStatus{}}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := s.Keys(owner, page.Arg{}, tc.where)
			require.NoError(t, err)
			got := []string{}
			for _, k := range list.Nodes {
				got = append(got, names[k.ID])
			}
			require.Equal(t, tc.want, got)
			count, err := list.Count(owner)
			require.NoError(t, err)
			require.Equal(t, len(tc.want), count.Value)
		})
	}
	t.Run("what a list says, a row says", func(t *testing.T) {
		list, err := s.Keys(owner, page.Arg{}, nil)
		require.NoError(t, err)
		for _, k := range list.Nodes {
			is := s.KeyStatus(k, slices.ContainsFunc(list.Nodes, func(o *ent.ApiKey) bool { return o.ReplacesID != nil && *o.ReplacesID == k.ID }))
			of, err := s.Keys(owner, page.Arg{}, &auth.KeyWhere{Status: []enum.ApiKeyStatus{is}})
			require.NoError(t, err)
			require.True(t, slices.ContainsFunc(of.Nodes, func(o *ent.ApiKey) bool { return o.ID == k.ID }))
		}
	})
}
