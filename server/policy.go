package server

import (
	"maps"
	"net/http"
	"strings"

	"orion/storefront"
)

const imgSrc = "img-src 'self' data: blob:"

// The policies of what a page may load and do. None allows inline code, eval or another
// host but that of the pictures, which picturesFrom adds; none may be shown in a frame. What would break a policy is reported to us.
var (
	policyShop = policy(
		"default-src 'none'", "script-src 'self' 'inline-speculation-rules'", "style-src 'self'", imgSrc,
		"font-src 'self'", "connect-src 'self'", "manifest-src 'self'", "form-action 'self'",
	)
	policyConsole = policy(
		"default-src 'none'", "script-src 'self'", "style-src 'self'", imgSrc,
		"font-src 'self'", "connect-src 'self'", "form-action 'self'",
	)
	// The editor's library writes styles into the page.
	policyPlayground = policy(
		"default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:",
		"font-src 'self' data:", "connect-src 'self'", "form-action 'none'",
	)
	// Answers that are no pages: should a browser show one all the same, it is inert.
	policyData  = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	policyMedia = policyData + "; sandbox"
)

// permissionsCheckout is everywhere's, but that the payment provider's form may ask the
// browser for a payment.
const permissionsCheckout = `camera=(), microphone=(), geolocation=(), payment=(self "https://js.stripe.com"), usb=(), browsing-topics=()`

// withCards adds the hosts of the payment provider's form to a policy, where the form comes
// from there and not from ourselves.
func withCards(policy string, cards *storefront.Cards) string {
	if cards == nil || !strings.HasPrefix(cards.Loader, "https://") {
		return policy
	}
	const own = "https://js.stripe.com https://*.js.stripe.com"
	policy = strings.Replace(policy, "script-src 'self'", "script-src 'self' "+own, 1)
	policy = strings.Replace(policy, "connect-src 'self'", "connect-src 'self' https://api.stripe.com", 1)
	return policy + "; frame-src " + own + " https://hooks.stripe.com"
}

// picturesFrom is where pages may load pictures from: their own host, what their scripts make, and the origin of the
// addresses that pictures have where a CDN stands before them.
func picturesFrom(policy, cdn string) string {
	if !strings.HasPrefix(cdn, "http") {
		return policy // a path of the page's own host
	}
	return strings.Replace(policy, imgSrc, imgSrc+" "+originOf(cdn), 1)
}

// policy adds what all have in common. Reports go by report-uri, which browsers send at
// once, and not by report-to, which they send when they please.
func policy(directives ...string) string {
	return strings.Join(append(directives, "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'", "report-uri /csp-report"), "; ")
}

// everywhere are the headers of every answer. The lists are shared: what is added to one
// grows out of it, and nobody writes into it.
var everywhere = http.Header{
	"Content-Security-Policy":      {policyData},
	"X-Content-Type-Options":       {"nosniff"},
	"X-Frame-Options":              {"DENY"},
	"Referrer-Policy":              {"same-origin"}, // addresses of orders are secrets
	"Permissions-Policy":           {"camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"},
	"Cross-Origin-Opener-Policy":   {"same-origin"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
}

// headers sets what every answer carries. Pages replace the policy by their own.
func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		maps.Copy(h, everywhere)
		if s.draining.Load() {
			h.Set("Connection", "close") // http.Server would also hang up on requests that are just coming in
		}
		if s.Production && exchangeOf(r.Context()).secure {
			h.Set("Strict-Transport-Security", "max-age=63072000")
		}
		next.ServeHTTP(w, r)
	})
}

// guard sets the policy of a page.
func guard(w http.ResponseWriter, policy string) { w.Header().Set("Content-Security-Policy", policy) }
