package app

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/config"
)

func TestWhatIsNotUnderstood(t *testing.T) {
	t.Parallel()
	code, _, errs := orion(t, map[string]string{"ORION_ENV": "x", "ORION_ADDR": "y"}, "doctor")
	require.Equal(t, 2, code)
	require.Contains(t, errs, "ORION_ENV")
	require.Contains(t, errs, "ORION_ADDR")

	code, _, errs = orion(t, nil, "dance")
	require.Equal(t, 2, code)
	require.Contains(t, errs, "dance")
}

func TestHelpAndVersion(t *testing.T) {
	t.Parallel()
	code, out, _ := orion(t, nil, "--help")
	require.Zero(t, code)
	require.Contains(t, out, "doctor")
	require.Contains(t, out, "ORION_DATABASE_URL")

	code, out, _ = orion(t, nil, "--version")
	require.Zero(t, code)
	require.Equal(t, "development\n", out)
}

func TestRootSecret(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "not", "yet")
	made, err := rootSecret(&config.Config{DataDir: dir})
	require.NoError(t, err)
	info, err := os.Stat(filepath.Join(dir, keyFile))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	kept, err := rootSecret(&config.Config{DataDir: dir})
	require.NoError(t, err)
	require.Equal(t, made.Key("x"), kept.Key("x"))

	named, err := rootSecret(&config.Config{DataDir: dir, SecretKey: config.Secret(strings.Repeat("s", 32))})
	require.NoError(t, err)
	require.NotEqual(t, made.Key("x"), named.Key("x"), "the configured one wins")
}

func TestB1_6AShortSecretStartsNothing(t *testing.T) {
	t.Parallel()
	for name, word := range map[string]string{"a common word": "secret", "31 bytes": strings.Repeat("s", 31)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			code, _, errs := orion(t, map[string]string{"ORION_SECRET_KEY": word, "ORION_DATA_DIR": dir, "ORION_ADDR": "127.0.0.1:0"}, "serve")
			require.NotZero(t, code)
			require.Contains(t, errs, "at least 32 bytes")
			require.NoFileExists(t, filepath.Join(dir, keyFile))

			kept := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(kept, keyFile), []byte(word), 0o600))
			_, err := rootSecret(&config.Config{DataDir: kept})
			require.ErrorContains(t, err, "at least 32 bytes", "nor does one that was kept")
		})
	}
}

func TestNoSecretIsMadeForProduction(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := rootSecret(&config.Config{DataDir: dir, Env: "production"})
	require.ErrorContains(t, err, "ORION_SECRET_KEY")
	require.NoFileExists(t, filepath.Join(dir, keyFile))
}

// It changes what the whole test program runs with, so it is not parallel.
func TestTune(t *testing.T) {
	before, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetGCPercent(before); debug.SetMemoryLimit(limit) })
	set := map[string]string{"GOGC": "100", "GOMEMLIMIT": "1GiB"}
	tune(func(name string) (string, bool) { v, ok := set[name]; return v, ok })
	require.Equal(t, 100, debug.SetGCPercent(100), "what the deployment says stays")
	require.Equal(t, limit, debug.SetMemoryLimit(-1))

	tune(func(string) (string, bool) { return "", false })
	require.Equal(t, 400, debug.SetGCPercent(100))
	require.Greater(t, debug.SetMemoryLimit(-1), int64(64<<20))
}
