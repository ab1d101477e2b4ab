package gate

import (
	"runtime"
	"sync"
	"weak"

	"github.com/vektah/gqlparser/v2/ast"
)

// A Memo keeps what was worked out about an operation for as long as the operation
// itself is kept, which is as long as the cache of documents has room for it. The zero
// Memo is ready for use. A value must not hold the operation, or neither ever goes.
type Memo[V any] struct{ m sync.Map }

// Get returns what is kept for op.
func (m *Memo[V]) Get(op *ast.OperationDefinition) (V, bool) {
	v, ok := m.m.Load(weak.Make(op))
	if !ok {
		var none V
		return none, false
	}
	return v.(V), true
}

// Put keeps v for op.
func (m *Memo[V]) Put(op *ast.OperationDefinition, v V) {
	key := weak.Make(op)
	if _, loaded := m.m.Swap(key, v); !loaded {
		runtime.AddCleanup(op, func(k weak.Pointer[ast.OperationDefinition]) { m.m.Delete(k) }, key)
	}
}

// Len returns for how many operations something is kept.
func (m *Memo[V]) Len() int {
	n := 0
	m.m.Range(func(any, any) bool { n++; return true })
	return n
}
