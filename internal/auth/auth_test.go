package auth_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/link"
	"orion/internal/kit/secret"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

const password = "correct-horse-9"

// root is the root secret of all services of these tests, as of all servers of one
// platform.
var root = secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot))

// many lets tests try as often as they like.
var many = auth.Limits{PerAccount: 1000, PerAddress: 1000, Hashes: 4}

func service(t testing.TB, db *store.DB, with ...func(*auth.Options)) *auth.Service {
	t.Helper()
	o := auth.Options{
		Secret: root, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler), Limits: many, Mail: &outbox{},
		Links: link.Builder{BaseURL: "http://orion.example", ByPath: true},
	}
	for _, f := range with {
		f(&o)
	}
	s, err := auth.New(db, o)
	require.NoError(t, err)
	return s
}

// member puts somebody into a vendor's team, or the staff where v is nil, with a role
// of their own. The account is made where there is none.
func member(t testing.TB, db *store.DB, s *auth.Service, v *ent.Vendor, email string, may ...enum.Permission) (*ent.User, *ent.Role) {
	t.Helper()
	ctx := fixture.Platform(t)
	var u *ent.User
	require.NoError(t, db.Tx(ctx, func(tx *store.Tx) (err error) {
		u, err = auth.EnsureUser(ctx, tx, email, "")
		return err
	}))
	require.NoError(t, s.SetPassword(ctx, u.ID, password))
	grants := []string{}
	for _, p := range may {
		grants = append(grants, string(p))
	}
	role, seat := db.Role.Create().SetName("of "+email).SetPermissions(grants), db.Membership.Create().SetUserID(u.ID)
	if v != nil {
		role, seat = role.SetVendorID(v.ID), seat.SetVendorID(v.ID)
	}
	r := role.SaveX(ctx)
	seat.SetRoleID(r.ID).ExecX(ctx)
	return u, r
}

func customer(t testing.TB, db *store.DB, s *auth.Service, v *ent.Vendor, email string) *ent.Customer {
	t.Helper()
	hash, err := s.HashPassword(t.Context(), password, "password")
	require.NoError(t, err)
	return db.Customer.Create().SetEmail(email).SetPasswordHash(hash).SetVerifiedAt(time.Now()).SaveX(fixture.System(t, v))
}

// outbox keeps the mails of one service.
type outbox struct {
	mu   sync.Mutex
	sent []notify.Mail
}

func (o *outbox) Send(_ context.Context, _ *store.Tx, m notify.Mail) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent = append(o.sent, m)
	return nil
}

// take returns the mails since it was last called.
func (o *outbox) take() []notify.Mail {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := o.sent
	o.sent = nil
	return out
}

// token is what stands behind the link of a mail.
func token(t testing.TB, m notify.Mail) string {
	t.Helper()
	_, raw, found := strings.Cut(m.Data["link"], "#token=")
	require.True(t, found, m.Data["link"])
	return raw
}

// sendLinks does what the queue holds of links that were asked for, and returns how many
// of them were for an account.
func sendLinks(t testing.TB, db *store.DB, s *auth.Service) int {
	t.Helper()
	rows, err := db.Platform.Query(t.Context(), "delete from river.river_job where kind = 'auth.password-reset' returning args")
	require.NoError(t, err)
	asked, err := pgx.CollectRows(rows, pgx.RowTo[jobs.PasswordReset])
	require.NoError(t, err)
	sent := 0
	for _, job := range asked {
		require.NoError(t, s.SendPasswordReset(t.Context(), job))
		if job.AccountID != uuid.Nil {
			sent++
		}
	}
	return sent
}

func vendorInput(slug, email string) auth.SignInInput {
	return auth.SignInInput{Audience: viewer.Vendor, Email: email, Password: password, Vendor: &slug}
}

func signIn(t testing.TB, s *auth.Service, in auth.SignInInput) *auth.Tokens {
	t.Helper()
	tokens, err := s.SignIn(t.Context(), in)
	require.NoError(t, err)
	return tokens
}

// from is a request, as the door describes it.
func from(t testing.TB, r viewer.Request) context.Context { return viewer.WithRequest(t.Context(), r) }

func code(err error) errs.Code {
	if err == nil {
		return ""
	}
	return store.Public(err).Code
}

func upper(s *string) *string {
	u := " " + strings.ToUpper(*s) + " "
	return &u
}

// statements counts what the database is asked, but for the beginning and the end of
// transactions.
type statements struct{ atomic.Int64 }

func (s *statements) count(sql string) {
	switch sql {
	case "begin", "commit", "rollback":
	default:
		s.Add(1)
	}
}

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	s.count(d.SQL)
	return ctx
}

func (*statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (*statements) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

func (s *statements) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	s.count(d.SQL)
}

func (*statements) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}
