package gate

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// What a document takes once it is parsed, by measure: each selection, directive and
// value of it so many bytes.
const nodeBytes = 240

// NewDocumentCache returns a cache of parsed and validated documents that takes about
// so many bytes of memory at most, and prefers those that are asked for often.
func NewDocumentCache(bytes uint64) graphql.Cache[*ast.QueryDocument] {
	return bounded[*ast.QueryDocument]{otter.Must(&otter.Options[string, *ast.QueryDocument]{
		MaximumWeight: bytes,
		Weigher: func(text string, doc *ast.QueryDocument) uint32 {
			var c census
			c.document(doc)
			return uint32(len(text) + nodeBytes*(1+c.selections+c.directives+c.values))
		},
	})}
}

// bounded is a cache of ours as the executor wants it.
type bounded[V any] struct{ c *otter.Cache[string, V] }

func (b bounded[V]) Get(_ context.Context, key string) (V, bool) { return b.c.GetIfPresent(key) }

func (b bounded[V]) Add(_ context.Context, key string, v V) { b.c.Set(key, v) }
