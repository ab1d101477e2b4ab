//go:build unix && !linux

package pgdev

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// attributes put the server into a process group of its own, so that Ctrl-C in a
// terminal reaches us and not it.
func attributes(who *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: who}
}

// leftovers returns the process that the cluster's pid file names, if it lives and
// is a postgres.
func leftovers(cluster string) ([]int, error) {
	pid, _ := pidFile(cluster)
	if pid == 0 || syscall.Kill(pid, 0) == syscall.ESRCH {
		return nil, nil
	}
	name, err := exec.Command("ps", "-o", "comm=", "-p", strconv.Itoa(pid)).Output()
	if err != nil || !strings.Contains(string(name), "postgres") {
		return nil, nil // ended meanwhile, or the number is another program's now
	}
	return []int{pid}, nil
}

// reach returns a path to dir that the other user can follow, if there is one.
func reach(_ *exec.Cmd, dir string, who *syscall.Credential) (string, error) {
	if who == nil || passable(dir, who) {
		return dir, nil
	}
	return "", fmt.Errorf("user %d, who runs the server in place of root, cannot reach %s: move the folder, or run as an ordinary user", who.Uid, dir)
}
