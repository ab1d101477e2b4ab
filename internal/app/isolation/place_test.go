package isolation

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// sdl is a small graph with one more field on a type.
func sdl(t *testing.T, on, field string) *ast.Schema {
	t.Helper()
	s := gqlparser.MustLoadSchema(&ast.Source{Input: `
		type Query { shop: Shop node(id: ID!): Node }
		interface Node { id: ID! }
		type Shop { name: String }
		type VendorScope { name: String }
		type AdminScope { name: String }
		type Collection implements Node { id: ID! }
		type Order implements Node { id: ID! }
		input Line { variantId: ID! quantity: Int }
		input Lines { lines: [Line!] note: String }
		type Mutation { nothing: String }
		type Subscription { nothing: String }
		extend type ` + on + ` { ` + field + ` }`})
	return s
}

func TestPlacesFindWhatIsNew(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		on, field string
		found     []string
	}{
		"an id of a field":             {"VendorScope", "order(id: ID!): Order", []string{"VendorScope.order(id)"}},
		"ids of a mutation":            {"Mutation", "ordersCancel(ids: [ID!]!): String", []string{"Mutation.ordersCancel(ids)[]", "Mutation.ordersCancel(ids)[] beside an own one"}},
		"an id deep in an input":       {"Mutation", "cartFill(input: Lines!): String", []string{"Mutation.cartFill(input.lines.variantId)"}},
		"an id of a subscription":      {"Subscription", "importProgress(id: ID!): String", []string{"Subscription.importProgress(id)"}},
		"a text that speaks of a name": {"AdminScope", "vendor(slug: String!): String", []string{"AdminScope.vendor(slug)"}},
		"what names nothing":           {"Shop", "greeting(times: Int, words: String): String", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, err := places(sdl(t, tc.on, tc.field))
			require.NoError(t, err)
			var found []string
			for _, p := range all {
				if !p.anything() {
					found = append(found, p.String())
				}
			}
			require.Equal(t, tc.found, found)
		})
	}
}

// Whoever adds a name that nobody knows must say what it names: nothing is left out
// silently.
func TestPlacesRefuseWhatNobodyKnows(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ on, field, says string }{
		"an id of an unknown kind":      {"Mutation", "giftSend(id: ID!): String", "say in kind.go what Mutation.giftSend(id) names"},
		"an unknown id in an input":     {"Mutation", "orderMerge(otherId: ID!): String", "say in kind.go what Mutation.orderMerge(otherId) names"},
		"a slug of an unknown kind":     {"Shop", "page(slug: String!): String", "say in kind.go what Shop.page(slug) names"},
		"a name on a type inside":       {"Order", "line(variantId: ID!): String", "Order.line takes names: say in place.go how it is asked for"},
		"an unknown name inside a type": {"Order", "gift(slug: String!): String", "Order.gift takes names: say in place.go how it is asked for"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := places(sdl(t, tc.on, tc.field))
			require.ErrorContains(t, err, tc.says)
		})
	}
}
