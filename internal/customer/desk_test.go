package customer_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/auth"
	"orion/internal/customer"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/kit/secret"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// A desk is where strangers register, with all that happens behind it in view.
type desk struct {
	*customer.Service
	db         *store.DB
	auth       *auth.Service
	statements *counter
	mail       *outbox
}

func newDesk(t testing.TB, with ...func(*customer.Options)) *desk {
	t.Helper()
	d := &desk{statements: &counter{}}
	d.db = pgtest.New(t, store.WithTracer(d.statements))
	root := secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot))
	queue, err := jobs.NewQueue(d.db)
	require.NoError(t, err)
	n, err := notify.New(d.db, notify.Options{
		Queue: queue, Secret: root, Sender: notify.NewMailbox(t.TempDir()), From: "no-reply@orion.example", Clock: clock.System{},
	})
	require.NoError(t, err)
	d.mail = &outbox{Service: n}
	links := link.Builder{BaseURL: "http://orion.example", ByPath: true}
	d.auth, err = auth.New(d.db, auth.Options{
		Secret: root, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler), Mail: d.mail, Links: links,
		Limits: auth.Limits{PerAccount: 1000, PerAddress: 1000},
	})
	require.NoError(t, err)
	o := customer.Options{Auth: d.auth, Pages: page.NewSigner(root.Key("cursor")), Links: links, Mail: d.mail, PerMinute: 1000}
	for _, f := range with {
		f(&o)
	}
	d.Service, err = customer.New(d.db, o)
	require.NoError(t, err)
	return d
}

// visit returns a context of a stranger in a shop, from an address.
func visit(t testing.TB, v *ent.Vendor, from string) context.Context {
	return viewer.WithRequest(fixture.Shopper(t, v), viewer.Request{Vendor: v.Slug, Address: from})
}

func ada() customer.RegisterInput {
	return customer.RegisterInput{Email: "ada@shop.example", Password: password, FirstName: "Ada", LastName: "Weber"}
}

// find returns the account of an address.
func (d *desk) find(t testing.TB, v *ent.Vendor, email string) *ent.Customer {
	t.Helper()
	all, err := d.db.Customer.Query().All(fixture.System(t, v))
	require.NoError(t, err)
	for _, c := range all {
		if c.Email == email {
			return c
		}
	}
	return nil
}

// actions are those of the record of a shop, oldest first.
func (d *desk) actions(t testing.TB, v *ent.Vendor) (out []string) {
	t.Helper()
	all, err := d.db.AuditEntry.Query().Order(ent.Asc("id")).All(fixture.System(t, v))
	require.NoError(t, err)
	for _, e := range all {
		out = append(out, e.Action)
	}
	return out
}

func (d *desk) signIn(t testing.TB, v *ent.Vendor, email, word string) error {
	_, err := d.auth.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Customer, Email: email, Password: word, Vendor: &v.Slug})
	return err
}

// outbox sees the mails on their way to the queue.
type outbox struct {
	*notify.Service
	mu   sync.Mutex
	sent []notify.Mail
}

// Send implements customer.Mailer and auth.Mailer.
func (o *outbox) Send(ctx context.Context, tx *store.Tx, m notify.Mail) error {
	o.mu.Lock()
	o.sent = append(o.sent, m)
	o.mu.Unlock()
	return o.Service.Send(ctx, tx, m)
}

// take returns the mails since it was last called.
func (o *outbox) take() []notify.Mail {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := o.sent
	o.sent = nil
	return out
}

func token(t testing.TB, m notify.Mail) string {
	t.Helper()
	_, raw, found := strings.Cut(m.Data["link"], "#token=")
	require.True(t, found, m.Data["link"])
	return raw
}

// counter counts statements.
type counter struct{ n atomic.Int64 }

// TraceQueryStart implements pgx.QueryTracer. A connection that is opened meanwhile is
// none of the matter, nor is the queue's waking of workers, which it does now and then.
func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	if !strings.HasPrefix(d.SQL, "SET ROLE") && !strings.HasPrefix(d.SQL, "-- name: PG") {
		c.n.Add(1)
	}
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (*counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// of returns how many statements f takes.
func (c *counter) of(f func()) int64 {
	before := c.n.Load()
	f()
	return c.n.Load() - before
}
