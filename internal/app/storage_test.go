package app

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/config"
)

func TestOpenBucket(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, tc := range map[string]struct {
		cfg  config.Config
		file string
	}{
		"below the data dir": {config.Config{DataDir: filepath.Join(dir, "data")}, filepath.Join(dir, "data", "files", "a", "b.txt")},
		"a named folder":     {config.Config{Storage: "file://" + filepath.Join(dir, "named")}, filepath.Join(dir, "named", "a", "b.txt")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, err := openBucket(t.Context(), &tc.cfg)
			require.NoError(t, err)
			require.NoError(t, b.WriteAll(t.Context(), "a/b.txt", []byte("x"), nil))
			require.FileExists(t, tc.file)
			require.NoError(t, b.Close())
			info, err := os.Stat(filepath.Dir(tc.file))
			require.NoError(t, err)
			require.Equal(t, os.FileMode(0o700), info.Mode().Perm(), "files of shops are for the program alone")
		})
	}
}

func TestStorageThatIsNotBuiltIn(t *testing.T) {
	t.Parallel()
	_, err := openBucket(t.Context(), &config.Config{Storage: "gs://bucket"})
	require.ErrorContains(t, err, "-tags gcs")
}
