// Package backup makes copies of the whole platform, proves that they can be brought back,
// and brings them back; and it takes one vendor out of the platform and makes another of
// what was taken.
//
// A backup is a folder of three files: the dump of the database and the stored files, both
// encrypted with age, and a manifest in plain JSON that says what is in them.
package backup

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"filippo.io/age"
	"gocloud.dev/blob"

	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/kit/secret"
	"orion/internal/store"
	"orion/jobs"
)

// Options are what a Service needs. All are required but those that say otherwise.
type Options struct {
	// DatabaseURL logs in as the owner of the database.
	DatabaseURL string
	// Files are the platform's stored files; Store is where backups go.
	Files, Store *blob.Bucket
	// Location names Store for people, without secrets.
	Location string
	Root     secret.Root
	// Recipients are further age public keys that can open backups: one whose private half is
	// kept elsewhere opens them when the root secret is lost. May be empty.
	Recipients []string
	// PgBin is the folder with pg_dump, pg_restore and psql; empty: they are looked for.
	PgBin string
	// Scratch is a folder for what is under way.
	Scratch string
	// Keep is how many backups are kept; older ones go. 0 keeps all.
	Keep int
	// Every is how often the schedule makes one; 0 never.
	Every time.Duration
	Clock clock.Clock
	Log   *slog.Logger
	// Pages and Queue serve the graph; nil in commands that only restore.
	Pages *page.Signer
	Queue *jobs.Queue
}

// Service makes backups. It is safe for concurrent use.
type Service struct {
	Options
	db *store.DB // nil while a database is being restored

	key  *rootKey
	open []age.Recipient // all that can open a backup
}

// New returns a Service. db may be nil for Restore alone, which needs the database for
// itself.
func New(db *store.DB, o Options) (*Service, error) {
	if o.Files == nil || o.Store == nil || o.DatabaseURL == "" || o.Clock == nil || o.Log == nil || len(o.Root) == 0 {
		return nil, errors.New("backup: a required dependency is missing")
	}
	key, err := newRootKey(o.Root)
	if err != nil {
		return nil, err
	}
	others, err := recipients(o.Recipients)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	return &Service{Options: o, db: db, key: key, open: append([]age.Recipient{key}, others...)}, nil
}
