// Package settings keeps what is set while the platform runs: the values of a closed list
// of settings, by the staff and in place of that by vendors, and which features are on for
// whom.
//
// # Where a value comes from
//
// What a vendor has set goes first, where the setting is one that vendors may set. Then
// comes what the environment says, then what the staff have set, and last the default. What
// the environment says cannot be set by the staff: it would come back with the next start.
//
// # Secrets
//
// They are kept under AES-256-GCM, bound to the vendor and the setting that they are of, so
// that a row that is copied opens nowhere else. The keys are a keyset of Tink's, itself
// kept under a key of the root secret. RotateKey replaces them while everything runs.
package settings

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/open-feature/go-sdk/openfeature"
	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/tink"

	"orion/internal/enum"
	"orion/internal/kit/fresh"
	"orion/internal/kit/secret"
	"orion/internal/store"
)

const (
	// topic is that of notices that something was set: the id of a vendor, or platform.
	topic    = "settings"
	platform = "platform"

	vendorsKept = 10_000
	// keptFor bounds how long a change made by hand goes unseen; what this program changes
	// is known at once.
	keptFor = time.Minute
)

// Options are what a Service needs beside the database. Root is required.
type Options struct {
	// Root is the secret that the keys of secrets are kept under.
	Root secret.Root
	// Environment is what the process was given, by variable: see Definition.Variable.
	Environment map[string]string
	// Listener brings what other processes change. Without one it is known when what is
	// kept runs out, after a minute.
	Listener *store.Listener
	// Probes try the parts that settings are about; a part without one is not set up.
	Probes map[enum.SettingTarget]Probe
	// Log is told of flags that cannot be read; nil tells nobody.
	Log *slog.Logger
}

// A Service reads and sets. A nil one says the defaults. It is safe for concurrent use.
type Service struct {
	db          *store.DB
	master      tink.AEAD
	environment map[string]string
	probes      map[enum.SettingTarget]Probe
	log         *slog.Logger
	features    *openfeature.Client

	// What is kept: what was set by vendor, by the staff under no vendor; the keys; flags.
	rows  *fresh.Cache[uuid.UUID, map[Key]row]
	rings *fresh.Cache[string, *ring]
	flags *fresh.Cache[string, map[string]flagRow]
}

// New returns a Service.
func New(db *store.DB, o Options) (*Service, error) {
	if db == nil || len(o.Root) < secret.MinRoot {
		return nil, errors.New("settings: a required dependency is missing")
	}
	master, err := subtle.NewAESGCM(o.Root.Key("settings/1"))
	if err != nil {
		return nil, fmt.Errorf("make the key of settings: %w", err)
	}
	s := &Service{
		db: db, master: master, environment: o.Environment, probes: o.Probes, log: o.Log,
		rows:  fresh.New[uuid.UUID](vendorsKept, func(map[Key]row) time.Duration { return keptFor }),
		rings: fresh.New[string](1, func(*ring) time.Duration { return keptFor }),
		flags: fresh.New[string](1, func(map[string]flagRow) time.Duration { return keptFor }),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.features, err = newFeatures(s); err != nil {
		return nil, err
	}
	if o.Listener != nil {
		o.Listener.Watch(topic, s.heard)
	}
	return s, nil
}

// heard forgets what was set by a vendor or by the staff, all of it where of is "".
func (s *Service) heard(of string) {
	switch id, err := uuid.Parse(of); {
	case of == platform:
		s.rows.Drop(uuid.Nil)
	case err == nil:
		s.rows.Drop(id)
		return
	default:
		s.rows.DropAll()
	}
	s.rings.DropAll()
	s.flags.DropAll()
}

// changed makes every process read anew, once tx has committed, what was set by a vendor,
// or by the staff where vendor is none.
func (s *Service) changed(ctx context.Context, tx *store.Tx, vendor uuid.UUID) error {
	of := platform
	if vendor != uuid.Nil {
		of = vendor.String()
	}
	return s.tell(ctx, tx, of)
}

func (s *Service) tell(ctx context.Context, tx *store.Tx, of string) error {
	tx.AfterCommit(func() { s.heard(of) })
	return tx.Notify(ctx, topic, of)
}
