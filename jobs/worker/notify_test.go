package worker_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	smtpmock "github.com/mocktools/go-smtp-mock/v2"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/secret"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/jobs"
	"orion/jobs/worker"
)

// letters sends mails of one vendor through a server that a test starts when it likes.
type letters struct {
	db     *store.DB
	vendor *ent.Vendor
	team   context.Context
	queue  *jobs.Queue
	notify *notify.Service
	port   int
}

func newLetters(t *testing.T) *letters {
	t.Helper()
	l := &letters{db: pgtest.New(t), port: free(t)}
	l.vendor, l.team = fixture.Vendor(t, l.db)
	var err error
	l.queue, err = jobs.NewQueue(l.db)
	require.NoError(t, err)
	server, err := notify.NewSMTP("smtp://"+net.JoinHostPort("127.0.0.1", strconv.Itoa(l.port)), "orion.example")
	require.NoError(t, err)
	l.notify, err = notify.New(l.db, notify.Options{
		Queue: l.queue, Secret: secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot)), Sender: server, From: "no-reply@orion.example", Clock: clock.System{},
	})
	require.NoError(t, err)
	return l
}

// free returns a port that nobody listens at.
func free(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, l.Close()) }()
	return l.Addr().(*net.TCPAddr).Port
}

func (l *letters) serve(t *testing.T, with smtpmock.ConfigurationAttr) *smtpmock.Server {
	t.Helper()
	with.PortNumber, with.MultipleMessageReceiving = l.port, true
	s := smtpmock.New(with)
	require.NoError(t, s.Start())
	t.Cleanup(func() { _ = s.Stop() })
	return s
}

func (l *letters) post(t *testing.T) {
	t.Helper()
	require.NoError(t, l.db.Tx(l.team, func(tx *store.Tx) error {
		return l.notify.Send(l.team, tx, notify.Mail{
			Kind: notify.VerifyEmail, To: "ada@example.org", VendorID: l.vendor.ID,
			Data: map[string]string{"link": "http://orion.example/#token=canary"},
		})
	}))
}

// row is the one mail of the queue: how it is, and all that is kept of it.
func (l *letters) row(t *testing.T) (state, errs, all string) {
	t.Helper()
	require.NoError(t, l.db.Platform.QueryRow(t.Context(),
		"SELECT state, coalesce(errors::text, ''), to_jsonb(j)::text FROM river.river_job j WHERE kind = 'notify.send'").Scan(&state, &errs, &all))
	return state, errs, all
}

func delivered(s *smtpmock.Server) (n int) {
	for _, m := range s.Messages() {
		if m.IsConsistent() && m.Msg() {
			n++
		}
	}
	return n
}

// A mail that no server takes waits and goes out, once, as soon as one is there; then the
// queue does not hold what it said any more.
func TestB8_143AMailWaitsForItsServer(t *testing.T) {
	t.Parallel()
	l := newLetters(t)
	said := &said{}
	pool, err := worker.New(l.db, worker.Services{Notify: l.notify, Queue: l.queue}, slog.New(slog.NewTextHandler(said, nil)))
	require.NoError(t, err)
	require.NoError(t, pool.Start(context.WithoutCancel(t.Context())))
	t.Cleanup(func() { require.NoError(t, pool.Stop(context.WithoutCancel(t.Context()))) })
	l.post(t)
	require.Eventually(t, func() bool {
		_, errs, all := l.row(t)
		return errs != "" && strings.Contains(all, "sealed")
	}, 20*time.Second, 100*time.Millisecond, "the first try has failed and the mail is kept")
	s := l.serve(t, smtpmock.ConfigurationAttr{})
	require.Eventually(t, func() bool { state, _, _ := l.row(t); return state == "completed" }, 40*time.Second, 200*time.Millisecond)
	require.Equal(t, 1, delivered(s))
	_, _, all := l.row(t)
	for _, gone := range []string{"sealed", "canary", "ada@"} {
		require.NotContains(t, all, gone)
		require.NotContains(t, strings.ReplaceAll(said.String(), "unsealed", ""), gone)
	}
}

// said is a log.
type said struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func TestWhenAMailIsGivenUp(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		with    smtpmock.ConfigurationAttr
		attempt int
		gone    bool
	}{
		"nobody by that name": {smtpmock.ConfigurationAttr{NotRegisteredEmails: []string{"ada@example.org"}}, 1, true},
		"not today":           {smtpmock.ConfigurationAttr{BlacklistedRcpttoEmails: []string{"ada@example.org"}, MsgRcpttoBlacklistedEmail: "451 later"}, 1, false},
		"not in eight tries":  {smtpmock.ConfigurationAttr{BlacklistedRcpttoEmails: []string{"ada@example.org"}, MsgRcpttoBlacklistedEmail: "451 later"}, 8, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLetters(t)
			l.serve(t, tc.with)
			l.post(t)
			job := l.take(t)
			job.Attempt = tc.attempt
			said := &said{}
			err := worker.NewMailSend(l.notify, l.queue, slog.New(slog.NewTextHandler(said, nil))).Work(t.Context(), job)
			require.Error(t, err)
			_, cancelled := errors.AsType[*river.JobCancelError](err)
			require.Equal(t, tc.gone, cancelled)
			_, _, all := l.row(t)
			require.Equal(t, tc.gone, !strings.Contains(all, "sealed"), "what will never be sent is not kept")
			require.Equal(t, tc.gone, strings.Contains(said.String(), "given up"))
			require.NotContains(t, said.String()+err.Error(), "ada@")
		})
	}
}

// A worker that was killed after it had sent a mail runs the job again, without a mail.
func TestAMailThatIsGoneIsNotSentAgain(t *testing.T) {
	t.Parallel()
	l := newLetters(t)
	s := l.serve(t, smtpmock.ConfigurationAttr{})
	l.post(t)
	w := worker.NewMailSend(l.notify, l.queue, slog.New(slog.DiscardHandler))
	require.NoError(t, w.Work(t.Context(), l.take(t)))
	require.NoError(t, w.Work(t.Context(), l.take(t)))
	require.Equal(t, 1, delivered(s))
}

// take returns the job as a worker gets it.
func (l *letters) take(t *testing.T) *river.Job[jobs.MailSend] {
	t.Helper()
	row := &rivertype.JobRow{Attempt: 1, MaxAttempts: 8}
	var m jobs.MailSend
	require.NoError(t, l.db.Platform.QueryRow(t.Context(), "SELECT id, args FROM river.river_job WHERE kind = 'notify.send'").Scan(&row.ID, &m))
	return &river.Job[jobs.MailSend]{JobRow: row, Args: m}
}
