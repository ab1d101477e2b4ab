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

// PaymentEvent heeds a message of a payment provider. It is one job for each time that the
// message comes to be heeded: heeding it twice does no harm.
type PaymentEvent struct {
	EventID uuid.UUID `json:"event_id"`
}

// Kind implements river.JobArgs.
func (PaymentEvent) Kind() string { return "payment.event" }

// InsertOpts implements river.JobArgsWithInsertOpts. The tries reach over three days, for
// which the provider itself would go on.
func (PaymentEvent) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 16} }

// LedgerProve proves the ledgers of all vendors.
type LedgerProve struct{}

// Kind implements river.JobArgs.
func (LedgerProve) Kind() string { return "ledger.prove" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (LedgerProve) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 3, UniqueOpts: onceAtATime}
}
