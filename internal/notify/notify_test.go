package notify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/secret"
	"orion/internal/kit/theme"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/jobs"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// kept is a Sender that keeps what it gets.
type kept struct{ got []*notify.Message }

func (k *kept) Deliver(_ context.Context, m *notify.Message) error {
	k.got = append(k.got, m)
	return nil
}

func service(t testing.TB, db *store.DB, to notify.Sender) *notify.Service {
	t.Helper()
	queue, err := jobs.NewQueue(db)
	require.NoError(t, err)
	s, err := notify.New(db, notify.Options{
		Queue: queue, Secret: secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot)), Sender: to, From: "no-reply@orion.example", Clock: clock.Fixed(now),
	})
	require.NoError(t, err)
	return s
}

// queued are the mails in the queue, oldest first, and the whole of what it holds of them.
func queued(t testing.TB, db *store.DB) (mails []jobs.MailSend, dump string) {
	t.Helper()
	rows, err := db.Platform.Query(t.Context(), "SELECT args, to_jsonb(j)::text FROM river.river_job j WHERE kind = 'notify.send' ORDER BY id")
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var args []byte
		var row string
		require.NoError(t, rows.Scan(&args, &row))
		var m jobs.MailSend
		require.NoError(t, json.Unmarshal(args, &m))
		mails, dump = append(mails, m), dump+row
	}
	require.NoError(t, rows.Err())
	return mails, dump
}

func verify(v *ent.Vendor) notify.Mail {
	return notify.Mail{
		Kind: notify.VerifyEmail, To: "ada@example.org", Name: "Ada", Language: "fr", VendorID: v.ID,
		Data: map[string]string{"link": "http://orion.example/shop/acme/account/verify#token=canary"},
	}
}

func TestAMailGoesWithItsTransaction(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	out := &kept{}
	s := service(t, db, out)
	v, team := fixture.Vendor(t, db, func(c *ent.VendorCreate) {
		c.SetName("Lumière").SetTheme(theme.Theme{Accent: "#7a3b2e"}).SetContactEmail("shop@lumiere.example")
	})
	broken := errors.New("broken")
	require.ErrorIs(t, db.Tx(team, func(tx *store.Tx) error {
		require.NoError(t, s.Send(team, tx, verify(v)))
		return broken
	}), broken)
	mails, _ := queued(t, db)
	require.Empty(t, mails, "what is rolled back tells nobody")

	require.NoError(t, db.Tx(team, func(tx *store.Tx) error { return s.Send(team, tx, verify(v)) }))
	mails, dump := queued(t, db)
	require.Len(t, mails, 1)
	for _, secret := range []string{"canary", "token", "ada@", "Ada"} {
		require.NotContains(t, dump, secret, "a dump of the database shows neither link nor person")
	}
	require.Contains(t, dump, v.ID.String())
	require.Contains(t, dump, "verify-email")

	require.NoError(t, s.Deliver(fixture.System(t, v), mails[0]))
	require.Len(t, out.got, 1)
	m := out.got[0]
	require.Equal(t, mails[0].ID, m.ID)
	require.Equal(t, []string{"Lumière", "no-reply@orion.example", "shop@lumiere.example", "Ada", "ada@example.org"},
		[]string{m.FromName, m.From, m.ReplyTo, m.ToName, m.To})
	require.Equal(t, now, m.SentAt)
	require.Contains(t, m.Link, "canary")
	require.Contains(t, m.HTML, "#7a3b2e")
}

func TestThePlatformsOwnMails(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	out := &kept{}
	s := service(t, db, out)
	ctx := fixture.Platform(t)
	require.NoError(t, db.Tx(ctx, func(tx *store.Tx) error {
		return s.Send(ctx, tx, notify.Mail{Kind: notify.PasswordChanged, To: "root@orion.example"})
	}))
	mails, _ := queued(t, db)
	require.NoError(t, s.Deliver(ctx, mails[0]))
	require.Equal(t, "Orion", out.got[0].FromName)
	require.Empty(t, out.got[0].ReplyTo)
}

func TestASealedMailOpensInItsOwnJobAlone(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	out := &kept{}
	s := service(t, db, out)
	v, team := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	require.NoError(t, db.Tx(team, func(tx *store.Tx) error { return s.Send(team, tx, verify(v)) }))
	mails, _ := queued(t, db)
	for name, change := range map[string]func(*jobs.MailSend){
		"for another vendor":        func(m *jobs.MailSend) { m.VendorID = other.ID },
		"as another kind":           func(m *jobs.MailSend) { m.About = string(notify.PasswordReset) },
		"as another mail":           func(m *jobs.MailSend) { m.ID = uuid.New() },
		"with a bit turned":         func(m *jobs.MailSend) { m.Sealed = bytes.Clone(m.Sealed); m.Sealed[20] ^= 1 },
		"with nothing in the cover": func(m *jobs.MailSend) { m.Sealed = nil },
	} {
		t.Run(name, func(t *testing.T) {
			m := mails[0]
			change(&m)
			require.True(t, notify.Final(s.Deliver(fixture.Platform(t), m)))
			require.Empty(t, out.got)
		})
	}
}

func TestMailsThatCannotBe(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db, &kept{})
	v, team := fixture.Vendor(t, db)
	for name, change := range map[string]func(*notify.Mail){
		"of no kind":                   func(m *notify.Mail) { m.Kind = "spam" },
		"to nobody":                    func(m *notify.Mail) { m.To = "" },
		"to more than one":             func(m *notify.Mail) { m.To = "a@example.org, b@example.org" },
		"to one and a header":          func(m *notify.Mail) { m.To = "a@example.org\r\nBcc: b@example.org" },
		"without what it is there for": func(m *notify.Mail) { m.Data = nil },
	} {
		t.Run(name, func(t *testing.T) {
			m := verify(v)
			change(&m)
			require.Error(t, db.Tx(team, func(tx *store.Tx) error { return s.Send(team, tx, m) }))
			mails, _ := queued(t, db)
			require.Empty(t, mails)
		})
	}
}

func TestNewRefusesWhatIsMissing(t *testing.T) {
	t.Parallel()
	_, err := notify.New(nil, notify.Options{})
	require.Error(t, err)
	db := pgtest.New(t)
	queue, err := jobs.NewQueue(db)
	require.NoError(t, err)
	_, err = notify.New(db, notify.Options{Queue: queue, Sender: &kept{}, Clock: clock.System{}, From: "nobody"})
	require.ErrorContains(t, err, "address")
}
