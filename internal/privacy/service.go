// Package privacy gives customers what a shop holds of them, and ends it.
package privacy

import (
	"context"
	"errors"
	"time"

	"gocloud.dev/blob"

	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/kit/clock"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/jobs"
)

const (
	// exportTTL is how long the file of a customer's data is kept.
	exportTTL = 7 * 24 * time.Hour
	// exportsADay is how often a customer's data are written within 24 hours.
	exportsADay = 3
	// ErasureAfter is how long an erasure can be taken back.
	ErasureAfter = 7 * 24 * time.Hour
)

// A Mailer queues a mail that goes out if the transaction commits, and says by what the log
// finds an address: notify.Service.
type Mailer interface {
	Send(ctx context.Context, tx *store.Tx, m notify.Mail) error
	RecipientHash(address string) []byte
}

// Options are what a Service needs beside the database. All but Clock are required.
type Options struct {
	Auth  *auth.Service
	Audit *audit.Log // signs the addresses of files
	Mail  Mailer
	Queue *jobs.Queue
	Pages *page.Signer
	Blobs *blob.Bucket // keeps the files
	Links link.Builder
	Clock clock.Clock
}

// A Service answers what customers ask for of their data. It is safe for concurrent use.
type Service struct {
	db *store.DB
	Options
}

// New returns a Service.
func New(db *store.DB, o Options) (*Service, error) {
	if db == nil || o.Auth == nil || o.Audit == nil || o.Mail == nil || o.Queue == nil || o.Pages == nil || o.Blobs == nil {
		return nil, errors.New("privacy: a required dependency is missing")
	}
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	return &Service{db: db, Options: o}, nil
}
