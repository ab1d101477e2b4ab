package jobs

import (
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"orion/internal/enum"
)

// MailSend sends one mail. What it says is sealed: its links are as good as passwords.
type MailSend struct {
	// ID names the mail; it is also its Message-ID.
	ID uuid.UUID `json:"id" river:"unique"`
	// VendorID is the vendor in whose name it goes out; zero for the platform.
	VendorID uuid.UUID `json:"vendor_id"`
	// About is the kind of the mail.
	About string `json:"about"`
	// Sealed is gone once the mail has been sent or given up.
	Sealed []byte `json:"sealed,omitempty"`
}

// Kind implements river.JobArgs.
func (MailSend) Kind() string { return "notify.send" }

// InsertOpts implements river.JobArgsWithInsertOpts. Eight tries take a little more than
// an hour.
func (MailSend) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueMail, MaxAttempts: 8, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// A MailReport is what the provider of mails tells of one that it was given.
type MailReport struct {
	// ID is the provider's for what it tells; the same again is the same.
	ID     string    `json:"id"`
	MailID uuid.UUID `json:"mail_id"`
	// Status is what became of the mail: QUEUED while the provider tries, SENT where the
	// recipient's server took it; empty where that is not said.
	Status enum.MailStatus `json:"status,omitempty"`
	// Suppress is why its address gets no more mail; empty where it does.
	Suppress enum.SuppressionReason `json:"suppress,omitempty"`
	// Reason is in the words of servers, without addresses.
	Reason string    `json:"reason,omitempty"`
	At     time.Time `json:"at"`
}

// MailHeed writes into the log of mails what the provider tells of some.
type MailHeed struct {
	Reports []MailReport `json:"reports"`
}

// Kind implements river.JobArgs.
func (MailHeed) Kind() string { return "notify.heed" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (MailHeed) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 10} }
