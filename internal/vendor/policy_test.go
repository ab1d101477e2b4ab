package vendor_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent/auditentry"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/vendor"
)

func policy(kind enum.PolicyKind, version *int, texts ...*vendor.LocalizedText) vendor.PolicyInput {
	return vendor.PolicyInput{Kind: kind, Texts: texts, IfVersion: version}
}

func in(language, text string) *vendor.LocalizedText {
	return &vendor.LocalizedText{Language: language, Text: text}
}

func TestPoliciesAreWrittenReadAndTakenAway(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v, other := create(t, s, "shop1"), create(t, s, "shop2")
	ctx := fixture.Staff(t, v, enum.PermissionSettingsRead, enum.PermissionSettingsWrite)

	none, err := s.Policies(ctx, v)
	require.NoError(t, err)
	require.Len(t, none, len((enum.PolicyKind("")).Values()))
	require.False(t, none[0].Published())
	require.Equal(t, []string{"en", "fr", "de"}, none[0].Missing)
	require.Nil(t, none[0].UpdatedAt)

	got, err := s.SetPolicy(ctx, policy(enum.PolicyKindTerms, ptr(0),
		in("de", `<h1>AGB</h1><script>x()</script><p onclick="x()">Fair.</p>`), in("fr", " ")))
	require.NoError(t, err)
	require.Equal(t, 1, got.Version)
	require.Equal(t, []*vendor.LocalizedText{in("de", "<h3>AGB</h3><p>Fair.</p>")}, got.Texts)
	require.Equal(t, []string{"en", "fr"}, got.Missing)
	require.True(t, got.Published())

	visitor := fixture.Shopper(t, v)
	read, err := s.ReadPolicy(visitor, v, enum.PolicyKindTerms, "fr")
	require.NoError(t, err)
	require.Equal(t, "de", read.Language, "neither French nor the shop's own is there")
	got, err = s.SetPolicy(ctx, policy(enum.PolicyKindTerms, ptr(1), in("de", "<p>Fair.</p>"), in("en", "<p>Fair!</p>")))
	require.NoError(t, err)
	require.Equal(t, 2, got.Version)
	read, err = s.ReadPolicy(visitor, v, enum.PolicyKindTerms, "fr")
	require.NoError(t, err)
	require.Equal(t, "<p>Fair!</p>", read.HTML, "in the shop's own language")
	all, err := s.ReadPolicies(visitor, v, "de")
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Equal(t, "<p>Fair.</p>", all[0].HTML)
	missing, err := s.ReadPolicy(visitor, v, enum.PolicyKindPrivacy, "de")
	require.NoError(t, err)
	require.Nil(t, missing)
	foreign, err := s.ReadPolicy(fixture.Shopper(t, other), v, enum.PolicyKindTerms, "de")
	require.NoError(t, err)
	require.Nil(t, foreign, "a visitor of another shop reads nothing of this one")

	gone, err := s.RemovePolicy(ctx, enum.PolicyKindTerms)
	require.NoError(t, err)
	require.Zero(t, gone.Version)
	_, err = s.RemovePolicy(ctx, enum.PolicyKindTerms)
	require.Equal(t, errs.NotFound, code(err))
	require.Equal(t, 3, db.AuditEntry.Query().Where(auditentry.Action("policy.update"), auditentry.VendorID(v.ID)).CountX(fixture.Platform(t)))
}

func TestPoliciesAreRefused(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v := create(t, s, "shop1")
	may := []enum.Permission{enum.PermissionSettingsWrite}
	for name, tc := range map[string]struct {
		in   vendor.PolicyInput
		may  []enum.Permission
		code errs.Code
		path string
	}{
		"another version":    {policy(enum.PolicyKindTerms, ptr(3), in("en", "<p>x</p>")), may, errs.StaleVersion, "input.ifVersion"},
		"another language":   {policy(enum.PolicyKindTerms, nil, in("it", "<p>x</p>")), may, errs.Invalid, "input.texts.0.language"},
		"a language twice":   {policy(enum.PolicyKindTerms, nil, in("en", "x"), in("en", "y")), may, errs.Invalid, "input.texts.1.language"},
		"a text of 100 001":  {policy(enum.PolicyKindTerms, nil, in("en", strings.Repeat("x", 100_001))), may, errs.TooLong, "input.texts.0.text"},
		"without permission": {policy(enum.PolicyKindTerms, nil, in("en", "x")), nil, errs.Forbidden, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := s.SetPolicy(fixture.Staff(t, v, tc.may...), tc.in)
			require.Equal(t, tc.code, code(err))
			require.Equal(t, tc.path, strings.Join(store.Public(err).Path, "."))
		})
	}
}
