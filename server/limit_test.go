package server_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
	"orion/server"
)

// serve runs s as the program does, with the time limits that with makes shorter.
func serve(t testing.TB, s *server.Server, with ...func(*http.Server)) (*http.Server, string) {
	t.Helper()
	srv := server.HTTP(s, s.Log)
	for _, f := range with {
		f(srv)
	}
	l, err := server.Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	go func() { _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close() })
	return srv, l.Addr().String()
}

func impatient(srv *http.Server) {
	srv.ReadHeaderTimeout, srv.ReadTimeout, srv.WriteTimeout = 100*time.Millisecond, 300*time.Millisecond, 300*time.Millisecond
}

// cutOff waits until the server hangs up and returns what it said.
func cutOff(t testing.TB, c net.Conn) string {
	t.Helper()
	require.NoError(t, c.SetReadDeadline(time.Now().Add(10*time.Second)))
	b, err := io.ReadAll(c)
	if ne, ok := err.(net.Error); ok { //nolint:errorlint // not wrapped
		require.False(t, ne.Timeout(), "the server never hung up")
	}
	return string(b)
}

func dial(t testing.TB, addr string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestB8_153SlowClientsAreCutOff(t *testing.T) {
	t.Parallel()
	gaveUp := make(chan struct{})
	s, _ := open(t, func(d *server.Deps) {
		d.Graph = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				return
			}
			for {
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					close(gaveUp)
					return
				}
			}
		})
	})
	_, addr := serve(t, s, impatient)
	for name, head := range map[string]string{
		"headers that never end": "POST /graphql HTTP/1.1\r\nHost: orion.example\r\nX-Slow: ",
		"a body that never comes": "POST /graphql HTTP/1.1\r\nHost: orion.example\r\nContent-Type: application/json\r\n" +
			"Content-Length: 1000\r\n\r\n{",
		"nothing at all": "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, began := dial(t, addr), time.Now()
			_, err := io.WriteString(c, head)
			require.NoError(t, err)
			cutOff(t, c)
			require.Less(t, time.Since(began), 5*time.Second)
		})
	}
	t.Run("a reader who does not read", func(t *testing.T) {
		t.Parallel()
		c := dial(t, addr)
		_, err := io.WriteString(c, "POST /graphql HTTP/1.1\r\nHost: orion.example\r\nContent-Length: 2\r\n\r\n{}")
		require.NoError(t, err)
		select {
		case <-gaveUp:
		case <-time.After(5 * time.Second):
			t.Fatal("the server went on writing")
		}
	})
}

func TestB8_154HeadersHaveASize(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	_, addr := serve(t, s)
	for name, tc := range map[string]struct{ bytes, status int }{
		"32 kB": {32 << 10, http.StatusOK},
		"65 kB": {65 << 10, http.StatusRequestHeaderFieldsTooLarge},
		"1 MB":  {1 << 20, http.StatusRequestHeaderFieldsTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := dial(t, addr)
			go func() {
				_, _ = fmt.Fprintf(c, "GET /healthz HTTP/1.1\r\nHost: orion.example\r\nX-Large: %s\r\n\r\n", strings.Repeat("a", tc.bytes))
			}()
			resp, err := http.ReadResponse(bufio.NewReader(c), nil)
			require.NoError(t, err)
			defer resp.Body.Close()
			require.Equal(t, tc.status, resp.StatusCode)
		})
	}
	t.Run("one request that could be two has one answer", func(t *testing.T) {
		t.Parallel()
		c := dial(t, addr)
		_, err := io.WriteString(c, "POST /healthz HTTP/1.1\r\nHost: orion.example\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"+
			"0\r\n\r\nGET /readyz HTTP/1.1\r\nHost: orion.example\r\n\r\n")
		require.NoError(t, err)
		require.NoError(t, c.(*net.TCPConn).CloseWrite())
		require.LessOrEqual(t, strings.Count(cutOff(t, c), "HTTP/1.1 2"), 1)
	})
}

func TestB8_156TooManyRequestsAreToldToComeAgain(t *testing.T) {
	t.Parallel()
	busy, free := make(chan struct{}, 2), make(chan struct{})
	s, _ := open(t, func(d *server.Deps) {
		d.Requests = 2
		d.Graph = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { busy <- struct{}{}; <-free })
	})
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { ask(s, http.MethodPost, "/graphql", "{}") })
	}
	<-busy
	<-busy
	began := time.Now()
	w := ask(s, http.MethodPost, "/graphql", "{}")
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Equal(t, errs.Unavailable, refusal(t, w))
	require.Equal(t, "1", w.Header().Get("Retry-After"))
	require.Less(t, time.Since(began), 2*time.Second)
	require.Equal(t, http.StatusOK, get(s, "/healthz").Code, "nobody takes the process for dead")
	require.Equal(t, http.StatusOK, get(s, "/readyz").Code)
	require.Equal(t, http.StatusOK, get(s, "/assets/shared/js/app.js").Code)
	close(free)
	wg.Wait()
	require.Equal(t, http.StatusOK, get(s, "/shop/lumiere/").Code, "places are given back")
}

func TestALargeBodyIsCut(t *testing.T) {
	t.Parallel()
	var read int64
	s, _ := open(t, func(d *server.Deps) {
		d.Graph = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { read, _ = io.Copy(io.Discard, r.Body) })
	})
	ask(s, http.MethodPost, "/graphql", strings.Repeat("x", 8<<20))
	require.LessOrEqual(t, read, int64(2<<20))
}

// A slow line is no standstill: an upload may take longer than a request.
func TestAnUploadOutlivesTheLimitsOfRequests(t *testing.T) {
	t.Parallel()
	u := &uploads{got: map[string]string{}}
	s, _ := open(t, func(d *server.Deps) { d.Uploads = u })
	_, addr := serve(t, s, impatient)
	pr, pw := io.Pipe()
	go func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for range 10 {
			<-tick.C
			_, _ = pw.Write([]byte("x"))
		}
		_ = pw.Close()
	}()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "http://"+addr+goodAddress, pr)
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	require.Equal(t, http.StatusNoContent, resp.StatusCode)
	require.Contains(t, u.got["supl_1"], "xxxxxxxxxx")
}

func TestStaticAnswersOverARealLine(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	ts := httptest.NewServer(s)
	defer ts.Close()
	resp, err := http.Get(ts.URL + "/assets/shared/js/app.js")
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Contains(t, string(b), "import")
}
