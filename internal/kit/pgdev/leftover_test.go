package pgdev_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/pgdev"
)

func TestAfterTheProgramWasKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c, before := child(t, dir)
	ask(t, before, "create table kept as select 7::text as n")
	require.NoError(t, c.Process.Kill())
	_ = c.Wait()
	if runtime.GOOS == "linux" {
		require.Eventually(t, func() bool { return !answers(before) }, wait, tick, "the kernel stops the server with us")
	}

	s := start(t, pgdev.Options{Dir: dir, Throwaway: true})
	require.Equal(t, "7", ask(t, s.URL(), "select n from kept"))
	require.NotEqual(t, before, s.URL())
}

// A server whose parent died without the kernel telling it, as on systems that
// cannot, or which somebody started by hand.
func TestAServerLeftRunningIsStopped(t *testing.T) {
	t.Parallel()
	for name, sig := range map[string]syscall.Signal{
		"and alive": 0,
		"and killed, with its children still ending": syscall.SIGKILL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			left := orphan(t, dir)
			if sig != 0 {
				require.NoError(t, left.Process.Signal(sig))
			}
			s := start(t, pgdev.Options{Dir: dir, Throwaway: true})
			_ = left.Wait()
			require.Equal(t, "7", ask(t, s.URL(), "select n from kept"))
			require.NotEqual(t, left.Process.Pid, postmaster(t, dir), "the old one has ended")
		})
	}
}

func TestAPidFileThatNamesSomebodyElse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, start(t, pgdev.Options{Dir: dir, Throwaway: true}).Stop())
	pid := strconv.Itoa(os.Getpid())
	require.NoError(t, os.WriteFile(filepath.Join(dir, "cluster", "postmaster.pid"), []byte(pid+"\n"), 0o600))

	s := start(t, pgdev.Options{Dir: dir, Throwaway: true})
	require.Equal(t, "1", ask(t, s.URL(), "select '1'"))
}

// orphan makes a cluster with a table in it and runs it without pgdev.
func orphan(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	s := start(t, pgdev.Options{Dir: dir, Throwaway: true})
	ask(t, s.URL(), "create table kept as select 7::text as n")
	require.NoError(t, s.Stop())

	cluster := filepath.Join(dir, "cluster")
	info, err := os.Stat(cluster)
	require.NoError(t, err)
	st := info.Sys().(*syscall.Stat_t)
	cmd := exec.Command(filepath.Join(s.BinDir(), "postgres"), "-c", "listen_addresses=", "-c", "unix_socket_directories=")
	cmd.Env = append(os.Environ(), "PGDATA="+cluster)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() == 0 {
		home, err := os.Open(cluster)
		require.NoError(t, err)
		defer home.Close()
		cmd.ExtraFiles = []*os.File{home}
		cmd.Env = append(os.Environ(), "PGDATA=/proc/self/fd/3")
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: st.Uid, Gid: st.Gid}
	}
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool {
		b, err := os.ReadFile(filepath.Join(cluster, "postmaster.pid"))
		return err == nil && len(b) > 0
	}, wait, tick)
	return cmd
}
