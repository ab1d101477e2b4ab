package pgdev

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestVersionIn(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]int{
		"/usr/lib/postgresql/9/bin":                             9,
		"/usr/lib/postgresql/15/bin":                            15,
		"/Applications/Postgres.app/Contents/Versions/17/bin":   17,
		"/usr/local/opt/postgresql/bin":                         0,
		"/home/user1/opt/homebrew/opt/postgresql@16/bin":        16,
		"/Applications/Postgres.app/Contents/Versions/latest/b": 0,
	} {
		require.Equal(t, want, versionIn(path), path)
	}
}

func TestLibrariesFromNPMAreLinkedAndReadable(t *testing.T) {
	t.Parallel()
	pkg := t.TempDir()
	lib := filepath.Join(pkg, "native", "lib")
	require.NoError(t, os.MkdirAll(lib, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(lib, "libx.so.6.1"), []byte("x"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(pkg, "native", "pg-symlinks.json"),
		[]byte(`[{"source":"native/lib/libx.so.6.1","target":"native/lib/libx.so"},{"source":"native/lib/libx.so.6.1","target":"native/lib/libx.so.6"}]`), 0o600))

	require.NoError(t, link(pkg))
	require.NoError(t, open(pkg))
	for _, name := range []string{"libx.so", "libx.so.6"} {
		b, err := os.ReadFile(filepath.Join(lib, name))
		require.NoError(t, err)
		require.Equal(t, "x", string(b))
	}
	for path, want := range map[string]os.FileMode{lib: 0o755, filepath.Join(lib, "libx.so.6.1"): 0o755, filepath.Join(pkg, "native", "pg-symlinks.json"): 0o644} {
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, want, info.Mode().Perm(), path)
	}
}

func TestLinksStayInsideThePackage(t *testing.T) {
	t.Parallel()
	pkg := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(pkg, "native"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(pkg, "native", "pg-symlinks.json"),
		[]byte(`[{"source":"native/lib/a","target":"../../escaped"}]`), 0o600))
	require.Error(t, link(pkg))
}

func TestPassable(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "pgdev-passable-") //nolint:usetesting // others may enter this one
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	inner := filepath.Join(dir, "inner")
	require.NoError(t, os.Mkdir(inner, 0o755))

	stranger := &syscall.Credential{Uid: 65533, Gid: 65533}
	self := &syscall.Credential{Uid: uint32(os.Getuid()), Gid: uint32(os.Getgid())}
	require.False(t, passable(inner, stranger), "the folder above is ours alone")
	require.True(t, passable(inner, self))
	require.NoError(t, os.Chmod(dir, 0o711))
	require.True(t, passable(inner, stranger))
	require.False(t, passable(filepath.Join(dir, "missing"), self))
}
