package pgdev

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

// attributes put the server into a process group of its own, so that Ctrl-C in a
// terminal reaches us and not it, and let the kernel shut it down if we are killed.
func attributes(who *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: who, Pdeathsig: syscall.SIGINT}
}

// leftovers returns the postgres processes that work in the cluster: a server and
// each of its children have made it their working folder.
func leftovers(cluster string) ([]int, error) {
	home, err := os.Stat(cluster)
	if os.IsNotExist(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	all, err := os.ReadDir("/proc")
	if err != nil {
		return nil, err
	}
	var found []int
	for _, e := range all {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		proc := filepath.Join("/proc", e.Name())
		cwd, err := os.Stat(filepath.Join(proc, "cwd"))
		if err != nil || !os.SameFile(home, cwd) {
			continue // gone meanwhile, or another user's, who could not be in there
		}
		if name, err := os.ReadFile(filepath.Join(proc, "comm")); err == nil && bytes.HasPrefix(name, []byte("postgres")) {
			found = append(found, pid)
		}
	}
	return found, nil
}

// reach returns a path to dir that the other user can follow. Where a folder
// above is closed to them, as a home usually is, the command inherits dir opened,
// and Linux names what is open below /proc/self/fd, past all that lies above.
func reach(cmd *exec.Cmd, dir string, who *syscall.Credential) (string, error) {
	if who == nil || passable(dir, who) {
		return dir, nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return "", err
	}
	cmd.ExtraFiles = append(cmd.ExtraFiles, f)
	return "/proc/self/fd/" + strconv.Itoa(2+len(cmd.ExtraFiles)), nil
}
