package server

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/storefront"
)

// Catalogue is what pages, sitemaps and feeds say of a shop's goods. It answers for the
// viewer of the context, who is a visitor of the shop.
type Catalogue interface {
	// HomeFront, ListFront, ProductFront and CollectionFront return what stands in a page
	// before its scripts have run; the latter two nil where there is none of that name.
	HomeFront(ctx context.Context, vendor *ent.Vendor) (*catalog.HomeFront, error)
	ListFront(ctx context.Context, vendor *ent.Vendor) ([]catalog.Shown, error)
	ProductFront(ctx context.Context, slug string) (*catalog.ProductFront, error)
	CollectionFront(ctx context.Context, slug string) (*catalog.CollectionFront, error)

	// Old returns the name that something has now by one that it had before, and whether
	// what had it is gone for good.
	Old(ctx context.Context, kind enum.SlugKind, slug string) (now string, gone bool, err error)

	Stand(ctx context.Context) (catalog.Stand, error)
	Addresses(ctx context.Context, after uuid.UUID, skip, most int) ([]*ent.Product, error)
	Shelves(ctx context.Context, most int) ([]*ent.Collection, error)
	Offers(ctx context.Context, after uuid.UUID, most int) ([]catalog.Offer, error)
}

// A sheet is what is filled into a page of a shop for search engines, for those who pass
// links on, and for the first moment. Its zero value fills in nothing of its own.
type sheet struct {
	title       string // before the name of the shop; empty on its first page
	description string
	kind        string // of Open Graph, website unless said
	path        string // of the address that stands for it; that of the request unless said
	hidden      bool   // from search engines
	picture     *figure
	data        []any             // JSON-LD
	slots       map[string]string // what goes into the page's slots but the head, by name
	cards       *storefront.Cards // the form for cards, on the page that has it
}

// A moved page is found under another path of the shop.
type moved struct{ path string }

// Error implements error.
func (m moved) Error() string { return "moved to " + m.path }

var (
	errNoPage   = errors.New("there is no such thing in the shop")
	errPageGone = errors.New("it is in the shop no more")
)

// A filler makes the sheet of a page. It fails with moved, errNoPage or errPageGone where
// there is none.
type filler func(*asked) (*sheet, error)

// fillers are the pages that say more than their files do, by pattern.
var fillers = map[string]filler{
	"":                   homeSheet,
	"products":           listSheet,
	"search":             searchSheet,
	"products/{slug}":    productSheet,
	"collections/{slug}": collectionSheet,
	"legal/{kind}":       legalSheet,
	"contact":            contactSheet,
	"cart":               privateSheet,
	"checkout":           privateSheet,
	"orders/{token}":     privateSheet,
}

// privateSheet is of a page that is one person's own.
func privateSheet(*asked) (*sheet, error) { return &sheet{hidden: true}, nil }

// An asked is a request for a page of a shop, and all that a sheet is made of.
type asked struct {
	*http.Request
	goods    Catalogue
	policies Policies
	pictures Pictures
	vendor   *ent.Vendor
	words    storefront.Words
	links    links
}

// gone tells what has become of a name that nothing in the shop has.
func (a *asked) gone(kind enum.SlugKind, folder string) error {
	now, gone, err := a.goods.Old(a.Context(), kind, a.PathValue("slug"))
	switch {
	case err != nil:
		return err
	case gone:
		return errPageGone
	case now != "":
		return moved{folder + now}
	}
	return errNoPage
}

// fill answers with a page of a shop whose slots are filled from its goods.
func (p *pages) fill(w http.ResponseWriter, r *http.Request, page storefront.Page) {
	a := p.asked(r)
	s, err := fillers[page.Pattern](a)
	var to moved
	switch {
	case errors.As(err, &to):
		lead(w, r, a.links.base+to.path)
	case errors.Is(err, errNoPage):
		p.show(w, r, p.shop, storefront.NotFound, p.policyShop, http.StatusNotFound, &sheet{hidden: true})
	case errors.Is(err, errPageGone):
		p.show(w, r, p.shop, storefront.NotFound, p.policyShop, http.StatusGone, &sheet{hidden: true})
	case err != nil:
		p.broken(w, r, err)
	default:
		p.show(w, r, p.shop, page.File, p.policyShop, http.StatusOK, s)
	}
}

// lead sends a browser to the name that something has now. It asks again next time, for a
// name may go back to what had it before.
func lead(w http.ResponseWriter, r *http.Request, path string) {
	to := *r.URL
	to.Scheme, to.Host, to.Path = "", "", path
	w.Header().Set("Cache-Control", "no-cache")
	http.Redirect(w, r, to.String(), http.StatusMovedPermanently) //nolint:gosec // a path of this shop, made of its own names
}

// asked reads what a sheet is made of. The goods speak the language of the page.
func (p *pages) asked(r *http.Request) *asked {
	at := placeOf(r.Context())
	l := linksOf(r, at)
	r = r.WithContext(l.speak(r.Context()))
	return &asked{Request: r, goods: p.server.Catalogue, policies: p.server.Policies, pictures: p.server.Pictures, vendor: at.vendor, words: p.words[l.locale], links: l}
}

// fillSlots puts texts into the slots of a page. A slot that reaches to a comment of its
// name with -end keeps what stands there where nothing is put into it.
func fillSlots(page string, slots map[string]string) string {
	for _, name := range []string{"title", "lead", "hero", "shelves", "main"} {
		mark, end := "<!--orion:"+name+"-->", "<!--orion:"+name+"-end-->"
		before, rest, there := strings.Cut(page, mark)
		if !there {
			continue
		}
		own, after, spans := strings.Cut(rest, end)
		if !spans {
			own, after = "", rest
		}
		if text, ok := slots[name]; ok {
			own = text
		}
		page = before + own + after
	}
	return page
}

// render makes HTML of one of the templates.
func render(name string, data any) string {
	var b strings.Builder
	if err := fronts.ExecuteTemplate(&b, name, data); err != nil {
		panic(err) // the templates are constants, and so are the fields that they name
	}
	return b.String()
}

// escaped is a text as HTML.
func escaped(text string) string { return template.HTMLEscapeString(text) }
