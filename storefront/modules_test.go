package storefront

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The modules that pages share have tests of their own, in test/, run by Node.
func TestSharedModules(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("test/*.test.mjs")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	out, err := exec.CommandContext(t.Context(), "node", append([]string{"--test"}, files...)...).CombinedOutput()
	require.NoError(t, err, string(out))
}
