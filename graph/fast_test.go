package graph

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/graph/fast"
	"orion/graph/gate"
	"orion/graph/gen"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/i18n"
	"orion/internal/kit/localized"
	"orion/internal/kit/rendition"
	"orion/internal/kit/tenant"
	"orion/internal/media"
	"orion/internal/viewer"
)

const cardFields = `id slug title brand inStock priceRange { min { amount currencyCode } max { amount currencyCode } }
	media { url alt width height color } variants(first: 2) { nodes { id price { amount currencyCode } compareAtPrice { amount } availableForSale } }`

// The documents that are answered both ways. Those of fast are known to it, the others
// are left to the executor.
var twoWays = map[string]struct {
	doc  string
	vars map[string]any
	fast bool
}{
	"what integrators ask": {`{ shop { name slug currencyCode products(first: 20) { nodes { id slug title description
		priceRange { min { amount currencyCode } } featuredMedia { url alt width height }
		variants(first: 10) { nodes { id sku title price { amount currencyCode } availableForSale } } }
		pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision } } } }`, nil, true},
	"cards":           {`{ shop { products(first: 3) { nodes { ` + cardFields + ` } } } }`, nil, true},
	"aliases":         {`{ theShop: shop { n: name p: products { __typename x: nodes { __typename y: title } } } }`, nil, true},
	"fragments":       {`query Q { shop { ...S } } fragment S on Shop { name ... on Shop { products(first: 2) { nodes { ...P } } } } fragment P on Product { id title tags }`, nil, true},
	"sorted":          {`{ shop { products(first: 3, sort: [{key: PRICE, direction: DESC}, {key: TITLE}]) { nodes { slug } pageInfo { endCursor } } } }`, nil, true},
	"variables":       {`query Q($n: Int, $s: [ProductSort!], $v: Int!) { shop { products(first: $n, sort: $s) { nodes { slug variants(first: $v) { nodes { title optionValues } } } pageInfo { hasNextPage } } } }`, map[string]any{"n": 2, "s": []any{map[string]any{"key": "TITLE", "direction": "DESC"}}, "v": 1}, true},
	"variables out":   {`query Q($n: Int, $s: [ProductSort!]) { shop { products(first: $n, sort: $s) { nodes { slug } } } }`, nil, true},
	"none":            {`{ shop { products(first: 0) { nodes { slug } pageInfo { hasNextPage startCursor } } } }`, nil, true},
	"all":             {`{ shop { products(first: 100) { nodes { id title } count { value } } } }`, nil, true},
	"a product":       {`query Q($slug: String!) { shop { product(slug: $slug) { ` + cardFields + ` all: variants(first: 100) { nodes { id sku gtin title priorPrice { amount } } } } } }`, map[string]any{"slug": "first"}, true},
	"no product":      {`{ shop { product(slug: "nowhere") { id } } }`, nil, true},
	"a draft":         {`{ shop { product(slug: "draft") { id } } }`, nil, true},
	"the shop alone":  {`{ shop { id name } }`, nil, true},
	"too many":        {`{ shop { products(first: 101) { nodes { id } } } }`, nil, false},
	"too many nested": {`query Q($v: Int) { shop { products(first: 1) { nodes { variants(first: $v) { nodes { id } } } } } }`, map[string]any{"v": 101}, false},
	"no such cursor":  {`{ shop { products(after: "x") { nodes { id } } } }`, nil, false},
	"a filter":        {`{ shop { products(where: {inStock: true}) { nodes { id } } } }`, nil, false},
	"a directive":     {`query Q($no: Boolean!) { shop { name @skip(if: $no) products { nodes { id } } } }`, map[string]any{"no": true}, false},
	"merged":          {`{ shop { products { nodes { priceRange { min { amount } } priceRange { max { amount } } } } } }`, nil, false},
	"two lists":       {`{ shop { a: products { nodes { id } } b: products { nodes { id } } } }`, nil, false},
	"guarded":         {`{ shop { products { nodes { id status version } } } }`, nil, false},
	"deeper":          {`{ shop { products { nodes { id collections { slug } } } } }`, nil, false},
	"two roots":       {`{ shop { name } viewer { audience } }`, nil, false},
}

// A bothWays is the graph with and without the fast way.
type bothWays struct {
	*world
	slow, quick world
	left        atomic.Int64 // to the executor
}

func newBothWays(t *testing.T) *bothWays {
	t.Helper()
	b := &bothWays{world: newWorld(t)}
	f := fast.New(fast.Deps{DB: b.DB, Catalog: b.Catalog, Media: pictures{}, Vendor: b.Vendors.Current, Plans: &gate.Memo[*fast.Plan]{}, Log: slog.New(slog.NewTextHandler(b.log, nil))})
	b.slow, b.quick = *b.world, *b.world
	b.quick.handler = NewHandler(Config{
		Schema: gen.NewExecutableSchema(gen.Config{Resolvers: b.Resolver, Directives: Directives()}), Log: slog.New(slog.NewTextHandler(b.log, nil)),
		Buckets: gate.NewLocalBuckets(plenty, plenty), Address: func(context.Context) string { return "192.0.2.1" },
		RequestID: func(context.Context) string { return "req-1" }, Loaders: b.Loaders,
		Fast: func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
			return f.RootField(ctx, func(ctx context.Context) graphql.Marshaler { b.left.Add(1); return next(ctx) })
		},
	})
	return b
}

// stock fills a shop with products that differ in all that is shown.
func (b *bothWays) stock(t *testing.T) *ent.Vendor {
	t.Helper()
	v, _ := fixture.Vendor(t, b.DB)
	ctx := fixture.System(t, v)
	for i := range 7 {
		slug := fmt.Sprintf("p-%d", i)
		if i == 0 {
			slug = "first"
		}
		c := b.DB.Product.Create().SetSlug(slug).SetTitle(fmt.Sprintf("Thing \"%d\"\t<é> \\ \u0001", i)).SetDescription("One\n\nTwo\r\n😀").SetCurrency("EUR").
			SetMinPriceMinor(int64(900 - 100*i)).SetMaxPriceMinor(int64(5 + 900*i + i)).SetInStock(i%2 == 0).SetStatus(enum.ProductStatusActive)
		if i%3 == 0 {
			c.SetBrand("Löwe").SetTags([]string{"new", "a \"b\""}).SetTranslations(localized.Texts{"fr": {Title: "Chose", Description: "Une"}, "de": {Title: "Ding"}})
		}
		p := c.SaveX(ctx)
		b.dress(t, ctx, v, p, i)
	}
	b.DB.Product.Create().SetSlug("draft").SetTitle("Draft").SetCurrency("EUR").SetMinPriceMinor(1).SetMaxPriceMinor(1).SaveX(ctx)
	return v
}

func (b *bothWays) dress(t *testing.T, ctx context.Context, v *ent.Vendor, p *ent.Product, i int) {
	t.Helper()
	for n := range i {
		pv := b.DB.ProductVariant.Create().SetProductID(p.ID).SetTitle(fmt.Sprintf("Form %d", n)).SetCurrency("EUR").SetPriceMinor(int64(100 * n)).
			SetPosition(i - n).SetPublished(n != 2).SetAvailableForSale(n%2 == 1)
		if n == 1 {
			pv.SetSku(p.Slug + "-sku").SetCompareAtMinor(5000).SetOptions([]string{"L", "blue"})
		}
		pv.SaveX(ctx)
		key := tenant.Key(v.ID, "media", fmt.Sprintf("%s-%d.jpg", p.Slug, n))
		m := b.DB.MediaFile.Create().SetStatus(enum.MediaStatusReady).SetKey(key).SetAlt("Alt").SetAlts(map[string]string{"fr": "Légende"}).SetWidth(800).SetHeight(600)
		if n == 0 {
			m.SetStatus(enum.MediaStatusPending)
		} else if n == 1 {
			m.SetColor("#e8e1d9").SetRenditions([]rendition.Rendition{{Width: 320, Height: 240, ContentType: "image/jpeg", Key: key}})
		}
		b.DB.ProductMedia.Create().SetProductID(p.ID).SetMediaID(m.SaveX(ctx).ID).SetPosition(n).SaveX(ctx)
	}
}

func dataOf(body string) string {
	before, _, _ := strings.Cut(body, `,"extensions"`)
	return before
}

func TestBothWaysAnswerTheSameBytes(t *testing.T) {
	t.Parallel()
	b := newBothWays(t)
	v, other := b.stock(t), b.stock(t)
	shop := viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID})
	for name, want := range twoWays {
		for _, tag := range []language.Tag{language.English, language.French, language.German} {
			ctx := i18n.NewContext(shop, tag)
			before := b.left.Load()
			slow, quick := b.slow.ask(t, ctx, want.doc, want.vars), b.quick.ask(t, ctx, want.doc, want.vars)
			require.Equal(t, dataOf(slow.body), dataOf(quick.body), "%s in %s", name, tag)
			require.Equal(t, slow.status, quick.status, name)
			require.Equal(t, want.fast, b.left.Load() == before, "%s: whether it is known; %s", name, b.log)
			require.NotContains(t, quick.body, other.ID.String(), name)
		}
	}
}

// The fast way passes no policy of ent's, so it is asked for what only they would hide.
func TestTheFastWayKeepsToItsShop(t *testing.T) {
	t.Parallel()
	b := newBothWays(t)
	v, other := b.stock(t), b.stock(t)
	ask := func(who *viewer.Viewer) string {
		return b.quick.ask(t, viewer.NewContext(t.Context(), who), `{ shop { products(first: 100) { nodes { id slug } count { value } } } }`, nil).body
	}
	mine, theirs := ask(&viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID}), ask(&viewer.Viewer{Audience: viewer.Shop, VendorID: other.ID})
	require.Contains(t, mine, `"count":{"value":7}`)
	require.NotContains(t, mine, "draft")
	require.NotEqual(t, mine, theirs)

	before := b.left.Load()
	ask(&viewer.Viewer{Audience: viewer.Customer, VendorID: v.ID, CustomerID: uuid.New()})
	require.Equal(t, before+1, b.left.Load(), "who is signed in goes the usual way")
	nobody := ask(&viewer.Viewer{Audience: viewer.Shop})
	require.Contains(t, nobody, "UNAUTHENTICATED")
}

func TestTheFastWayIsOneRoundTrip(t *testing.T) {
	t.Parallel()
	b := newBothWays(t)
	v := b.stock(t)
	ctx := viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID})
	doc := twoWays["what integrators ask"].doc
	b.quick.ask(t, ctx, doc, nil) // finds the vendor
	batches, statements := b.statements.batches.Load(), b.statements.n.Load()
	b.quick.ask(t, ctx, doc, nil)
	require.EqualValues(t, 1, b.statements.batches.Load()-batches)
	require.EqualValues(t, 4, b.statements.n.Load()-statements, "products, variants, pictures, count")
}

type pictures struct{}

func (pictures) URL(m *ent.MediaFile) *string    { return media.Path(m) }
func (pictures) Srcset(m *ent.MediaFile) *string { return nil }
