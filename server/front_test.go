package server_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/localized"
	"orion/internal/kit/option"
	"orion/internal/kit/rendition"
	"orion/internal/marketplace/feed"
	"orion/internal/vendor"
	"orion/server"
)

var (
	changed = time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	key     = "media/" + uuid.NewString() + ".jpg"
	face    = &ent.MediaFile{
		ID: uuid.New(), Status: enum.MediaStatusReady, Key: &key, Alt: "Une lampe", Width: ptr(800), Height: ptr(1000),
		Renditions: []rendition.Rendition{{Width: 400}},
	}
)

func ptr[T any](v T) *T { return &v }

// article is a product of many kinds in one: some-thing has one variant, many has two.
func article(slug string) *ent.Product {
	return &ent.Product{
		ID: uuid.NewSHA1(uuid.Nil, []byte(slug)), Slug: slug, Title: `Lampe </script> "N" & co`, Description: strings.Repeat("Une lampe en laiton. ", 20),
		DescriptionHTML: "<p>Une lampe <script>alert(1)</script>en laiton.</p>", Brand: ptr("Lumo"), Currency: "EUR", MinPriceMinor: 4900, MaxPriceMinor: 4900,
		InStock: true, UpdatedAt: changed, Translations: localized.Texts{"en": {Title: "Lamp"}},
		Options: []option.Option{{Name: "Couleur", Values: []string{"Rouge", "Bleu"}}},
	}
}

func form(sku, value string) *ent.ProductVariant {
	return &ent.ProductVariant{ID: uuid.NewSHA1(uuid.Nil, []byte(sku)), Sku: &sku, Title: value, Options: []string{value}, Currency: "EUR", PriceMinor: 4900, CompareAtMinor: ptr(int64(5900)), AvailableForSale: true}
}

// goods are what the shops of these tests sell. err is what all of it fails with.
type goods struct {
	err   error
	count int
}

func (g goods) HomeFront(context.Context, *ent.Vendor) (*catalog.HomeFront, error) {
	return &catalog.HomeFront{Hero: face, Collections: []*ent.Collection{{Slug: "lampes", Title: "Lampes"}}, Products: []*ent.Product{article("some-thing")}}, g.err
}

func (g goods) ListFront(context.Context, *ent.Vendor) ([]catalog.Shown, error) {
	return []catalog.Shown{{Product: article("some-thing"), Picture: face}, {Product: article("many")}}, g.err
}

func (g goods) ProductFront(_ context.Context, slug string) (*catalog.ProductFront, error) {
	f := &catalog.ProductFront{
		Product: article(slug), Variants: []*ent.ProductVariant{form("L-1", "Rouge")}, Pictures: []*ent.MediaFile{face},
		Collection: &ent.Collection{Slug: "lampes", Title: "Lampes"}, Related: []*ent.Product{article("other")},
	}
	switch slug {
	case "some-thing":
		return f, g.err
	case "many":
		f.Variants = append(f.Variants, form("L-2", "Bleu"))
		return f, g.err
	}
	return nil, g.err
}

func (g goods) CollectionFront(_ context.Context, slug string) (*catalog.CollectionFront, error) {
	if slug != "some-thing" {
		return nil, g.err
	}
	all, err := g.ListFront(context.Background(), nil)
	return &catalog.CollectionFront{Collection: &ent.Collection{Slug: slug, Title: "Lampes", Description: "Toutes les lampes."}, Products: all}, err
}

func (g goods) Old(_ context.Context, _ enum.SlugKind, slug string) (string, bool, error) {
	switch slug {
	case "former":
		return "some-thing", false, g.err
	case "sold":
		return "", true, g.err
	}
	return "", false, g.err
}

func (g goods) Stand(context.Context) (catalog.Stand, error) {
	return catalog.Stand{Products: g.count, Newest: changed}, g.err
}

func (g goods) Addresses(_ context.Context, after uuid.UUID, skip, most int) ([]*ent.Product, error) {
	at := skip
	if after != uuid.Nil {
		at = int(after[14])<<8 + int(after[15])
	}
	var out []*ent.Product
	for n := at + 1; n <= g.count && len(out) < most; n++ {
		p := &ent.Product{Slug: "p-" + strconv.Itoa(n), UpdatedAt: changed}
		p.ID[14], p.ID[15] = byte(n>>8), byte(n)
		out = append(out, p)
	}
	return out, g.err
}

func (g goods) Shelves(context.Context, int) ([]*ent.Collection, error) {
	return []*ent.Collection{{Slug: "lampes", UpdatedAt: changed}}, g.err
}

func (g goods) Offers(context.Context, uuid.UUID, int) ([]catalog.Offer, error) {
	return []catalog.Offer{{Product: article("some-thing"), Variants: []*ent.ProductVariant{form("L-1", "Rouge"), form("L-2", "Bleu")}, Pictures: []*ent.MediaFile{face}}}, g.err
}

func TestThePageOfAProduct(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	html := get(s, "/products/some-thing", "Host: boutique.example").Body.String()
	for _, want := range []string{
		`<title>Lampe &lt;/script&gt; &#34;N&#34; &amp; co · Lumière</title>`,
		`<meta name="description" content="Une lampe en laiton.`,
		`<link rel="canonical" href="https://boutique.example/products/some-thing">`,
		`<link rel="alternate" hreflang="fr" href="https://boutique.example/products/some-thing">`,
		`<link rel="alternate" hreflang="en" href="https://boutique.example/products/some-thing?lang=en">`,
		`<link rel="alternate" hreflang="x-default" href="https://boutique.example/products/some-thing">`,
		`<meta property="og:type" content="product">`,
		`<meta property="og:image" content="https://boutique.example/` + key + `">`,
		`<link rel="preload" as="image" href="/` + key + `" imagesrcset="/small.jpg 400w, /large.jpg 800w" imagesizes="(width &gt;= 48rem) 58vw, 100vw" fetchpriority="high">`,
		`srcset="/small.jpg 400w, /large.jpg 800w" sizes="(width &gt;= 48rem) 58vw, 100vw" alt="Une lampe"`,
		`49,00`, `59,00`, `<a href="/collections/lampes">Lampes</a>`, `<a href="/products/other">`, `alt="Une lampe"`,
		`:style="{aspectRatio: 0.8000}"`,
	} {
		require.Contains(t, html, want)
	}
	require.NotContains(t, html, "alert(1)")
	require.NotContains(t, html, `class="bone title"`, "nothing stands for what is there")
	require.Equal(t, 1, strings.Count(withoutTemplates(html), "<h1"))
	require.LessOrEqual(t, len([]rune(attribute(t, html, `name="description" content="`))), 161)
}

// withoutTemplates is what a page shows before its scripts have run.
func withoutTemplates(html string) string {
	for at := strings.LastIndex(html, "<template"); at >= 0; at = strings.LastIndex(html, "<template") {
		_, after, _ := strings.Cut(html[at:], "</template>")
		html = html[:at] + after
	}
	return html
}

func attribute(t *testing.T, html, before string) string {
	t.Helper()
	_, rest, ok := strings.Cut(html, before)
	require.True(t, ok, before)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

var ldBlock = regexp.MustCompile(`<script type="application/ld\+json">(.*?)</script>`)

// things are the blocks of schema.org in a page, by their type.
func things(t *testing.T, html string) map[string]map[string]any {
	t.Helper()
	out := map[string]map[string]any{}
	for _, m := range ldBlock.FindAllStringSubmatch(html, -1) {
		var d map[string]any
		require.NoError(t, json.Unmarshal([]byte(m[1]), &d), m[1])
		out[d["@type"].(string)] = d
	}
	return out
}

func TestWhatSearchEnginesReadOfAProduct(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	one := things(t, get(s, "/shop/lumiere/products/some-thing").Body.String())
	product := one["Product"]
	require.Equal(t, `Lampe </script> "N" & co`, product["name"])
	require.Equal(t, "L-1", product["sku"])
	offer := product["offers"].(map[string]any)
	require.Equal(t, "49.00", offer["price"])
	require.Equal(t, "EUR", offer["priceCurrency"])
	require.Equal(t, "https://schema.org/InStock", offer["availability"])
	require.Equal(t, true, offer["priceSpecification"].(map[string]any)["valueAddedTaxIncluded"])
	require.Len(t, one["BreadcrumbList"]["itemListElement"], 4)

	many := things(t, get(s, "/shop/lumiere/products/many?lang=en").Body.String())
	group := many["ProductGroup"]
	require.Equal(t, "Lamp", group["name"])
	require.Equal(t, []any{"https://schema.org/color"}, group["variesBy"])
	require.Len(t, group["hasVariant"], 2)
	first := group["hasVariant"].([]any)[0].(map[string]any)
	require.Equal(t, "Rouge", first["color"])
	require.Contains(t, first["offers"].(map[string]any)["url"], "/products/many?lang=en&variant=pvar_")

	home := things(t, get(s, "/shop/lumiere/").Body.String())
	require.Contains(t, home, "OnlineStore")
	require.Equal(t, "SearchAction", home["WebSite"]["potentialAction"].(map[string]any)["@type"])
	require.Contains(t, things(t, get(s, "/shop/lumiere/collections/some-thing").Body.String()), "CollectionPage")
}

func TestPagesInOneLanguage(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	html := get(s, "/shop/lumiere/products/some-thing?lang=en&utm_source=x").Body.String()
	require.Contains(t, html, "<title>Lamp · Lumière</title>")
	require.Contains(t, html, `rel="canonical" href="http://orion.example/shop/lumiere/products/some-thing?lang=en"`)
	require.Contains(t, html, `<a href="/shop/lumiere/collections/lampes?lang=en">`, "links stay in it")
	require.NotContains(t, html, "noindex")
	require.Contains(t, get(s, "/shop/lumiere/products/some-thing", "Cookie: orion-language=en").Body.String(),
		`rel="canonical" href="http://orion.example/shop/lumiere/products/some-thing?lang=en"`, "by cookie too")
}

func TestListsForThoseWithoutScripts(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for target, h1 := range map[string]string{"": "Lumière &amp; co", "products": "Tous les produits", "collections/some-thing": "Lampes"} {
		html := get(s, "/shop/lumiere/"+target).Body.String()
		require.Contains(t, html, ">"+h1+"</h1>", target)
		require.Contains(t, html, `<a href="/shop/lumiere/products/some-thing">`, target)
		require.Contains(t, html, `rel="preload" as="image"`, target)
	}
	for _, target := range []string{"products?collection=a", "products?sort=price", "collections/some-thing?from=3", "search?q=lampe", "cart", "account/login"} {
		require.Contains(t, get(s, "/shop/lumiere/"+target).Body.String(), `content="noindex"`, target)
	}
	require.Contains(t, get(s, "/shop/lumiere/search?q=%3Cb%3E").Body.String(), "&lt;b&gt;")
}

func TestWhatBecameOfAnAddress(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for _, folder := range []string{"products", "collections"} {
		base := "/shop/lumiere/" + folder + "/"
		moved := get(s, base+"former?variant=a&lang=en")
		require.Equal(t, http.StatusMovedPermanently, moved.Code)
		require.Equal(t, base+"some-thing?variant=a&lang=en", moved.Header().Get("Location"))
		for slug, status := range map[string]int{"sold": http.StatusGone, "never": http.StatusNotFound} {
			w := get(s, base+slug)
			require.Equal(t, status, w.Code)
			require.Contains(t, w.Body.String(), "noindex")
			require.Equal(t, "lumiere", configIn(t, w.Body.String()).Vendor.Slug, "the shop is around it")
		}
	}
	down, _ := open(t, func(d *server.Deps) { d.Catalogue = goods{err: errs.New(errs.Unavailable, "down")} })
	require.Equal(t, http.StatusServiceUnavailable, get(down, "/shop/lumiere/products/x").Code)
	broken, _ := open(t, func(d *server.Deps) { d.Catalogue = goods{err: errors.New("broken")} })
	for _, target := range []string{"", "products", "sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "feeds/google.csv"} {
		require.Equal(t, http.StatusInternalServerError, get(broken, "/shop/lumiere/"+target).Code, target)
	}
}

// laws are the texts of the law in the shops of these tests: terms, in German alone.
type laws struct{}

func (laws) ReadPolicy(_ context.Context, _ *ent.Vendor, kind enum.PolicyKind, _ string) (*vendor.PolicyText, error) {
	if kind != enum.PolicyKindTerms {
		return nil, nil
	}
	return &vendor.PolicyText{Kind: kind, Language: "de", HTML: "<p>Fair.</p><script>x()</script>"}, nil
}

func (laws) ReadPolicies(context.Context, *ent.Vendor, string) ([]*vendor.PolicyText, error) {
	return []*vendor.PolicyText{{Kind: enum.PolicyKindTerms, Language: "de"}}, nil
}

func TestPagesOfTheLaw(t *testing.T) {
	t.Parallel()
	s, _ := open(t, func(d *server.Deps) { d.Policies = laws{} })
	w := get(s, "/shop/lumiere/legal/terms?lang=en")
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), `<div class="prose" lang="de" x-ignore><p>Fair.</p></div>`)
	require.Contains(t, w.Body.String(), "<title>Terms of sale · Lumière</title>")
	require.Contains(t, w.Body.String(), `<link rel="canonical" href="http://orion.example/shop/lumiere/legal/terms?lang=en">`)
	require.Contains(t, w.Body.String(), `hreflang="fr"`)
	listed := get(s, "/shop/lumiere/sitemap-1.xml").Body.String()
	for _, path := range []string{"contact", "legal/imprint", "legal/terms"} {
		require.Contains(t, listed, "<loc>http://orion.example/shop/lumiere/"+path+"?lang=en</loc>")
		require.Equal(t, http.StatusOK, get(s, "/shop/lumiere/"+path).Code, path)
	}
	require.NotContains(t, listed, "legal/privacy", "a text that there is not")
	imprint := get(s, "/shop/lumiere/legal/imprint")
	require.Equal(t, http.StatusOK, imprint.Code, "who sells stands in every shop")
	require.Contains(t, imprint.Body.String(), "<dd class=\"lines\">Lumière</dd>")
	for _, kind := range []string{"privacy", "TERMS", "nothing"} {
		require.Equal(t, http.StatusNotFound, get(s, "/shop/lumiere/legal/"+kind).Code, kind)
	}
}

func TestRobotsByHost(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	text := get(s, "/robots.txt", "Host: boutique.example").Body.String()
	require.Contains(t, text, "Allow: /\n")
	require.Contains(t, text, "Disallow: /checkout\n")
	require.Contains(t, text, "Sitemap: https://boutique.example/sitemap.xml\n")
	for _, host := range []string{"orion.example", "admin.orion.example", "api.orion.example", "gone.orion.example", "waiting.orion.example", "nobody.example"} {
		w := get(s, "/robots.txt", "Host: "+host)
		require.Equal(t, http.StatusOK, w.Code, host)
		require.Equal(t, "User-agent: *\nDisallow: /\n", w.Body.String(), host)
	}
	require.Contains(t, get(s, "/shop/lumiere/robots.txt").Body.String(), "Sitemap: http://orion.example/shop/lumiere/sitemap.xml\n")
	down, _ := open(t, func(d *server.Deps) { d.Vendors = vendors{err: errors.New("down")} })
	require.Equal(t, http.StatusInternalServerError, get(down, "/robots.txt", "Host: boutique.example").Code)
}

// sitemapText is what a sitemap says.
type sitemapText struct {
	Files []string `xml:"sitemap>loc"`
	URLs  []struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod"`
		Links   []struct {
			Language string `xml:"hreflang,attr"`
			Address  string `xml:"href,attr"`
		} `xml:"http://www.w3.org/1999/xhtml link"`
	} `xml:"url"`
}

func TestSitemaps(t *testing.T) {
	t.Parallel()
	const goodsCount = 12_345
	s, _ := open(t, func(d *server.Deps) { d.Catalogue = goods{count: goodsCount} })
	read := func(name string) (out sitemapText) {
		w := get(s, "/"+name, "Host: boutique.example")
		require.Equal(t, http.StatusOK, w.Code, name)
		require.NoError(t, xml.Unmarshal(w.Body.Bytes(), &out), name)
		return out
	}
	index := read("sitemap.xml")
	require.Len(t, index.Files, 3)
	require.Equal(t, "https://boutique.example/sitemap-1.xml", index.Files[0])
	found := map[string]bool{}
	for n := range index.Files {
		file := read("sitemap-" + strconv.Itoa(n+1) + ".xml")
		require.LessOrEqual(t, len(file.URLs), 50_000)
		for _, u := range file.URLs {
			require.False(t, found[u.Loc], u.Loc)
			found[u.Loc] = true
			require.Len(t, u.Links, 3)
		}
	}
	require.Len(t, found, 2*(goodsCount+5), "all in both languages, with the first page, the list, a collection, the contact and the imprint")
	require.True(t, found["https://boutique.example/products/p-12345?lang=en"])
	require.Equal(t, "2026-11-03T09:00:00Z", read("sitemap-2.xml").URLs[0].LastMod)
	for _, target := range []string{"sitemap-4.xml", "sitemap-0.xml", "sitemap-01.xml", "sitemap.html", "sitemap-1.xml.gz"} {
		require.Equal(t, http.StatusNotFound, get(s, "/"+target, "Host: boutique.example").Code, target)
	}
	w := get(s, "/sitemap.xml", "Host: boutique.example")
	require.Equal(t, http.StatusNotModified, get(s, "/sitemap.xml", "Host: boutique.example", "If-None-Match: "+w.Header().Get("ETag")).Code)
	require.Equal(t, http.StatusOK, get(s, "/shop/lumiere/sitemap.xml").Code)
	require.Equal(t, http.StatusNotFound, get(s, "/shop/gone/sitemap.xml").Code)
}

func TestAFeedForMerchants(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	w := get(s, "/shop/lumiere/feeds/google.csv", "Cookie: orion-language=en")
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "text/csv; charset=utf-8", w.Header().Get("Content-Type"))
	require.Equal(t, "public, max-age=3600", w.Header().Get("Cache-Control"))
	lines := strings.Split(strings.TrimSpace(w.Body.String()), "\r\n")
	require.Len(t, lines, 3)
	require.Contains(t, lines[1], "L-1,")
	require.Contains(t, lines[1], ",59.00 EUR,49.00 EUR,Lumo,")
	require.Contains(t, lines[1], "Lampe", "a cookie changes nothing")
	in, err := feed.Open(w.Body, feed.Options{Format: feed.FormatGoogle})
	require.NoError(t, err)
	row, err := in.Next()
	require.NoError(t, err)
	require.Empty(t, row.Problems, "an import takes it as it is")
	require.Equal(t, []feed.Option{{Name: "Color", Value: "Rouge"}}, row.Options)
	require.Contains(t, get(s, "/shop/lumiere/feeds/google.tsv?lang=en").Body.String(), "L-1\tLamp\t")
	require.Equal(t, http.StatusNotModified, get(s, "/shop/lumiere/feeds/google.csv", "If-None-Match: "+w.Header().Get("ETag")).Code)
	require.Equal(t, http.StatusOK, get(s, "/shop/lumiere/feeds/google.csv?lang=en", "If-None-Match: "+w.Header().Get("ETag")).Code)
	for _, target := range []string{"/shop/gone/feeds/google.csv", "/shop/waiting/feeds/google.csv", "/shop/lumiere/feeds/other.csv", "/shop/lumiere/feeds"} {
		require.Equal(t, http.StatusNotFound, get(s, target).Code, target)
	}
}
