package e2e

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/app"
	"orion/internal/config"
	"orion/internal/pgtest"
)

// metricsToken opens /metrics of the program under test.
const metricsToken = "a token of at least thirty-two bytes"

// A house is the whole program, running with its demo.
type house struct {
	url      string // as browsers reach it
	database string // the owner's URL
}

// shared is the one house of all tests: it takes half a minute to furnish.
var shared struct {
	sync.Mutex
	users int
	keep  *keeper
	house *house
}

// open returns the running program. The first test that asks starts it and the last to
// end stops it. Tests call it before t.Parallel, so that none is left out of the count.
func open(t *testing.T) *house {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	shared.users++
	t.Cleanup(func() { leave(t) })
	if shared.keep == nil {
		shared.keep = &keeper{TB: t}
		shared.house = start(shared.keep)
	}
	require.NotNil(t, shared.house, "the program has not started: see the first test")
	return shared.house
}

func leave(t *testing.T) {
	shared.Lock()
	defer shared.Unlock()
	if shared.users--; shared.users == 0 {
		shared.keep.end(t)
		shared.keep, shared.house = nil, nil
	}
}

// A keeper is a test that ends with the last of all tests.
type keeper struct {
	testing.TB
	ends []func()
}

// Cleanup implements testing.TB.
func (k *keeper) Cleanup(f func()) { k.ends = append(k.ends, f) }

func (k *keeper) end(last testing.TB) {
	k.TB = last // the first may have ended long ago
	for _, f := range k.ends {
		defer f() // the last one first, and each even where another fails the test
	}
}

func start(k *keeper) *house {
	dir, err := os.MkdirTemp("", "orion-e2e-")
	require.NoError(k, err)
	k.Cleanup(func() { require.NoError(k, os.RemoveAll(dir)) })
	cfg := configure(dir, pgtest.NewURL(k))
	said := &record{}
	k.Cleanup(func() { require.Empty(k, said.String(), "the program has logged errors") })
	log := slog.New(slog.NewTextHandler(said, &slog.HandlerOptions{Level: slog.LevelError}))
	p, err := app.Start(k.Context(), cfg, log, app.Options{HTTP: true, Workers: true, Demo: true})
	require.NoError(k, err)
	k.Cleanup(func() { require.NoError(k, p.Stop(context.WithoutCancel(k.Context()))) })
	require.True(k, p.Seeded)
	// Links and places for uploads begin with this name, and pages may call their own origin only.
	return &house{url: strings.Replace(p.URL, "127.0.0.1", cfg.BaseDomain, 1), database: string(cfg.DatabaseURL)}
}

// configure is a usual development set-up whose limits are out of the way: all tests
// share one address and a few accounts.
func configure(dir, database string) *config.Config {
	plenty := config.Rate{Maximum: 10_000_000, PerSecond: 1_000_000}
	return &config.Config{
		Env: "development", Addr: "127.0.0.1:0", BaseDomain: "localhost", DataDir: dir, DatabaseURL: config.URL(database),
		CostLimit: 2000, CostSignedIn: plenty, CostAnonymous: plenty, SignInPerAccount: 1000, SignInPerAddress: 1000,
		WebhookPrivate: true, // the listeners of the tests are on this machine
		MetricsToken:   metricsToken, ShutdownTimeout: 10 * time.Second,
		StripeKey: "sk_test_of_the_double", StripePublicKey: "pk_test_of_the_double", StripeWebhookSecret: "whsec_of_the_double", StripeAPIURL: config.StripeDouble,
	}
}

// A record keeps what is written, for one who reads when all is over.
type record struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.Write(p)
}

// String returns all of it.
func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.String()
}
