package pgdev

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// An InUseError says that a live program already runs the server of Dir. It may
// be used through URL, which is empty while that server is still starting.
type InUseError struct {
	Dir string
	URL string
	PID int
}

func (e *InUseError) Error() string {
	return fmt.Sprintf("the database in %s is already run by process %d: stop that one first, or give this one another folder", e.Dir, e.PID)
}

// acquire takes the folder for this process. The kernel lets go of the lock when
// the process ends, however it ends.
func acquire(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock of the database: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		defer f.Close()
		return nil, inUse(dir)
	}
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())), 0)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock the folder of the database: %w", err), f.Close())
	}
	return f, nil
}

// release lets go of the folder at once. Closing alone would not where another part of the
// program is starting a process: until that has begun, it holds a copy of the file.
func release(f *os.File) error {
	return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close())
}

// inUse reads what the holder of the lock left about itself. Both files may be
// missing for a moment; the error is the same then, with less in it.
func inUse(dir string) *InUseError {
	e := &InUseError{Dir: dir}
	if pid, err := os.ReadFile(filepath.Join(dir, "lock")); err == nil {
		e.PID, _ = strconv.Atoi(strings.TrimSpace(string(pid)))
	}
	if url, err := os.ReadFile(filepath.Join(dir, "url")); err == nil {
		e.URL = string(url)
	}
	return e
}
