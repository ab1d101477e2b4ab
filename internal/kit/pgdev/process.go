package pgdev

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A process is a running postgres. err is what it ended with, once done is closed.
type process struct {
	cmd  *exec.Cmd
	done chan struct{}
	err  error
}

// settings fit a machine that does other things too. What is not durable stays
// off unless the data may be lost.
func settings(o Options, port int) []string {
	set := map[string]string{
		"listen_addresses":                    "127.0.0.1",
		"port":                                strconv.Itoa(port),
		"unix_socket_directories":             "", // long paths break sockets
		"max_connections":                     "300",
		"shared_buffers":                      "256MB",
		"work_mem":                            "16MB",
		"maintenance_work_mem":                "128MB",
		"max_wal_size":                        "2GB",
		"checkpoint_timeout":                  "15min",
		"wal_level":                           "minimal",
		"max_wal_senders":                     "0",
		"random_page_cost":                    "1.1",
		"jit":                                 "off", // it costs more than our short statements take
		"timezone":                            "UTC",
		"log_timezone":                        "UTC",
		"log_line_prefix":                     "%m [%p] %d ",
		"idle_in_transaction_session_timeout": "10min",
	}
	if o.Throwaway {
		maps.Copy(set, map[string]string{
			"fsync":              "off",
			"full_page_writes":   "off",
			"synchronous_commit": "off",
			"shared_buffers":     "128MB",
			"max_wal_size":       "4GB",
		})
	}
	maps.Copy(set, o.Settings)
	var args []string
	for _, name := range slices.Sorted(maps.Keys(set)) {
		args = append(args, "-c", name+"="+set[name])
	}
	return args
}

// launch starts postgres on a free port. Another program may take the port
// between finding and using it, hence the further tries.
func (s *Server) launch(ctx context.Context, o Options, who *syscall.Credential) (*process, int, error) {
	for try := 0; ; try++ {
		port, err := freePort()
		if err != nil {
			return nil, 0, err
		}
		p, err := s.launchOn(ctx, o, who, port)
		if err == nil {
			return p, port, nil
		}
		if try == 4 || !strings.Contains(err.Error(), "Address already in use") {
			return nil, 0, err
		}
	}
}

func (s *Server) launchOn(ctx context.Context, o Options, who *syscall.Credential, port int) (*process, error) {
	log := filepath.Join(s.dir, "postgres.log")
	out, err := freshLog(log)
	if err != nil {
		return nil, err
	}
	defer out.Close()

	cmd := exec.Command(filepath.Join(s.bin, "postgres")) //nolint:noctx // ctx bounds the start, not the server
	cluster, err := reach(cmd, filepath.Join(s.dir, "cluster"), who)
	if err != nil {
		return nil, err
	}
	defer closeAll(cmd.ExtraFiles)
	cmd.Args = append(cmd.Args, append([]string{"-D", cluster}, settings(o, port)...)...)
	cmd.Env, cmd.SysProcAttr = environment(), attributes(who)
	cmd.Stdout, cmd.Stderr = out, out

	p, err := begin(cmd)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	if err := p.ready(ctx, filepath.Join(s.dir, "cluster")); err != nil {
		return nil, errors.Join(err, tail(log), p.end())
	}
	return p, nil
}

// begin starts the command from a thread that lives as long as the command:
// Linux takes the end of the starting thread for the death of the parent, and
// would stop the server then.
func begin(cmd *exec.Cmd) (*process, error) {
	p := &process{cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.done)
		}
	}()
	return p, <-started
}

// ready waits for the word that postgres puts into its pid file.
func (p *process) ready(ctx context.Context, cluster string) error {
	return every(ctx, 5*time.Millisecond, func() (bool, error) {
		select {
		case <-p.done:
			return false, fmt.Errorf("postgres ended while starting: %w", p.err)
		default:
		}
		pid, state := pidFile(cluster)
		return pid == p.cmd.Process.Pid && state == "ready", nil
	})
}

// end asks for a fast shutdown, then for an immediate one, then asks no more.
func (p *process) end() error {
	for _, sig := range []os.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL} {
		if err := p.cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return fmt.Errorf("stop postgres: %w", err)
		}
		select {
		case <-p.done:
			return nil
		case <-time.After(10 * time.Second):
		}
	}
	return fmt.Errorf("stop postgres: process %d does not end", p.cmd.Process.Pid)
}

// pidFile reads postmaster.pid: the first line is the process, the eighth what
// it is doing. Both are zero where there is no such file.
func pidFile(cluster string) (pid int, state string) {
	b, err := os.ReadFile(filepath.Join(cluster, "postmaster.pid"))
	if err != nil {
		return 0, ""
	}
	lines := strings.Split(string(b), "\n")
	pid, _ = strconv.Atoi(strings.TrimSpace(lines[0]))
	if len(lines) > 7 {
		state = strings.TrimSpace(lines[7])
	}
	return pid, state
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it does not wait
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// freshLog opens an empty log and keeps the one before.
func freshLog(path string) (*os.File, error) {
	if err := os.Rename(path, path+".old"); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("put the last log of the database aside: %w", err)
	}
	return os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
}

// tail returns the end of a log as an error, for people.
func tail(path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return errors.New(strings.TrimSpace(string(b[max(0, len(b)-2000):])))
}
