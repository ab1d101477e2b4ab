package pgdev_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/internal/kit/pgdev"
)

const childDir = "PGDEV_TEST_CHILD_DIR"

// How long and how often tests wait for something outside.
const (
	wait = time.Minute
	tick = 10 * time.Millisecond
)

// TestMain is also the program that runs a server until it is killed.
func TestMain(m *testing.M) {
	dir := os.Getenv(childDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	s, err := pgdev.Start(context.Background(), pgdev.Options{Dir: dir, Throwaway: true})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(s.URL())
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func TestServerKeepsWhatItWasGiven(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, pgdev.Options{Dir: dir, Database: "shop"})
	require.Equal(t, "on", ask(t, s.URL(), "show fsync"))
	require.Equal(t, "shop", ask(t, s.URL(), "select current_database()"))
	require.Equal(t, "UTF8 C", ask(t, s.URL(), "select pg_encoding_to_char(encoding)||' '||datcollate from pg_database where datname='shop'"))
	ask(t, s.URL(), "create table kept as select 7::text as n")
	require.FileExists(t, filepath.Join(s.BinDir(), "postgres"))

	require.NoError(t, s.Stop())
	require.NoError(t, s.Stop(), "stopping twice is no mistake")
	<-s.Done()
	require.NoFileExists(t, filepath.Join(dir, "url"))
	require.False(t, answers(s.URL()))

	s = start(t, pgdev.Options{Dir: dir, Database: "shop"})
	require.Equal(t, "7", ask(t, s.URL(), "select n from kept"))
}

func TestThrowawayGivesUpSafety(t *testing.T) {
	t.Parallel()
	s := start(t, pgdev.Options{Dir: t.TempDir(), Throwaway: true, Settings: map[string]string{"max_connections": "17"}})
	for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		require.Equal(t, "off", ask(t, s.URL(), "show "+name), name)
	}
	require.Equal(t, "17", ask(t, s.URL(), "show max_connections"))
}

func TestNobodyComesInWithoutThePassword(t *testing.T) {
	t.Parallel()
	s := start(t, pgdev.Options{Dir: t.TempDir(), Throwaway: true})
	u, err := url.Parse(s.URL())
	require.NoError(t, err)
	u.User = url.UserPassword("postgres", "guess")
	_, err = pgx.Connect(t.Context(), u.String())
	require.ErrorContains(t, err, "password")
}

func TestServerIsApartFromOurTerminal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	start(t, pgdev.Options{Dir: dir, Throwaway: true})
	group, err := syscall.Getpgid(postmaster(t, dir))
	require.NoError(t, err)
	require.NotEqual(t, syscall.Getpgrp(), group, "Ctrl-C would stop the server before us")
}

func TestOneProgramAtATime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c, childURL := child(t, dir)

	_, err := pgdev.Start(t.Context(), pgdev.Options{Dir: dir})
	used, ok := errors.AsType[*pgdev.InUseError](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, c.Process.Pid, used.PID)
	require.Equal(t, childURL, used.URL)
	require.ErrorContains(t, err, strconv.Itoa(c.Process.Pid))
	require.Equal(t, "1", ask(t, used.URL, "select '1'"), "its server may be used")
}

func TestAFolderOpenToAll(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "pgdev-open-") //nolint:usetesting // others may enter this one
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	require.NoError(t, os.Chmod(dir, 0o755))
	s := start(t, pgdev.Options{Dir: filepath.Join(dir, "a folder", "below"), Throwaway: true})
	require.Equal(t, "1", ask(t, s.URL(), "select '1'"))
}

func TestAStartThatWasCutShort(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "new", "cluster", "base"), 0o700))
	s := start(t, pgdev.Options{Dir: dir, Throwaway: true})
	require.Equal(t, "1", ask(t, s.URL(), "select '1'"))
	require.NoDirExists(t, filepath.Join(dir, "new"))
}

func TestWhatCannotStartSaysWhy(t *testing.T) {
	t.Parallel()
	old := t.TempDir()
	require.NoError(t, start(t, pgdev.Options{Dir: old, Throwaway: true}).Stop())
	require.NoError(t, os.WriteFile(filepath.Join(old, "cluster", "PG_VERSION"), []byte("9\n"), 0o600))

	for name, tc := range map[string]struct {
		o    pgdev.Options
		says string
	}{
		"no programs":                   {pgdev.Options{Dir: t.TempDir(), BinDir: t.TempDir()}, "apt-get install postgresql"},
		"a cluster of another version":  {pgdev.Options{Dir: old}, "PostgreSQL 9, which made this database,"},
		"a setting that does not exist": {pgdev.Options{Dir: t.TempDir(), Settings: map[string]string{"colour": "red"}}, `"colour"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := pgdev.Start(t.Context(), tc.o)
			require.ErrorContains(t, err, tc.says)

			_, err = pgdev.Start(t.Context(), tc.o)
			require.ErrorContains(t, err, tc.says, "the folder is free again")
		})
	}
}

func start(t *testing.T, o pgdev.Options) *pgdev.Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s, err := pgdev.Start(ctx, o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Stop()) })
	return s
}

func ask(t *testing.T, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	var answer string
	if err := conn.QueryRow(t.Context(), sql).Scan(&answer); !errors.Is(err, pgx.ErrNoRows) {
		require.NoError(t, err)
	}
	return answer
}

func answers(at string) bool {
	u, err := url.Parse(at)
	if err != nil {
		return false
	}
	c, err := net.Dial("tcp", u.Host)
	return err == nil && c.Close() == nil
}

// child starts a program that runs a server in dir, and returns its URL.
func child(t *testing.T, dir string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	cmd.Stderr = os.Stderr
	hold, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = hold.Close()
		_ = cmd.Wait() // killed by most tests
		_ = out.Close()
	})
	line := make([]byte, 1000)
	n, err := out.Read(line)
	require.NoError(t, err)
	return cmd, strings.TrimSpace(string(line[:n]))
}

func postmaster(t *testing.T, dir string) int {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "cluster", "postmaster.pid"))
	require.NoError(t, err)
	first, _, _ := strings.Cut(string(b), "\n")
	pid, err := strconv.Atoi(first)
	require.NoError(t, err)
	return pid
}
