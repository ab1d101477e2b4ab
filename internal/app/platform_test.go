package app

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/config"
	"orion/internal/pgtest"
)

// How long and how often tests wait for something outside.
const (
	wait = 10 * time.Second
	tick = 10 * time.Millisecond
)

// start starts a platform on a free port with a database of its own.
func start(t *testing.T, o Options, change ...func(*config.Config)) *Platform {
	t.Helper()
	cfg := &config.Config{
		Env: "development", Addr: "127.0.0.1:0", BaseDomain: "localhost", DataDir: t.TempDir(), DatabaseURL: config.URL(pgtest.NewURL(t)),
		DatabaseMaxConns: 4, CostLimit: 2000, CostSignedIn: config.Rate{Maximum: 4000, PerSecond: 400},
		CostAnonymous: config.Rate{Maximum: 20000, PerSecond: 2000}, SignInPerAccount: 5, SignInPerAddress: 60,
		ShutdownTimeout: 10 * time.Second,
	}
	for _, f := range change {
		f(cfg)
	}
	p, err := Start(t.Context(), cfg, slog.New(slog.DiscardHandler), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Stop(context.WithoutCancel(t.Context()))) })
	return p
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(b)
}

func TestPlatformAnswersUntilItIsStopped(t *testing.T) {
	t.Parallel()
	p := start(t, Options{HTTP: true, Workers: true})
	status, body := get(t, p.URL+"/readyz")
	require.Equal(t, http.StatusOK, status, body)
	require.Contains(t, body, `"database"`)

	res, err := http.Post(p.URL+"/graphql", "application/json", strings.NewReader(`{"query":"{ viewer { audience } }"}`))
	require.NoError(t, err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Contains(t, string(b), `"viewer":null`)

	status, _ = get(t, p.URL+"/metrics")
	require.Equal(t, http.StatusNotFound, status, "figures are not for everybody")

	require.NoError(t, p.Stop(t.Context()))
	require.NoError(t, p.Stop(t.Context()), "stopping twice is no mistake")
	_, err = net.Dial("tcp", strings.TrimPrefix(p.URL, "http://"))
	require.Error(t, err)
}

func TestMetricsHaveADoorOfTheirOwn(t *testing.T) {
	t.Parallel()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := free.Addr().String()
	require.NoError(t, free.Close())
	start(t, Options{Workers: true}, func(c *config.Config) { c.MetricsAddr = addr })
	status, body := get(t, "http://"+addr+"/metrics")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, "go_goroutines")
	require.Contains(t, body, `orion_database_round_trips_total{for="request"} 0`)
	require.NotContains(t, body, `orion_database_round_trips_total{for="itself"} 0`, "it has looked around at start")
}

// A request that has begun when the platform is asked to stop is answered.
func TestB8_148StoppingFailsNoRequest(t *testing.T) {
	t.Parallel()
	p := start(t, Options{HTTP: true})
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.URL, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	body := `{"query":"{ viewer { audience } }"}`
	_, err = fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:10])
	require.NoError(t, err)
	require.Eventually(t, func() bool { return running(t, p) == 1 }, wait, tick)

	stopped := make(chan error, 1)
	go func() { stopped <- p.Stop(context.WithoutCancel(t.Context())) }()
	require.Eventually(t, func() bool { // nobody new is let in
		c, err := net.Dial("tcp", strings.TrimPrefix(p.URL, "http://"))
		if err == nil {
			_ = c.Close()
		}
		return err != nil
	}, wait, tick)
	_, err = io.WriteString(conn, body[10:])
	require.NoError(t, err)
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	defer res.Body.Close()
	require.Equal(t, http.StatusOK, res.StatusCode)
	require.NoError(t, <-stopped)
}

// running is how many requests the platform is answering.
func running(t *testing.T, p *Platform) float64 {
	t.Helper()
	all, err := p.metrics.Gather()
	require.NoError(t, err)
	for _, m := range all {
		if m.GetName() == "orion_http_requests_running" {
			return m.GetMetric()[0].GetGauge().GetValue()
		}
	}
	return 0
}

func TestEveryPartFailsTheStart(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, taken.Close()) })
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "files"), nil, 0o600))
	url := config.URL(pgtest.NewURL(t))

	for name, tc := range map[string]struct {
		change func(*config.Config)
		says   string
	}{
		"a port in use":           {func(c *config.Config) { c.Addr = taken.Addr().String() }, "address already in use"},
		"no database":             {func(c *config.Config) { c.DatabaseURL = "postgres://127.0.0.1:1/x" }, "database"},
		"files where none can be": {func(c *config.Config) { c.DataDir = dir }, "files"},
		"a metrics port in use":   {func(c *config.Config) { c.MetricsAddr = taken.Addr().String() }, "address already in use"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := &config.Config{
				Addr: "127.0.0.1:0", BaseDomain: "localhost", DataDir: t.TempDir(), DatabaseURL: url, SignInPerAccount: 5, SignInPerAddress: 60,
				SecretKey: config.Secret(strings.Repeat("k", 32)), ShutdownTimeout: 10 * time.Second, TrustedProxies: []netip.Prefix{},
			}
			tc.change(cfg)
			_, err := Start(t.Context(), cfg, slog.New(slog.DiscardHandler), Options{HTTP: true})
			require.ErrorContains(t, err, tc.says)
		})
	}
}

// The whole program, with the database that it brings along.
func TestServeFromNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env := map[string]string{"ORION_DATA_DIR": dir, "ORION_ADDR": "127.0.0.1:0"}
	ctx, stop := context.WithCancel(t.Context())
	said, out := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"serve"}, func(name string) (string, bool) { v, ok := env[name]; return v, ok }, out, io.Discard)
		_ = out.Close()
	}()
	var url string
	lines := bufio.NewScanner(said)
	for url == "" && lines.Scan() {
		if f := strings.Fields(lines.Text()); len(f) > 1 && f[0] == "graph" {
			url = strings.TrimSuffix(f[1], "/graphql")
		}
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	status, body := get(t, url+"/readyz")
	require.Equal(t, http.StatusOK, status, body)
	require.FileExists(t, filepath.Join(dir, keyFile))

	// Commands beside the running program use its database; a second program does not.
	c, stdout, stderr := orion(t, env, "doctor")
	require.Zero(t, c, stdout+stderr)
	c, _, stderr = orion(t, env, "serve")
	require.Equal(t, 1, c)
	require.Contains(t, stderr, "already run by process")

	stop()
	require.Zero(t, <-code)
	require.NoFileExists(t, filepath.Join(dir, "postgres", "cluster", "postmaster.pid"), "the database has ended")
}

func TestNoDemoInProduction(t *testing.T) {
	t.Parallel()
	env := map[string]string{
		"ORION_ENV": "production", "ORION_BASE_DOMAIN": "shops.example", "ORION_SECRET_KEY": strings.Repeat("k", 32),
		"ORION_DATABASE_URL": pgtest.Empty(t), "ORION_DATA_DIR": t.TempDir(), "ORION_ADDR": "127.0.0.1:0",
	}
	for _, args := range [][]string{{"serve", "--demo"}, {"seed", "--demo"}} {
		code, _, errs := orion(t, env, args...)
		require.Equal(t, 1, code)
		require.Contains(t, errs, "not for production")
	}
}

func TestAdminCreate(t *testing.T) {
	t.Parallel()
	env := map[string]string{"ORION_DATA_DIR": t.TempDir(), "ORION_DATABASE_URL": pgtest.NewURL(t)}
	code, out, errs := orion(t, env, "admin", "create", "--email", "boss@orion.example")
	require.Zero(t, code, errs)
	require.Contains(t, out, "boss@orion.example")
	require.Contains(t, out, "password")

	code, _, errs = orion(t, env, "admin", "create", "--email", "nobody", "--password", "long enough for all")
	require.Equal(t, 1, code)
	require.Contains(t, errs, "is no e-mail address")
}
