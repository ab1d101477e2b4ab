package cookiejar_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/cookiejar"
)

func TestSetRefresh(t *testing.T) {
	t.Parallel()
	expires := time.Now().Add(time.Hour).Truncate(time.Second)
	for name, tc := range map[string]struct {
		audience, slug string
		secure         bool
		cookie         string
	}{
		"a customer over TLS":   {"CUSTOMER", "lumiere", true, "__Host-orion-customer-lumiere"},
		"a team over TLS":       {"VENDOR", "lumiere", true, "__Host-orion-vendor-lumiere"},
		"staff over TLS":        {"ADMIN", "", true, "__Host-orion-admin"},
		"a customer in the dev": {"CUSTOMER", "alpine", false, "orion-customer-alpine"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/graphql", nil)
			ctx := cookiejar.NewContext(t.Context(), w, r, tc.secure)
			require.True(t, cookiejar.SetRefresh(ctx, tc.audience, tc.slug, "secret", expires))

			set := w.Result().Cookies()
			require.Len(t, set, 1)
			require.Equal(t, tc.cookie, set[0].Name)
			require.Equal(t, "secret", set[0].Value)
			require.True(t, set[0].HttpOnly)
			require.Equal(t, tc.secure, set[0].Secure)
			require.Equal(t, http.SameSiteStrictMode, set[0].SameSite)
			require.Equal(t, "/", set[0].Path)
			require.Empty(t, set[0].Domain, "shops beside each other share no cookie")
			require.WithinDuration(t, expires, set[0].Expires, 0)
		})
	}
}

func TestRefreshFindsTheCookieOfItsAudienceAndShop(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
	r.AddCookie(&http.Cookie{Name: "orion-customer-lumiere", Value: "one"})
	r.AddCookie(&http.Cookie{Name: "orion-vendor-lumiere", Value: "two"})
	ctx := cookiejar.NewContext(t.Context(), httptest.NewRecorder(), r, false)
	require.Equal(t, "one", cookiejar.Refresh(ctx, "CUSTOMER", "lumiere"))
	require.Equal(t, "two", cookiejar.Refresh(ctx, "VENDOR", "lumiere"))
	require.Empty(t, cookiejar.Refresh(ctx, "CUSTOMER", "alpine"))
	require.Empty(t, cookiejar.Refresh(ctx, "ADMIN", ""))
	require.Empty(t, cookiejar.Refresh(ctx, "CUSTOMER", "lum;iere"))

	overTLS := cookiejar.NewContext(t.Context(), httptest.NewRecorder(), r, true)
	require.Empty(t, cookiejar.Refresh(overTLS, "CUSTOMER", "lumiere"), "another host could have set a cookie without __Host-")
}

func TestClearRefresh(t *testing.T) {
	t.Parallel()
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/graphql", nil)
	cookiejar.ClearRefresh(cookiejar.NewContext(t.Context(), w, r, true), "VENDOR", "lumiere")
	set := w.Result().Cookies()
	require.Len(t, set, 1)
	require.Empty(t, set[0].Value)
	require.True(t, set[0].Expires.Before(time.Now()))
}

func TestWithoutAJar(t *testing.T) {
	t.Parallel()
	require.False(t, cookiejar.SetRefresh(t.Context(), "ADMIN", "", "secret", time.Now()))
	require.Empty(t, cookiejar.Refresh(t.Context(), "ADMIN", ""))
	cookiejar.ClearRefresh(t.Context(), "ADMIN", "")
}
