package cleanup

import (
	"slices"

	"orion/internal/settings"
)

// A Kind is rows that are cleaned up in one way, or that stay.
type Kind struct {
	// Key is its name, such as cart.guest.
	Key string
	// Setting says how long rows are kept; "" for a kind that stays.
	Setting settings.Key
	// Says is what it is, in English, which is the key of the translations.
	Says string
	// Hint is what there is to know beside, in the same way; "" for nothing.
	Hint string

	parts []part
}

// owner says whose rows a part of a kind is.
type owner int

const (
	// ofVendors are rows of vendors, each of which is kept as its vendor says.
	ofVendors owner = iota
	// ofPlatform are the rows without a vendor of a table that has both.
	ofPlatform
	// ofAll are rows that are kept as the staff say, whoever they are about.
	ofAll
)

// usual is how many rows go in one transaction, so that little is locked for long.
const usual = 1000

// A part is rows of one table.
type part struct {
	of    owner
	table string
	// over is when a row is over, in SQL: t is the row, k.before the moment up to which it
	// is kept, k.now the present one.
	over string
	// files is the key of the file that goes too, in SQL, '' where a row has none; "" where
	// none has.
	files string
	// hanging removes what belongs to the rows of gone and has no key that leads to them.
	hanging string
	// beyond are tables that a vendor's program may not remove from: the platform's does,
	// and the statement names the vendor.
	beyond bool
	// atOnce is how many go in one transaction; 0 for the usual.
	atOnce int
}

func (p part) size() int {
	if p.atOnce == 0 {
		return usual
	}
	return p.atOnce
}

// kinds are all kinds, in the order in which people read them and the sweep takes them: an
// import goes before the upload that it was made of.
var kinds = []*Kind{
	{Key: "cart.guest", Setting: settings.CartGuestDays, parts: cartsOfGuests,
		Says: "Carts of visitors", Hint: "Carts that an order was made of stay with it."},
	{Key: "cart.customer", Setting: settings.CartCustomerDays, parts: cartsOfCustomers,
		Says: "Carts of customers", Hint: "Carts that an order was made of stay with it."},
	{Key: "cart.empty", Setting: settings.CartEmptyTime, parts: emptyCarts, Says: "Carts that nothing is in"},
	{Key: "notification", Setting: settings.NotificationKeepDays, parts: notifications, Says: "Messages in the console"},
	{Key: "mail", Setting: settings.MailKeepDays, parts: mails,
		Says: "Log of mails", Hint: "What a mail said is forgotten after 30 days: so long can it be sent again."},
	{Key: "webhook", Setting: settings.WebhookKeepDays, parts: deliveries, Says: "Messages to webhooks"},
	{Key: "search", Setting: settings.SearchKeepDays, parts: searches, Says: "What was searched for in the shop"},
	{Key: "import", Setting: settings.ImportKeepDays, parts: imports,
		Says: "Imports that are over, with their rows and files", Hint: "The last import of each source stays, and so does what was imported."},
	{Key: "task", Setting: settings.TaskKeepDays, parts: tasks, Says: "Work on many products that is over"},
	{Key: "upload", Setting: settings.UploadKeep, parts: uploads, Says: "Uploads that nothing was made of"},
	{Key: "invitation", Setting: settings.SessionKeepDays, parts: invitations, Says: "Invitations that are over"},
	{Key: "session", Setting: settings.SessionKeepDays, parts: sessions, Says: "Sessions that are over"},
	{Key: "link", Setting: settings.SessionKeepDays, parts: links, Says: "Links of mails that were used or are over"},
	{Key: "event", Setting: settings.EventKeepDays, parts: events,
		Says: "Messages of payment providers", Hint: "Those that were not dealt with stay."},
	{Key: "check", Setting: settings.CheckKeepDays, parts: checks, Says: "Proofs of the ledger", Hint: "Those that found something stay."},
	{Key: "alert", Setting: settings.AlertKeepDays, parts: alerts, Says: "Alerts that are resolved"},
	{Key: "error", Setting: settings.ErrorKeepDays, parts: faults, Says: "Errors that have not happened since"},
	{Key: "metric", Setting: settings.MetricKeepDays, parts: figures, Says: "Figures of the monitoring"},

	{Key: "audit", Says: "Record of who did what", Hint: "It stays: each entry is sealed together with the one before it."},
	{Key: "order", Says: "Orders, payments, refunds and the ledger", Hint: "They stay: the law wants books to be kept for years."},
	{Key: "stock", Says: "Movements of stock, and earlier prices", Hint: "They stay: they prove what there was, and what was asked for it."},
	{Key: "export", Says: "Exports, and what customers asked for of their data",
		Hint: "Files go 7 days after they were made. That they were made stays on record."},
}

// Stays reports whether nothing of the kind is ever cleaned up.
func (k *Kind) Stays() bool { return len(k.parts) == 0 }

// vendors reports whether vendors have rows of the kind.
func (k *Kind) vendors() bool {
	return k.Stays() || slices.ContainsFunc(k.parts, func(p part) bool { return p.of == ofVendors })
}
