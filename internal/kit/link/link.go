// Package link makes the addresses of pages that mails and answers lead to. They come
// from the configuration alone, whatever host a request names.
package link

import (
	"net/url"
	"strings"
)

// A Builder makes addresses. Its fields are as the program was set up.
type Builder struct {
	// BaseURL is how browsers reach the platform, such as http://localhost:8080.
	BaseURL string
	// ByPath puts shops and consoles under paths of BaseURL. Otherwise each has its host
	// under the host of BaseURL.
	ByPath bool
}

// Shop returns the address of a page of a vendor's shop, such as account/verify. A token
// stands behind the #, which browsers keep to themselves: no log and no other site sees
// it. Empty, there is none.
func (b Builder) Shop(slug, page, token string) string {
	if b.ByPath {
		return b.to("", "/shop/"+slug+"/"+page, token)
	}
	return b.to(slug, "/"+page, token)
}

// Console returns the address of a page of a vendor's console; token as in Shop.
func (b Builder) Console(slug, page, token string) string {
	if b.ByPath {
		return b.to("", "/vendor/"+slug+"/"+page, token)
	}
	return b.to(slug, "/console/"+page, token)
}

// Admin returns the address of a page of the platform's console; token as in Shop.
func (b Builder) Admin(page, token string) string {
	if b.ByPath {
		return b.to("", "/admin/"+page, token)
	}
	return b.to("admin", "/"+page, token)
}

func (b Builder) to(label, path, token string) string {
	base := strings.TrimRight(b.BaseURL, "/")
	if label != "" {
		scheme, host, _ := strings.Cut(base, "://")
		base = scheme + "://" + label + "." + host
	}
	if token != "" {
		path += "#token=" + url.QueryEscape(token)
	}
	return base + path
}
