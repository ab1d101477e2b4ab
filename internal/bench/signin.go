package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/jackc/pgx/v5"

	"orion/internal/auth"
	"orion/internal/kit/clock"
	"orion/internal/kit/secret"
	"orion/internal/store"
	"orion/internal/viewer"
)

const (
	signIns = 20
	// A sign-in is one hash and what little is around it.
	signInBar = 1.5
	// signInStatementsBar counts what is asked of the database between BEGIN and COMMIT.
	signInStatementsBar = 6.0
	// A request of a session that is not known asks once.
	sessionStatementsBar = 1.0
	benchEmail           = "bench@orion.example"
	benchPassword        = "correct-horse-9"
)

// asked counts statements, but for those that begin and end a transaction.
type asked struct{ n atomic.Int64 }

// TraceQueryStart implements pgx.QueryTracer.
func (a *asked) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	switch verb, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(d.SQL)), " "); verb {
	case "begin", "commit", "rollback", ";":
	default:
		a.n.Add(1)
	}
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (*asked) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// benchSignIn measures sign-in beside the one hash of a password that it must cost, and
// what a request of a session asks of the database.
func benchSignIn(ctx context.Context) error {
	b, err := newBareStage(ctx)
	if err != nil {
		return err
	}
	defer b.close()
	count := &asked{}
	db, err := store.Open(ctx, b.url, store.WithTracer(count))
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer db.Close()
	s, err := auth.New(db, auth.Options{
		Secret: secret.Root(bytes.Repeat([]byte{1}, secret.MinRoot)), Clock: clock.System{}, Log: slog.New(slog.DiscardHandler),
		Limits: auth.Limits{PerAccount: 1_000_000, PerAddress: 1_000_000},
	})
	if err != nil {
		return err
	}
	if _, err := s.CreateAdmin(ctx, benchEmail, benchPassword); err != nil {
		return err
	}
	took, hash, statements, err := signInTime(ctx, s, count)
	if err != nil {
		return err
	}
	cold, warm, err := sessionCost(ctx, s, count)
	if err != nil {
		return err
	}
	fmt.Printf("session.known %.2f statements\n", warm)
	return errors.Join(
		verdict("signin.time", took.Round(time.Microsecond).String(), float64(took)/float64(hash), signInBar),
		verdict("signin.statements", fmt.Sprintf("%.2f", statements), statements, signInStatementsBar),
		verdict("session.statements", fmt.Sprintf("%.2f", cold), cold, sessionStatementsBar))
}

// signInTime is what one sign-in takes at its best, viewer told, beside one comparison
// with a hash, and how many statements it asks. They take turns, so that whatever else
// the machine does meets both.
func signInTime(ctx context.Context, s *auth.Service, count *asked) (took, hash time.Duration, statements float64, err error) {
	took, hash = time.Hour, time.Hour
	stored, err := argon2id.CreateHash(benchPassword, &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		return 0, 0, 0, fmt.Errorf("hash: %w", err)
	}
	before := count.n.Load()
	for range signIns {
		began := time.Now()
		if _, err := argon2id.ComparePasswordAndHash(benchPassword, stored); err != nil {
			return 0, 0, 0, fmt.Errorf("compare: %w", err)
		}
		hash, began = min(hash, time.Since(began)), time.Now()
		t, err := s.SignIn(ctx, auth.SignInInput{Audience: viewer.Admin, Email: benchEmail, Password: benchPassword})
		if err != nil {
			return 0, 0, 0, err
		}
		if _, err := s.Describe(viewer.NewContext(ctx, t.Viewer)); err != nil {
			return 0, 0, 0, err
		}
		took = min(took, time.Since(began))
	}
	return took, hash, float64(count.n.Load()-before) / signIns, nil
}

// sessionCost is how many statements the first and the next request of a session ask to
// know who it is.
func sessionCost(ctx context.Context, s *auth.Service, count *asked) (cold, warm float64, err error) {
	t, err := s.SignIn(ctx, auth.SignInInput{Audience: viewer.Admin, Email: benchEmail, Password: benchPassword})
	if err != nil {
		return 0, 0, err
	}
	costs := make([]float64, 2)
	for i := range costs {
		before := count.n.Load()
		if _, err := s.Authenticate(ctx, t.AccessToken); err != nil {
			return 0, 0, err
		}
		costs[i] = float64(count.n.Load() - before)
	}
	return costs[0], costs[1], nil
}
