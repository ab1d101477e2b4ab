package config

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/base64"
	"net"
	"net/mail"
	"net/url"
	"regexp"
	"slices"

	"orion/internal/kit/secret"
)

var domain = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)

// mistakes are those that show only when values are seen by what they mean, alone
// and together.
func (c *Config) mistakes() (wrong Mistakes) {
	must := func(ok bool, variable, what string) {
		if !ok {
			wrong = append(wrong, variable+" "+what)
		}
	}
	must(listens(c.Addr), "ORION_ADDR", "must be host:port")
	must(c.MetricsAddr == "" || listens(c.MetricsAddr), "ORION_METRICS_ADDR", "must be host:port")
	must(c.TraceURL == "" || has(c.TraceURL, "http", "https"), "ORION_TRACE_URL", "must begin with http:// or https://")
	must(c.TraceShare >= 0 && c.TraceShare <= 1, "ORION_TRACE_SHARE", "must be from 0 to 1")
	must(domain.MatchString(c.BaseDomain), "ORION_BASE_DOMAIN", "must be a domain in lower case, without scheme or port")
	must(c.PublicURL == "" || has(c.PublicURL, "http", "https"), "ORION_PUBLIC_URL", "must begin with http:// or https://")
	must(c.SecretKey == "" || len(c.SecretKey) >= secret.MinRoot, "ORION_SECRET_KEY", "must have at least 32 bytes")
	must(c.DatabaseURL == "" || has(string(c.DatabaseURL), "postgres", "postgresql"), "ORION_DATABASE_URL", "must begin with postgres://")
	must(c.DatabaseMaxConns >= 0, "ORION_DATABASE_MAX_CONNS", "must not be negative")
	must(c.RedisURL == "" || has(string(c.RedisURL), "redis", "rediss"), "ORION_REDIS_URL", "must begin with redis:// or rediss://")
	must(c.Storage == "" || has(c.Storage, "s3", "gs", "file"), "ORION_STORAGE", "must begin with s3://, gs:// or file:///")
	must(c.MediaURL == "" || has(c.MediaURL, "http", "https"), "ORION_MEDIA_URL", "must begin with http:// or https://")
	must(c.MediaQuota > 0, "ORION_MEDIA_QUOTA", "must be more than nothing")
	must(c.SearchURL == "" || has(string(c.SearchURL), "http", "https"), "ORION_SEARCH_URL", "must begin with http:// or https://")
	must(c.Search != "elasticsearch" || c.SearchURL != "", "ORION_SEARCH_URL", "is required where ORION_SEARCH is elasticsearch")
	must(c.SMTPURL == "" || has(string(c.SMTPURL), "smtp", "smtps"), "ORION_SMTP_URL", "must begin with smtp:// or smtps://")
	must(c.MailFrom == "" || bare(c.MailFrom), "ORION_MAIL_FROM", "must be an e-mail address and nothing else")
	must(c.SendgridWebhookKey == "" || p256(c.SendgridWebhookKey), "ORION_SENDGRID_WEBHOOK_KEY", "must be a public key of the curve P-256, base64 of DER")
	must(c.BackupURL == "" || has(c.BackupURL, "s3", "gs", "file"), "ORION_BACKUP_URL", "must begin with s3://, gs:// or file:///")
	must(c.BackupURL == "" || c.BackupURL != c.Storage, "ORION_BACKUP_URL", "must not be where the files are: backups would hold each other")
	must(c.BackupEvery >= 0, "ORION_BACKUP_EVERY", "must not be negative")
	must(c.BackupKeep >= 0, "ORION_BACKUP_KEEP", "must not be negative")
	must(c.CommissionBp >= 0 && c.CommissionBp <= 10_000, "ORION_COMMISSION_BP", "must be 0 to 10000")
	must(c.StripeKey == "" || c.StripeWebhookSecret != "", "ORION_STRIPE_WEBHOOK_SECRET", "is required with ORION_STRIPE_KEY")
	must(c.StripeKey == "" || c.StripePublicKey != "", "ORION_STRIPE_PUBLIC_KEY", "is required with ORION_STRIPE_KEY")
	must(c.StripeAPIURL == "" || c.StripeAPIURL == StripeDouble || has(c.StripeAPIURL, "http", "https"), "ORION_STRIPE_API_URL", "must begin with http:// or https://, or be the word double")
	must(c.AnswerCache >= 0, "ORION_ANSWER_CACHE", "must not be negative")
	for name, n := range map[string]int{
		"COST_LIMIT": c.CostLimit, "SIGN_IN_PER_ACCOUNT": c.SignInPerAccount, "SIGN_IN_PER_ADDRESS": c.SignInPerAddress,
	} {
		must(n > 0, Prefix+name, "must be more than nothing")
	}
	must(c.DrainNotice >= 0, "ORION_DRAIN_NOTICE", "must not be negative")
	must(c.ShutdownTimeout > 0, "ORION_SHUTDOWN_TIMEOUT", "must be more than nothing")
	if c.Production() {
		must(c.SecretKey != "", "ORION_SECRET_KEY", "is required in production")
		must(!c.WebhookPrivate, "ORION_WEBHOOK_PRIVATE", "is for development alone")
		must(c.DatabaseURL != "", "ORION_DATABASE_URL", "is required in production: the embedded server is for development")
		must(c.BaseDomain != "localhost", "ORION_BASE_DOMAIN", "must be a real domain in production")
		must(c.StripeAPIURL != StripeDouble, "ORION_STRIPE_API_URL", "must not be the double in production, which moves no money")
		must(c.PublicURL == "" || has(c.PublicURL, "https"), "ORION_PUBLIC_URL", "must begin with https:// in production")
	}
	return wrong
}

func listens(addr string) bool {
	_, port, err := net.SplitHostPort(addr)
	return err == nil && port != ""
}

// bare reports whether a text is an address without a name beside it.
func bare(address string) bool {
	a, err := mail.ParseAddress(address)
	return err == nil && a.Address == address
}

// p256 reports whether a text is a public key of that curve, base64 of DER.
func p256(key string) bool {
	der, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		return false
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	public, ok := parsed.(*ecdsa.PublicKey)
	return err == nil && ok && public.Curve == elliptic.P256()
}

func has(raw string, schemes ...string) bool {
	u, err := url.Parse(raw)
	return err == nil && slices.Contains(schemes, u.Scheme) && (u.Host != "" || u.Path != "")
}
