package server_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
	"orion/internal/viewer"
	"orion/server"
)

func TestTheVendorOfARequestToTheGraph(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for name, tc := range map[string]struct {
		headers []string
		vendor  uuid.UUID
		slug    string
	}{
		"nobody on the platform's own host":   {nil, uuid.Nil, ""},
		"by header":                           {[]string{"Orion-Vendor: lumiere"}, lumiere.ID, "lumiere"},
		"by the host under the base domain":   {[]string{"Host: alpine.orion.example"}, alpine.ID, "alpine"},
		"by host in capitals and with a port": {[]string{"Host: Alpine.Orion.Example:8443"}, alpine.ID, "alpine"},
		"by host with a dot at its end":       {[]string{"Host: alpine.orion.example."}, alpine.ID, "alpine"},
		"by its own domain":                   {[]string{"Host: boutique.example"}, lumiere.ID, "lumiere"},
		"host and header agree":               {[]string{"Host: boutique.example", "Orion-Vendor: lumiere"}, lumiere.ID, "lumiere"},
		"nobody by an empty header":           {[]string{"Orion-Vendor: "}, uuid.Nil, ""},
		"by host beside an empty header":      {[]string{"Host: boutique.example", "Orion-Vendor: "}, lumiere.ID, "lumiere"},
		"by header on the API's host":         {[]string{"Host: api.orion.example", "Orion-Vendor: alpine"}, alpine.ID, "alpine"},
		"by header on the staff's host":       {[]string{"Host: admin.orion.example", "Orion-Vendor: alpine"}, alpine.ID, "alpine"},
		"by header on an address":             {[]string{"Host: 127.0.0.1:8080", "Orion-Vendor: alpine"}, alpine.ID, "alpine"},
		"nobody on a host of nobody":          {[]string{"Host: elsewhere.example"}, uuid.Nil, ""},
		"nobody two levels down":              {[]string{"Host: a.lumiere.orion.example"}, uuid.Nil, ""},
		"nobody by a domain that ends alike":  {[]string{"Host: evilorion.example"}, uuid.Nil, ""},
		"nobody without a host":               {[]string{"Host: "}, uuid.Nil, ""},
		"nobody by a path in the host":        {[]string{"Host: lumiere.orion.example/x"}, uuid.Nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := query(t, s, tc.headers...)
			require.Equal(t, tc.vendor, got.Vendor)
			require.Equal(t, tc.slug, got.Request.Vendor)
			if tc.vendor != uuid.Nil {
				require.Equal(t, viewer.Shop, got.Audience)
			} else {
				require.Empty(t, got.Audience, "nobody in particular")
			}
		})
	}
}

func TestVendorsThatAreRefused(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for name, tc := range map[string]struct {
		headers []string
		status  int
		code    errs.Code
	}{
		"an unknown slug":                    {[]string{"Orion-Vendor: nobody"}, http.StatusNotFound, errs.NotFound},
		"a suspended vendor":                 {[]string{"Orion-Vendor: gone"}, http.StatusNotFound, errs.NotFound},
		"a suspended vendor by host":         {[]string{"Host: gone.orion.example"}, http.StatusNotFound, errs.NotFound},
		"a vendor that is closed":            {[]string{"Orion-Vendor: over"}, http.StatusNotFound, errs.NotFound},
		"the header beside another's host":   {[]string{"Host: alpine.orion.example", "Orion-Vendor: lumiere"}, http.StatusForbidden, errs.Forbidden},
		"the header beside another's domain": {[]string{"Host: boutique.example", "Orion-Vendor: alpine"}, http.StatusForbidden, errs.Forbidden},
		"two headers":                        {[]string{"Orion-Vendor: lumiere", "Orion-Vendor: alpine"}, http.StatusForbidden, errs.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := ask(s, http.MethodPost, "/graphql", "{}", tc.headers...)
			require.Equal(t, tc.status, w.Code)
			require.Equal(t, tc.code, refusal(t, w))
			require.NotContains(t, w.Body.String(), "umi", "no vendor is named")
		})
	}
}

func TestAVendorThatWaitsHasAConsoleAndNoShop(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	got := query(t, s, "Orion-Vendor: waiting")
	require.Equal(t, "waiting", got.Request.Vendor, "its team can sign in")
	require.Equal(t, uuid.Nil, got.Vendor, "and nobody is in its shop")
	require.Empty(t, got.Audience)
	require.Equal(t, http.StatusOK, get(s, "/vendor/waiting/login").Code)
	require.Equal(t, http.StatusNotFound, get(s, "/shop/waiting/").Code)
	require.Equal(t, http.StatusForbidden, ask(s, http.MethodPost, "/graphql", "{}", "Orion-Vendor: waiting", "Authorization: Bearer team-of-lumiere").Code,
		"B2.56 a token of another vendor is refused there too")
}

func TestUnknownAndClosedShopsAnswerAlike(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	text := func(slug string) string {
		w := ask(s, http.MethodPost, "/graphql", "{}", "Orion-Vendor: "+slug)
		return strings.ReplaceAll(w.Body.String(), w.Header().Get("X-Request-Id"), "")
	}
	require.Equal(t, text("nobody"), text("gone"))
	require.Equal(t, get(s, "/shop/nobody/").Body.String(), get(s, "/shop/gone/").Body.String())
	require.Equal(t, get(s, "/vendor/nobody/login").Body.String(), get(s, "/vendor/over/login").Body.String())
}

func TestAVendorThatCannotBeLookedUp(t *testing.T) {
	t.Parallel()
	s, log := open(t, func(d *server.Deps) { d.Vendors = vendors{err: errors.New("canary: relation gone")} })
	w := ask(s, http.MethodPost, "/graphql", "{}", "Orion-Vendor: lumiere")
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.Equal(t, errs.Internal, refusal(t, w))
	require.NotContains(t, w.Body.String(), "canary")
	require.Contains(t, log.String(), "canary")

	away, _ := open(t, func(d *server.Deps) { d.Vendors = vendors{err: errs.New(errs.Unavailable, "away")} })
	w = ask(away, http.MethodPost, "/graphql", "{}", "Orion-Vendor: lumiere")
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Equal(t, errs.Unavailable, refusal(t, w))
	require.NotEmpty(t, w.Header().Get("Retry-After"))
	require.Equal(t, http.StatusServiceUnavailable, get(away, "/shop/lumiere/").Code)
}

// Row 165 of the attacks.
func TestForgedHostsAndForwardedHeaders165(t *testing.T) {
	t.Parallel()
	s, _ := open(t, trusting)
	forged := []string{
		"X-Forwarded-Host: alpine.orion.example", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https",
		"X-Real-IP: 203.0.113.9", "True-Client-IP: 203.0.113.9", "Forwarded: for=203.0.113.9;host=alpine.orion.example", "X-Request-Id: forged-by-somebody",
	}
	stranger := query(t, s, append(forged, "From: 198.51.100.7:4000", "Orion-Vendor: lumiere")...)
	require.Equal(t, "198.51.100.7", stranger.Request.Address)
	require.Equal(t, lumiere.ID, stranger.Vendor)
	require.NotEqual(t, "forged-by-somebody", stranger.Request.ID)

	behind := query(t, s, append(forged, "From: 10.1.2.3:4000")...)
	require.Equal(t, "203.0.113.9", behind.Request.Address)
	require.Equal(t, alpine.ID, behind.Vendor)
	require.Equal(t, "forged-by-somebody", behind.Request.ID)

	for name, tc := range map[string]struct{ xff, address string }{
		"what the client wrote before ours": {"1.1.1.1, 203.0.113.9", "203.0.113.9"},
		"a chain of our proxies":            {"203.0.113.9, 10.9.9.9", "203.0.113.9"},
		"rubbish":                           {"203.0.113.9, <script>", "10.1.2.3"},
		"nothing":                           {"", "10.1.2.3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.address, query(t, s, "From: 10.1.2.3:4000", "X-Forwarded-For: "+tc.xff).Request.Address)
		})
	}
	require.Equal(t, alpine.ID, query(t, s, "From: 10.1.2.3:4000", "X-Forwarded-Host: lumiere.orion.example, alpine.orion.example").Vendor,
		"of two hosts the one that our proxy wrote")

	alone, _ := open(t)
	require.Equal(t, "127.0.0.1", query(t, alone, append(forged, "From: 127.0.0.1:4000")...).Request.Address, "no proxy is trusted unless said")
	for _, target := range []string{"/", "/shop/lumiere", "/shop/lumiere/", "/nowhere"} {
		w := get(alone, target, "Host: evil.example", "X-Forwarded-Host: evil.example")
		require.NotContains(t, w.Body.String()+w.Header().Get("Location"), "evil")
		require.Equal(t, http.StatusNotFound, w.Code)
	}
}
