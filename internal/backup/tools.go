package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"orion/internal/kit/pgdev"
)

// run runs one of Postgres's programs against a database. The password of the URL is in its
// environment, where other users do not see it.
func (s *Service) run(ctx context.Context, in io.Reader, out io.Writer, url, name string, args ...string) error {
	path, err := pgdev.Program(s.PgBin, name)
	if err != nil {
		return fmt.Errorf("backups need %s: install the client programs of PostgreSQL or set ORION_PG_BIN: %w", name, err)
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
