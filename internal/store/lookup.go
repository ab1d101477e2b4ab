package store

import (
	"context"

	"orion/internal/viewer"
)

// Reason says why the program looks at rows of every vendor. The list is closed:
// a new one needs a reason that a reviewer accepts.
type Reason string

// The reasons.
const (
	// ReasonTenant: which vendor a host or slug names is asked before there is one.
	ReasonTenant Reason = "tenant"
	// ReasonSignIn: who has an address, token or session is asked before a vendor is
	// known, and sessions of the staff have none.
	ReasonSignIn Reason = "sign-in"
	// ReasonSchedule: periodic jobs find the vendors that have something to do.
	ReasonSchedule Reason = "schedule"
	// ReasonMessage: what a provider of payments or mails tells names no vendor, but a payment,
	// a mail or an account of one.
	ReasonMessage Reason = "message"
	// ReasonSetUp: the first administrator and the demo come before any viewer.
	ReasonSetUp Reason = "set-up"
	// ReasonRecord: the chains of the record are verified as a whole.
	ReasonRecord Reason = "record"
	// ReasonBackup: a backup holds the whole platform, and so does the log of backups.
	ReasonBackup Reason = "backup"
	// ReasonVisits: who comes to shops is counted for all of them in one go.
	ReasonVisits Reason = "visits"
	// ReasonSettings: what the staff have set goes for every vendor, and no vendor may read
	// the keys under which secrets are kept.
	ReasonSettings Reason = "settings"
	// ReasonPrivacy: what is held of a customer is read and erased also where vendors may
	// only add, or see nothing. Every statement names the vendor.
	ReasonPrivacy Reason = "privacy"
	// ReasonCleanup: what is over is found for all vendors at once, and removed also where
	// vendors may only add. Every statement that removes names the vendor.
	ReasonCleanup Reason = "cleanup"
)

// AcrossVendors returns a context whose statements see every vendor.
func AcrossVendors(ctx context.Context, _ Reason) context.Context {
	return viewer.NewContext(ctx, viewer.ForPlatform())
}
