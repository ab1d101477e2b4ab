//go:build acceptance

package app

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/pgtest"
)

// The drill: three shops are backed up by the commands that operators have, everything is
// destroyed, and what is restored is what was there.
func TestAcceptanceBackupDrill(t *testing.T) {
	t.Parallel()
	dir, store := t.TempDir(), t.TempDir()
	env := map[string]string{
		"ORION_DATA_DIR": dir, "ORION_DATABASE_URL": pgtest.NewURL(t), "ORION_SECRET_KEY": "the secret of a drill, of 32 bytes", "ORION_BACKUP_URL": "file://" + store,
	}
	began := time.Now()
	say := func(args ...string) string {
		t.Helper()
		code, out, errs := orion(t, env, args...)
		require.Zero(t, code, "%v: %s%s", args, out, errs)
		t.Logf("%6s %v", time.Since(began).Round(100*time.Millisecond), args)
		return out
	}
	say("seed", "--demo")
	files := storedFiles(t, dir)
	require.NotEmpty(t, files)
	name := regexp.MustCompile(`\d{8}-\d{6}`).FindString(say("backup", "create"))
	require.NotEmpty(t, name)
	require.Contains(t, say("backup", "verify", name), "it can be restored")
	leaving := filepath.Join(t.TempDir(), "lumiere.zip")
	say("vendor", "export", "lumiere", "--out", leaving)

	code, _, errs := orion(t, env, "backup", "restore", name)
	require.NotZero(t, code)
	require.Contains(t, errs, "--force", "a live database is not replaced")

	env["ORION_DATABASE_URL"] = pgtest.Empty(t) // the machine is gone, and its files
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "files")))
	require.Empty(t, storedFiles(t, dir))
	require.Contains(t, say("backup", "list"), name)
	require.Contains(t, say("backup", "restore", name), "restored")

	require.Equal(t, files, storedFiles(t, dir))
	require.Contains(t, say("audit", "verify"), "nothing is missing")
	say("doctor")
	say("vendor", "restore", leaving, "--slug", "lumiere-again", "--owner", "owner@again.example")
}

// storedFiles are the files of the shops and their sizes.
func storedFiles(t *testing.T, dir string) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	root := filepath.Join(dir, "files")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if os.IsNotExist(err) {
				return nil
			}
			return err
		}
		info, err := d.Info()
		if err == nil {
			out[path] = info.Size()
		}
		return err
	})
	require.NoError(t, err)
	return out
}
