package auth

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/kit/clock"
	"orion/internal/kit/fresh"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/kit/ratelimit"
	"orion/internal/kit/seal"
	"orion/internal/kit/secret"
	"orion/internal/notify"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/jobs"
)

// How long things last.
const (
	// AccessLife is how long an access token is good.
	AccessLife = 15 * time.Minute
	// RefreshLife is how long a refresh token is good; each new one begins anew.
	RefreshLife = 30 * 24 * time.Hour
	// LinkLife is how long a link to set a first password is good.
	LinkLife = 72 * time.Hour
	// ResetLife is how long a link to set another password, or to change the address, is
	// good; VerifyLife one that proves an address.
	ResetLife  = time.Hour
	VerifyLife = 24 * time.Hour
	// ChallengeLife is how long sign-in waits for the code of a second factor.
	ChallengeLife = 5 * time.Minute

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
	// Settings say how many tries there are, in place of Limits, and how long what has ended
	// is kept; nil leaves it to Limits and the defaults.
	Settings *settings.Service
	// Limiter counts tries; nil counts in this process alone.
	Limiter ratelimit.Limiter
	// Mail sends what has to be proved by an address. Without it such calls fail.
	Mail Mailer
	// Links makes the addresses in mails.
	Links link.Builder
	// Proved is called, in the transaction, when a customer has proved an address; nil does
	// nothing. The transaction is the platform's.
	Proved func(ctx context.Context, tx *store.Tx, c *ent.Customer) error
}

// A Mailer queues a mail that goes out if the transaction commits: notify.Service.
type Mailer interface {
	Send(ctx context.Context, tx *store.Tx, m notify.Mail) error
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
	set     *settings.Service
	limiter ratelimit.Limiter
	hasher  *hasher
	access  *accessKeys
	refresh *refreshKey
	codes   []byte // key of the hashes of recovery codes
	seal    *seal.Sealer
	pages   *page.Signer
	mail    Mailer
	links   link.Builder
	proved  func(ctx context.Context, tx *store.Tx, c *ent.Customer) error
	queue   *jobs.Queue
	// viewers by session; nil for a session that is over.
	viewers *fresh.Cache[uuid.UUID, *standing]
	// keys by id; nil for one that does not work. Not among the viewers, so that a key
	// made up after the id of a session says nothing of that.
	keys *fresh.Cache[uuid.UUID, *keyState]
	// behind is what runs after its request.
	behind sync.WaitGroup
}

// New returns a Service. It refuses a root secret that is too short.
func New(db *store.DB, o Options) (*Service, error) {
	if len(o.Secret) < secret.MinRoot {
		return nil, errors.New("auth: the root secret is too short")
	}
	if db == nil || o.Clock == nil || o.Log == nil {
		return nil, errors.New("auth: a required dependency is missing")
	}
	s := &Service{
		db: db, clock: o.Clock, log: o.Log, limits: o.Limits.orDefault(), set: o.Settings, limiter: o.Limiter, mail: o.Mail, links: o.Links, proved: o.Proved,
		codes: o.Secret.Key("recovery-code"), pages: page.NewSigner(o.Secret.Key("cursor")),
	}
	var err error
	if s.seal, err = seal.New(o.Secret); err != nil {
		return nil, err
	}
	if s.queue, err = jobs.NewQueue(db); err != nil {
		return nil, err
	}
	s.hasher = newHasher(s.limits.Hashes, s.limits.HashWait)
	s.access = newAccessKeys(o.Secret, o.Clock)
	s.refresh = newRefreshKey(o.Secret)
	s.viewers = fresh.New[uuid.UUID](viewersKept, func(*standing) time.Duration { return viewerLife })
	s.keys = fresh.New[uuid.UUID](viewersKept, func(*keyState) time.Duration { return viewerLife })
	if s.limiter == nil {
		s.limiter = ratelimit.NewLocal(o.Clock)
	}
	if o.Listener != nil {
		o.Listener.Watch(topic, s.heard)
	}
	return s, nil
}
