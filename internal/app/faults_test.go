package app

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/internal/config"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/media"
	"orion/internal/pgtest"
)

// A line is a connection to a server that can fail in the ways in which lines do.
type line struct {
	addr string
	// dead swallows what is said, without a word; slow keeps each answer back for a while.
	dead atomic.Bool
	slow atomic.Int64
}

// newLine returns a line to a server.
func newLine(t *testing.T, to string) *line {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	out := &line{addr: l.Addr().String()}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go out.carry(c, to)
		}
	}()
	return out
}

func (l *line) carry(c net.Conn, to string) {
	s, err := net.Dial("tcp", to) //nolint:noctx // the line ends with its ends
	if err != nil {
		_ = c.Close()
		return
	}
	var once sync.Once
	hang := func() { once.Do(func() { _, _ = c.Close(), s.Close() }) }
	go l.pipe(s, c, hang, false)
	l.pipe(c, s, hang, true)
}

// pipe carries what is said from one end to the other.
func (l *line) pipe(to, from net.Conn, hang func(), answers bool) {
	defer hang()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if wait := time.Duration(l.slow.Load()); answers && wait > 0 {
			time.Sleep(wait) //nolint:forbidigo // that is what is wrong with it
		}
		if n > 0 && !l.dead.Load() {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// through returns the address of a database by way of a line.
func through(t *testing.T, database string) (*line, config.URL) {
	t.Helper()
	u, err := url.Parse(database)
	require.NoError(t, err)
	l := newLine(t, u.Host)
	u.Host = l.addr
	return l, config.URL(u.String())
}

// timed asks for an address and says how long the answer took.
func timed(t *testing.T, method, address, body string) (*http.Response, string, time.Duration) {
	t.Helper()
	began := time.Now()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { require.NoError(t, res.Body.Close()) }()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res, string(text), time.Since(began)
}

// A Postgres that says nothing at all, to whom no connection ends, fails requests within five
// seconds, whether their connection was idle or under way, and is there again when it speaks.
func TestB8_139PostgresIsBlackHoled(t *testing.T) {
	t.Parallel()
	l, database := through(t, pgtest.NewURL(t))
	p := start(t, Options{HTTP: true}, func(c *config.Config) { c.DatabaseURL = database; c.DatabaseMaxConns = 2 })
	v, _ := fixture.Vendor(t, p.world.db)
	shop := p.URL + "/shop/" + v.Slug
	status, _ := get(t, shop+"/")
	require.Equal(t, http.StatusOK, status)
	l.dead.Store(true)
	var wg sync.WaitGroup
	for _, ask := range []struct{ method, address, body string }{
		{http.MethodPost, p.URL + "/graphql", `{"query":"mutation{signIn(input:{audience:ADMIN,email:\"a@orion.example\",password:\"x\"}){userErrors{code}}}"}`},
		{http.MethodGet, shop + "/products/" + uuid.NewString(), ""},
		{http.MethodPost, p.URL + "/graphql", `{"query":"mutation{signIn(input:{audience:ADMIN,email:\"b@orion.example\",password:\"x\"}){userErrors{code}}}"}`},
		{http.MethodPost, p.URL + "/graphql", `{"query":"mutation{signIn(input:{audience:ADMIN,email:\"c@orion.example\",password:\"x\"}){userErrors{code}}}"}`},
	} {
		wg.Go(func() {
			res, body, took := timed(t, ask.method, ask.address, ask.body)
			if took > 5500*time.Millisecond { // half a second for a machine that does other things
				t.Errorf("%s took %s", ask.address, took)
			}
			if res.StatusCode != http.StatusServiceUnavailable && !strings.Contains(body, "UNAVAILABLE") {
				t.Errorf("%s answers %d: %s", ask.address, res.StatusCode, body)
			}
		})
	}
	wg.Wait()
	l.dead.Store(false)
	require.Eventually(t, func() bool {
		res, _, _ := timed(t, http.MethodGet, p.URL+"/readyz", "")
		return res.StatusCode == http.StatusOK
	}, 10*time.Second, 100*time.Millisecond)
}

// While others hold all connections, a request is told within two seconds to come again.
func TestB8_156AllConnectionsAreTaken(t *testing.T) {
	t.Parallel()
	p := start(t, Options{HTTP: true}, func(c *config.Config) { c.DatabaseMaxConns = 2 })
	v, _ := fixture.Vendor(t, p.world.db)
	free := p.takeAll(t)
	for range 3 {
		res, body, took := timed(t, http.MethodGet, p.URL+"/shop/"+v.Slug+"/products/lamp", "")
		require.Equal(t, http.StatusServiceUnavailable, res.StatusCode, body)
		require.NotEmpty(t, res.Header.Get("Retry-After"))
		require.Less(t, took, 2500*time.Millisecond)
	}
	_, body, took := timed(t, http.MethodPost, p.URL+"/graphql", `{"query":"mutation{signIn(input:{audience:ADMIN,email:\"a@orion.example\",password:\"x\"}){userErrors{code}}}"}`)
	require.Contains(t, body, "UNAVAILABLE")
	require.Less(t, took, 2500*time.Millisecond)
	free()
	status, _ := get(t, p.URL+"/shop/"+v.Slug+"/")
	require.Equal(t, http.StatusOK, status)
}

// takeAll takes all connections of both pools, until the returned function gives them back.
func (p *Platform) takeAll(t *testing.T) func() {
	t.Helper()
	var taken []pgx.Tx
	free := sync.OnceFunc(func() {
		for _, tx := range taken {
			require.NoError(t, tx.Rollback(context.WithoutCancel(t.Context())))
		}
	})
	t.Cleanup(free) // or the platform would wait for them for ever
	for range 2 {
		a, err := p.world.db.App.Begin(t.Context())
		require.NoError(t, err)
		b, err := p.world.db.Platform.Begin(t.Context())
		require.NoError(t, err)
		taken = append(taken, a, b)
	}
	return free
}

// Whatever becomes of Redis, shops can be looked at, limits hold, and who signs out is out.
func TestB8_140WhateverBecomesOfRedis(t *testing.T) {
	t.Parallel()
	redis := miniredis.RunT(t)
	l := newLine(t, redis.Addr())
	p := start(t, Options{HTTP: true}, func(c *config.Config) {
		c.RedisURL, c.AnswerCache = config.URL("redis://"+l.addr), 1<<20
	})
	v, _ := fixture.Vendor(t, p.world.db)
	for _, fault := range []struct {
		name       string
		wrong, end func()
	}{
		{"slow", func() { l.slow.Store(int64(1500 * time.Millisecond)) }, func() { l.slow.Store(0) }},
		{"black-holed", func() { l.dead.Store(true) }, func() { l.dead.Store(false) }},
		{"flushed", redis.FlushAll, func() {}},
		{"down", redis.Close, func() {}},
	} {
		_, bearer := p.signedIn(t, v)
		fault.wrong()
		for _, path := range []string{"/shop/" + v.Slug + "/", "/shop/" + v.Slug + "/cart", "/shop/" + v.Slug + "/checkout"} {
			res, _, took := timed(t, http.MethodGet, p.URL+path, "")
			require.Equal(t, http.StatusOK, res.StatusCode, "%s: %s", fault.name, path)
			require.Less(t, took, 5*time.Second, "%s: %s", fault.name, path)
		}
		_, _, answer := p.post(t, bearer, whoAmI)
		require.Contains(t, answer, v.Name, fault.name)
		_, _, answer = p.post(t, bearer, `mutation{signOut{userErrors{code}}}`)
		require.NotContains(t, answer, `"code"`, fault.name)
		_, _, answer = p.post(t, bearer, whoAmI)
		require.Contains(t, answer, "UNAUTHENTICATED", fault.name)
		require.True(t, p.refuses(t), "%s: guesses are counted", fault.name)
		fault.end()
	}
}

// refuses reports whether an account is closed to who guesses its password.
func (p *Platform) refuses(t *testing.T) bool {
	t.Helper()
	who := uuid.NewString()
	for range 7 {
		_, _, answer := p.post(t, "", `mutation{signIn(input:{audience:ADMIN,email:"`+who+`@orion.example",password:"wrong"}){userErrors{code}}}`)
		if strings.Contains(answer, "THROTTLED") {
			return true
		}
	}
	return false
}

// Who was signed out stays out, and who is signed in stays in, though Redis has forgotten
// everything: it holds no more than limits and answers to everybody.
func TestB8_141RedisIsFlushed(t *testing.T) {
	t.Parallel()
	redis := miniredis.RunT(t)
	p := start(t, Options{HTTP: true}, func(c *config.Config) { c.RedisURL, c.AnswerCache = config.URL("redis://"+redis.Addr()), 1<<20 })
	v, _ := fixture.Vendor(t, p.world.db)
	_, in := p.signedIn(t, v)
	_, out := p.signedIn(t, v)
	_, _, answer := p.post(t, out, `mutation{signOut{userErrors{code}}}`)
	require.NotContains(t, answer, `"code"`)
	redis.FlushAll()
	_, _, answer = p.post(t, out, whoAmI)
	require.Contains(t, answer, "UNAUTHENTICATED")
	_, _, answer = p.post(t, in, whoAmI)
	require.Contains(t, answer, v.Name)
	for _, key := range redis.Keys() {
		require.NotContains(t, key, in, "limits and kept answers alone")
	}
}

// Without the store of files shops are open, without their pictures, and no file is taken.
func TestB8_142TheStoreOfFilesIsDown(t *testing.T) {
	t.Parallel()
	p := start(t, Options{HTTP: true}, func(c *config.Config) { c.MediaQuota = 1 << 30 })
	v, team := fixture.Vendor(t, p.world.db)
	fixture.Product(t, p.world.db, v)
	staged, err := p.services.media.StageUploads(team, []*media.StagedUploadInput{{Purpose: enum.UploadPurposeMedia, Filename: "a.jpg", ContentType: "image/jpeg", ByteSize: 9}})
	require.NoError(t, err)
	require.NoError(t, p.world.bucket.WriteAll(t.Context(), "vendors/"+v.ID.String()+"/media/a.jpg", bytes.Repeat([]byte("x"), 9), nil))
	files := filepath.Join(p.cfg.DataDir, "files")
	require.NoError(t, os.Rename(files, files+".away"))
	require.NoError(t, os.WriteFile(files, nil, 0o600))
	shop := p.URL + "/shop/" + v.Slug + "/"
	for _, path := range []string{shop, shop + "cart", shop + "checkout"} {
		res, _, took := timed(t, http.MethodGet, path, "")
		require.Equal(t, http.StatusOK, res.StatusCode, path)
		require.Less(t, took, 5*time.Second)
	}
	res, body, _ := timed(t, http.MethodGet, p.URL+"/media/"+v.ID.String()+"/a.jpg", "")
	require.Contains(t, []int{http.StatusNotFound, http.StatusServiceUnavailable}, res.StatusCode, body)
	u, err := url.Parse(staged[0].URL)
	require.NoError(t, err)
	res, body, _ = timed(t, http.MethodPut, p.URL+u.Path+"?"+u.RawQuery, "123456789")
	require.Equal(t, http.StatusServiceUnavailable, res.StatusCode, body)
	require.NotContains(t, body, p.cfg.DataDir, "where files are is nobody's business")
	res, body, _ = timed(t, http.MethodGet, p.URL+"/readyz", "")
	require.Equal(t, http.StatusOK, res.StatusCode, "no balancer closes the shops for it: %s", body)

	require.NoError(t, os.Remove(files))
	require.NoError(t, os.Rename(files+".away", files))
	res, body, _ = timed(t, http.MethodPut, p.URL+u.Path+"?"+u.RawQuery, "123456789")
	require.Less(t, res.StatusCode, 300, body)
}
