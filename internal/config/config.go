// Package config is how a deployment is set up: flags, and environment variables
// of the same names. It is read once at start and never changes. What staff change
// while the platform runs is not here but in package settings.
package config

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Config is the whole of it. Every field is the flag of its name and the variable
// ORION_<NAME>; an empty variable is an absent one.
type Config struct {
	Env            string `group:"Platform" enum:"development,production" default:"development" help:"development forgives and shows more, production refuses what is unsafe: ${enum}."`
	Addr           string `group:"Platform" default:"127.0.0.1:8080" help:"Where to listen, host:port."`
	BaseDomain     string `group:"Platform" default:"localhost" help:"Shops live at <slug>.<base domain>, the platform's console at admin.<base domain>."`
	PublicURL      string `group:"Platform" name:"public-url" help:"How browsers reach the platform; links begin with it. Empty: http://<base domain> with the port of addr, in production https://<base domain>."`
	DataDir        string `group:"Platform" default:".data" help:"Folder for everything that is not elsewhere: embedded database, files, secret key."`
	VendorApproval string `group:"Platform" enum:"staff,automatic" default:"staff" help:"Who lets vendors in that ask for a shop: ${enum}."`
	SecretKey      Secret `group:"Platform" help:"Root secret, at least 32 bytes. Empty: made on first start and kept in the data dir; production wants one."`

	DatabaseURL      URL    `group:"Storage" name:"database-url" help:"Postgres, signing in as the owner of the database. Empty: an embedded server under the data dir."`
	DatabaseMaxConns int32  `group:"Storage" default:"0" help:"Connections in each of the two pools. 0: 8 and 2 for each core."`
	PgBin            string `group:"Storage" help:"Folder with initdb and postgres, for the embedded server. Empty: they are looked for."`
	RedisURL         URL    `group:"Storage" name:"redis-url" help:"Redis, in which several processes count limits together: redis://… or rediss://…. Empty: each process counts for itself."`
	MediaURL         string `group:"Storage" name:"media-url" help:"What stands before /media/… in addresses of pictures that are not private: https://cdn.example, a CDN that fetches from here. Empty: they are paths of the page's own host."`
	MediaQuota       int64  `group:"Storage" default:"5368709120" help:"Bytes that the pictures of one vendor may take, with their smaller copies."`
	Storage          string `group:"Storage" help:"Where files go: s3://…, gs://… or file:///…. Empty: the data dir."`

	Search    string `group:"Search" enum:"bleve,postgres,elasticsearch" default:"bleve" help:"What shops are searched with: ${enum}. Postgres stands in while another does not answer."`
	SearchURL URL    `group:"Search" name:"search-url" help:"Where Elasticsearch is: https://user:password@host:9200. Others need none."`

	SMTPURL  URL    `group:"Mail" name:"smtp-url" help:"Server that mails go out by: smtp://user:password@host:port, or smtps://… for TLS from the start. Empty: they are written to the data dir."`
	MailFrom string `group:"Mail" help:"Address that mails come from. Empty: no-reply@<base domain>."`

	SendgridWebhookKey string `group:"Mail" help:"Public key of SendGrid's signed event webhook, base64 as its console shows it: /webhooks/sendgrid then takes what it tells of mails. Empty: nobody tells anything."`

	WebhookPrivate bool `group:"Mail" help:"Lets webhooks of vendors go to addresses of this machine and its network, for development; production refuses it."`

	BackupURL        string        `group:"Backups" name:"backup-url" help:"Where backups go: s3://…, gs://… or file:///…; not where the files are. Empty: the data dir."`
	BackupEvery      time.Duration `group:"Backups" default:"0s" help:"How often the platform is backed up by itself, such as 24h. 0: in production each day, in development never."`
	BackupKeep       int           `group:"Backups" default:"14" help:"How many backups are kept; 0 keeps all."`
	BackupRecipients []string      `group:"Backups" sep:"," help:"Public keys of age (age1…) that can open backups beside the root secret, with commas."`

	CommissionBp int `group:"Payments" name:"commission-bp" default:"0" help:"What the platform takes of each payment where staff say nothing else of a vendor, in hundredths of a percent: 0 to 10000."`

	StripeKey           Secret `group:"Payments" help:"Secret key of the platform's account with Stripe, which has Connect. Empty: shops take no cards."`
	StripePublicKey     string `group:"Payments" help:"The publishable key that goes with it, for the form in the browser."`
	StripeWebhookSecret Secret `group:"Payments" help:"What Stripe signs its messages to /webhooks/stripe with."`
	StripeAPIURL        string `group:"Payments" name:"stripe-api-url" help:"Where Stripe's API is. Empty: api.stripe.com. The word double: a stand-in within this process that moves no money, outside production."`

	AnswerCache      int  `group:"Limits" default:"67108864" help:"Bytes of answers to shoppers that each process keeps until the catalogue changes; 0 keeps none."`
	CostLimit        int  `group:"Limits" default:"2000" help:"The most that one operation on the graph may cost."`
	CostSignedIn     Rate `group:"Limits" default:"4000/400" help:"What a signed-in caller may spend, and what comes back each second."`
	CostAnonymous    Rate `group:"Limits" default:"20000/2000" help:"The same for each address of visitors."`
	SignInPerAccount int  `group:"Limits" default:"5" help:"Tries to sign in a minute, for each account."`
	SignInPerAddress int  `group:"Limits" default:"60" help:"Tries to sign in a minute, from each address."`

	PagesDir        string         `group:"Running" help:"Checkout whose pages are served as they are on disk, for those who work on them. Empty: those built in."`
	TrustedProxies  []netip.Prefix `group:"Running" sep:"," help:"Networks (CIDR) of proxies whose X-Forwarded-For is believed, with commas."`
	MetricsAddr     string         `group:"Running" help:"Separate listener for operators, host:port: /metrics, and /certificate?domain= for a proxy that makes certificates. Empty: /metrics needs the token."`
	MetricsToken    Secret         `group:"Running" help:"Bearer token for /metrics on the main listener."`
	TraceURL        string         `group:"Running" help:"Collector of traces that takes OTLP over HTTP, such as http://localhost:4318. Empty: nothing is traced."`
	TraceShare      float64        `group:"Running" default:"0.1" help:"How many of the traces are sent: 0 none, 1 all. Of a request that is traced, all steps are."`
	DrainNotice     time.Duration  `group:"Running" default:"0s" help:"How long /readyz says no before requests are turned away, for balancers that ask it."`
	ShutdownTimeout time.Duration  `group:"Running" default:"15s" help:"How long requests and jobs under way may take when the program is asked to stop."`
	LogLevel        slog.Level     `group:"Running" default:"INFO" help:"DEBUG, INFO, WARN or ERROR."`
	LogFormat       string         `group:"Running" enum:"auto,text,json" default:"auto" help:"${enum}; auto is text in development and json in production."`
}

// StripeDouble is the address of the stand-in for Stripe.
const StripeDouble = "double"

// A Rate is a budget and what of it comes back each second, written 4000/400.
type Rate struct{ Maximum, PerSecond int }

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Rate) UnmarshalText(text []byte) error {
	most, second, ok := strings.Cut(string(text), "/")
	m, err := strconv.Atoi(most)
	s, err2 := strconv.Atoi(second)
	if !ok || err != nil || err2 != nil || m <= 0 || s <= 0 {
		return fmt.Errorf("must be written like 4000/400, not %q", text)
	}
	*r = Rate{m, s}
	return nil
}

// Production reports whether real shops depend on this process.
func (c *Config) Production() bool { return c.Env == "production" }

// BackupInterval is how often the platform is backed up by itself; 0 is never.
func (c *Config) BackupInterval() time.Duration {
	if c.BackupEvery == 0 && c.Production() {
		return 24 * time.Hour
	}
	return c.BackupEvery
}

// BaseURL is how browsers reach the platform, without a slash at its end. port is the
// one that it listens on.
func (c *Config) BaseURL(port int) string {
	switch {
	case c.PublicURL != "":
		return strings.TrimRight(c.PublicURL, "/")
	case c.Production():
		return "https://" + c.BaseDomain
	}
	return "http://" + net.JoinHostPort(c.BaseDomain, strconv.Itoa(port))
}

// A Secret prints as "***" so that it cannot reach a log by accident.
type Secret string

// String implements fmt.Stringer.
func (Secret) String() string { return "***" }

// GoString implements fmt.GoStringer.
func (Secret) GoString() string { return "***" }

// LogValue implements slog.LogValuer.
func (Secret) LogValue() slog.Value { return slog.StringValue("***") }

// MarshalText implements encoding.TextMarshaler.
func (Secret) MarshalText() ([]byte, error) { return []byte("***"), nil }

// A URL may hold a password, which it does not print.
type URL string

// String implements fmt.Stringer.
func (u URL) String() string {
	if u == "" {
		return ""
	}
	parsed, err := url.Parse(string(u))
	if err != nil || parsed.Host == "" && parsed.User == nil {
		return "***"
	}
	user := ""
	if parsed.User != nil {
		user = parsed.User.Username() + ":***@"
	}
	return parsed.Scheme + "://" + user + parsed.Host + parsed.Path // queries may hold keys
}

// GoString implements fmt.GoStringer.
func (u URL) GoString() string { return u.String() }

// LogValue implements slog.LogValuer.
func (u URL) LogValue() slog.Value { return slog.StringValue(u.String()) }

// MarshalText implements encoding.TextMarshaler.
func (u URL) MarshalText() ([]byte, error) { return []byte(u.String()), nil }
