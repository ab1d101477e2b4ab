package server_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
	"orion/internal/viewer"
	"orion/server"
)

var cookieEnd = time.Now().Add(time.Hour)

func TestWhoBearsAToken(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for name, tc := range map[string]struct {
		headers  []string
		audience viewer.Audience
	}{
		"a team without a vendor named": {[]string{"Authorization: Bearer team-of-lumiere"}, viewer.Vendor},
		"a team that names its vendor":  {[]string{"Authorization: Bearer team-of-lumiere", "Orion-Vendor: lumiere"}, viewer.Vendor},
		"a team on its vendor's host":   {[]string{"Authorization: Bearer team-of-lumiere", "Host: lumiere.orion.example"}, viewer.Vendor},
		"a customer on its domain":      {[]string{"Authorization: Bearer customer-of-lumiere", "Host: boutique.example"}, viewer.Customer},
		"a scheme in small letters":     {[]string{"Authorization: bearer staff"}, viewer.Admin},
		"staff on a vendor's host":      {[]string{"Authorization: Bearer staff", "Host: lumiere.orion.example"}, viewer.Admin},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.audience, query(t, s, tc.headers...).Audience)
		})
	}
}

func TestB1_19_B2_56TokensThatAreRefused(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for name, tc := range map[string]struct {
		headers []string
		code    errs.Code
	}{
		"another vendor's host":            {[]string{"Authorization: Bearer team-of-lumiere", "Host: alpine.orion.example"}, errs.Forbidden},
		"another vendor's domain":          {[]string{"Authorization: Bearer team-of-alpine", "Host: boutique.example"}, errs.Forbidden},
		"another vendor's header":          {[]string{"Authorization: Bearer team-of-lumiere", "Orion-Vendor: alpine"}, errs.Forbidden},
		"a customer at another's":          {[]string{"Authorization: Bearer customer-of-lumiere", "Orion-Vendor: alpine"}, errs.Forbidden},
		"a token that is over":             {[]string{"Authorization: Bearer over"}, errs.Unauthenticated},
		"an empty token":                   {[]string{"Authorization: Bearer "}, errs.Unauthenticated},
		"another scheme":                   {[]string{"Authorization: Basic c3RhZmY6eA=="}, errs.Unauthenticated},
		"two tokens":                       {[]string{"Authorization: Bearer staff", "Authorization: Bearer team-of-lumiere"}, errs.Unauthenticated},
		"a good token at a shop of no one": {[]string{"Authorization: Bearer team-of-lumiere", "Orion-Vendor: nobody"}, errs.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := ask(s, http.MethodPost, "/graphql", "{}", tc.headers...)
			require.Equal(t, tc.code, refusal(t, w))
			require.Equal(t, map[errs.Code]int{errs.Forbidden: 403, errs.Unauthenticated: 401, errs.NotFound: 404}[tc.code], w.Code)
			require.Empty(t, w.Result().Cookies())
		})
	}
}

func TestB1_25TokensInTheQueryAreNotLookedAt(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	w := ask(s, http.MethodPost, "/graphql?access_token=staff&token=staff&Authorization=Bearer%20staff&authorization=staff", "{}", "Cookie: token=staff; Authorization=Bearer staff")
	require.Equal(t, http.StatusOK, w.Code)
	require.NotContains(t, w.Body.String(), "ADMIN")
}

// Row 163 of the attacks.
func TestRefreshCookies163(t *testing.T) {
	t.Parallel()
	dev, _ := open(t)
	prod, _ := open(t, production)
	for name, tc := range map[string]struct {
		s       *server.Server
		headers []string
		set     string // the name of the cookie that is set
		read    string // the token that is found
	}{
		"a page of this host":                       {dev, []string{"Orion-Vendor: lumiere", "Origin: http://orion.example", "Cookie: orion-customer-lumiere=old"}, "orion-customer-lumiere", "old"},
		"a page of the shop's host over TLS":        {prod, []string{"Host: lumiere.orion.example", "Origin: https://lumiere.orion.example", "Cookie: __Host-orion-customer-lumiere=old"}, "__Host-orion-customer-lumiere", "old"},
		"a cookie that another host could have set": {prod, []string{"Host: lumiere.orion.example", "Origin: https://lumiere.orion.example", "Cookie: orion-customer-lumiere=old"}, "__Host-orion-customer-lumiere", ""},
		"the cookie of another shop":                {dev, []string{"Orion-Vendor: lumiere", "Origin: http://orion.example", "Cookie: orion-customer-alpine=old"}, "orion-customer-lumiere", ""},
		"no page at all":                            {dev, []string{"Orion-Vendor: lumiere", "Cookie: orion-customer-lumiere=old"}, "", ""},
		"a page from elsewhere":                     {dev, []string{"Orion-Vendor: lumiere", "Origin: http://evil.example", "Cookie: orion-customer-lumiere=old"}, "", ""},
		"a page of a shop beside this one":          {prod, []string{"Host: lumiere.orion.example", "Origin: https://alpine.orion.example", "Cookie: __Host-orion-customer-lumiere=old"}, "", ""},
		"a page of this host without TLS":           {prod, []string{"Host: lumiere.orion.example", "Origin: http://lumiere.orion.example", "Cookie: __Host-orion-customer-lumiere=old"}, "", ""},
		"a page of another port":                    {dev, []string{"Orion-Vendor: lumiere", "Host: orion.example:8080", "Origin: http://orion.example:3000", "Cookie: orion-customer-lumiere=old"}, "", ""},
		"a page without an origin to tell":          {dev, []string{"Orion-Vendor: lumiere", "Origin: null", "Cookie: orion-customer-lumiere=old"}, "", ""},
		"localhost and 127.0.0.1 in the dev":        {dev, []string{"Orion-Vendor: lumiere", "Host: 127.0.0.1:8080", "Origin: http://localhost:8080"}, "orion-customer-lumiere", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := ask(tc.s, http.MethodPost, "/graphql", "{}", tc.headers...)
			require.Equal(t, http.StatusOK, w.Code, w.Body)
			require.Contains(t, w.Body.String(), `"refresh":"`+tc.read+`"`)
			if tc.set == "" {
				require.Empty(t, w.Result().Cookies())
				return
			}
			c := w.Result().Cookies()[0]
			require.Equal(t, tc.set, c.Name)
			require.True(t, c.HttpOnly)
			require.Equal(t, tc.s == prod, c.Secure)
			require.Equal(t, http.SameSiteStrictMode, c.SameSite)
			require.Empty(t, c.Domain)
			require.Equal(t, "/", c.Path)
		})
	}
}

func TestWhatIsKnownOfARequest(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	got := query(t, s, "User-Agent: Mozilla\x01/5.0 \u00e9", "From: [2001:db8::1]:443").Request
	require.Equal(t, "Mozilla/5.0 \u00e9", got.UserAgent)
	require.Equal(t, "2001:db8::1", got.Address)
	require.False(t, got.Browser)
	require.Len(t, got.ID, 36)
	require.True(t, query(t, s, "Origin: http://orion.example").Request.Browser)
}

func TestSocketAuthenticate(t *testing.T) {
	t.Parallel()
	var bare, ofOther, alive error
	var who *viewer.Viewer
	s, _ := open(t, func(d *server.Deps) {
		authenticate := server.SocketAuthenticate(d.Auth)
		d.Graph = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			ctx, err := authenticate(r.Context(), "team-of-lumiere")
			bare, who = err, viewer.From(ctx)
			alive = server.SocketAlive(d.Auth)(ctx)
			_, ofOther = authenticate(r.Context(), "team-of-alpine")
		})
	})
	ask(s, http.MethodPost, "/graphql", "{}", "Orion-Vendor: lumiere")
	require.NoError(t, bare)
	require.Equal(t, viewer.Vendor, who.Audience)
	require.NoError(t, alive)
	require.Equal(t, errs.Forbidden, errs.CodeOf(ofOther))
}

// ended says of every token that it was good once.
type ended struct{}

func (ended) Authenticate(context.Context, string) (*viewer.Viewer, error) {
	return nil, errs.New(errs.Unauthenticated, "sign in first")
}

func TestB1_17_27SocketAlive(t *testing.T) {
	t.Parallel()
	alive := server.SocketAlive(ended{})
	require.NoError(t, alive(t.Context()), "who bears no token has none to lose")
	ctx, err := server.SocketAuthenticate(authenticator{})(t.Context(), "staff")
	require.NoError(t, err)
	require.Equal(t, errs.Unauthenticated, errs.CodeOf(alive(ctx)))

	alive = server.SocketAlive(authenticator{})
	require.NoError(t, alive(ctx))
	less := *viewer.From(ctx)
	less.Grants = map[string]bool{"import.read": true}
	require.Equal(t, errs.Unauthenticated, errs.CodeOf(alive(viewer.NewContext(ctx, &less))), "B1.17: a right that was taken away does not live on in a socket")
}
