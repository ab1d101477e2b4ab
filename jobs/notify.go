package jobs

import (
	"github.com/google/uuid"
	"github.com/riverqueue/river"
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
