package taxonomy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/taxonomy"
)

func TestHas(t *testing.T) {
	t.Parallel()
	for id, want := range map[int]bool{1: true, 166: true, 10: false, 0: false, -1: false, 9_999_999: false} {
		require.Equal(t, want, taxonomy.Has(id), "%d", id)
	}
}
