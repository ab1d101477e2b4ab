// Package storefront holds the shop's pages and what all pages share: styles, modules, texts, and the third-party
// browser files that the program may serve.
//
// # Addresses
//
//	/assets/shared/<path>   shared/<path>           styles, modules and texts of shops and consoles
//	/assets/shop/<path>     css/ js/ locales/       the shop's own
//	/assets/console/<path>  the same folders of package adminui
//	/assets/lib/<path>      Library(): <package>@<version>/<file> and icons.svg
//	<base>/<address>        Pages: the file that answers an address of a shop
//	<base>/theme.css        made by the server from the vendor's theme (internal/kit/theme)
//
// <base> is "/shop/<slug>" where shops are told apart by path, and empty where the host names the shop. Consoles:
// "/vendor/<slug>", or "/console" under the shop's host; the platform's console: "/admin", or empty under its own host.
// /assets is the same everywhere.
//
// # Slots
//
// A page is served as it is, but for comments:
//
//	<!--orion:config-->  becomes <script type="application/json" id="orion-config">Config</script>, with <, > and &
//	                     as \u003c, \u003e and \u0026, so that no name can end the block
//	<!--orion:head-->    becomes <title>, for shops <link rel="stylesheet" href="<base>/theme.css?v=<hash>">, and what
//	                     search engines read: description, canonical, Open Graph, JSON-LD
//	<!--orion:NAME-->…<!--orion:NAME-end-->
//	                     main, shelves: may become a plain readable version of what the scripts will show, for those
//	                     without scripts; what stands between the two comments is shown where it does not
//	<!--orion:NAME-->    title, lead, hero: the same for a text or a picture
//
// and `<html lang="en"`, whose en becomes Config.Locale. A page keeps a choice of language in the cookie orion-language
// under <base>/; calls of the graph carry the page's language in Accept-Language. The address of a page in one language
// for others to link to has ?lang=<language>, and none for the shop's own: canonical, hreflang and sitemap say so.
//
// A shop, product, collection or text of the law that is not there is answered with NotFound and status 404, and so is an address that is
// none of Pages; a name that something had before leads on with 301, and what is there no more is NotFound with 410.
//
// # Policy
//
// Everything runs under script-src 'self', style-src 'self', img-src 'self' data: blob: and the origin of
// pictures that a CDN serves, connect-src 'self': no inline script but data blocks, no inline style.
package storefront

import "embed"

// Files are the pages and assets as they are served; lib holds what `make assets` has copied, nothing in a fresh tree.
//
//go:embed *.html account/*.html css js locales shared all:lib lib.json
var Files embed.FS

// Config is the data block of a page. Consoles use it as well.
type Config struct {
	// Vendor is nil on the platform's own pages.
	Vendor *Vendor `json:"vendor"`
	// Base is where the pages lie, without a slash at its end.
	Base string `json:"base"`
	// API is where the graph is: "/graphql".
	API string `json:"api"`
	// Media stands before the paths of pictures where the API is on another host; else empty.
	Media string `json:"media,omitempty"`
	// Locale is the language of the page; Locales are those that can be chosen.
	Locale  string   `json:"locale"`
	Locales []string `json:"locales"`
	// Currency is the vendor's; empty on the platform's own pages.
	Currency string `json:"currency"`
	// Country is the vendor's, ISO 3166-1 alpha-2: the one an address form starts with.
	Country string `json:"country"`
	// Cards is how the form for cards comes into the checkout; nil where there is none.
	Cards *Cards `json:"cards,omitempty"`
}

// Cards names the payment provider's form for cards.
type Cards struct {
	// Loader is the address of the provider's script.
	Loader string `json:"loader"`
	// Key is the one that the provider's script knows the platform by. It is no secret.
	Key string `json:"key"`
}

// Vendor names the shop that a page belongs to.
type Vendor struct {
	Slug    string `json:"slug"`
	Name    string `json:"name"`
	Tagline string `json:"tagline,omitempty"`
	Imprint string `json:"imprint,omitempty"`
}

// Page says which file answers an address. {slug}, {token} and {kind} stand for one part of a path, as in http.ServeMux.
type Page struct {
	Pattern string
	File    string
}

// Pages are the addresses of a shop, without the base and the slash after it.
var Pages = []Page{
	{"", "index.html"},
	{"products", "products.html"},
	{"products/{slug}", "product.html"},
	{"collections/{slug}", "collection.html"},
	{"search", "products.html"},
	{"legal/{kind}", "legal.html"},
	{"contact", "contact.html"},
	{"cart", "cart.html"},
	{"checkout", "checkout.html"},
	{"orders/{token}", "order.html"},
	{"account/login", "account/login.html"},
	{"account/register", "account/register.html"},
	{"account/forgot", "account/forgot.html"},
	{"account/reset", "account/reset.html"},
	{"account/verify", "account/verify.html"},
	{"account/confirm-email", "account/confirm-email.html"},
	{"account/profile", "account/profile.html"},
	{"account/orders", "account/orders.html"},
	{"account/addresses", "account/addresses.html"},
	{"account/privacy", "account/privacy.html"},
	{"account/order-lookup", "account/order-lookup.html"},
}

// NotFound answers, with status 404, what is not there; Unavailable, with status 503, what cannot be shown now.
const (
	NotFound    = "404.html"
	Unavailable = "error.html"
)
