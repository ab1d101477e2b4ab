package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"code.dny.dev/ssrf"
)

// AllowPrivate lets a program under development send to servers on its own machine and
// network. The address of cloud metadata (169.254) stays closed.
func AllowPrivate() Option { return func(o *options) { o.private = true } }

// private are the networks that AllowPrivate opens.
func private() []ssrf.Option {
	v4 := []netip.Prefix{
		netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8"),
		netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	}
	v6 := []netip.Prefix{netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("fc00::/7")}
	return []ssrf.Option{ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...)}
}

// A Message is what is sent to a host.
type Message struct {
	URL    string
	Header map[string]string
	Body   []byte
	// Total bounds the whole exchange and Keep the bytes of the answer that are read. Both
	// must be set.
	Total time.Duration
	Keep  int64
}

// An Answer is what a host said to a Message.
type Answer struct {
	// Status is that of the answer. One that leads elsewhere is not followed.
	Status int
	// Begins is the beginning of the answer, as text.
	Begins string
}

// Post sends a message. Whatever status comes back is an Answer; it returns an *Error where
// none did, and the error of ctx where that has ended.
func (c *Client) Post(ctx context.Context, m Message) (*Answer, error) {
	if err := c.Check(m.URL); err != nil {
		return nil, err
	}
	ours, cancel := context.WithTimeout(ctx, m.Total)
	defer cancel()
	req, err := http.NewRequestWithContext(ours, http.MethodPost, m.URL, bytes.NewReader(m.Body))
	if err != nil {
		return nil, &Error{Code: CodeAddress, Format: "is no address"}
	}
	req.Header.Set("User-Agent", "Orion/1")
	for name, value := range m.Header {
		req.Header.Set(name, value)
	}
	res, err := c.unled.Do(req)
	if err != nil {
		return nil, refused(ctx, ours, err)
	}
	defer func() { _ = res.Body.Close() }() // what was wanted of it has been read
	begins, err := io.ReadAll(io.LimitReader(res.Body, m.Keep))
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, refused(ctx, ours, err)
	}
	return &Answer{Status: res.StatusCode, Begins: strings.ToValidUTF8(strings.ReplaceAll(string(begins), "\x00", ""), "")}, nil
}

// unled does not go where an answer leads.
func unled(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
