package server

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"orion/internal/kit/i18n"
)

// links makes the addresses of a shop's pages. A language has an address of its own for
// others to link to: ?lang=fr. The shop's own language has the address without.
type links struct {
	origin  string // scheme and host
	base    string // what stands before the path, such as /shop/lumiere
	own     string // the shop's language
	locale  string // that of the page
	offered []string
	chosen  bool // by the address, and so for the links of the page
}

// linksOf reads where a page is found by others. A host of the vendor's own is reached by
// TLS; by path, which is for development, as the request was.
func linksOf(r *http.Request, at place) links {
	x, scheme := exchangeOf(r.Context()), "https"
	if !at.named && !x.secure {
		scheme = "http"
	}
	l := links{
		origin: scheme + "://" + x.authority, base: at.base, own: at.vendor.Language, locale: localeOf(r, at), offered: at.vendor.Languages,
	}
	l.chosen = l.locale != l.own && r.URL.Query().Get("lang") == l.locale
	if !slices.Contains(l.offered, l.own) {
		l.offered = append([]string{l.own}, l.offered...)
	}
	return l
}

// speak puts the language of the page into a context.
func (l links) speak(ctx context.Context) context.Context {
	return i18n.NewContext(ctx, language.Make(l.locale))
}

// byAddress is the same in the language that the address names, else in the shop's own,
// whatever a cookie says.
func (l links) byAddress(r *http.Request) links {
	l.locale = l.own
	if asked := r.URL.Query().Get("lang"); slices.Contains(l.offered, asked) {
		l.locale = asked
	}
	return l
}

// to is a link from page to page of the shop, which stays in a language that was chosen.
func (l links) to(path string) string {
	if l.chosen {
		return l.base + path + "?lang=" + l.locale
	}
	return l.base + path
}

// in is the address of a page in a language.
func (l links) in(language, path string) string {
	address := l.origin + l.base + (&url.URL{Path: path}).EscapedPath()
	if language == l.own {
		return address
	}
	return address + "?lang=" + language
}

// here is the address that stands for a page in the language that it is in.
func (l links) here(path string) string { return l.in(l.locale, path) }

// file is the whole address of a picture, which may lie on another host.
func (l links) file(address string) string {
	if strings.HasPrefix(address, "/") {
		return l.origin + address
	}
	return address
}

// An alternate is the address of a page in one of its languages, or in no certain one.
type alternate struct{ Language, Address string }

// alternates are the addresses of a page in all languages of the shop, and the one for
// those who speak none of them; none for a shop of a single language.
func (l links) alternates(path string) []alternate {
	if len(l.offered) < 2 {
		return nil
	}
	out := make([]alternate, 0, len(l.offered)+1)
	for _, language := range l.offered {
		out = append(out, alternate{language, l.in(language, path)})
	}
	return append(out, alternate{"x-default", l.in(l.own, path)})
}
