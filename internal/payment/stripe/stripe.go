// Package stripe takes payments with Stripe Connect: the platform charges the buyer on
// behalf of a vendor's connected account, Stripe passes the money on to that account and
// keeps the platform's commission back. Nothing else of the program knows the library.
package stripe

import (
	"context"
	"net/http"
	"strings"
	"time"

	api "github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/account"
	"github.com/stripe/stripe-go/v76/accountlink"
	"github.com/stripe/stripe-go/v76/paymentintent"
	"github.com/stripe/stripe-go/v76/refund"

	"orion/internal/payment"
)

// Handle is that of the way of paying.
const Handle = "stripe"

// How long Stripe is waited for. The library itself would wait 80 seconds for each of three
// tries, and a buyer waits for all of them: two tries and the pause between them (half a
// second) are to be over within whole.
const (
	wholeTime = 9 * time.Second
	tryTime   = 4 * time.Second
	retries   = 1
)

// Options are how the platform is set up with Stripe.
type Options struct {
	// Key is the platform's secret key.
	Key string
	// WebhookSecrets are what Stripe signs its messages with: those of the platform's own
	// account and those of connected accounts come by endpoints with a secret each.
	WebhookSecrets []string
	// URL is where Stripe's API is. Empty: api.stripe.com.
	URL string
	// Client sends the requests; nil makes one. Its own timeout bounds one try.
	Client *http.Client
}

// Stripe is the provider. It is safe for concurrent use.
type Stripe struct {
	secrets []string
	live    bool

	intents  paymentintent.Client
	refunds  refund.Client
	accounts account.Client
	links    accountlink.Client
}

var _ interface {
	payment.Caller
	payment.Connector
	payment.Voider
} = (*Stripe)(nil)

// New returns the provider. It asks Stripe for nothing.
func New(o Options) *Stripe {
	client := http.Client{Timeout: tryTime}
	if o.Client != nil {
		client = *o.Client
	}
	client.CheckRedirect = stay
	if o.URL == "" {
		o.URL = api.APIURL
	}
	b := api.GetBackendWithConfig(api.APIBackend, &api.BackendConfig{
		HTTPClient: &client, URL: api.String(strings.TrimRight(o.URL, "/")), MaxNetworkRetries: api.Int64(retries),
		// What goes wrong is returned and logged by who asked; the library would print it.
		LeveledLogger: &api.LeveledLogger{Level: api.LevelNull}, EnableTelemetry: api.Bool(false),
	})
	return &Stripe{
		secrets: o.WebhookSecrets, live: strings.HasPrefix(o.Key, "sk_live_") || strings.HasPrefix(o.Key, "rk_live_"),
		intents: paymentintent.Client{B: b, Key: o.Key}, refunds: refund.Client{B: b, Key: o.Key},
		accounts: account.Client{B: b, Key: o.Key}, links: accountlink.Client{B: b, Key: o.Key},
	}
}

// stay follows no redirect: the API has none, and the key is for nobody else.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Handle implements payment.Provider.
func (*Stripe) Handle() string { return Handle }

// Title implements payment.Provider.
func (*Stripe) Title() string { return "Card" }

// within bounds a call, whatever its caller bounds.
func within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, wholeTime)
}
