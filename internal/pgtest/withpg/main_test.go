package main

import (
	"net"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	t.Setenv(variable, "")
	seen := filepath.Join(t.TempDir(), "seen")
	code, err := run([]string{"sh", "-c", `printf %s "$ORION_TEST_DATABASE_URL" >` + seen + `; exit 3`})
	require.Equal(t, 3, code, "the command's own code")
	require.Error(t, err)

	b, err := os.ReadFile(seen)
	require.NoError(t, err)
	at, err := url.Parse(string(b))
	require.NoError(t, err)
	require.Equal(t, "postgres", at.Scheme)
	_, err = net.Dial("tcp", at.Host)
	require.Error(t, err, "the server has ended")
}

func TestRunLeavesANamedServerAlone(t *testing.T) {
	t.Setenv(variable, "postgres://elsewhere/x")
	code, err := run([]string{"sh", "-c", `test "$ORION_TEST_DATABASE_URL" = postgres://elsewhere/x`})
	require.NoError(t, err)
	require.Zero(t, code)
}

func TestRunOfNothing(t *testing.T) {
	t.Setenv(variable, "postgres://elsewhere/x")
	code, err := run([]string{"/nonexistent/command"})
	require.Error(t, err)
	require.Equal(t, 127, code)
}
