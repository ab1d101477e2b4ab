package graph

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"orion/graph/gate"
	"orion/internal/viewer"
)

// shared are the fields of Shop whose answer is the same for every visitor. One that is
// missing here is only asked for more often.
var shared = map[string]bool{
	"id": true, "name": true, "slug": true, "currencyCode": true, "languages": true, "tagline": true, "hero": true,
	"imprint": true, "pricesIncludeTax": true, "policies": true, "policy": true, "legalIdentity": true,
	"product": true, "products": true, "collection": true, "collections": true, "search": true, "searchSuggestions": true, "categories": true, "slugRedirect": true,
}

// whileFresh is how long anybody may keep a shared answer.
const whileFresh = "public, max-age=30, stale-while-revalidate=60"

// publicAnswers knows which answers anybody may store: those to a GET by hash from a
// visitor who is not signed in, about nothing but what all visitors see alike.
type publicAnswers struct {
	query, shop *ast.Definition
	known       gate.Memo[bool]
}

func newPublicAnswers(s *ast.Schema) *publicAnswers {
	return &publicAnswers{query: s.Query, shop: s.Types["Shop"]}
}

func (p *publicAnswers) cacheControl(ctx context.Context, op *graphql.OperationContext) string {
	if gate.Hash(op) == "" || !p.ofAll(viewer.From(ctx), op) {
		return ""
	}
	return whileFresh
}

func (p *publicAnswers) alike(set ast.SelectionSet) bool {
	for _, sel := range set {
		ok := true
		switch sel := sel.(type) {
		case *ast.Field:
			ok = p.field(sel) && p.alike(sel.SelectionSet)
		case *ast.InlineFragment:
			ok = p.alike(sel.SelectionSet)
		case *ast.FragmentSpread:
			ok = p.alike(sel.Definition.SelectionSet)
		}
		if !ok {
			return false
		}
	}
	return true
}

func (p *publicAnswers) field(f *ast.Field) bool {
	switch f.ObjectDefinition {
	case p.query:
		return f.Name == "shop" || f.Name == "__typename"
	case p.shop:
		return shared[f.Name] || f.Name == "__typename"
	}
	return true
}

// varied says what answers depend on beside the address: the language, the shop, and
// who asks.
func varied(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept, Accept-Language, Authorization, Orion-Vendor")
		next.ServeHTTP(w, r)
	})
}
