package graph

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/store"
	"orion/internal/viewer"
)

const horse = "correct-horse-9"

// hire puts somebody with a password into a vendor's team.
func (w *world) hire(t *testing.T, v *ent.Vendor, email string) *ent.User {
	t.Helper()
	ctx := fixture.Platform(t)
	var u *ent.User
	require.NoError(t, w.DB.Tx(ctx, func(tx *store.Tx) (err error) {
		u, err = auth.EnsureUser(ctx, tx, email, "")
		return err
	}))
	require.NoError(t, w.Auth.SetPassword(ctx, u.ID, horse))
	r := w.DB.Role.Create().SetVendorID(v.ID).SetName("of " + email).SetPermissions([]string{string(enum.PermissionCatalogRead)}).SaveX(ctx)
	w.DB.Membership.Create().SetVendorID(v.ID).SetUserID(u.ID).SetRoleID(r.ID).ExecX(ctx)
	return u
}

const signInDoc = `mutation ($email: String!, $password: String!, $vendor: String!) {
	signIn(input: {audience: VENDOR, email: $email, password: $password, vendor: $vendor}) {
		accessToken refreshToken expiresAt challenge viewer { audience email permissions vendor { id slug name } } userErrors { code path } } }`

// A sign-in with what its callers ask of it takes at most six statements.
func TestSignInBudget(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.DB)
	w.hire(t, v, "owner@v.example")
	ctx := viewer.WithRequest(fixture.Shopper(t, v), viewer.Request{ID: "r", Address: "192.0.2.1"})
	before := w.statements.n.Load()
	r := w.ask(t, ctx, signInDoc, map[string]any{"email": "owner@v.example", "password": horse, "vendor": v.Slug})
	spent := w.statements.n.Load() - before - 2 // BEGIN and COMMIT
	require.Empty(t, r.Errors, r.body)
	require.Contains(t, r.body, `"permissions":["CATALOG_READ"]`)
	require.Contains(t, r.body, v.Slug)
	require.LessOrEqual(t, spent, int64(6))
	t.Logf("sign-in takes %d statements", spent)
}

// What the viewer says of an account is the account's, also in the answer of a sign-in.
func TestViewerAfterSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.DB)
	other, _ := fixture.Vendor(t, w.DB)
	u := w.hire(t, v, "owner@v.example")
	w.hire(t, other, "owner@v.example")
	const fields = `{ email name permissions vendors { slug } twoFactor { enabled required recoveryCodesLeft } impersonation { by } pendingEmail
		sessions(first: 5) { nodes { audience device current vendor { slug } revokedAt user { email } } } }`
	w.DB.User.UpdateOne(u).SetName("Ada").ExecX(fixture.Platform(t))
	agent := viewer.Request{ID: "r", UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
	ctx := viewer.WithRequest(fixture.Shopper(t, v), agent)
	r := w.ask(t, ctx, `mutation { signIn(input: {audience: VENDOR, email: "owner@v.example", password: "`+horse+`", vendor: "`+v.Slug+`"}) {
		viewer `+fields+` userErrors { code } } }`, nil)
	require.Empty(t, r.Errors, r.body)
	for _, want := range []string{`"name":"Ada"`, v.Slug, other.Slug, `"enabled":false`, `"device":"Firefox on Linux"`, `"user":null`, `"pendingEmail":null`} {
		require.Contains(t, r.body, want)
	}

	tokens, err := w.Auth.SignIn(ctx, auth.SignInInput{Audience: viewer.Vendor, Email: u.Email, Password: horse, Vendor: &v.Slug})
	require.NoError(t, err)
	me := viewer.NewContext(context.WithoutCancel(t.Context()), tokens.Viewer)
	r = w.ask(t, me, `{ viewer `+fields+` }`, nil)
	require.Empty(t, r.Errors, r.body)
	require.Contains(t, r.body, `"current":true`)
	r = w.ask(t, me, `mutation { sessionSwitch(vendor: "`+other.Slug+`") { accessToken viewer { vendor { slug } } userErrors { code } } }`, nil)
	require.Empty(t, r.Errors, r.body)
	require.Contains(t, r.body, other.Slug)
	r = w.ask(t, me, `mutation { sessionsRevokeOthers { revoked userErrors { code } } }`, nil)
	require.Contains(t, r.body, `"revoked":2`)
	r = w.ask(t, me, `mutation { twoFactorBegin(password: "wrong-horse-9") { secret userErrors { code path } } }`, nil)
	require.Contains(t, r.body, `INVALID_CREDENTIALS`)
	r = w.ask(t, me, `mutation { twoFactorBegin(password: "`+horse+`") { secret uri qrCode userErrors { code path } } }`, nil)
	require.Contains(t, r.body, `data:image/png;base64,`)
	r = w.ask(t, me, `mutation { twoFactorConfirm(code: "000000") { recoveryCodes userErrors { code path } } }`, nil)
	require.Contains(t, r.body, `"recoveryCodes":null`)
}
