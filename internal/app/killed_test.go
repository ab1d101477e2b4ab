package app

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/internal/config"
	"orion/internal/kit/failpoint"
	"orion/internal/monitor"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/jobs/worker"
)

// What a worker that is to be killed finds in its environment.
const killURL, killDir, held = "KILL_URL", "KILL_DIR", "held"

// TestMain is also the worker that is killed.
func TestMain(m *testing.M) {
	if os.Getenv(killURL) == "" {
		os.Exit(m.Run())
	}
	if err := doomed(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// doomed works, and holds each job when all that it has to do is done and the queue does not
// know it. It never ends by itself.
func doomed(ctx context.Context) error {
	failpoint.Arm("worker: job done, not marked", func() {
		_, _ = io.WriteString(os.Stdout, held+"\n")
		select {}
	})
	if _, err := Start(ctx, common(os.Getenv(killURL), os.Getenv(killDir)), slog.New(slog.DiscardHandler), Options{Workers: true}); err != nil {
		return err
	}
	select {}
}

// common is how all workers of the test are set up.
func common(url, dir string) *config.Config {
	return &config.Config{
		Env: "development", Addr: "127.0.0.1:0", BaseDomain: "localhost", DataDir: dir, DatabaseURL: config.URL(url), SecretKey: config.Secret(strings.Repeat("k", 32)),
		DatabaseMaxConns: 16, CostLimit: 2000, CostSignedIn: config.Rate{Maximum: 4000, PerSecond: 400}, MediaQuota: 1 << 30, BackupKeep: 14,
		CostAnonymous: config.Rate{Maximum: 20000, PerSecond: 2000}, SignInPerAccount: 5, SignInPerAddress: 60, ShutdownTimeout: 10 * time.Second,
		Search: "postgres", WebhookPrivate: true, StripeKey: "sk", StripePublicKey: "pk", StripeWebhookSecret: "whsec", StripeAPIURL: config.StripeDouble,
	}
}

// again are the tables that a job may write to once more when it runs again, with the reason.
var again = map[string]string{
	"backup_logs":         "another backup does no harm",
	"audit_seals":         "the record says of that backup too; what else it says is counted",
	"performance_metrics": "figures of another minute",
	"error_logs":          "they tell of what is so now",
	"alerts":              "they tell of what is so now",
}

// A scene is a database and a folder with work to do, and those who do it.
type scene struct {
	t        *testing.T
	url, dir string
	db       *store.DB
	hooked   *atomic.Int32
}

// count answers a question of one number.
func (s *scene) count(query string) (n int) {
	s.t.Helper()
	require.NoError(s.t, s.db.Platform.QueryRow(s.t.Context(), query).Scan(&n))
	return n
}

const (
	runningJobs = "SELECT count(*) FROM river.river_job WHERE state = 'running'"
	waitingJobs = "SELECT count(*) FROM river.river_job WHERE state IN ('available', 'retryable') AND scheduled_at < now()"
	openJobs    = "SELECT count(*) FROM river.river_job WHERE state IN ('available', 'retryable', 'running')"
)

// kill has a worker do what there is to do until it holds as much as it can, and kills it. Some
// jobs of one that is stuck are not held, but wait in their middle for a lock.
func (s *scene) kill(stuck bool) {
	s.t.Helper()
	before := s.count(runningJobs)
	cmd := exec.CommandContext(s.t.Context(), os.Args[0]) //nolint:gosec // it is this very program
	cmd.Env = append(os.Environ(), killURL+"="+s.url, killDir+"="+s.dir)
	out, err := cmd.StdoutPipe()
	require.NoError(s.t, err)
	var told strings.Builder
	cmd.Stderr = &told
	require.NoError(s.t, cmd.Start())
	var n atomic.Int32
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if lines.Text() == held {
				n.Add(1)
			}
		}
	}()
	since, last := time.Now(), [2]int{}
	require.Eventually(s.t, func() bool {
		now := [2]int{int(n.Load()), s.count(runningJobs) - before}
		if now != last || !stuck && now[0] != now[1] {
			since, last = time.Now(), now
		}
		return last[0] > 0 && time.Since(since) > 3*time.Second
	}, 2*time.Minute, 100*time.Millisecond, "%s", &told)
	require.NoError(s.t, cmd.Process.Kill())
	require.Error(s.t, cmd.Wait())
	status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	require.Equal(s.t, syscall.SIGKILL, status.Signal(), "%s", &told)
}

// finish has another worker do the rest, and fails where that is not done in time.
func (s *scene) finish() {
	s.t.Helper()
	_, err := s.db.Platform.Exec(s.t.Context(), `UPDATE river.river_job SET attempted_at = attempted_at - interval '75 seconds',
		metadata = metadata - 'alive_at' WHERE state = 'running'`) // so much time has passed
	require.NoError(s.t, err)
	last := s.count("SELECT max(id) FROM river.river_job WHERE state = 'running'")
	p := start(s.t, Options{Workers: true}, func(c *config.Config) { *c = *common(s.url, s.dir) })
	require.Eventually(s.t, func() bool { return s.count(fmt.Sprintf("%s AND id <= %d", openJobs, last)) == 0 }, 2*time.Minute, 200*time.Millisecond, "within two minutes")
	require.NoError(s.t, p.Stop(context.WithoutCancel(s.t.Context())))
	rows, err := s.db.Platform.Query(s.t.Context(), `SELECT kind || ' ' || state || ' ' || coalesce(errors[array_upper(errors, 1)]->>'error', '')
		FROM river.river_job WHERE state <> 'completed' AND id <= $1`, last)
	require.NoError(s.t, err)
	failed, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(s.t, err)
	for _, one := range failed { // what the clock asks for has one try, and is asked for again
		kind, rest, _ := strings.Cut(one, " ")
		clock := slices.ContainsFunc(worker.Schedule(), func(p monitor.Periodic) bool { return p.Kind == kind })
		require.True(s.t, clock && strings.HasPrefix(rest, "discarded "), one)
	}
}

// newScene returns one with a job of each kind to do.
func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{t: t, url: pgtest.NewURL(t), dir: t.TempDir(), hooked: &atomic.Int32{}}
	var err error
	s.db, err = store.Open(t.Context(), s.url, store.WithMaxConns(4))
	require.NoError(t, err)
	t.Cleanup(s.db.Close)
	s.seedJobs()
	return s
}

// kinds are all that there are, as package jobs names them.
func kinds(t *testing.T) (out []string) {
	t.Helper()
	files, err := filepath.Glob("../../jobs/*.go")
	require.NoError(t, err)
	for _, f := range files {
		src, err := os.ReadFile(f)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`Kind\(\) string { return "([^"]+)" }`).FindAllSubmatch(src, -1) {
			out = append(out, string(m[1]))
		}
	}
	require.Greater(t, len(out), 30)
	return out
}

// effects are how many rows each table has, and how many files there are.
func (s *scene) effects() map[string]int {
	s.t.Helper()
	out := map[string]int{"webhooks heard": int(s.hooked.Load())}
	rows, err := s.db.Platform.Query(s.t.Context(), "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
	require.NoError(s.t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(s.t, err)
	for _, table := range tables {
		var n int
		err := s.db.Platform.QueryRow(s.t.Context(), "SELECT count(*) FROM "+table).Scan(&n)
		if err == nil && again[table] == "" { // else it is not the program's
			out[table] = n
		}
	}
	out["audit_entries"] = s.count("SELECT count(*) FROM audit_entries WHERE action NOT LIKE 'backup.%'")
	for _, folder := range []string{"files", "mailbox"} {
		require.NoError(s.t, filepath.WalkDir(filepath.Join(s.dir, folder), func(_ string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				out["files in "+folder]++
			}
			return nil
		}))
	}
	return out
}

// A worker is killed with -9 when each kind of job has done all that it does and the queue does
// not know it: the worst moment for what may be done once. Another finds the jobs by the silence
// of the first, within two minutes, and does nothing a second time. A new kind of job fails this
// test until it is begun in seedJobs, or by the clock.
func TestB8_147EveryJobIsDoneOnceThoughItsWorkerIsKilled(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for range 6 { // a worker holds ten of a queue
		if s.kill(false); s.count(waitingJobs) == 0 {
			break
		}
	}
	s.requireHeld()
	before := s.effects()
	require.NotZero(t, before["products"])
	s.finish()
	require.Equal(t, before, s.effects(), "nothing is done twice")
	s.requireDone()
}

// A worker is killed with -9 while the jobs of many steps are in their middle, about to write.
// Another brings them to the end that they would have come to.
func TestB8_147AJobGoesOnWhereItsWorkerWasKilled(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	tx, err := s.db.Platform.Begin(t.Context())
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) }()
	_, err = tx.Exec(t.Context(), "LOCK TABLE marketplace_products, media_files, products, data_exports, search_reindices, privacy_requests IN EXCLUSIVE MODE")
	require.NoError(t, err)
	s.kill(true)
	for _, kind := range []string{"marketplace.import", "media.process", "audit.export", "privacy.export"} {
		require.Equal(t, 1, s.count("SELECT count(*) FROM river.river_job WHERE state = 'running' AND kind = '"+kind+"'"), kind)
	}
	require.NoError(t, tx.Rollback(t.Context()))
	s.finish()
	s.requireDone()
}

// requireHeld asserts that a job of each kind was killed, and none failed.
func (s *scene) requireHeld() {
	s.t.Helper()
	rows, err := s.db.Platform.Query(s.t.Context(), "SELECT DISTINCT kind FROM river.river_job WHERE state = 'running'")
	require.NoError(s.t, err)
	killed, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(s.t, err)
	for _, kind := range kinds(s.t) {
		if !slices.Contains(killed, kind) {
			var state, why string
			_ = s.db.Platform.QueryRow(s.t.Context(), "SELECT state, coalesce(errors[1]->>'error', '') FROM river.river_job WHERE kind = $1", kind).Scan(&state, &why)
			s.t.Errorf("%s was not killed: begin one in seedJobs (%s %s)", kind, state, why)
		}
	}
}
