package worker_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"

	smtpmock "github.com/mocktools/go-smtp-mock/v2"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"

	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/failpoint"
	"orion/internal/kit/fetch"
	"orion/internal/kit/page"
	"orion/internal/kit/secret"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/webhook"
	"orion/jobs"
	"orion/jobs/worker"
)

// What a victim finds in its environment: where it has to die, the database, the job that
// it does and the port of the mail server.
const dieAt, dieURL, dieKind, dieArgs, diePort = "DIE_AT", "DIE_URL", "DIE_KIND", "DIE_ARGS", "DIE_PORT"

// TestMain is also the program that is killed.
func TestMain(m *testing.M) {
	if os.Getenv(dieAt) == "" {
		os.Exit(m.Run())
	}
	if err := victim(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func victim(ctx context.Context) error {
	db, err := store.Open(ctx, os.Getenv(dieURL), store.WithMaxConns(2))
	if err != nil {
		return err
	}
	m, err := newMessages(db, os.Getenv(diePort))
	if err != nil {
		return err
	}
	failpoint.Arm(os.Getenv(dieAt), func() {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // not a step further
	})
	return m.work(ctx, os.Getenv(dieKind), []byte(os.Getenv(dieArgs)))
}

// messages are what tells the world of things.
type messages struct {
	db     *store.DB
	queue  *jobs.Queue
	notify *notify.Service
	hooks  *webhook.Service
}

func newMessages(db *store.DB, port string) (*messages, error) {
	queue, err := jobs.NewQueue(db)
	if err != nil {
		return nil, err
	}
	root := secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot))
	server, err := notify.NewSMTP("smtp://"+net.JoinHostPort("127.0.0.1", port), "orion.example")
	if err != nil {
		return nil, err
	}
	m := &messages{db: db, queue: queue}
	if m.notify, err = notify.New(db, notify.Options{Queue: queue, Secret: root, Sender: server, From: "no-reply@orion.example", Clock: clock.System{}}); err != nil {
		return nil, err
	}
	m.hooks, err = webhook.New(db, webhook.Options{
		Queue: queue, Secret: root, Pages: page.NewSigner(root.Key("cursor")), Clock: clock.System{}, Client: fetch.New(fetch.AllowPrivate()),
	})
	return m, err
}

// Tell implements worker.Teller: it writes one mail for each event.
func (m *messages) Tell(ctx context.Context, tx *store.Tx, e jobs.EventTell) (any, error) {
	return map[string]string{"id": "x"}, m.notify.Send(ctx, tx, notify.Mail{
		Kind: notify.OrderPaid, To: "ada@example.org", VendorID: e.VendorID, Event: e.ID.String(),
		Data: map[string]string{"order": "1001", "link": "http://orion.example/", "amount": "1"},
	})
}

// work does one job as a worker would.
func (m *messages) work(ctx context.Context, kind string, args []byte) error {
	row := &rivertype.JobRow{Attempt: 1, MaxAttempts: 8, Kind: kind}
	switch kind {
	case "notify.send":
		return do(ctx, row, args, worker.NewMailSend(m.notify, m.queue, slog.New(slog.DiscardHandler)))
	case "webhook.send":
		return do(ctx, row, args, worker.NewWebhookSend(m.hooks, clock.System{}.Now))
	}
	return do(ctx, row, args, worker.NewEventTell(m.db, m.hooks, m))
}

func do[T river.JobArgs](ctx context.Context, row *rivertype.JobRow, raw []byte, w river.Worker[T]) error {
	var args T
	if err := json.Unmarshal(raw, &args); err != nil {
		return err
	}
	return w.Work(ctx, &river.Job[T]{JobRow: row, Args: args})
}

// A worker that is killed when a message is out and its job is not done tells nobody twice,
// and leaves nobody untold.
func TestB8_147AWorkerIsKilledInTheMiddleOfAMessage(t *testing.T) {
	t.Parallel()
	url := pgtest.NewURL(t)
	db, err := store.Open(t.Context(), url, store.WithMaxConns(4))
	require.NoError(t, err)
	t.Cleanup(db.Close)
	port := strconv.Itoa(free(t))
	n, err := strconv.Atoi(port)
	require.NoError(t, err)
	s := smtpmock.New(smtpmock.ConfigurationAttr{PortNumber: n, MultipleMessageReceiving: true})
	require.NoError(t, s.Start())
	t.Cleanup(func() { _ = s.Stop() })
	var hooked atomic.Int32
	hook := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hooked.Add(1) }))
	t.Cleanup(hook.Close)
	m, err := newMessages(db, port)
	require.NoError(t, err)
	v, team := fixture.Vendor(t, db)
	_, _, err = m.hooks.Create(team, webhook.EndpointInput{URL: hook.URL, Events: []string{"order.paid"}})
	require.NoError(t, err)
	system := fixture.System(t, v)
	require.NoError(t, db.Tx(system, func(tx *store.Tx) error {
		return m.hooks.Announce(system, tx, webhook.Happening{Event: webhook.OrderPaid})
	}))

	for _, step := range []struct{ kind, at string }{
		{"event.tell", "worker: event told, job not done"},
		{"notify.send", "worker: mail sent, job not done"},
		{"webhook.send", "worker: webhook sent, job not done"},
	} {
		args := argsOf(t, db, step.kind)
		require.True(t, killed(t, step.at, step.kind, url, port, args), "it dies at %s", step.at)
		require.NoError(t, m.work(t.Context(), step.kind, args))
	}
	require.Equal(t, 1, delivered(s))
	require.EqualValues(t, 1, hooked.Load())
	argsOf(t, db, "notify.send")
	argsOf(t, db, "webhook.send")
	rows, err := db.MailDelivery.Query().All(system)
	require.NoError(t, err)
	require.Len(t, rows, 1)
}

// argsOf are those of the one job of a kind.
func argsOf(t *testing.T, db *store.DB, kind string) (args []byte) {
	t.Helper()
	require.NoError(t, db.Platform.QueryRow(t.Context(), "SELECT args FROM river.river_job WHERE kind = $1", kind).Scan(&args))
	var n int
	require.NoError(t, db.Platform.QueryRow(t.Context(), "SELECT count(*) FROM river.river_job WHERE kind = $1", kind).Scan(&n))
	require.Equal(t, 1, n, kind)
	return args
}

// killed runs a victim and reports whether it died where it had to.
func killed(t *testing.T, at, kind, url, port string, args []byte) bool {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // it is this very program
	cmd.Env = append(os.Environ(), dieAt+"="+at, dieURL+"="+url, dieKind+"="+kind, dieArgs+"="+string(args), diePort+"="+port)
	out, err := cmd.CombinedOutput()
	exit, failed := errors.AsType[*exec.ExitError](err)
	if !failed {
		require.NoError(t, err, "%s", out)
		return false
	}
	status, _ := exit.Sys().(syscall.WaitStatus)
	require.True(t, status.Signaled() && status.Signal() == syscall.SIGKILL, "%v: %s", err, out)
	return true
}
