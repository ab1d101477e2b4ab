package pgdev

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// owner says as whom the server runs: nil for ourselves. PostgreSQL refuses root,
// so root lends it the cluster's owner, or for a new cluster postgres or nobody.
func owner(cluster string) (*syscall.Credential, error) {
	me := os.Geteuid()
	info, err := os.Stat(cluster)
	switch {
	case err == nil:
		st := info.Sys().(*syscall.Stat_t)
		if me == 0 && st.Uid != 0 {
			return &syscall.Credential{Uid: st.Uid, Gid: st.Gid}, nil
		}
		if int(st.Uid) != me || me == 0 {
			return nil, fmt.Errorf("%s belongs to user %d, who cannot run it from here: start as that user, or remove it to begin anew", cluster, st.Uid)
		}
		return nil, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("look at the cluster: %w", err)
	case me != 0:
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			return credential(u)
		}
	}
	return nil, errors.New("root cannot run PostgreSQL and there is neither a user postgres nor nobody: run as an ordinary user, or name a database")
}

func credential(u *user.User) (*syscall.Credential, error) {
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("user %s has no number: %w", u.Username, err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("user %s has no group: %w", u.Username, err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// passable reports whether the user may enter dir and every folder above it.
func passable(dir string, who *syscall.Credential) bool {
	for {
		info, err := os.Stat(dir)
		if err != nil {
			return false
		}
		st, x := info.Sys().(*syscall.Stat_t), fs.FileMode(0o001)
		switch {
		case st.Uid == who.Uid:
			x = 0o100
		case st.Gid == who.Gid:
			x = 0o010
		}
		if info.Mode()&x == 0 {
			return false
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return true
		}
		dir = parent
	}
}

// environment is all that the server's programs see of ours.
func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
}

func closeAll(files []*os.File) {
	for _, f := range files {
		_ = f.Close() // opened for reading, to be inherited
	}
}
