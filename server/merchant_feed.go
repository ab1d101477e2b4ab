package server

import (
	"cmp"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/kit/money"
	"orion/internal/kit/optional"
	"orion/internal/marketplace/feed"
	"orion/internal/settings"
	"orion/internal/viewer"
)

const (
	feedTime = 5 * time.Minute // how long a feed may take: a large shop is a long file
	feedPage = 500             // how many products are read at once
	feedMore = 10              // pictures beside the first
)

// feedColumns are those of Google's merchant programme, which others read as well.
var feedColumns = []string{
	"id", "title", "description", "link", "image_link", "additional_image_link", "availability", "price", "sale_price", "brand", "gtin",
	"condition", "google_product_category", "product_type", "item_group_id", "color", "size", "material", "pattern",
}

// feedKinds are the files of feeds, with what divides their cells.
var feedKinds = map[string]struct {
	separator byte
	kind      string
}{
	"google.csv": {',', "text/csv; charset=utf-8"},
	"google.tsv": {'\t', "text/tab-separated-values; charset=utf-8"},
}

// feed sends all that a shop sells, a row a variant, in the language of ?lang= or else its
// own. It is read while it is sent.
func (p *pages) feed(w http.ResponseWriter, r *http.Request) {
	as, ok := feedKinds[r.PathValue("file")]
	if !ok {
		p.missing(w, r)
		return
	}
	if !p.feedIsFor(w, r) {
		return
	}
	a := p.asked(r)
	a.links = a.links.byAddress(r) // caches know no cookies
	a.Request = r.WithContext(a.links.speak(r.Context()))
	stand, err := a.goods.Stand(a.Context())
	if err != nil {
		p.broken(w, r, err)
		return
	}
	first, err := a.goods.Offers(a.Context(), uuid.Nil, feedPage)
	if err != nil {
		p.broken(w, r, err)
		return
	}
	w.Header().Set("Content-Type", as.kind)
	if !fresh(w, r, stand, r.URL.Path, a.links.origin, a.links.locale, a.vendor.UpdatedAt) {
		return
	}
	if err := a.writeFeed(newPatient(w), as.separator, first); err != nil {
		p.cut(r, err)
	}
}

// feedIsFor reports whether a shop has a feed for who asks, and answers where it has not:
// without the token of the shop there is no such page.
func (p *pages) feedIsFor(w http.ResponseWriter, r *http.Request) bool {
	ctx := viewer.NewContext(r.Context(), viewer.ForVendor(placeOf(r.Context()).vendor.ID))
	token, err := p.server.Settings.Text(ctx, settings.FeedToken)
	switch {
	case err != nil:
		p.broken(w, r, err)
		return false
	case !p.server.Settings.Enabled(ctx, settings.MerchantFeed), token != "" && !same(r.URL.Query().Get("token"), token):
		p.missing(w, r)
		return false
	}
	return true
}

func (a *asked) writeFeed(w io.Writer, separator byte, offers []catalog.Offer) error {
	out, err := feed.NewWriter(w, feedColumns, separator)
	if err != nil {
		return err
	}
	for {
		for _, o := range offers {
			if err := a.writeOffer(out, o); err != nil {
				return err
			}
		}
		if len(offers) < feedPage {
			return out.Flush()
		}
		if offers, err = a.goods.Offers(a.Context(), offers[len(offers)-1].Product.ID, feedPage); err != nil {
			return err
		}
	}
}

func (a *asked) writeOffer(out *feed.Writer, o catalog.Offer) error {
	for _, v := range o.Variants {
		if err := out.Write(a.feedCells(o, v)); err != nil {
			return err
		}
	}
	return nil
}

// feedCells are what a feed says of a variant, in the order of feedColumns.
func (a *asked) feedCells(o catalog.Offer, v *ent.ProductVariant) []string {
	ctx, p := a.Context(), o.Product
	title, link, group := p.TitleIn(ctx), a.links.here("/products/"+p.Slug), ""
	if len(o.Variants) > 1 {
		link, group = withQuery(link, "variant", string(v.PublicID())), string(p.PublicID())
	}
	state := "out_of_stock"
	if v.AvailableForSale {
		state = "in_stock"
	}
	price, sale := feedPrices(v)
	image, more := a.feedPictures(o, v)
	cells := []string{
		cmp.Or(optional.Value(v.Sku), string(v.PublicID())), title, cmp.Or(brief5000(p.DescriptionIn(ctx)), title), link, image, more, state, price, sale,
		optional.Value(p.Brand), optional.Value(v.Gtin), "new", googleCategory(o.Category), feedType(o), group,
	}
	return append(cells, feedOptions(p, v)...)
}

// feedPrices are what a variant costs, and what it costs now where that is less.
func feedPrices(v *ent.ProductVariant) (price, sale string) {
	amount := func(minor int64) string { return string(money.New(minor, v.Currency).Amount()) + " " + v.Currency }
	if v.CompareAtMinor != nil && *v.CompareAtMinor > v.PriceMinor {
		return amount(*v.CompareAtMinor), amount(v.PriceMinor)
	}
	return amount(v.PriceMinor), ""
}

// feedPictures are the picture of a variant, or the first of its product, and some others.
func (a *asked) feedPictures(o catalog.Offer, v *ent.ProductVariant) (first, more string) {
	var own, others []*ent.MediaFile
	for _, m := range o.Pictures {
		if v.MediaID != nil && m.ID == *v.MediaID {
			own = append(own, m)
			continue
		}
		others = append(others, m)
	}
	all := a.images(append(own, others...))
	if len(all) == 0 {
		return "", ""
	}
	rest := all[1:min(len(all), 1+feedMore)]
	return all[0], strings.Join(rest, ",")
}

// feedType is what kind of thing a product is: the vendor's words for it, or its category.
func feedType(o catalog.Offer) string {
	if t := optional.Value(o.Product.ProductType); t != "" || o.Category == nil {
		return t
	}
	return o.Category.Title
}

// feedOptions are the cells of color, size, material and pattern.
func feedOptions(p *ent.Product, v *ent.ProductVariant) []string {
	found := map[string]string{}
	for i, value := range v.Options {
		if i < len(p.Options) {
			found[property(p.Options[i].Name)] = value
		}
	}
	return []string{found["color"], found["size"], found["material"], found["pattern"]}
}

// googleCategory is the number of a category in Google's taxonomy, empty for none.
func googleCategory(c *ent.Category) string {
	if c == nil || c.GoogleID == nil {
		return ""
	}
	return strconv.Itoa(*c.GoogleID)
}
