package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/graph/gen"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
)

// What no row has, what is of another type, what is no id at all and what is another
// vendor's: node tells none of them from the others.
func TestB2_32NodesThatAreNotThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, owner := fixture.Vendor(t, w.DB)
	other, _ := fixture.Vendor(t, w.DB)
	mine, _ := fixture.Product(t, w.DB, v)
	theirs, _ := fixture.Product(t, w.DB, other)
	const doc = `query($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { __typename id } }`
	want := `{"data":{"node":null,"nodes":[null]}`
	for name, id := range map[string]any{
		"another vendor's":           theirs.PublicID(),
		"of nothing":                 publicid.New("Product", uuid.New()),
		"of another type":            publicid.New("Order", mine.ID),
		"of an entity without nodes": publicid.New("Session", mine.ID),
		"of an unknown prefix":       "zzz_" + string(mine.PublicID())[5:],
		"a bare uuid":                mine.ID.String(),
		"in capitals":                strings.ToUpper(string(mine.PublicID())),
		"with a bit beyond the end":  string(mine.PublicID()) + "0",
		"cut":                        string(mine.PublicID())[:10],
		"empty":                      "",
		"SQL":                        "prod_' or 1=1 --",
		"20 kB":                      strings.Repeat("x", 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			r := w.ask(t, owner, doc, map[string]any{"id": id})
			require.Contains(t, r.body, want)
			require.Empty(t, r.Errors)
		})
	}
	require.Contains(t, w.ask(t, owner, doc, map[string]any{"id": mine.PublicID()}).body, string(mine.PublicID()))
}

// shopArguments are by what shoppers may narrow and order what they see. Whatever is
// added here lets them ask about the rows behind: it must be something that they may see.
const shopArguments = `
Collection.products: ProductSortKey CREATED_AT UPDATED_AT TITLE PRICE BEST_SELLING
Collection.products: ProductWhere title sku status collection category brand tag taxClass price inStock createdAt and or not
Shop.products: ProductSortKey CREATED_AT UPDATED_AT TITLE PRICE BEST_SELLING
Shop.products: ProductWhere title sku status collection category brand tag taxClass price inStock createdAt and or not
`

func TestB2_36_38ShoppersAskByWhatTheySee(t *testing.T) {
	t.Parallel()
	s := gen.NewExecutableSchema(gen.Config{}).Schema()
	var lines []string
	for _, door := range []string{"Collection.products", "Shop.products"} {
		on, field, _ := strings.Cut(door, ".")
		for _, a := range s.Types[on].Fields.ForName(field).Arguments {
			switch d := s.Types[a.Type.Name()]; d.Name {
			case "ProductWhere", "ProductSort":
				of := d.Name
				var names []string
				for _, f := range d.Fields {
					names = append(names, f.Name)
				}
				if d.Name == "ProductSort" {
					of, names = "ProductSortKey", nil
					for _, e := range s.Types["ProductSortKey"].EnumValues {
						names = append(names, e.Name)
					}
				}
				lines = append(lines, door+": "+of+" "+strings.Join(names, " "))
			}
		}
	}
	require.ElementsMatch(t, strings.Split(strings.TrimSpace(shopArguments), "\n"), lines)
}

// B2.37: a count is of what the viewer may see; a draft and another vendor's rows count
// for nobody else.
func TestB2_37CountsAreOfWhatIsSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, owner := fixture.Vendor(t, w.DB)
	other, _ := fixture.Vendor(t, w.DB)
	fixture.Product(t, w.DB, v)
	fixture.Product(t, w.DB, v, func(c *ent.ProductCreate) { c.SetStatus(enum.ProductStatusDraft) })
	fixture.More(t, w.DB, other, 3)
	require.Contains(t, w.ask(t, fixture.Shopper(t, v), `{ shop { products { count { value } } } }`, nil).body, `{"value":1}`)
	r := w.ask(t, owner, `{ vendor { products { count { value } } orders { count { value } } customers { count { value } } marketplaceProducts { count { value } } } }`, nil)
	require.Contains(t, r.body, `{"products":{"count":{"value":2}},"orders":{"count":{"value":0}},"customers":{"count":{"value":0}},"marketplaceProducts":{"count":{"value":0}}}`)
}

// B2.40: a cursor of one vendor's list is none of another's.
func TestB2_40CursorsOfAnotherVendor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, owner := fixture.Vendor(t, w.DB)
	other, otherOwner := fixture.Vendor(t, w.DB)
	for _, of := range []*ent.Vendor{v, v, other, other} {
		fixture.Product(t, w.DB, of)
	}
	const doc = `query($after: String) { vendor { products(first: 1, after: $after) { nodes { id } pageInfo { endCursor } } } }`
	var page struct {
		Vendor struct {
			Products struct{ PageInfo struct{ EndCursor string } }
		}
	}
	require.NoError(t, json.Unmarshal(w.ask(t, otherOwner, doc, nil).Data, &page))
	theirs := page.Vendor.Products.PageInfo.EndCursor
	require.NotEmpty(t, theirs)
	require.Empty(t, w.ask(t, otherOwner, doc, map[string]any{"after": theirs}).Errors)
	refused := w.ask(t, owner, doc, map[string]any{"after": theirs})
	require.Equal(t, "BAD_REQUEST", refused.code())
	require.Equal(t, refused.Errors[0].Message, w.ask(t, owner, doc, map[string]any{"after": "made up"}).Errors[0].Message)
}

// B2.43, B2.44: one document, kept once by its hash, asked by everybody at the same time:
// each gets their own.
func TestB2_43_44TheSameQueryOfManyVendors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const doc = `{ shop { slug products(first: 5) { nodes { slug variants(first: 1) { nodes { sku product { slug } } } } } } }`
	sum := sha256.Sum256([]byte(doc))
	ask := func(ctx context.Context, text string) string {
		q := url.Values{"extensions": {fmt.Sprintf(`{"persistedQuery":{"version":1,"sha256Hash":%q}}`, hex.EncodeToString(sum[:]))}}
		if text != "" {
			q.Set("query", text)
		}
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, httptest.NewRequestWithContext(ctx, http.MethodGet, "/graphql?"+q.Encode(), nil))
		return rec.Body.String()
	}
	type shop struct {
		ctx  context.Context
		slug string
		own  string
	}
	var shops []shop
	for range 4 {
		v, _ := fixture.Vendor(t, w.DB)
		p, _ := fixture.Product(t, w.DB, v)
		shops = append(shops, shop{fixture.Shopper(t, v), v.Slug, p.Slug})
	}
	require.Contains(t, ask(shops[0].ctx, doc), shops[0].slug)
	var wg sync.WaitGroup
	for range 10 {
		for i, s := range shops {
			wg.Go(func() {
				body := ask(s.ctx, "")
				for j, other := range shops {
					if found := strings.Contains(body, other.own) || strings.Contains(body, other.slug); found != (i == j) {
						t.Errorf("shop %d is told of shop %d: %s", i, j, body)
					}
				}
			})
		}
	}
	wg.Wait()
}

// B2.31 beneath all walls: what gets past them is stopped, and told as a missing row.
func TestB2_31TheTripwireOfNodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v, _ := fixture.Vendor(t, w.DB)
	other, otherOwner := fixture.Vendor(t, w.DB)
	theirs, _ := fixture.Product(t, w.DB, other)
	// The node is found as its own vendor and handed to somebody else, as if no wall stood.
	found, err := nodeKinds["Product"].find(otherOwner, w.DB.Client, []uuid.UUID{theirs.ID})
	require.NoError(t, err)
	require.Len(t, found, 1)
	team := &viewer.Viewer{Audience: viewer.Vendor, VendorID: v.ID, Grants: map[string]bool{"catalog.read": true}}
	require.True(t, w.Tripwire.Stops(came(t, team), team, found[theirs.ID]))
	require.Contains(t, w.log.String(), "level=ERROR")
	require.Contains(t, w.log.String(), "kind=Product")
	families, err := w.metrics.Gather()
	require.NoError(t, err)
	require.InDelta(t, 1, families[0].GetMetric()[0].GetCounter().GetValue(), 0)
}
