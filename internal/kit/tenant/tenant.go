// Package tenant builds the keys of everything that is shared between vendors and
// holds something of one: files, limits, idempotency, caches, notices. No other code
// builds one, so that no key can be forgotten to name its vendor, and none can be made
// to look like another's.
package tenant

import (
	"net/url"
	"strings"

	"github.com/google/uuid"
)

const (
	ofVendor   = "v"
	ofPlatform = "p"
)

// Key returns v/<vendor>/a/b for the parts a and b, and p/a/b for the zero uuid: the
// platform. Parts are escaped, so that none can hold a separator; "." and ".." stay
// what they are for nobody, because a path would leave its folder by them.
func Key(vendorID uuid.UUID, parts ...string) string {
	key := []string{ofPlatform}
	if vendorID != uuid.Nil {
		key = []string{ofVendor, vendorID.String()}
	}
	for _, part := range parts {
		key = append(key, escape(part))
	}
	return strings.Join(key, "/")
}

func escape(part string) string {
	switch part {
	case "":
		return "%"
	case ".", "..":
		return strings.ReplaceAll(part, ".", "%2E")
	}
	return url.PathEscape(part)
}

// Of returns the vendor that a key names, the zero uuid for the platform's; false for
// text that Key has not built.
func Of(key string) (uuid.UUID, bool) {
	kind, rest, _ := strings.Cut(key, "/")
	switch kind {
	case ofPlatform:
		return uuid.Nil, true
	case ofVendor:
		name, _, _ := strings.Cut(rest, "/")
		id, err := uuid.Parse(name)
		return id, err == nil && id.String() == name && id != uuid.Nil
	}
	return uuid.Nil, false
}
