// Package notify tells people by mail what has happened and what they have to do. A
// mail is queued with the change that it tells of and sent by a worker.
package notify

import (
	"context"

	"github.com/google/uuid"

	"orion/internal/store"
)

// Kind is what a mail is about; each has a template in every language.
type Kind string

// The kinds, with what their Data holds beside "link", which all of them may have.
const (
	// PasswordReset carries the link that was asked for.
	PasswordReset Kind = "password-reset"
	// PasswordChanged tells that the password is another one now.
	PasswordChanged Kind = "password-changed"
	// VerifyEmail carries the link that proves a customer's address.
	VerifyEmail Kind = "verify-email"
	// ChoosePassword carries the link that proves a customer's address and sets the
	// password, to an account that was registered more than once.
	ChoosePassword Kind = "choose-password"
	// AlreadyRegistered tells who has an account that somebody registered with the
	// address again; its link leads to sign-in.
	AlreadyRegistered Kind = "already-registered"
	// EmailChange goes to a new address, with the link that confirms it.
	EmailChange Kind = "email-change"
	// EmailChangeNotice goes to the present address. Data: "email", the new one.
	EmailChangeNotice Kind = "email-change-notice"
	// EmailTaken goes to an address that another account wants and that has one.
	EmailTaken Kind = "email-taken"
	// TwoFactorEnabled and TwoFactorDisabled tell of the second factor.
	TwoFactorEnabled  Kind = "two-factor-enabled"
	TwoFactorDisabled Kind = "two-factor-disabled"
	// Invitation asks somebody into a team. Data: "role", "by".
	Invitation Kind = "invitation"
	// VendorApplied goes to who asked for a shop, with the link to set a password, or to
	// sign in where they have an account. Data: "shop".
	VendorApplied Kind = "vendor-applied"
	// VendorApproved and VendorRejected say what became of it. Data: "shop", "reason".
	VendorApproved Kind = "vendor-approved"
	VendorRejected Kind = "vendor-rejected"
	// SourcePaused says that a source of feeds has paused itself, with the link to the
	// sources. Data: "shop", "source", its name, "reason", why the last run failed.
	SourcePaused Kind = "source-paused"
	// ImportFinished says how an import of a feed ended, with the link to it. Data: "shop",
	// "source", its name, "count", how many products it brought, "failed", how many rows did
	// not come in, "reason", why it stopped.
	ImportFinished Kind = "import-finished"
	// LowStock says which variants are about to be sold out. Data: "shop", "items", their names
	// and how many are left of each, "count", how many more there are than these.
	LowStock Kind = "low-stock"
	// PayoutRequired says that the provider of payments wants to know something of a vendor,
	// or has stopped to pay out. Data: "shop", "count", how much it wants to know, "at", until
	// when, "reason", the provider's name of why it has stopped.
	PayoutRequired Kind = "payout-required"
	// AlertOpened tells the staff of something that they have to look after at once. Data:
	// "reason", what it is about.
	AlertOpened Kind = "alert-opened"
	// WebhookDisabled says that an endpoint has failed too often and is told nothing more.
	// Data: "shop", "address", where it is, "reason", the last failure.
	WebhookDisabled Kind = "webhook-disabled"
	// ContactMessage brings what a visitor wrote to the contact of a shop. Data: "shop", "by", who
	// wrote, "email", their address, "order", the order that it is about, "message", the text.
	ContactMessage Kind = "contact-message"
	// OrderPlaced confirms an order with all that was agreed: it carries a Receipt. Data of
	// this and all that follow: "shop", "order", its number, and the link to its page.
	OrderPlaced Kind = "order-placed"
	// OrderPaid says that the money of an order has come. Data: "amount".
	OrderPaid Kind = "order-paid"
	// OrderCancelled says that nothing comes of an order. Data: "reason".
	OrderCancelled Kind = "order-cancelled"
	// OrderRefunded says that money goes back. Data: "amount", "reason".
	OrderRefunded Kind = "order-refunded"
	// OrderFulfilled says that an order, or a part of it, is on its way. Data: "items", and
	// "carrier" and "tracking" where they are known.
	OrderFulfilled Kind = "order-fulfilled"
	// OrderLink brings the link to an order's page to who asked for it.
	OrderLink Kind = "order-link"
	// ReturnRequested and WithdrawalReceived confirm what a buyer asked for. Data: "items",
	// "at", when that was, "reason", what they wrote.
	ReturnRequested    Kind = "return-requested"
	WithdrawalReceived Kind = "withdrawal-received"
	// ReturnApproved and ReturnRejected say what became of it. Data: "reason", the answer.
	ReturnApproved Kind = "return-approved"
	ReturnRejected Kind = "return-rejected"
	// PrivacyExport says that a copy of a customer's data can be fetched, behind the link.
	PrivacyExport Kind = "privacy-export"
	// PrivacyErasure says that a customer's data are about to be erased, with the link to
	// take it back. Data: "at", the day.
	PrivacyErasure Kind = "privacy-erasure"
	// PrivacyErased says that they are.
	PrivacyErased Kind = "privacy-erased"
)

// kinds are those that there are, with the data that each cannot do without.
var kinds = map[Kind][]string{
	PasswordReset: {"link"}, PasswordChanged: nil, VerifyEmail: {"link"}, ChoosePassword: {"link"}, AlreadyRegistered: {"link"},
	EmailChange: {"link"}, EmailChangeNotice: {"email"}, EmailTaken: nil, TwoFactorEnabled: nil, TwoFactorDisabled: nil,
	Invitation: {"link", "role"}, VendorApplied: {"shop", "link"}, VendorApproved: {"shop"}, VendorRejected: {"shop"},
	SourcePaused: {"shop", "source", "link"}, ImportFinished: {"shop", "source", "link"},
	LowStock: {"shop", "items", "link"}, PayoutRequired: {"shop", "link"}, AlertOpened: {"reason", "link"}, WebhookDisabled: {"shop", "address", "link"},
	ContactMessage: {"shop", "by", "email", "message"},
	OrderPlaced:    {"order", "link"}, OrderPaid: {"order", "link", "amount"}, OrderCancelled: {"order", "link"},
	OrderRefunded: {"order", "link", "amount"}, OrderFulfilled: {"order", "link", "items"}, OrderLink: {"order", "link"},
	ReturnRequested: {"order", "link", "items", "at"}, WithdrawalReceived: {"order", "link", "items", "at"},
	ReturnApproved: {"order", "link"}, ReturnRejected: {"order", "link", "reason"},
	PrivacyExport: {"link"}, PrivacyErasure: {"link", "at"}, PrivacyErased: nil,
}

// A Mail is one message to one person.
type Mail struct {
	Kind Kind
	// To is the address; Name is who is greeted, "" for nobody in particular.
	To, Name string
	// Language is en, fr or de; English where it is none of them.
	Language string
	// VendorID is the vendor in whose name it is sent; zero for the platform's.
	VendorID uuid.UUID
	// OrderID is the order that it tells of, zero for none.
	OrderID uuid.UUID
	// Event names what it tells of, such as "placed/" and an id. A vendor sends one mail of a
	// kind to an address for it, however often it is asked to. Empty, every mail goes out.
	Event string
	Data  map[string]string
	// ReplyTo is where an answer goes; empty for where the vendor wants answers.
	ReplyTo string
	// Receipt is shown below the words, nil for none.
	Receipt *Receipt
}

// Send queues a mail that goes out if tx commits, and writes it into the log of its vendor.
// What it says waits under seal: the database shows neither its links nor its words.
func (s *Service) Send(ctx context.Context, tx *store.Tx, m Mail) error {
	return s.enqueue(ctx, tx, m)
}
