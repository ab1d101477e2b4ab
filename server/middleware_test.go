package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
	"orion/server"
)

// Row 171 of the attacks.
func TestTheLogHoldsNoSecrets171(t *testing.T) {
	t.Parallel()
	s, log := open(t)
	for _, target := range []string{
		"/graphql?query=canary&variables=canary&access_token=canary", "/shop/lumiere/orders/canary", "/shop/lumiere/search?q=canary",
		"/uploads/canary?signature=canary", "/media/canary.png", "/assets/canary.js", "/canary?canary=canary", "/shop/canary/", "/%63anary",
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, "CANARY"} {
			ask(s, method, target, `{"query":"canary"}`, "Authorization: Bearer canary", "Cookie: orion-customer-lumiere=canary", "User-Agent: canary",
				"Referer: https://x/canary", "Orion-Vendor: canary", "Origin: https://canary.example", "X-Forwarded-For: canary", "X-Request-Id: canary-canary")
		}
	}
	require.Equal(t, 9*4, strings.Count(log.String(), `"msg":"http"`))
	require.NotContains(t, strings.ToLower(log.String()), "canary")
	require.Contains(t, log.String(), `"route":"shop:/orders/{token}"`)
	require.Contains(t, log.String(), `"ip":"192.0.2.1"`)
	require.Contains(t, log.String(), `"vendor":"lumiere"`)
}

func TestAPanicIsAnAnswer(t *testing.T) {
	t.Parallel()
	s, log := open(t, func(d *server.Deps) {
		d.Graph = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("canary") })
	})
	for _, accept := range []string{"gzip", "identity"} {
		w := ask(s, http.MethodPost, "/graphql", "{}", "Accept-Encoding: "+accept)
		require.Equal(t, http.StatusInternalServerError, w.Code)
		require.Equal(t, errs.Internal, refusal(t, w))
		require.NotContains(t, w.Body.String(), "canary")
		require.Contains(t, log.String(), `"panic":"canary"`)
	}
}

func TestHalfAnAnswerIsDropped(t *testing.T) {
	t.Parallel()
	s, _ := open(t, func(d *server.Deps) {
		d.Graph = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"data":`))
			panic("half-way")
		})
	})
	require.PanicsWithValue(t, http.ErrAbortHandler, func() { ask(s, http.MethodPost, "/graphql", "{}") })
}

func TestRefusalsSpeakTheLanguageAndFormThatAreAskedFor(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	plain := ask(s, http.MethodPost, "/graphql", "{}", "Orion-Vendor: nobody")
	require.Equal(t, "application/json; charset=utf-8", plain.Header().Get("Content-Type"))
	require.Equal(t, "no-store", plain.Header().Get("Cache-Control"))
	new := ask(s, http.MethodPost, "/graphql", "{}", "Orion-Vendor: nobody", "Accept: application/graphql-response+json")
	require.Equal(t, "application/graphql-response+json; charset=utf-8", new.Header().Get("Content-Type"))
}

func TestEachRequestHasItsId(t *testing.T) {
	t.Parallel()
	s, _ := open(t, trusting)
	seen := map[string]bool{}
	for range 10 {
		id := get(s, "/healthz").Header().Get("X-Request-Id")
		require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-`, id)
		require.False(t, seen[id])
		seen[id] = true
	}
	for name, tc := range map[string]struct {
		id   string
		kept bool
	}{
		"a well-formed one": {"0123abcd-from_proxy", true},
		"too short":         {"short", false},
		"too long":          {strings.Repeat("a", 65), false},
		"with a line in it": {"0123abcd\\n{}", false},
		"with markup":       {"<script>alert</script>", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := get(s, "/healthz", "From: 10.0.0.1:1", "X-Request-Id: "+tc.id).Header().Get("X-Request-Id")
			require.Equal(t, tc.kept, got == tc.id)
			require.NotEqual(t, tc.id, get(s, "/healthz", "X-Request-Id: "+tc.id).Header().Get("X-Request-Id"))
		})
	}
}

func TestNoticesSpeakTheVisitorsLanguage(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	require.Contains(t, get(s, "/vendor/gone/login", "Accept-Language: de").Body.String(), "Dieser Shop ist gesperrt")
	require.Contains(t, get(s, "/nowhere", "Accept-Language: fr").Body.String(), "Il n’y a rien ici")
	require.Contains(t, ask(s, http.MethodPost, "/graphql", "{}", "Orion-Vendor: nobody", "Accept-Language: fr").Body.String(), "cette boutique")
}
