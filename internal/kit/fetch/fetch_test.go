package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/fetch"
)

const secret = "s3cret-pass"

// host is a server that counts who comes.
type host struct {
	*httptest.Server
	calls atomic.Int32
}

func serve(t *testing.T, f http.HandlerFunc) *host {
	t.Helper()
	h := &host{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.calls.Add(1)
		f(w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
}

// get fetches with limits of a test and reads all of it.
func get(ctx context.Context, c *fetch.Client, address string, with ...func(*fetch.Request)) (string, *fetch.Response, error) {
	r := fetch.Request{URL: address, Total: 5 * time.Second, Idle: 2 * time.Second, Bytes: 1 << 20}
	for _, f := range with {
		f(&r)
	}
	res, err := c.Get(ctx, r)
	if err != nil {
		return "", nil, err
	}
	body, err := io.ReadAll(res.Body)
	return string(body), res, errors.Join(err, res.Body.Close())
}

func failed(t *testing.T, err error) *fetch.Error {
	t.Helper()
	e, ok := errors.AsType[*fetch.Error](err)
	require.True(t, ok, "%v", err)
	return e
}

func TestAFileIsFetched(t *testing.T) {
	t.Parallel()
	h := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Last-Modified", "Sun, 29 Nov 2026 10:00:00 GMT")
		_, _ = io.WriteString(w, "id,title\n")
	})
	body, res, err := get(t.Context(), fetch.New(fetch.AllowLoopback()), h.URL)
	require.NoError(t, err)
	require.Equal(t, "id,title\n", body)
	require.Equal(t, `"1"`, res.ETag)
	require.Equal(t, "Sun, 29 Nov 2026 10:00:00 GMT", res.LastModified)
	require.False(t, res.NotModified)
}

// All that is inside is told in the same words, whether somebody listens there or not.
func TestH45WhatIsNotPublicIsNotReached(t *testing.T) {
	t.Parallel()
	inside := serve(t, says("secret"))
	names := resolver(t, map[string][]string{
		"127-0-0-1.sslip.test": {"127.0.0.1"}, "inside.test": {"10.0.0.1"}, "mapped.test": {"::ffff:127.0.0.1"}, "localhost": {"127.0.0.1"},
	})
	c := fetch.New(fetch.ResolveWith(names))
	_, port, err := net.SplitHostPort(inside.Listener.Addr().String())
	require.NoError(t, err)
	want := ""
	for name, address := range map[string]string{
		"H45 loopback, with nobody there":             "http://127.0.0.1/",
		"H45 loopback of six":                         "http://[::1]/",
		"H45 all addresses of this machine":           "http://0.0.0.0/",
		"H45 a private network":                       "http://10.0.0.1/",
		"H45 another private network":                 "http://172.16.0.1:8080/",
		"H45 a home's network":                        "http://192.168.1.1/",
		"H45 the metadata of a cloud":                 "http://169.254.169.254/latest/meta-data/",
		"H45 a carrier's network":                     "http://100.64.0.1/",
		"H45 a private network of six":                "http://[fc00::1]/",
		"H45 a link of six":                           "http://[fe80::1]/",
		"H45 loopback mapped into six":                "http://[::ffff:127.0.0.1]/",
		"H45 loopback behind a translator":            "http://[64:ff9b::7f00:1]/",
		"H45 loopback as one number":                  "http://2130706433/",
		"H45 loopback as a hexadecimal number":        "http://0x7f.1/",
		"H45 localhost":                               "http://localhost/",
		"H45 localhost with a dot":                    "http://localhost./",
		"H45 a public name of loopback":               "http://127-0-0-1.sslip.test/",
		"H45 a name inside":                           "https://inside.test:8443/",
		"H45 a name of a mapped address":              "http://mapped.test/",
		"H45 a name that nobody has":                  "http://nobody.test/",
		"H45 a broadcast":                             "http://255.255.255.255/",
		"H45 what is kept for documentation":          "http://192.0.2.1/",
		"H45 loopback with a capital scheme is a URL": "HTTP://127.0.0.1/",
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := get(t.Context(), c, address)
			e := failed(t, err)
			require.Equal(t, fetch.CodeUnreachable, e.Code)
			require.False(t, e.Again)
			require.NotRegexp(t, `\d`, e.Error())
			if want == "" {
				want = e.Error()
			}
			require.Equal(t, want, e.Error(), "the same words for all")
		})
	}
	t.Run("H45 a port that is open is refused as one that is not", func(t *testing.T) {
		_, _, open := get(t.Context(), c, "http://127.0.0.1:"+port+"/")
		_, _, shut := get(t.Context(), c, "http://127.0.0.1:9/")
		require.Equal(t, failed(t, open), failed(t, shut))
	})
	require.Zero(t, inside.calls.Load())
}

func TestH46EveryHopIsChecked(t *testing.T) {
	t.Parallel()
	end := serve(t, says("here"))
	for name, tc := range map[string]struct {
		to   string
		want fetch.Code // "" arrives
	}{
		"H46 a redirect to a file":              {"file:///etc/passwd", fetch.CodeRedirect},
		"H46 a redirect to ftp":                 {"ftp://example.com/feed.csv", fetch.CodeRedirect},
		"H46 a redirect to gopher":              {"gopher://127.0.0.1:6379/_INFO", fetch.CodeRedirect},
		"H46 a redirect to a private network":   {"http://10.0.0.1/", fetch.CodeRedirect},
		"H46 a redirect to a cloud's metadata":  {"http://169.254.169.254/latest/", fetch.CodeRedirect},
		"H46 a redirect to a name inside":       {"http://inside.test/", fetch.CodeUnreachable},
		"H46 a redirect with a user":            {"http://me:" + secret + "@example.com/", fetch.CodeRedirect},
		"H46 a redirect to where the file is":   {end.URL, ""},
		"H46 a redirect that says where not":    {"", fetch.CodeStatus},
		"H46 a redirect to an address of blank": {"http://exa mple.com/", fetch.CodeBroken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", tc.to)
				w.WriteHeader(http.StatusFound)
			})
			c := fetch.New(fetch.AllowLoopback(), fetch.ResolveWith(resolver(t, map[string][]string{"inside.test": {"10.0.0.1"}})))
			body, _, err := get(t.Context(), c, h.URL)
			if tc.want == "" {
				require.NoError(t, err)
				require.Equal(t, "here", body)
				return
			}
			e := failed(t, err)
			require.Equal(t, tc.want, e.Code)
			require.NotContains(t, err.Error(), secret)
			require.NotContains(t, err.Error(), "10.0.0.1")
		})
	}
	t.Run("H46 a redirect from a public name to loopback", func(t *testing.T) {
		// What a host on a public address can send us to is refused by the same rule.
		require.Error(t, fetch.New().Check(end.URL))
	})
}

func TestH46HopsAreCounted(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		hops int
		ok   bool
	}{"H46 five hops": {5, true}, "H46 six hops": {6, false}, "H46 a loop": {1 << 30, false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := serve(t, func(w http.ResponseWriter, r *http.Request) {
				n, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
				if n < tc.hops {
					http.Redirect(w, r, "/"+strconv.Itoa(n+1), http.StatusMovedPermanently)
					return
				}
				_, _ = io.WriteString(w, "here")
			})
			_, _, err := get(t.Context(), fetch.New(fetch.AllowLoopback()), h.URL+"/0")
			if tc.ok {
				require.NoError(t, err)
				return
			}
			require.Equal(t, fetch.CodeRedirect, failed(t, err).Code)
			require.EqualValues(t, 6, h.calls.Load())
		})
	}
}

func TestH47TheAddressCheckedIsTheOneDialled(t *testing.T) {
	t.Parallel()
	inside := serve(t, says("secret"))
	_, port, err := net.SplitHostPort(inside.Listener.Addr().String())
	require.NoError(t, err)
	t.Run("H47 a name that is public at first and private then", func(t *testing.T) {
		// Whatever the name stood for when somebody looked, what counts is what is dialled.
		c := fetch.New(fetch.ResolveWith(resolver(t, map[string][]string{"turns.test": {"127.0.0.1"}})))
		require.NoError(t, c.Check("http://turns.test/"))
		_, _, err := get(t.Context(), c, "http://turns.test/")
		require.Equal(t, fetch.CodeUnreachable, failed(t, err).Code)
		require.Zero(t, inside.calls.Load())
	})
	t.Run("H47 of several addresses the private ones are left out", func(t *testing.T) {
		c := fetch.New(fetch.AllowLoopback(), fetch.ResolveWith(resolver(t, map[string][]string{"both.test": {"10.0.0.1", "127.0.0.1"}})))
		began := time.Now()
		body, _, err := get(t.Context(), c, "http://both.test:"+port+"/")
		require.NoError(t, err)
		require.Equal(t, "secret", body)
		require.Less(t, time.Since(began), 4*time.Second, "10.0.0.1 was not waited for")
	})
}

func TestH48AddressesAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	c := fetch.New()
	for name, tc := range map[string]struct {
		address string
		ok      bool
	}{
		"H48 http":                         {"http://example.com/feed.csv", true},
		"H48 https with a query":           {"https://example.com/feed.csv?token=a%20b", true},
		"H48 port 8443":                    {"https://example.com:8443/", true},
		"H48 2,000 characters":             {"https://example.com/" + strings.Repeat("x", 1980), true},
		"H48 an encoded name":              {"https://xn--bcher-kva.example/", true},
		"H48 2,001 characters":             {"https://example.com/" + strings.Repeat("x", 1981), false},
		"H48 a user and a password":        {"https://me:" + secret + "@example.com/", false},
		"H48 a user alone":                 {"https://me@example.com/", false},
		"H48 the port of ssh":              {"http://example.com:22/", false},
		"H48 the port of Postgres":         {"http://example.com:5432/", false},
		"H48 the port of Redis":            {"http://example.com:6379/", false},
		"H48 a port of nothing":            {"http://example.com:/", false},
		"H48 a port with zeros before it":  {"http://example.com:00080/", false},
		"H48 a name in letters of its own": {"https://bücher.example/", false},
		"H48 letters that look like ours":  {"https://еxample.com/", false},
		"H48 a blank":                      {"https://example.com/a b", false},
		"H48 a line break":                 {"https://example.com/\r\nX-Injected: 1", false},
		"H48 NUL":                          {"https://example.com/\x00", false},
		"H48 no scheme":                    {"example.com/feed.csv", false},
		"H48 no host":                      {"https:///feed.csv", false},
		"H48 an opaque address":            {"http:example.com", false},
		"H48 a file":                       {"file:///etc/passwd", false},
		"H48 data":                         {"data:text/csv,id", false},
		"H48 gopher":                       {"gopher://example.com/", false},
		"H48 nothing":                      {"", false},
		"H48 a private address":            {"http://192.168.0.1/", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := c.Check(tc.address)
			require.Equal(t, tc.ok, err == nil, "%v", err)
			if err != nil {
				require.NotContains(t, err.Error(), secret)
				_, _, err = get(t.Context(), c, tc.address)
				require.Error(t, err, "and nothing is fetched from it")
				require.NotContains(t, err.Error(), secret)
			}
		})
	}
}

func TestH49WhatHostsDo(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		host  http.HandlerFunc
		code  fetch.Code
		again bool
	}{
		"H49 no answer": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, fetch.CodeTimeout, true},
		"H49 a body that stops coming": {func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "id,ti")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, fetch.CodeTimeout, true},
		"H49 a body of a byte now and then": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, "x")
				_ = http.NewResponseController(w).Flush()
				select {
				case <-time.After(50 * time.Millisecond):
				case <-r.Context().Done():
				}
			}
		}, fetch.CodeTimeout, true},
		"H49 a body without end": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					return
				}
			}
		}, fetch.CodeTooLarge, false},
		"H49 a length that is too much": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1048577")
			_, _ = io.WriteString(w, "x")
		}, fetch.CodeTooLarge, false},
		"H49 less than was said": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "id,title\n")
		}, fetch.CodeBroken, true},
		"H49 a bomb": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(packed(make([]byte, 4<<20)))
		}, fetch.CodeTooLarge, false},
		"H49 packed and broken": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(packed([]byte("id,title\n"))[:12])
		}, fetch.CodeBroken, true},
		"H49 packed by its own account": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			_, _ = io.WriteString(w, "x")
		}, fetch.CodeBroken, false},
		"H49 401":                   {status(401), fetch.CodeStatus, false},
		"H49 403":                   {status(403), fetch.CodeStatus, false},
		"H49 404":                   {status(404), fetch.CodeStatus, false},
		"H49 429":                   {status(429), fetch.CodeStatus, true},
		"H49 500":                   {status(500), fetch.CodeStatus, true},
		"H49 503":                   {status(503), fetch.CodeStatus, true},
		"H49 204":                   {status(204), fetch.CodeStatus, false},
		"H49 304 that nobody asked": {status(304), fetch.CodeStatus, false},
		"H49 headers without end": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("x", 200_000))
		}, fetch.CodeBroken, true},
		"H49 no HTTP": {func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, "SSH-2.0-OpenSSH_9.9\r\n")
				_ = conn.Close()
			}
		}, fetch.CodeBroken, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := serve(t, tc.host)
			c := fetch.New(fetch.AllowLoopback(), fetch.HeaderTimeout(300*time.Millisecond))
			_, _, err := get(t.Context(), c, h.URL, func(r *fetch.Request) {
				r.Username, r.Password, r.Total, r.Idle = "me", secret, time.Second, 300*time.Millisecond
			})
			e := failed(t, err)
			require.Equal(t, tc.code, e.Code, "%v", err)
			require.Equal(t, tc.again, e.Again)
			require.NotContains(t, err.Error(), secret)
			require.NotContains(t, err.Error(), "127.0.0.1")
		})
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func packed(content []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(content)
	_ = z.Close()
	return out.Bytes()
}

func TestWhatIsPackedForTheWayIsUnpacked(t *testing.T) {
	t.Parallel()
	h := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			w.WriteHeader(http.StatusNotAcceptable)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed([]byte("id,title\n")))
	})
	body, _, err := get(t.Context(), fetch.New(fetch.AllowLoopback()), h.URL)
	require.NoError(t, err)
	require.Equal(t, "id,title\n", body)
}

func TestAHostMaySayThatThereIsNothingNew(t *testing.T) {
	t.Parallel()
	h := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` || r.Header.Get("If-Modified-Since") == "then" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(w, "new")
	})
	c := fetch.New(fetch.AllowLoopback())
	for name, tc := range map[string]struct {
		with func(*fetch.Request)
		same bool
	}{
		"by its tag":            {func(r *fetch.Request) { r.ETag = `"1"` }, true},
		"by its date":           {func(r *fetch.Request) { r.LastModified = "then" }, true},
		"with another tag":      {func(r *fetch.Request) { r.ETag = `"0"` }, false},
		"with nothing to go by": {func(*fetch.Request) {}, false},
		"by another date":       {func(r *fetch.Request) { r.LastModified = "now" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body, res, err := get(t.Context(), c, h.URL, tc.with)
			require.NoError(t, err)
			require.Equal(t, tc.same, res.NotModified)
			require.Equal(t, tc.same, body == "")
		})
	}
}

func TestCredentialsStayWithTheirHost(t *testing.T) {
	t.Parallel()
	heard := make(chan http.Header, 1)
	echo := func(_ http.ResponseWriter, r *http.Request) { heard <- r.Header.Clone() }
	other := serve(t, echo)
	for name, tc := range map[string]struct {
		to   func(own *url.URL) string
		sent bool
	}{
		"to the host itself":                      {func(*url.URL) string { return "/feed" }, true},
		"not to another port of the host":         {func(*url.URL) string { return other.URL + "/feed" }, false},
		"not to the same port under another name": {func(u *url.URL) string { return "http://localhost:" + u.Port() + "/feed" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			h := serve(t, nil)
			h.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/feed" {
					echo(w, r)
					return
				}
				if user, pass, _ := r.BasicAuth(); user != "me" || pass != secret {
					w.WriteHeader(http.StatusUnauthorized)
					return
				}
				u, _ := url.Parse(h.URL)
				http.Redirect(w, r, tc.to(u), http.StatusFound)
			})
			c := fetch.New(fetch.AllowLoopback(), fetch.ResolveWith(resolver(t, map[string][]string{"localhost": {"127.0.0.1"}})))
			_, _, err := get(t.Context(), c, h.URL+"/start?token=private", func(r *fetch.Request) { r.Username, r.Password = "me", secret })
			require.NoError(t, err)
			got := <-heard
			require.Equal(t, tc.sent, got.Get("Authorization") != "")
			require.Empty(t, got.Get("Referer"), "an address may hold a secret")
		})
	}
}

func TestNoProxyIsAsked(t *testing.T) {
	proxy := serve(t, says("from the proxy"))
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	_, _, err := get(t.Context(), fetch.New(fetch.ResolveWith(resolver(t, nil))), "http://nobody.test/")
	require.Error(t, err)
	require.Zero(t, proxy.calls.Load())
}

func TestWhoAskedMayGiveUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	h := serve(t, func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
	_, _, err := get(ctx, fetch.New(fetch.AllowLoopback()), h.URL)
	require.ErrorIs(t, err, context.Canceled)
}

// The options are for tests: nothing that is built into the program uses one.
func TestNoSettingOpensWhatIsInside(t *testing.T) {
	t.Parallel()
	root := "../../.."
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "node_modules" || d.Name() == "gen" || strings.HasPrefix(d.Name(), ".") && path != root) {
			if err == nil {
				err = filepath.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(filepath.Dir(path), "kit/fetch") {
			return nil
		}
		text, err := os.ReadFile(path)
		require.NotContains(t, string(text), "fetch.AllowLoopback", path)
		require.NotContains(t, string(text), "fetch.ResolveWith", path)
		return err
	}))
}
