package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/server"
)

// policyOf reads a policy into its directives.
func policyOf(header http.Header) map[string]string {
	out := map[string]string{}
	for part := range strings.SplitSeq(header.Get("Content-Security-Policy"), ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), " ")
		out[name] = value
	}
	return out
}

var everyKind = []string{
	"/shop/lumiere/", "/shop/lumiere/checkout", "/shop/lumiere/nowhere", "/shop/lumiere/theme.css", "/vendor/lumiere/login", "/vendor/gone/login", "/admin/login",
	"/nowhere", "/playground", "/schema.graphqls", "/healthz", "/readyz", "/metrics", "/graphql", "/media/none.png", "/assets/shared/js/app.js", "/assets/none", "/uploads/x",
}

// Row 161 of the attacks.
func TestNoPolicyAllowsInlineCode161(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for _, target := range everyKind {
		p := policyOf(get(s, target).Header())
		require.Equal(t, "'none'", p["default-src"], target)
		require.Equal(t, "'none'", p["base-uri"], target)
		require.Contains(t, []string{"'none'", "'self'"}, p["form-action"], target)
		require.NotContains(t, p["script-src"], "unsafe", target)
		for name, value := range p {
			require.NotContains(t, value, "http", "%s: %s names another host", target, name)
			require.NotContains(t, value, "*", "%s: %s", target, name)
			if target != "/playground" { // whose library writes styles
				require.NotContains(t, value, "unsafe", "%s: %s", target, name)
			}
		}
		if p["script-src"] != "" {
			require.Equal(t, "'none'", p["object-src"], target)
			require.Equal(t, "/csp-report", p["report-uri"], target)
		}
	}
	require.Contains(t, policyOf(get(s, "/shop/lumiere/").Header()), "script-src")
	require.Contains(t, policyOf(get(s, "/admin/login").Header()), "script-src")
}

// Row 162 of the attacks.
func TestBrowsersAreToldToComeBackByTLS162(t *testing.T) {
	t.Parallel()
	s, _ := open(t, production, trusting)
	byTLS := []string{"Host: lumiere.orion.example", "X-Forwarded-Proto: https", "From: 10.0.0.1:1"}
	require.Equal(t, "max-age=63072000", get(s, "/", byTLS...).Header().Get("Strict-Transport-Security"))
	require.Equal(t, "max-age=63072000", ask(s, http.MethodPost, "/graphql", "{}", byTLS...).Header().Get("Strict-Transport-Security"))
	require.Empty(t, get(s, "/", "Host: lumiere.orion.example").Header().Get("Strict-Transport-Security"), "not where there is none")
	require.Empty(t, get(s, "/", "Host: lumiere.orion.example", "X-Forwarded-Proto: https").Header().Get("Strict-Transport-Security"), "not on anybody's word")
	dev, _ := open(t, trusting)
	require.Empty(t, get(dev, "/", byTLS...).Header().Get("Strict-Transport-Security"), "not for localhost")
}

// Row 164 of the attacks.
func TestPagesOfOtherHosts164(t *testing.T) {
	t.Parallel()
	dev, _ := open(t)
	prod, _ := open(t, production)
	for name, tc := range map[string]struct {
		s            *server.Server
		host, origin string
		allowed      bool
	}{
		"this very host":                    {dev, "orion.example", "http://orion.example", true},
		"this very host and port":           {dev, "localhost:8080", "http://localhost:8080", true},
		"another port of it":                {dev, "localhost:8080", "http://localhost:3000", false},
		"a shop's host asks the API's":      {prod, "api.orion.example", "https://lumiere.orion.example", true},
		"a vendor's own domain":             {prod, "api.orion.example", "https://boutique.example", true},
		"the console of the staff":          {prod, "api.orion.example", "https://admin.orion.example", true},
		"the platform's own host":           {prod, "api.orion.example", "https://orion.example", true},
		"a vendor's domain without TLS":     {prod, "api.orion.example", "http://boutique.example", false},
		"the host of a suspended vendor":    {prod, "api.orion.example", "https://gone.orion.example", false},
		"the host of nobody":                {prod, "api.orion.example", "https://nobody.orion.example", false},
		"anybody":                           {prod, "api.orion.example", "https://evil.example", false},
		"a name that ends alike":            {prod, "api.orion.example", "https://evilorion.example", false},
		"a name that begins alike":          {prod, "api.orion.example", "https://boutique.example.evil.example", false},
		"a user before the host":            {prod, "api.orion.example", "https://boutique.example@evil.example", false},
		"no host":                           {prod, "api.orion.example", "null", false},
		"a file":                            {dev, "orion.example", "file://", false},
		"rubbish":                           {dev, "orion.example", "http://[::1", false},
		"an address where names are wanted": {prod, "api.orion.example", "https://127.0.0.1", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := ask(tc.s, http.MethodOptions, "/graphql", "", "Host: "+tc.host, "Origin: "+tc.origin,
				"Access-Control-Request-Method: POST", "Access-Control-Request-Headers: authorization,content-type,orion-vendor")
			sent := ask(tc.s, http.MethodPost, "/graphql", "{}", "Host: "+tc.host, "Origin: "+tc.origin)
			for _, h := range []http.Header{asked.Header(), sent.Header()} {
				require.Contains(t, strings.Join(h.Values("Vary"), ","), "Origin")
				require.Empty(t, h.Get("Access-Control-Allow-Credentials"), "never with cookies")
				if tc.allowed {
					require.Equal(t, tc.origin, h.Get("Access-Control-Allow-Origin"))
				} else {
					require.Empty(t, h.Get("Access-Control-Allow-Origin"))
				}
			}
		})
	}
}

func TestOriginAllowedTellsSockets(t *testing.T) {
	t.Parallel()
	var allowed bool
	s, _ := open(t, func(d *server.Deps) {
		d.Graph = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { allowed = server.OriginAllowed(r) })
	})
	for origin, want := range map[string]bool{"http://orion.example": true, "https://boutique.example": true, "https://evil.example": false} {
		ask(s, http.MethodGet, "/graphql", "", "Origin: "+origin, "Connection: Upgrade", "Upgrade: websocket")
		require.Equal(t, want, allowed, origin)
	}
}

// Row 166 of the attacks.
func TestAThemeCanOnlyColour166(t *testing.T) {
	t.Parallel()
	evil := *lumiere
	evil.Theme.Accent = `red}@import url(https://evil.example/x.css);body{background:url(//evil.example)`
	evil.Theme.Fonts = `x"}</style><script>alert(1)</script>`
	s, _ := open(t, func(d *server.Deps) { d.Vendors = only{&evil} })
	w := get(s, "/shop/lumiere/theme.css")
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "text/css; charset=utf-8", w.Header().Get("Content-Type"))
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	for _, bad := range []string{"evil", "url(", "@import", "script", "expression"} {
		require.NotContains(t, w.Body.String(), bad)
	}
	require.NotContains(t, get(s, "/shop/lumiere/").Body.String(), "evil")
}

func TestATheme(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	html := get(s, "/shop/lumiere/").Body.String()
	_, rest, found := strings.Cut(html, `<link rel="stylesheet" href="/shop/lumiere/theme.css?v=`)
	require.True(t, found)
	hash, _, _ := strings.Cut(rest, `"`)
	kept := get(s, "/shop/lumiere/theme.css?v="+hash)
	require.Contains(t, kept.Header().Get("Cache-Control"), "immutable")
	require.Contains(t, kept.Body.String(), "--accent")
	require.Equal(t, "no-cache", get(s, "/shop/lumiere/theme.css").Header().Get("Cache-Control"))
	require.Equal(t, kept.Body.String(), get(s, "/theme.css", "Host: boutique.example").Body.String())
	require.Equal(t, http.StatusNotFound, get(s, "/shop/gone/theme.css").Code)
}

// Row 168 of the attacks.
func TestNothingIsShownInAFrame168(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for _, target := range everyKind {
		w := get(s, target)
		require.Equal(t, "'none'", policyOf(w.Header())["frame-ancestors"], target)
		require.Equal(t, "DENY", w.Header().Get("X-Frame-Options"), target)
		require.Equal(t, "same-origin", w.Header().Get("Cross-Origin-Opener-Policy"), target)
		require.Equal(t, "same-origin", w.Header().Get("Referrer-Policy"), target)
		require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"), target)
		require.Contains(t, w.Header().Get("Permissions-Policy"), "camera=()", target)
	}
}

// Row 174 of the attacks.
func TestWhatIsNotPublic174(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for _, target := range []string{
		"/debug/pprof/", "/debug/vars", "/debug", "/metrics", "/.git/config", "/.git/HEAD", "/.env", "/.env.example", "/go.mod", "/server/server.go",
		"/node_modules/react/package.json", "/shop/lumiere/.env", "/assets/.env", "/assets/shared/.env", "/assets/shop/js/../.env", "/media/../.env",
		"/storefront/index.html", "/wp-login.php", "/.well-known/security.txt",
	} {
		for _, host := range []string{"orion.example", "lumiere.orion.example", "admin.orion.example", "127.0.0.1"} {
			require.Equal(t, http.StatusNotFound, get(s, target, "Host: "+host).Code, host+target)
		}
	}
}

// Row 175 of the attacks.
func TestThePlayground175(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	w := get(s, "/playground")
	require.Equal(t, http.StatusOK, w.Code)
	require.NotContains(t, w.Body.String(), "http", "all is on this host")
	require.NotContains(t, w.Body.String(), "//")
	refs := reference.FindAllStringSubmatch(w.Body.String(), -1)
	require.Len(t, refs, 6)
	for _, m := range refs {
		require.Equal(t, http.StatusOK, get(s, m[1]).Code, m[1])
	}
	off, _ := open(t, func(d *server.Deps) { d.Playground = false })
	require.Equal(t, http.StatusNotFound, get(off, "/playground").Code)
}

func TestTheSchemaAsText(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	w := get(s, "/schema.graphqls")
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "text/plain; charset=utf-8", w.Header().Get("Content-Type"))
	for _, part := range []string{"type Query {", "type Mutation {", "signIn(input: SignInInput!): SignInPayload!", "@access(audience: [VENDOR])", "The shop that the request is in"} {
		require.Contains(t, w.Body.String(), part)
	}
	for _, ours := range []string{"goModel", "goField", "orion/"} {
		require.NotContains(t, w.Body.String(), ours)
	}
}

func TestPicturesOfACDN(t *testing.T) {
	t.Parallel()
	pages := []string{"/shop/lumiere/", "/shop/lumiere/products", "/shop/lumiere/checkout", "/shop/lumiere/nowhere", "/vendor/lumiere/media", "/admin/login"}
	own, _ := open(t)
	behind, _ := open(t, func(d *server.Deps) { d.MediaURL = "https://cdn.example:8443/orion/" })
	for _, target := range pages {
		require.Equal(t, "'self' data: blob:", policyOf(get(own, target).Header())["img-src"], target)
		p := policyOf(get(behind, target).Header())
		require.Equal(t, "'self' data: blob: https://cdn.example:8443", p["img-src"], target)
		delete(p, "img-src")
		for name, value := range p {
			require.NotContains(t, value, "cdn.example", "%s: %s: pictures alone come from there", target, name)
		}
	}
	require.NotContains(t, get(behind, "/media/none.png").Header().Get("Content-Security-Policy"), "cdn.example")
}
