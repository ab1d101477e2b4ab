package settings

import (
	"slices"

	"orion/internal/enum"
)

// A Key names a setting.
type Key string

// The settings. What each of them does is in the table below.
const (
	CartGuestDays    Key = "cart.guest_days"
	CartCustomerDays Key = "cart.customer_days"
	CartEmptyTime    Key = "cart.empty_time"
	FeedToken        Key = "feed.token"
	ShopIndexed      Key = "shop.indexed"
	StockLow         Key = "stock.low"

	NotificationKeepDays Key = "notification.keep_days"
	MailKeepDays         Key = "mail.keep_days"
	WebhookKeepDays      Key = "webhook.keep_days"
	SearchKeepDays       Key = "search.keep_days"
	ImportKeepDays       Key = "import.keep_days"
	TaskKeepDays         Key = "task.keep_days"

	SignInPerAccount Key = "sign_in.per_account"
	SignInPerAddress Key = "sign_in.per_address"
	SessionKeepDays  Key = "session.keep_days"

	VendorApproval Key = "vendor.approved_by"
	Commission     Key = "payment.commission_bp"
	MediaQuota     Key = "media.quota_bytes"
	UploadKeep     Key = "media.upload_keep"

	EventKeepDays  Key = "payment.event_days"
	CheckKeepDays  Key = "ledger.check_days"
	AlertKeepDays  Key = "alert.keep_days"
	ErrorKeepDays  Key = "error.keep_days"
	MetricKeepDays Key = "metric.keep_days"

	MailServer   Key = "mail.smtp_url"
	MetricsToken Key = "metrics.token"

	ConsoleNotice  Key = "console.notice"
	ConsoleHelp    Key = "console.help_url"
	ConsoleSupport Key = "console.support_email"
)

// A Definition says what a setting is.
type Definition struct {
	Key   Key
	Type  enum.SettingType
	Scope enum.SettingScope
	// Default is the value where nobody has set any, in the writing of the type.
	Default string
	// Minimum and Maximum bound numbers, and durations in seconds.
	Minimum, Maximum int
	// Choices are the words of a CHOICE.
	Choices []string
	// Counts is what a number counts, in English, empty for a plain one.
	Counts string
	// Variable is the variable of the environment that sets it, empty for none.
	Variable string
	// Says is what it does, in English, which is the key of the translations.
	Says string
}

// Sensitive reports whether the value is kept under a seal and never shown.
func (d *Definition) Sensitive() bool { return d.Type == enum.SettingTypeSecret }

const (
	day  = 24 * 60 * 60
	year = 365
)

// registry is all settings, in the order in which people read them.
var registry = []*Definition{
	{Key: CartGuestDays, Type: enum.SettingTypeInt, Scope: enum.SettingScopeVendor, Default: "30", Minimum: 1, Maximum: year, Counts: "days",
		Says: "How long the cart of a visitor is kept after its last change."},
	{Key: CartCustomerDays, Type: enum.SettingTypeInt, Scope: enum.SettingScopeVendor, Default: "90", Minimum: 1, Maximum: year, Counts: "days",
		Says: "How long the cart of a signed-in customer is kept after its last change."},
	{Key: CartEmptyTime, Type: enum.SettingTypeDuration, Scope: enum.SettingScopePlatform, Default: "6h", Minimum: 5 * 60, Maximum: 30 * day,
		Says: "How long a cart is kept that nothing is in."},
	{Key: FeedToken, Type: enum.SettingTypeSecret, Scope: enum.SettingScopeVendor,
		Says: "Whoever reads the product feed of the shop must give it as ?token=. Without one the feed is open."},
	{Key: ShopIndexed, Type: enum.SettingTypeBool, Scope: enum.SettingScopeVendor, Default: "true",
		Says: "Whether search engines may list the shop."},
	{Key: StockLow, Type: enum.SettingTypeInt, Scope: enum.SettingScopeVendor, Default: "3", Minimum: 0, Maximum: 1000, Counts: "pieces",
		Says: "From how many pieces down the dashboard counts a variant as low."},

	{Key: NotificationKeepDays, Type: enum.SettingTypeInt, Scope: enum.SettingScopeVendor, Default: "90", Minimum: 7, Maximum: 2 * year, Counts: "days",
		Says: "How long messages in the console are kept."},
	{Key: MailKeepDays, Type: enum.SettingTypeInt, Scope: enum.SettingScopeVendor, Default: "365", Minimum: 30, Maximum: 10 * year, Counts: "days",
		Says: "How long the log of mails knows of a mail."},
	{Key: WebhookKeepDays, Type: enum.SettingTypeInt, Scope: enum.SettingScopeVendor, Default: "30", Minimum: 1, Maximum: year, Counts: "days",
		Says: "How long messages to webhooks are kept, and can be sent again."},
	{Key: SearchKeepDays, Type: enum.SettingTypeInt, Scope: enum.SettingScopeVendor, Default: "400", Minimum: 30, Maximum: 10 * year, Counts: "days",
		Says: "How long it is kept what was searched for in the shop."},
	{Key: ImportKeepDays, Type: enum.SettingTypeInt, Scope: enum.SettingScopeVendor, Default: "180", Minimum: 7, Maximum: 10 * year, Counts: "days",
		Says: "How long imports are kept that are over, with what was wrong in them and their files."},
	{Key: TaskKeepDays, Type: enum.SettingTypeInt, Scope: enum.SettingScopeVendor, Default: "90", Minimum: 7, Maximum: 2 * year, Counts: "days",
		Says: "How long work on many products is kept that is over."},

	{Key: SignInPerAccount, Type: enum.SettingTypeInt, Default: "5", Minimum: 1, Maximum: 100_000, Variable: "ORION_SIGN_IN_PER_ACCOUNT",
		Says: "Tries to sign in a minute, for each account."},
	{Key: SignInPerAddress, Type: enum.SettingTypeInt, Default: "60", Minimum: 1, Maximum: 1_000_000, Variable: "ORION_SIGN_IN_PER_ADDRESS",
		Says: "Tries to sign in a minute, from each address."},
	{Key: SessionKeepDays, Type: enum.SettingTypeInt, Default: "30", Minimum: 1, Maximum: year, Counts: "days",
		Says: "How long sessions and links are kept for those who look back, after they have ended."},

	{Key: VendorApproval, Type: enum.SettingTypeChoice, Default: "staff", Choices: []string{"staff", "automatic"}, Variable: "ORION_VENDOR_APPROVAL",
		Says: "Who lets vendors in that ask for a shop."},
	{Key: Commission, Type: enum.SettingTypeInt, Default: "0", Minimum: 0, Maximum: 10_000, Counts: "hundredths of a percent", Variable: "ORION_COMMISSION_BP",
		Says: "What the platform takes of each payment where staff say nothing else of a vendor."},
	{Key: MediaQuota, Type: enum.SettingTypeInt, Default: "5368709120", Minimum: 1, Maximum: 1 << 50, Counts: "bytes", Variable: "ORION_MEDIA_QUOTA",
		Says: "What the pictures of one vendor may take, with their smaller copies."},
	{Key: UploadKeep, Type: enum.SettingTypeDuration, Default: "24h", Minimum: 60 * 60, Maximum: 30 * day,
		Says: "How long what was uploaded is kept where nothing was made of it."},

	{Key: EventKeepDays, Type: enum.SettingTypeInt, Default: "400", Minimum: 90, Maximum: 10 * year, Counts: "days",
		Says: "How long messages of payment providers are kept that were dealt with."},
	{Key: CheckKeepDays, Type: enum.SettingTypeInt, Default: "400", Minimum: 30, Maximum: 10 * year, Counts: "days",
		Says: "How long proofs of the ledger are kept that found nothing."},
	{Key: AlertKeepDays, Type: enum.SettingTypeInt, Default: "365", Minimum: 30, Maximum: 10 * year, Counts: "days",
		Says: "How long alerts are kept that are resolved."},
	{Key: ErrorKeepDays, Type: enum.SettingTypeInt, Default: "90", Minimum: 7, Maximum: year, Counts: "days",
		Says: "How long errors are kept that have not happened since."},
	{Key: MetricKeepDays, Type: enum.SettingTypeInt, Default: "30", Minimum: 2, Maximum: year, Counts: "days",
		Says: "How long figures of the monitoring are kept."},

	{Key: MailServer, Type: enum.SettingTypeSecret, Variable: "ORION_SMTP_URL",
		Says: "Server that mails go out by: smtp://user:password@host:port, or smtps://…. Without one they are written to the data dir."},
	{Key: MetricsToken, Type: enum.SettingTypeSecret, Variable: "ORION_METRICS_TOKEN",
		Says: "Bearer token for /metrics. Without one the page is not there."},

	{Key: ConsoleNotice, Type: enum.SettingTypeText, Maximum: 300,
		Says: "A line at the top of every vendor's console, such as when the platform is worked on. Empty: none."},
	{Key: ConsoleHelp, Type: enum.SettingTypeURL, Maximum: 500,
		Says: "Where vendors' teams find help; their consoles link to it. Empty: nowhere."},
	{Key: ConsoleSupport, Type: enum.SettingTypeEmail, Maximum: 254,
		Says: "Address that vendors' teams can write to; their consoles name it. Empty: none."},
}

func init() {
	for _, d := range registry {
		if d.Scope == "" {
			d.Scope = enum.SettingScopePlatform
		}
		if d.Sensitive() {
			d.Maximum = 1000
		}
	}
}

// Definitions returns all settings, in order. Do not change them.
func Definitions() []*Definition { return slices.Clone(registry) }

// find returns the setting of a key, nil where there is none.
func find(key Key) *Definition {
	for _, d := range registry {
		if d.Key == key {
			return d
		}
	}
	return nil
}
