package auth_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/secret"
	"orion/internal/store"
	"orion/internal/viewer"
)

const password = "correct-horse-9"

// root is the root secret of all services of these tests, as of all servers of one
// platform.
var root = secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot))

// many lets tests try as often as they like.
var many = auth.Limits{PerAccount: 1000, PerAddress: 1000, Hashes: 4}

func service(t testing.TB, db *store.DB, with ...func(*auth.Options)) *auth.Service {
	t.Helper()
	o := auth.Options{Secret: root, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler), Limits: many}
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
	return db.Customer.Create().SetEmail(email).SetPasswordHash(hash).SaveX(fixture.System(t, v))
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

// statements counts what the database is asked.
type statements struct{ atomic.Int64 }

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	s.Add(1)
	return ctx
}

func (*statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (*statements) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

func (s *statements) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) { s.Add(1) }

func (*statements) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}
