package vendor

import (
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"orion/internal/kit/errs"
)

// nowhereZones are the ends of names that mean something on one network alone, or nothing.
var nowhereZones = []string{"localhost", "local", "internal", "invalid", "onion", "arpa", "lan", "home"}

// normalHost puts a host name that somebody claims into its usual writing, lower case and
// xn-- beyond ASCII, and refuses what is none of their own: INVALID at host.
func (s *Service) normalHost(host string) (string, error) {
	noHost := func(why string) error { return errs.Field("host", why) }
	host = strings.TrimSuffix(strings.TrimSpace(host), ".")
	if strings.ContainsAny(host, "/:@ ") || len(host) > 253 {
		return "", noHost("must be a host name alone, such as shop.example.com")
	}
	name, err := idna.Registration.ToASCII(strings.ToLower(host))
	if err != nil || !hostPattern.MatchString(name) || !labels(name) {
		return "", noHost("must be a host name alone, such as shop.example.com")
	}
	switch _, err := netip.ParseAddr(name); {
	case err == nil, numeric(name):
		return "", noHost("must be a name, not an address")
	case name == s.baseDomain, strings.HasSuffix(name, "."+s.baseDomain), strings.HasSuffix(s.baseDomain, "."+name):
		return "", noHost("belongs to the platform")
	case nowhere(name):
		return "", noHost("is no name of the internet")
	}
	if suffix, _ := publicsuffix.PublicSuffix(name); suffix == name {
		return "", noHost("is open to everybody for registration")
	}
	return name, nil
}

// labels reports whether no part of a name begins or ends with a dash.
func labels(name string) bool {
	for label := range strings.SplitSeq(name, ".") {
		if strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
	}
	return true
}

// numeric reports whether the last part of a name is a number, which makes an address of
// it for many programs.
func numeric(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	return strings.Trim(last, "0123456789") == "" || strings.HasPrefix(last, "0x")
}

func nowhere(name string) bool {
	for _, zone := range nowhereZones {
		if strings.HasSuffix(name, "."+zone) {
			return true
		}
	}
	return false
}
