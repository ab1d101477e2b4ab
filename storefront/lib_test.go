package storefront

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestLibraryIsTheListedFiles(t *testing.T) {
	t.Parallel()
	files, err := Library()
	require.NoError(t, err, "run make assets")

	module, err := Files.ReadFile("shared/js/deps.js")
	require.NoError(t, err)
	named := regexp.MustCompile(`'/assets/lib/([^']+)'`).FindAllSubmatch(module, -1)
	require.NotEmpty(t, named)
	for _, name := range named {
		require.Contains(t, files, string(name[1]), "deps.js names a file that lib.json does not list")
	}
}

func TestLibraryMatchesTheLockFile(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../package-lock.json")
	require.NoError(t, err)
	var lock struct {
		Packages map[string]struct{ Version, Resolved string }
	}
	require.NoError(t, json.Unmarshal(raw, &lock))

	list, err := readLibraryList(Files)
	require.NoError(t, err)
	require.Equal(t, list.Icons.Version, lock.Packages["node_modules/"+list.Icons.Package].Version)
	for _, f := range list.Files {
		require.Equal(t, f.Version, lock.Packages["node_modules/"+f.Package].Version, f.Package)
	}
	for name, p := range lock.Packages {
		require.Empty(t, p.Resolved, "%s: the lock file names contents, no hosts", name)
	}
}

func TestLibraryRefuses(t *testing.T) {
	t.Parallel()
	list := &fstest.MapFile{Data: []byte(`{"files": [{"package": "a", "version": "1.0.0", "file": "a.js", "sha384": "x"}], "icons": {}}`)}

	t.Run("a tree without the files", func(t *testing.T) {
		t.Parallel()
		_, err := library(fstest.MapFS{"lib.json": list})
		require.ErrorIs(t, err, ErrNoLibrary)
	})
	t.Run("a file that is not the one listed", func(t *testing.T) {
		t.Parallel()
		_, err := library(fstest.MapFS{"lib.json": list, "lib/a@1.0.0/a.js": {Data: []byte("other")}})
		require.ErrorContains(t, err, "hash")
	})
	t.Run("a list that is no JSON", func(t *testing.T) {
		t.Parallel()
		_, err := library(fstest.MapFS{"lib.json": {Data: []byte("{")}})
		require.ErrorContains(t, err, "parse lib.json")
	})
}
