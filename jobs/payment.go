package jobs

import (
	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// RefundReturn brings a refund to its end that nobody else did.
type RefundReturn struct {
	VendorID uuid.UUID `json:"vendor_id" river:"unique"`
	RefundID uuid.UUID `json:"refund_id" river:"unique"`
}

// Kind implements river.JobArgs.
func (RefundReturn) Kind() string { return "payment.return" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (RefundReturn) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// LedgerProve proves the ledgers of all vendors.
type LedgerProve struct{}

// Kind implements river.JobArgs.
func (LedgerProve) Kind() string { return "ledger.prove" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (LedgerProve) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 3, UniqueOpts: onceAtATime}
}
