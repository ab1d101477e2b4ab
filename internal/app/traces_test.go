package app

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/stretchr/testify/require"

	"orion/internal/config"
	"orion/internal/fixture"
	"orion/internal/pgtest"
)

// A heap keeps what is written to it, by several at once.
type heap struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (h *heap) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(p)
}

func (h *heap) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// collector is where traces arrive; they name their spans in plain letters.
func collector(t *testing.T) (string, *heap) {
	t.Helper()
	got := &heap{}
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/traces" {
			_, _ = io.Copy(got, r.Body) // what is missing is missed below
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, got
}

// canary is part of everything in this test that is somebody's secret.
const canary = "canary"

func TestTracesAndTheLogTellStepsAndNoSecrets(t *testing.T) {
	t.Parallel()
	where, traces := collector(t)
	log := &heap{}
	p := traced(t, where, log)
	v, _ := fixture.Vendor(t, p.world.db)
	_, err := p.services.auth.CreateAdmin(t.Context(), canary+"@orion.example", canary+"-horse-9")
	require.NoError(t, err)

	for _, query := range []string{
		`mutation Come { signIn(input: {audience: ADMIN, email: "canary@orion.example", password: "canary-horse-9"}) { accessToken userErrors { code } } }`,
		`mutation Wrong { signIn(input: {audience: ADMIN, email: "canary@orion.example", password: "canary-guess"}) { userErrors { code } } }`,
		`mutation Forgotten { passwordResetRequest(input: {audience: ADMIN, email: "canary@orion.example"}) { userErrors { code } } }`,
	} {
		p.post(t, "", query)
	}
	p.post(t, canary+"-bearer", `query Stranger { viewer { email } }`)
	for _, path := range []string{"/shop/" + v.Slug + "/orders/canary-token", "/shop/" + v.Slug + "/search?q=canary-words", "/canary-page?token=canary"} {
		get(t, p.URL+path)
	}
	require.Eventually(t, func() bool {
		_, mails := get(t, p.URL+"/mailbox?format=json")
		return strings.Contains(mails, canary)
	}, wait, 10*tick, "the mail has gone out")
	require.NoError(t, p.Stop(context.WithoutCancel(t.Context())))

	for _, step := range []string{"POST /graphql", "mutation Come", "mutation Forgotten", "orders/{token}", "job notify.send", "SELECT", "evalsha"} {
		require.True(t, strings.Contains(traces.String(), step), "no span of %s", step)
	}
	require.Regexp(t, `msg=http .*route=/graphql .*trace=[0-9a-f]{32}`, log.String())
	for name, text := range map[string]string{"traces": traces.String(), "log": log.String()} {
		at := strings.Index(strings.ToLower(text), canary)
		require.Negative(t, at, "%s tell a secret: %q", name, text[max(0, at-200):min(len(text), max(0, at)+100)])
	}
}

// traced starts a platform of which every step is told, as loudly as it can.
func traced(t *testing.T, where string, log io.Writer) *Platform {
	t.Helper()
	redis := miniredis.RunT(t)
	cfg := &config.Config{
		Env: "development", Addr: "127.0.0.1:0", BaseDomain: "localhost", DataDir: t.TempDir(), DatabaseURL: config.URL(pgtest.NewURL(t)),
		RedisURL: config.URL("redis://" + redis.Addr()), DatabaseMaxConns: 4, CostLimit: 2000, CostSignedIn: config.Rate{Maximum: 4000, PerSecond: 400},
		CostAnonymous: config.Rate{Maximum: 20000, PerSecond: 2000}, SignInPerAccount: 5, SignInPerAddress: 60,
		ShutdownTimeout: wait, TraceURL: where, TraceShare: 1, LogLevel: slog.LevelDebug, LogFormat: "text",
	}
	p, err := Start(t.Context(), cfg, newLog(log, cfg), Options{HTTP: true, Workers: true})
	require.NoError(t, err)
	return p
}
