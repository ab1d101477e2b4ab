package vendor

import (
	"regexp"
	"strings"

	"orion/internal/kit/errs"
)

var (
	// A slug is a label of a host name as well.
	slugPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$`)
	hostPattern = regexp.MustCompile(`^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,10}$`)
)

// reserved are names that the platform has or may need under its domain, and those
// that mail servers, browsers and people take for the platform's own.
var reserved = func() map[string]bool {
	out := map[string]bool{}
	for name := range strings.FieldsSeq(`
		admin administrator api app assets auth autoconfig autodiscover billing blog cdn console
		dashboard dns docs download email ftp git graphql healthz help hostmaster id imap internal
		localhost login mail media metrics mta-sts mx news ns ns1 ns2 oauth orion orion-admin platform
		playground pop pop3 postmaster proxy readyz root schema secure security shop shops smtp ssl sso
		static status support system theme upload uploads vendor vendors vpn webhook webhooks webmail
		webmaster wpad ws www www1 www2`) {
		out[name] = true
	}
	return out
}()

// checkSlug refuses what cannot be a vendor's name in addresses.
func checkSlug(slug string) error {
	switch {
	case !slugPattern.MatchString(slug), strings.HasPrefix(slug, "xn--"): // that is how other scripts are written
		return errs.Field("input.slug", "must be 2 to 40 lower-case letters, digits and inner dashes")
	case reserved[slug]:
		return errs.Field("input.slug", "is a reserved name")
	}
	return nil
}
