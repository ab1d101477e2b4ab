package gate_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"orion/graph/gate"
)

func TestMemoLastsAsLongAsTheOperation(t *testing.T) {
	t.Parallel()
	var m gate.Memo[int]
	op := &ast.OperationDefinition{Name: "a"}
	_, ok := m.Get(op)
	require.False(t, ok)
	m.Put(op, 1)
	m.Put(op, 2)
	v, ok := m.Get(op)
	require.True(t, ok)
	require.Equal(t, 2, v)
	_, ok = m.Get(&ast.OperationDefinition{Name: "a"})
	require.False(t, ok, "an operation is itself, not its name")

	for range 100 {
		m.Put(&ast.OperationDefinition{Name: "b"}, 3)
	}
	require.Eventually(t, func() bool { runtime.GC(); return m.Len() == 1 }, 5*time.Second, 10*time.Millisecond)
	runtime.KeepAlive(op)
}
