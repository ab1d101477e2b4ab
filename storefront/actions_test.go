package storefront

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// The record keeps actions as codes; the consoles have words for each of them.
func TestEveryActionOfTheRecordHasWords(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../internal/audit/action.go")
	require.NoError(t, err)
	listed := regexp.MustCompile(`(?m)^\t"([a-z-]+\.[a-z-]+)":`).FindAllSubmatch(source, -1)
	require.NotEmpty(t, listed)
	words := catalogue(t, catalogues["console"].dir, "en")
	for _, m := range listed {
		require.Contains(t, words, "action."+string(m[1]))
	}
}
