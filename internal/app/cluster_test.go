package app

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/stretchr/testify/require"

	"orion/internal/config"
	"orion/internal/fixture"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/jobs/worker"
)

// A cluster is two servers and two workers beside one Postgres and one Redis.
type cluster struct {
	servers, workers [2]*Platform
}

func openCluster(t *testing.T) *cluster {
	t.Helper()
	database, redis := config.URL(pgtest.NewURL(t)), miniredis.RunT(t)
	shared := func(c *config.Config) {
		c.DatabaseURL, c.RedisURL, c.SecretKey = database, config.URL("redis://"+redis.Addr()), config.Secret(strings.Repeat("k", 32))
	}
	c := &cluster{}
	for i := range 2 {
		c.servers[i] = start(t, Options{HTTP: true}, shared)
	}
	for i := range 2 {
		c.workers[i] = start(t, Options{Workers: true}, shared)
	}
	return c
}

// B8.149: what one server is told, the other knows; what two workers may do is done once.
func TestB8_149TwoServersAndTwoWorkers(t *testing.T) {
	t.Parallel()
	c := openCluster(t)
	t.Run("sessions", c.shareSessions)
	t.Run("limits", c.shareLimits)
	t.Run("what is kept", c.dropWhatIsKept)
	t.Run("subscriptions", c.shareNews)
	t.Run("jobs", c.doOnce)
	t.Run("periodic jobs", c.beginOnce)
}

const whoAmI = `{vendor{name}}`

func (c *cluster) shareSessions(t *testing.T) {
	a, b := c.servers[0], c.servers[1]
	v, _ := fixture.Vendor(t, a.world.db)
	_, bearer := a.signedIn(t, v)
	for _, p := range c.servers {
		_, _, answer := p.post(t, bearer, whoAmI)
		require.Contains(t, answer, v.Name)
	}
	_, _, answer := b.post(t, bearer, `mutation{signOut{userErrors{code}}}`)
	require.NotContains(t, answer, `"code"`)
	require.Eventually(t, func() bool {
		_, _, answer := a.post(t, bearer, whoAmI)
		return strings.Contains(answer, "UNAUTHENTICATED")
	}, time.Second, tick, "the other server")
}

// Five tries a minute are five in all.
func (c *cluster) shareLimits(t *testing.T) {
	var refused int
	for i := range 12 {
		_, _, answer := c.servers[i%2].post(t, "", `mutation{signIn(input:{audience:ADMIN,email:"guess@orion.example",password:"wrong"}){userErrors{code}}}`)
		if strings.Contains(answer, "THROTTLED") {
			refused++
		}
	}
	require.Equal(t, 7, refused)
}

func (c *cluster) dropWhatIsKept(t *testing.T) {
	a, b := c.servers[0], c.servers[1]
	v, _ := fixture.Vendor(t, a.world.db)
	home := "/shop/" + v.Slug + "/"
	for _, p := range c.servers {
		status, _ := get(t, p.URL+home)
		require.Equal(t, http.StatusOK, status)
	}
	_, err := a.services.vendors.Suspend(fixture.Admin(t), v.ID, "not paid")
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		status, _ := get(t, b.URL+home)
		return status == http.StatusNotFound
	}, time.Second, tick, "the other server")
}

func (c *cluster) shareNews(t *testing.T) {
	a, b := c.servers[0], c.servers[1]
	v, _ := fixture.Vendor(t, a.world.db)
	_, bearer := a.signedIn(t, v)
	next := a.hear(t, bearer, `subscription{notificationAdded{kind}}`)
	own := fixture.System(t, v)
	heard := make(chan string, 1)
	go func() { heard <- first(t, next) }()
	require.Eventually(t, func() bool { // whoever begins to listen a moment later is told of what comes next
		err := b.world.db.Tx(own, func(tx *store.Tx) error {
			return notify.Tell(own, tx, notify.Note{Kind: notify.NoteImportFailed, VendorID: v.ID, Data: map[string]string{"import": "x"}})
		})
		require.NoError(t, err)
		select {
		case news := <-heard:
			return strings.Contains(news, string(notify.NoteImportFailed))
		case <-time.After(time.Second):
			return false
		}
	}, wait, tick)
}

// Thirty mails are thirty mails, whichever worker takes them.
func (c *cluster) doOnce(t *testing.T) {
	const mails = 30
	p := c.servers[0]
	ctx := fixture.Platform(t)
	require.NoError(t, p.world.db.Tx(ctx, func(tx *store.Tx) error {
		for i := range mails {
			m := notify.Mail{Kind: notify.PasswordChanged, To: fmt.Sprintf("reader-%d@orion.example", i), Language: "en"}
			if err := p.services.notify.Send(ctx, tx, m); err != nil {
				return err
			}
		}
		return nil
	}))
	sent := func() (n int) {
		for _, w := range c.workers {
			files, err := filepath.Glob(filepath.Join(w.cfg.DataDir, "mailbox", "*.json"))
			require.NoError(t, err)
			n += len(files)
		}
		return n
	}
	require.Eventually(t, func() bool { return sent() >= mails }, 6*wait, tick)
	require.Never(t, func() bool { return sent() > mails }, time.Second, 100*time.Millisecond)
}

// What the clock asks for is put into the queue by one of them.
func (c *cluster) beginOnce(t *testing.T) {
	count := func(kind string) (n int) {
		err := c.servers[0].world.db.Platform.QueryRow(t.Context(), "SELECT count(*) FROM river.river_job WHERE kind = $1", kind).Scan(&n)
		require.NoError(t, err)
		return n
	}
	for _, s := range worker.Schedule() {
		if s.Every < time.Hour {
			continue // it may be due again meanwhile
		}
		require.Eventually(t, func() bool { return count(s.Kind) > 0 }, 6*wait, tick, s.Kind)
		require.Equal(t, 1, count(s.Kind), s.Kind)
	}
}
