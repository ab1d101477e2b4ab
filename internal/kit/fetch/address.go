package fetch

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"code.dny.dev/ssrf"
)

// addressLength is how long an address may be, in characters.
const addressLength = 2000

// ports are those that files are fetched from.
var ports = []uint16{80, 443, 8080, 8443}

// Check returns what is wrong with an address as it is written, nil for one that can be
// tried. It asks nobody: where a name leads is seen when it is dialled. The address is
// http or https, at most 2,000 characters of ASCII, with a host, and names neither a
// user nor another port than 80, 443, 8080 and 8443.
func (c *Client) Check(address string) error {
	if utf8.RuneCountInString(address) > addressLength {
		return &Error{Code: CodeAddress, Format: "is longer than %v characters", Args: []any{addressLength}}
	}
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r >= 0x7F }) {
		return &Error{Code: CodeAddress, Format: "must be written in ASCII and without blanks"}
	}
	u, err := url.Parse(address)
	if err != nil {
		return &Error{Code: CodeAddress, Format: "is no address"}
	}
	return c.check(u)
}

func (c *Client) check(u *url.URL) error {
	ip, literal := netip.ParseAddr(strings.Trim(u.Hostname(), "[]"))
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return &Error{Code: CodeAddress, Format: "must begin with http:// or https://"}
	case u.User != nil:
		return &Error{Code: CodeAddress, Format: "must not name a user or a password; those are kept apart"}
	case u.Opaque != "" || u.Hostname() == "":
		return &Error{Code: CodeAddress, Format: "names no host"}
	case !c.open(u):
		return &Error{Code: CodeAddress, Format: "must not name another port than 80, 443, 8080 or 8443"}
	case literal == nil && c.guard.SafeAddr(ip.Unmap().WithZone("")) != nil:
		return unreachable(false)
	}
	return nil
}

// open reports whether the port of an address is one that is fetched from.
func (c *Client) open(u *url.URL) bool {
	return c.anyPort || u.Port() == "" && !strings.HasSuffix(u.Host, ":") || slices.ContainsFunc(ports, func(p uint16) bool { return u.Port() == port(p) })
}

// same reports whether credentials for an address may go to another: it is the same
// host and port, or the same host by TLS where it was not before.
func same(given, to *url.URL) bool {
	if !strings.EqualFold(given.Hostname(), to.Hostname()) {
		return false
	}
	if given.Scheme == to.Scheme {
		return portOf(given) == portOf(to)
	}
	return given.Scheme == "http" && portOf(given) == "80" && to.Scheme == "https" && portOf(to) == "443"
}

func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}

// guardian decides which addresses are dialled: public ones, and more for tests.
func guardian(o options) *ssrf.Guardian {
	with := []ssrf.Option{ssrf.WithPorts(ports...)}
	if o.loopback {
		with = []ssrf.Option{
			ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(netip.MustParsePrefix("127.0.0.0/8")),
			ssrf.WithAllowedV6Prefixes(netip.MustParsePrefix("::1/128")),
		}
	}
	if o.private {
		with = private()
	}
	return ssrf.New(with...)
}
