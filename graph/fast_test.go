package graph

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/product"
	"orion/graph/fast"
	"orion/graph/gate"
	"orion/graph/gen"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/i18n"
	"orion/internal/kit/localized"
	"orion/internal/kit/page"
	"orion/internal/kit/rendition"
	"orion/internal/kit/tenant"
	"orion/internal/media"
	"orion/internal/search"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

const cardFields = `id slug title brand inStock priceRange { min { amount currencyCode } max { amount currencyCode } }
	media { url alt width height color } variants(first: 2) { nodes { id price { amount currencyCode } compareAtPrice { amount } availableForSale } }`

// A twoWay is a document, and whether the fast way knows it.
type twoWay struct {
	doc  string
	vars map[string]any
	fast bool
}

// The documents that are answered both ways. Those of fast are known to it, the others
// are left to the executor.
var twoWays = map[string]twoWay{
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
	"a filter":        {`{ shop { products(where: {inStock: true}) { nodes { id } count { value } } } }`, nil, true},
	"filters":         {`query Q($w: ProductWhere) { shop { products(where: $w) { nodes { slug } count { value } } } }`, map[string]any{"w": map[string]any{"or": []any{map[string]any{"brand": map[string]any{"eq": "Löwe"}}, map[string]any{"price": map[string]any{"gte": "7.00"}, "not": map[string]any{"tag": []any{"new"}}}}}}, true},
	"no such amount":  {`{ shop { products(where: {price: {gte: "1.234"}}) { nodes { id } } } }`, nil, false},
	"drafts asked":    {`{ shop { products(where: {status: [DRAFT]}) { nodes { id } count { value } } } }`, nil, true},
	"all of a product": {`{ shop { product(slug: "first") { descriptionHtml options { name values } seo { title description } media { srcset focalPoint { x y } }
		variants(first: 100) { nodes { weightGrams availability } } } } }`, nil, true},
	"a directive":     {`query Q($no: Boolean!) { shop { name @skip(if: $no) products { nodes { id } } } }`, map[string]any{"no": true}, false},
	"merged":          {`{ shop { products { nodes { priceRange { min { amount } } priceRange { max { amount } } } } } }`, nil, false},
	"two lists":       {`{ shop { a: products { nodes { id } } b: products { nodes { id } } } }`, nil, false},
	"guarded":         {`{ shop { products { nodes { id status version } } } }`, nil, false},
	"sorted shelf":    {`{ shop { collection(slug: "by-hand") { products(first: 2, sort: [{key: PRICE}], where: {inStock: true}) { nodes { slug } pageInfo { endCursor } } } } }`, nil, true},
	"two ways to one": {`{ shop { collection(slug: "by-hand", id: null) { products { nodes { slug } } } } }`, nil, false},
	"no collection":   {`{ shop { collection { id } } }`, nil, false},
	"two in one":      {`{ shop { collection(slug: "by-hand") { a: products { nodes { slug } } b: products { nodes { slug } } } } }`, nil, false},
	"its picture":     {`{ shop { collection(slug: "by-hand") { featuredMedia { url } } } }`, nil, false},
	"a long search":   {`{ shop { search(query: "` + strings.Repeat("long ", 30) + `") { nodes { id } } } }`, nil, false},
	"deeper":          {`{ shop { products { nodes { id collections { slug } } } } }`, nil, false},
	"two roots":       {`{ shop { name } viewer { audience } }`, nil, false},
}

func init() {
	for _, slug := range []string{"by-hand", "by-price", "newest", "empty", "gone"} {
		twoWays["collection "+slug] = twoWay{`query Q($slug: String!) { shop { name collection(slug: $slug) { id slug title description descriptionHtml seo { title description }
			products(first: 3) { nodes { ` + cardFields + ` } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision } } } } }`, map[string]any{"slug": slug}, true}
		twoWays["words of "+slug] = twoWay{`query Q($slug: String!) { shop { collection(slug: $slug) { __typename id title } } }`, map[string]any{"slug": slug}, true}
	}
	for name, vars := range map[string]string{
		"all": `first: 4`, "a word": `query: "thing"`, "no hits": `query: "zeppelin"`, "none wanted": `query: "thing", first: 0`,
		"filtered": `filters: {brand: ["Löwe"]}, sort: TITLE`, "dear": `query: "thing", filters: {price: {gte: "7.00"}}, sort: PRICE_DESC`,
	} {
		twoWays["search for "+name] = twoWay{`{ shop { search(` + vars + `) { nodes { ` + cardFields + ` } edges { cursor node { title } highlights { field parts } }
			pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision } } } }`, nil, true}
		twoWays["facets of "+name] = twoWay{`{ shop { search(` + vars + `) { facets { key label values { value label count selected } } priceRange { min { amount } max { amount } } } } }`, nil, true}
	}
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
	b.wire()
	return b
}

// searching puts another engine into both.
func (b *bothWays) searching(t *testing.T, engine search.Engine) {
	t.Helper()
	queue, err := jobs.NewQueue(b.DB)
	require.NoError(t, err)
	b.Search = search.New(search.Deps{
		DB: b.DB, Queue: queue, Pages: page.NewSigner([]byte("k")), Clock: clock.System{}, Log: slog.New(slog.DiscardHandler), Engine: engine, Notices: &store.Listener{},
	})
	b.wire()
}

func (b *bothWays) wire() {
	f := fast.New(fast.Deps{DB: b.DB, Catalog: b.Catalog, Search: b.Search, Media: pictures{}, Vendor: b.Vendors.Current, Plans: &gate.Memo[*fast.Plan]{}, Log: slog.New(slog.NewTextHandler(b.log, nil))})
	b.slow, b.quick = *b.world, *b.world
	b.quick.handler = NewHandler(Config{
		Schema: gen.NewExecutableSchema(gen.Config{Resolvers: b.Resolver, Directives: Directives()}), Log: slog.New(slog.NewTextHandler(b.log, nil)),
		Buckets: gate.NewLocalBuckets(plenty, plenty), Address: func(context.Context) string { return "192.0.2.1" },
		RequestID: func(context.Context) string { return "req-1" }, Loaders: b.Loaders,
		FastAnswer: f.Answer,
		Fast: func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
			return f.RootField(ctx, func(ctx context.Context) graphql.Marshaler { b.left.Add(1); return next(ctx) })
		},
	})
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
	b.shelve(t, ctx)
	_, err := b.Search.Drain(t.Context(), v.ID)
	require.NoError(t, err)
	return v
}

// shelve puts all products but the third into collections of several orders.
func (b *bothWays) shelve(t *testing.T, ctx context.Context) {
	t.Helper()
	all := b.DB.Product.Query().Order(ent.Asc("slug")).AllX(ctx)
	for slug, sort := range map[string]enum.CollectionSort{
		"by-hand": enum.CollectionSortManual, "by-price": enum.CollectionSortPriceDesc, "newest": enum.CollectionSortNewest, "empty": enum.CollectionSortManual,
	} {
		c := b.DB.Collection.Create().SetSlug(slug).SetTitle("Shelf \"" + slug + "\"").SetDescription("Words\n\nand more").SetSort(sort).SetSeoTitle("For engines").
			SetTranslations(localized.Texts{"fr": {Title: "Étagère", Description: "Mots"}}).SaveX(ctx)
		for i, p := range all {
			if slug != "empty" && i != 3 {
				b.DB.CollectionProduct.Create().SetCollectionID(c.ID).SetProductID(p.ID).SetPosition((i * 5) % 7).SaveX(ctx)
			}
		}
	}
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
	b.searching(t, claiming{ids: b.DB.Product.Query().IDsX(fixture.System(t, v))})
	ctx := viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID})
	for name, want := range map[string]struct {
		doc        string
		statements int64
	}{
		"products, variants, pictures, count":       {twoWays["what integrators ask"].doc, 4},
		"a product, variants, pictures":             {`{ shop { product(slug: "first") { ` + cardFields + ` } } }`, 3},
		"a collection and the same of products":     {`{ shop { collection(slug: "by-hand") { title products { nodes { ` + cardFields + ` } count { value } } } } }`, 5},
		"products that were found, with the others": {`{ shop { search(query: "thing") { nodes { ` + cardFields + ` } count { value } } } }`, 3},
	} {
		b.quick.ask(t, ctx, want.doc, nil) // finds the vendor, the collection, the synonyms
		batches, statements := b.statements.batches.Load(), b.statements.n.Load()
		r := b.quick.ask(t, ctx, want.doc, nil)
		require.NotContains(t, r.body, `"errors"`)
		require.EqualValues(t, 1, b.statements.batches.Load()-batches, name)
		require.Equal(t, want.statements, b.statements.n.Load()-statements, name)
	}
}

// What is read further on is the same both ways too.
func TestBothWaysGoOn(t *testing.T) {
	t.Parallel()
	b := newBothWays(t)
	v := b.stock(t)
	ctx := viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID})
	hand := b.DB.Collection.Query().Where(collection.Slug("by-hand")).OnlyX(fixture.System(t, v))
	const page = `{ nodes { slug } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`
	for name, list := range map[string]string{
		"products": `products(first: 2, after: $at) ` + page, "back": `products(last: 2, before: $at) ` + page,
		"cheapest":   `products(first: 2, after: $at, sort: [{key: PRICE}, {key: UPDATED_AT, direction: DESC}]) ` + page,
		"filtered":   `products(first: 2, after: $at, where: {title: {contains: "Thing"}}) ` + page,
		"by hand":    `collection(slug: "by-hand") { products(first: 2, after: $at) ` + page + ` }`,
		"by its id":  `collection(id: "` + string(hand.PublicID()) + `") { products(first: 2, after: $at) ` + page + ` }`,
		"by price":   `collection(slug: "by-price") { products(first: 2, after: $at) ` + page + ` }`,
		"in another": `collection(slug: "by-price") { products(first: 2, after: $at, sort: [{key: BEST_SELLING}]) ` + page + ` }`,
		"found":      `search(query: "thing", first: 2, after: $at) ` + page,
	} {
		doc := `query Q($at: String) { shop { ` + list + ` } }`
		var at any
		for range 5 {
			before := b.left.Load()
			slow, quick := b.slow.ask(t, ctx, doc, map[string]any{"at": at}), b.quick.ask(t, ctx, doc, map[string]any{"at": at})
			require.Equal(t, dataOf(slow.body), dataOf(quick.body), name)
			require.Equal(t, before, b.left.Load(), "%s is known; %s", name, b.log)
			edge := regexp.MustCompile(`"endCursor":"([^"]+)"`).FindStringSubmatch(slow.body)
			if name == "back" {
				edge = regexp.MustCompile(`"startCursor":"([^"]+)"`).FindStringSubmatch(slow.body)
			}
			if edge == nil {
				break
			}
			at = edge[1]
		}
		require.NotNil(t, at, name)
	}
}

// What is remembered of a collection is asked again each time.
func TestTheFastWaySeesCollectionsChange(t *testing.T) {
	t.Parallel()
	b := newBothWays(t)
	v := b.stock(t)
	system := fixture.System(t, v)
	ctx := viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID})
	const doc = `{ shop { collection(slug: "by-hand") { id title products(first: 3) { nodes { slug } pageInfo { endCursor } } } } }`
	same := func(why string) string {
		before := b.left.Load()
		slow, quick := b.slow.ask(t, ctx, doc, nil), b.quick.ask(t, ctx, doc, nil)
		require.Equal(t, dataOf(slow.body), dataOf(quick.body), why)
		require.Equal(t, before, b.left.Load(), why)
		return dataOf(quick.body)
	}
	first := same("at first")
	hand, price := collection.Slug("by-hand"), collection.Slug("by-price")
	b.DB.Collection.Update().Where(hand).SetSort(enum.CollectionSortTitle).ExecX(system)
	second := same("in another order")
	require.NotEqual(t, first, second)
	b.DB.Collection.Update().Where(hand).SetSlug("before").ExecX(system)
	require.Contains(t, same("gone"), `"collection":null`)
	b.DB.Collection.Update().Where(price).SetSlug("by-hand").ExecX(system)
	require.Contains(t, same("another of that name"), "by-price")
	b.DB.Collection.Update().Where(collection.Slug("before")).SetSlug("by-price").ExecX(system)
	b.DB.Collection.Update().Where(collection.Slug("newest")).SetTitle("New").ExecX(system)
	same("as it was")
}

// A claiming engine finds whatever it is told to, whoever's it is.
type claiming struct {
	search.Engine
	ids []uuid.UUID
}

func (claiming) Name() string { return "claiming" }

func (c claiming) Search(_ context.Context, _ uuid.UUID, q *search.Query) (*search.Hits, error) {
	hits := &search.Hits{Total: len(c.ids)}
	for _, id := range c.ids[min(q.Offset, len(c.ids)):] {
		hits.Hits = append(hits.Hits, search.Hit{ID: id})
	}
	return hits, nil
}

// What an engine finds is shown as far as the shop shows it, and nothing of anybody else.
func TestTheFastWayChecksWhatEnginesFind(t *testing.T) {
	t.Parallel()
	b := newBothWays(t)
	v, other := b.stock(t), b.stock(t)
	mine := b.DB.Product.Query().Where(product.Slug("first")).OnlyX(fixture.System(t, v))
	draft := b.DB.Product.Query().Where(product.Slug("draft")).OnlyX(fixture.System(t, v))
	theirs := b.DB.Product.Query().Where(product.Slug("first")).OnlyX(fixture.System(t, other))
	b.searching(t, claiming{ids: []uuid.UUID{theirs.ID, draft.ID, uuid.New(), mine.ID}})
	ctx := viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Shop, VendorID: v.ID})
	const doc = `{ shop { search(query: "anything") { nodes { ` + cardFields + ` } } } }`
	slow, quick := b.slow.ask(t, ctx, doc, nil), b.quick.ask(t, ctx, doc, nil)
	require.Equal(t, dataOf(slow.body), dataOf(quick.body))
	require.Zero(t, b.left.Load())
	require.Contains(t, quick.body, string(mine.PublicID()))
	for _, hidden := range []*ent.Product{draft, theirs} {
		require.NotContains(t, quick.body, string(hidden.PublicID()))
	}
}

type pictures struct{}

func (pictures) URL(m *ent.MediaFile) *string    { return media.Path(m) }
func (pictures) Srcset(m *ent.MediaFile) *string { return nil }
