package jobs

import (
	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"orion/internal/viewer"
)

// PasswordReset sends the link that somebody asked for. There is a job also where there
// is no such account, with a zero id, so that both requests are the same work.
type PasswordReset struct {
	Audience viewer.Audience `json:"audience"`
	// AccountID is a user, or for the audience CUSTOMER a customer.
	AccountID uuid.UUID `json:"account_id"`
	// Vendor is the slug of the door that they stand at, "" for the staff's.
	Vendor string `json:"vendor"`
}

// Kind implements river.JobArgs.
func (PasswordReset) Kind() string { return "auth.password-reset" }

// AuthSweep records impersonations whose time is up.
type AuthSweep struct{}

// Kind implements river.JobArgs.
func (AuthSweep) Kind() string { return "auth.sweep" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (AuthSweep) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: onceAtATime}
}
