// Package fetch gets files from hosts that people name. It reaches public addresses only:
// the address that a name stands for is checked where it is dialled, at every hop. It
// asks no proxy, has a limit for everything that a host can do, and its errors tell
// nobody what is inside.
package fetch

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"time"

	"code.dny.dev/ssrf"
)

// The limits that all requests have.
const (
	dialTimeout   = 5 * time.Second
	headerTimeout = 30 * time.Second
	headerBytes   = 64 << 10
	hops          = 5
	validator     = 500 // bytes of an ETag or a date that are kept
)

// A Client fetches files. It is safe for concurrent use.
type Client struct {
	http    *http.Client
	unled   *http.Client // follows nothing
	guard   *ssrf.Guardian
	anyPort bool
}

type options struct {
	loopback bool
	private  bool
	resolver *net.Resolver
	header   time.Duration
}

// An Option changes a Client for a test. No setting leads to one but AllowPrivate.
type Option func(*options)

// AllowLoopback lets a test fetch from servers of its own.
func AllowLoopback() Option { return func(o *options) { o.loopback = true } }

// ResolveWith lets a test say what names stand for.
func ResolveWith(r *net.Resolver) Option { return func(o *options) { o.resolver = r } }

// HeaderTimeout lets a test wait for an answer for less than 30 seconds.
func HeaderTimeout(d time.Duration) Option { return func(o *options) { o.header = d } }

// New returns a Client. Options are for tests, AllowPrivate also for development.
func New(with ...Option) *Client {
	o := options{header: headerTimeout}
	for _, f := range with {
		f(&o)
	}
	c := &Client{guard: guardian(o), anyPort: o.loopback || o.private}
	dialer := &net.Dialer{Timeout: dialTimeout, Control: c.guard.Safe, Resolver: o.resolver}
	c.http = &http.Client{
		Transport: &http.Transport{ // no proxy: one would dial for us, unchecked
			DialContext: dialer.DialContext, TLSHandshakeTimeout: dialTimeout, ResponseHeaderTimeout: o.header,
			MaxResponseHeaderBytes: headerBytes, MaxIdleConnsPerHost: 4, IdleConnTimeout: 30 * time.Second,
			DisableCompression: true, // what is unpacked is counted, so it is unpacked here
		},
		CheckRedirect: c.redirected,
	}
	c.unled = &http.Client{Transport: c.http.Transport, CheckRedirect: unled}
	return c
}

// redirected decides about the next hop.
func (c *Client) redirected(next *http.Request, via []*http.Request) error {
	if len(via) > hops {
		return &Error{Code: CodeRedirect, Format: "the address leads on more than %v times", Args: []any{hops}}
	}
	if err := c.Check(next.URL.String()); err != nil {
		return &Error{Code: CodeRedirect, Format: "the address leads to another that is not fetched from"}
	}
	if !same(via[0].URL, next.URL) {
		next.Header.Del("Authorization")
	}
	next.Header.Del("Referer") // an address can be a secret itself
	return nil
}

// A Request is what to fetch, and how much of it.
type Request struct {
	URL string

	// Username and Password are sent to the host of URL alone (HTTP Basic); none where
	// both are empty.
	Username, Password string

	// ETag and LastModified are those of what is there already: a host that has
	// nothing else may say so.
	ETag, LastModified string

	// Total bounds the whole, Idle the wait for the next byte of the file. Both must
	// be set.
	Total, Idle time.Duration

	// Bytes are the most that may come, and the most that it may unpack to.
	Bytes int64
}

// A Response is a file on its way.
type Response struct {
	// NotModified says that there is no other file than the one of the request's
	// validators; Body is empty then.
	NotModified bool

	ETag, LastModified string

	// Body must be closed. Its errors are as those of Get.
	Body *Body
}

// Get asks for a file. It returns an *Error for all that the host, or whoever named it,
// is to blame for, and the error of ctx where that has ended.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	if err := c.Check(r.URL); err != nil {
		return nil, err
	}
	ours, cancel := context.WithTimeout(ctx, r.Total)
	req, err := r.request(ours)
	if err != nil {
		cancel()
		return nil, &Error{Code: CodeAddress, Format: "is no address"}
	}
	res, err := c.http.Do(req)
	if err != nil {
		err = refused(ctx, ours, err)
		cancel()
		return nil, err
	}
	out, err := r.response(ctx, ours, res)
	if err != nil {
		_ = res.Body.Close()
		cancel()
		return nil, err
	}
	out.Body.cancel = cancel
	return out, nil
}

func (r *Request) request(ctx context.Context) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "Orion/1")
	req.Header.Set("Accept-Encoding", "gzip")
	if r.Username != "" || r.Password != "" {
		req.SetBasicAuth(r.Username, r.Password)
	}
	if r.ETag != "" {
		req.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		req.Header.Set("If-Modified-Since", r.LastModified)
	}
	return req, nil
}

func (r *Request) response(caller, ours context.Context, res *http.Response) (*Response, error) {
	if err := answered(res.StatusCode, r.ETag != "" || r.LastModified != ""); err != nil {
		return nil, err
	}
	if res.ContentLength > r.Bytes {
		return nil, tooLarge(r.Bytes)
	}
	out := &Response{
		NotModified: res.StatusCode == http.StatusNotModified,
		ETag:        short(res.Header.Get("ETag")), LastModified: short(res.Header.Get("Last-Modified")),
	}
	var err error
	out.Body, err = newBody(caller, ours, res, r)
	return out, err
}

// short drops what no honest host sends.
func short(s string) string {
	if len(s) > validator {
		return ""
	}
	for _, r := range s {
		if r < ' ' || r > '~' {
			return ""
		}
	}
	return s
}

func port(n uint16) string { return strconv.Itoa(int(n)) }
