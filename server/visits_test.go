package server_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/server"
)

type visits map[string]int

func (v visits) Visit(of *ent.Vendor) { v[of.Slug]++ }

func TestVisitsAreThoseWhoComeFromElsewhere(t *testing.T) {
	t.Parallel()
	const person = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
	for name, c := range map[string]struct {
		method, target string
		header         []string
		counted        bool
	}{
		"by the address":              {"GET", "/shop/lumiere/", []string{"User-Agent: " + person, "Sec-Fetch-Site: none", "Sec-Fetch-Dest: document"}, true},
		"from a search engine":        {"GET", "/shop/lumiere/products", []string{"User-Agent: " + person, "Sec-Fetch-Site: cross-site"}, true},
		"by an old browser":           {"GET", "/shop/lumiere/", []string{"User-Agent: " + person}, true},
		"on from page to page":        {"GET", "/shop/lumiere/products", []string{"User-Agent: " + person, "Sec-Fetch-Site: same-origin"}, false},
		"the same, by an old browser": {"GET", "/shop/lumiere/products", []string{"User-Agent: " + person, "Referer: http://orion.example/shop/lumiere/"}, false},
		"a page made ready":           {"GET", "/shop/lumiere/", []string{"User-Agent: " + person, "Sec-Purpose: prefetch"}, false},
		"a picture's address":         {"GET", "/shop/lumiere/", []string{"User-Agent: " + person, "Sec-Fetch-Dest: image"}, false},
		"a search engine":             {"GET", "/shop/lumiere/", []string{"User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1)"}, false},
		"a program without a name":    {"GET", "/shop/lumiere/", []string{"User-Agent: "}, false},
		"a head":                      {"HEAD", "/shop/lumiere/", []string{"User-Agent: " + person}, false},
		"no such page":                {"GET", "/shop/lumiere/nowhere", []string{"User-Agent: " + person}, false},
		"a console":                   {"GET", "/vendor/lumiere/", []string{"User-Agent: " + person}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := visits{}
			s, _ := open(t, func(d *server.Deps) { d.Visits = seen })
			got := ask(s, c.method, c.target, "", c.header...)
			require.Contains(t, []int{http.StatusOK, http.StatusNotFound}, got.Code, got.Body.String())
			want := visits{}
			if c.counted {
				want["lumiere"] = 1
			}
			require.Equal(t, want, seen)
		})
	}
}
