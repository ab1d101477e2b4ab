package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// tool finds one of Postgres's own programs: in the configured folder, on the path, or where
// Debian keeps them, the newest version first.
func (s *Service) tool(name string) (string, error) {
	if s.PgBin != "" {
		if p := filepath.Join(s.PgBin, name); executable(p) {
			return p, nil
		}
	}
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name) // fails for bad patterns alone
	slices.SortFunc(debian, func(a, b string) int { return len(b) - len(a) + strings.Compare(b, a) })
	for _, p := range debian {
		if executable(p) {
			return p, nil
		}
	}
	p, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("backups need %s, which is not installed: install the client programs of PostgreSQL or set ORION_PG_BIN", name)
	}
	return p, nil
}

func executable(path string) bool {
	i, err := os.Stat(path)
	return err == nil && !i.IsDir() && i.Mode()&0o111 != 0
}

// run runs one of Postgres's programs against a database. The password of the URL is in its
// environment, where other users do not see it.
func (s *Service) run(ctx context.Context, in io.Reader, out io.Writer, url, name string, args ...string) error {
	path, err := s.tool(name)
	if err != nil {
		return err
	}
	url, password := withoutPassword(url)
	if url != "" {
		args = append([]string{"--dbname=" + url}, args...)
	}
	cmd := exec.CommandContext(ctx, path, args...) //nolint:gosec // a program of Postgres with arguments of ours
	cmd.Env = append(os.Environ(), "PGPASSWORD="+password, "PGAPPNAME=orion_backup")
	cmd.Stdin, cmd.Stdout = in, out
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("%s: %w", name, errors.Join(err, errors.New(firstLines(said.String()))))
	}
	return nil
}

// firstLines is what a program said, short enough for a log.
func firstLines(s string) string {
	lines := strings.SplitN(strings.TrimSpace(s), "\n", 6)
	return strings.Join(lines[:min(5, len(lines))], "; ")
}
