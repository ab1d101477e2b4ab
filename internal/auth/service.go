package auth

import (
	"errors"
	"log/slog"
	"runtime"
	"time"

	"github.com/google/uuid"

	"orion/internal/kit/clock"
	"orion/internal/kit/fresh"
	"orion/internal/kit/secret"
	"orion/internal/store"
	"orion/internal/viewer"
)

// How long things last.
const (
	// AccessLife is how long an access token is good.
	AccessLife = 15 * time.Minute
	// RefreshLife is how long a refresh token is good; each new one begins anew.
	RefreshLife = 30 * 24 * time.Hour
	// LinkLife is how long a link to set a password is good.
	LinkLife = 72 * time.Hour

	// viewerLife is how long the state of a session is believed without asking the
	// database. A change that this program makes is known at once everywhere; this
	// bounds the others, made by hand.
	viewerLife = 15 * time.Second
	// viewersKept is how many sessions are kept at once.
	viewersKept = 50_000
)

// Options are what a Service needs beside the database.
type Options struct {
	// Secret is the root of all keys. It has at least secret.MinRoot bytes.
	Secret secret.Root
	Clock  clock.Clock
	Log    *slog.Logger
	// Listener brings the revocations of other processes. Without one they are known
	// when what is kept of a session runs out, after 15 seconds.
	Listener *store.Listener
	// Limits of sign-in; the zero value of each is its default.
	Limits Limits
	// Limiter counts tries; nil counts in this process alone.
	Limiter Limiter
}

// Limits bound sign-in.
type Limits struct {
	// PerAccount and PerAddress are tries a minute: 5 and 60 by default.
	PerAccount, PerAddress int
	// Hashes is how many passwords are hashed at once, one for each core by default;
	// each takes 19 MiB. HashWait is how long one waits for its turn before it is
	// THROTTLED: 2 s by default.
	Hashes   int
	HashWait time.Duration
}

func (l Limits) orDefault() Limits {
	for n, usual := range map[*int]int{&l.PerAccount: 5, &l.PerAddress: 60, &l.Hashes: runtime.GOMAXPROCS(0)} {
		if *n <= 0 {
			*n = usual
		}
	}
	if l.HashWait <= 0 {
		l.HashWait = 2 * time.Second
	}
	return l
}

// A Service lets people in. It is safe for concurrent use.
type Service struct {
	db      *store.DB
	clock   clock.Clock
	log     *slog.Logger
	limits  Limits
	limiter Limiter
	hasher  *hasher
	access  *accessKey
	refresh *refreshKey
	// viewers by session; nil for a session that is over.
	viewers *fresh.Cache[uuid.UUID, *viewer.Viewer]
}

// New returns a Service. It refuses a root secret that is too short.
func New(db *store.DB, o Options) (*Service, error) {
	if len(o.Secret) < secret.MinRoot {
		return nil, errors.New("auth: the root secret is too short")
	}
	if db == nil || o.Clock == nil || o.Log == nil {
		return nil, errors.New("auth: a required dependency is missing")
	}
	s := &Service{db: db, clock: o.Clock, log: o.Log, limits: o.Limits.orDefault(), limiter: o.Limiter}
	s.hasher = newHasher(s.limits.Hashes, s.limits.HashWait)
	s.access = newAccessKey(o.Secret, o.Clock)
	s.refresh = newRefreshKey(o.Secret)
	s.viewers = fresh.New[uuid.UUID](viewersKept, func(*viewer.Viewer) time.Duration { return viewerLife })
	if s.limiter == nil {
		s.limiter = newLocalLimiter(o.Clock)
	}
	if o.Listener != nil {
		o.Listener.Watch(topic, s.heard)
	}
	return s, nil
}
