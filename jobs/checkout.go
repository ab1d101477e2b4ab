package jobs

import (
	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// ReservationExpire gives back the stock of an order that was not placed in time.
type ReservationExpire struct {
	VendorID uuid.UUID `json:"vendor_id" river:"unique"`
	OrderID  uuid.UUID `json:"order_id" river:"unique"`
}

// Kind implements river.JobArgs.
func (ReservationExpire) Kind() string { return "checkout.expire" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (ReservationExpire) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true}}
}
