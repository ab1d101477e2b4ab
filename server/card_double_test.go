package server_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/server"
	"orion/storefront"
)

// cards notes what its form said.
type cards struct{ paid, refused []string }

func (c *cards) Pay(name string) bool {
	c.paid = append(c.paid, name)
	return name == "pi_1"
}

func (c *cards) Refuse(name string) bool {
	c.refused = append(c.refused, name)
	return true
}

func TestOnlyTheCheckoutMayLoadTheFormForCards(t *testing.T) {
	t.Parallel()
	const shop = "/shop/lumiere/"
	stripe := &storefront.Cards{Loader: "https://js.stripe.com/v3/", Key: "pk_test_1"}
	s, _ := open(t, func(d *server.Deps) { d.Cards = stripe })
	checkout := ask(s, "GET", shop+"checkout", "")
	require.Equal(t, http.StatusOK, checkout.Code)
	policy := checkout.Header().Get("Content-Security-Policy")
	for _, part := range []string{
		"script-src 'self' https://js.stripe.com https://*.js.stripe.com", "connect-src 'self' https://api.stripe.com;",
		"frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com", "object-src 'none'", "default-src 'none'",
	} {
		require.Contains(t, policy, part)
	}
	require.Contains(t, checkout.Body.String(), `"cards":{"loader":"https://js.stripe.com/v3/","key":"pk_test_1"}`)
	require.Contains(t, checkout.Header().Get("Permissions-Policy"), "payment=(self")
	for _, path := range []string{"", "cart", "products", "account/login"} {
		page := ask(s, "GET", shop+path, "")
		require.NotContains(t, page.Header().Get("Content-Security-Policy")+page.Header().Get("Permissions-Policy")+page.Body.String(), "stripe.com", path)
	}

	for name, d := range map[string]*storefront.Cards{"without cards": nil, "with a form of our own": {Loader: "/test/stripe.js", Key: "pk"}} {
		s, _ := open(t, func(to *server.Deps) { to.Cards = d })
		require.NotContains(t, ask(s, "GET", shop+"checkout", "").Header().Get("Content-Security-Policy"), "stripe.com", name)
	}
}

func TestTheDoubleOfTheFormForCards(t *testing.T) {
	t.Parallel()
	c := &cards{}
	s, _ := open(t, func(d *server.Deps) { d.CardDouble = c })
	script := ask(s, "GET", "/test/stripe.js", "")
	require.Equal(t, http.StatusOK, script.Code)
	require.Equal(t, "text/javascript; charset=utf-8", script.Header().Get("Content-Type"))
	require.Equal(t, http.StatusNoContent, ask(s, "POST", "/test/stripe/pi_1_secret_x/pay", "").Code)
	require.Equal(t, http.StatusNotFound, ask(s, "POST", "/test/stripe/pi_2_secret_x/pay", "").Code)
	require.Equal(t, http.StatusNoContent, ask(s, "POST", "/test/stripe/pi_1_secret_x/refuse", "").Code)
	require.Equal(t, []string{"pi_1", "pi_2"}, c.paid)
	require.Equal(t, []string{"pi_1"}, c.refused)

	shop, _ := open(t, production, func(d *server.Deps) { d.CardDouble = c })
	require.NotEqual(t, http.StatusOK, ask(shop, "GET", "/test/stripe.js", "", "Host: orion.example").Code)
	require.NotEqual(t, http.StatusNoContent, ask(shop, "POST", "/test/stripe/pi_1_secret_x/pay", "", "Host: orion.example").Code)
	none, _ := open(t)
	require.NotEqual(t, http.StatusOK, ask(none, "GET", "/test/stripe.js", "").Code)
}
