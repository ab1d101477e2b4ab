package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"orion/internal/store"
)

// A stage is a filled database and the servers that run on it.
type stage struct {
	url, name string
	owner     *pgx.Conn
	admin     *pgx.Conn
	postgres  int
	vendor    uuid.UUID
	dir       string
	children  []*exec.Cmd
}

// newStage fills a database that goes away with close.
func newStage(ctx context.Context) (*stage, error) {
	s, err := newBareStage(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.fill(ctx); err != nil {
		s.close()
		return nil, fmt.Errorf("fill the database: %w", err)
	}
	return s, nil
}

// newBareStage makes a database with nothing in it, which goes away with close.
func newBareStage(ctx context.Context) (*stage, error) {
	server := os.Getenv("ORION_TEST_DATABASE_URL")
	if server == "" {
		return nil, errors.New("ORION_TEST_DATABASE_URL is empty: run make bench")
	}
	dir, err := os.MkdirTemp("", "orion-bench-")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	s := &stage{name: "bench_" + strconv.Itoa(os.Getpid()), dir: dir}
	if err := s.make(ctx, server); err != nil {
		s.close()
		return nil, fmt.Errorf("make the database: %w", err)
	}
	return s, nil
}

func (s *stage) make(ctx context.Context, server string) (err error) {
	if s.admin, err = pgx.Connect(ctx, server); err != nil {
		return err
	}
	if _, err = s.admin.Exec(ctx, createDatabase+s.name); err != nil {
		return err
	}
	u, err := url.Parse(server)
	if err != nil {
		return err
	}
	u.Path = "/" + s.name
	s.url = u.String()
	if _, err = store.Migrate(ctx, s.url); err != nil {
		return err
	}
	if s.owner, err = pgx.Connect(ctx, s.url); err != nil {
		return err
	}
	s.postgres, err = postmaster(ctx, s.owner)
	return err
}

func (s *stage) fill(ctx context.Context) (err error) {
	for _, statement := range strings.Split(fill, ";\n") {
		statement = strings.NewReplacer("$1", strconv.Itoa(vendors), "$2", strconv.Itoa(productsPerVendor), "$3", strconv.Itoa(variantsPer)).Replace(statement)
		if _, err = s.owner.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return s.owner.QueryRow(ctx, benchVendor).Scan(&s.vendor)
}

// postmaster returns the process that all processes of the server are children of.
func postmaster(ctx context.Context, c *pgx.Conn) (int, error) {
	var backend int
	if err := c.QueryRow(ctx, backendPID).Scan(&backend); err != nil {
		return 0, err
	}
	f, err := stat(backend)
	if err != nil {
		return 0, fmt.Errorf("the server must run on this machine: %w", err)
	}
	return strconv.Atoi(f[1])
}

// close ends what newStage and servers began.
func (s *stage) close() {
	for _, c := range s.children {
		_ = c.Process.Signal(syscall.SIGTERM) // gone already is as well
		_ = c.Wait()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if s.owner != nil {
		_ = s.owner.Close(ctx)
	}
	if s.admin != nil {
		if _, err := s.admin.Exec(ctx, dropDatabase+s.name+force); err != nil {
			fmt.Fprintln(os.Stderr, "bench: drop the database:", err)
		}
		_ = s.admin.Close(ctx)
	}
	_ = os.RemoveAll(s.dir)
}

// servers starts the program and the bare handler, each a process of its own.
func (s *stage) servers(ctx context.Context) (graph, plain *target, err error) {
	body, err := json.Marshal(map[string]string{"query": listQuery})
	if err != nil {
		return nil, nil, err
	}
	graph, err = s.startOrion(ctx)
	if err != nil {
		return nil, nil, err
	}
	graph.send = func(r *http.Request) {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/graphql-response+json")
		r.Header.Set("Orion-Vendor", "bench-1")
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	answer, err := ask(ctx, http.DefaultClient, graph)
	if err != nil {
		return nil, nil, err
	}
	tail := answer[bytes.LastIndex(answer, []byte("]}}]}}"))+len("]}}"):]
	plain, err = s.startBare(ctx, tail)
	return graph, plain, err
}

func (s *stage) startOrion(ctx context.Context) (*target, error) {
	binary := filepath.Join(s.dir, "orion")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build: %w: %s", err, out)
	}
	addr, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(binary, "serve", "--no-workers") //nolint:noctx // it is asked to end, not killed
	cmd.Env = append(os.Environ(), "ORION_ADDR="+addr, "ORION_DATABASE_URL="+s.url, "ORION_DATA_DIR="+s.dir, "ORION_LOG_LEVEL=ERROR",
		"ORION_COST_ANONYMOUS=1000000000/1000000000", "ORION_METRICS_TOKEN=bench-bench-bench-bench-bench-bench")
	return s.start(ctx, "graph", cmd, addr, "/readyz", "/graphql")
}

func (s *stage) startBare(ctx context.Context, tail []byte) (*target, error) {
	addr, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(os.Args[0], "bare") //nolint:noctx,gosec // it is this very program, and asked to end
	cmd.Env = append(os.Environ(), "BARE_ADDR="+addr, "BARE_URL="+s.url, "BARE_VENDOR="+s.vendor.String(), "BARE_TAIL="+string(tail), "GOGC=400")
	t, err := s.start(ctx, "bare", cmd, addr, "/list", "/list")
	if t != nil {
		t.send = func(*http.Request) {}
	}
	return t, err
}

func (s *stage) start(ctx context.Context, name string, cmd *exec.Cmd, addr, ready, path string) (*target, error) {
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	s.children = append(s.children, cmd)
	for range 200 {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+ready, nil)
		if err != nil {
			return nil, err
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return &target{name: name, url: "http://" + addr + path, pid: cmd.Process.Pid}, nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, fmt.Errorf("%s does not answer at %s", name, addr)
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}

// serveBare is the other process.
func serveBare(ctx context.Context) error {
	cfg, err := pgxpool.ParseConfig(os.Getenv("BARE_URL"))
	if err != nil {
		return fmt.Errorf("read the database URL: %w", err)
	}
	cfg.MaxConns = int32(8 + 2*runtime.NumCPU())
	cfg.AfterConnect = func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, setRole+store.RoleApp)
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer pool.Close()
	vendor, err := uuid.Parse(os.Getenv("BARE_VENDOR"))
	if err != nil {
		return fmt.Errorf("read the vendor: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/list", &bare{pool: pool, vendor: vendor, tail: []byte(os.Getenv("BARE_TAIL"))})
	mux.HandleFunc("/allocs", func(w http.ResponseWriter, _ *http.Request) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		_, _ = fmt.Fprintf(w, "go_memstats_mallocs_total %d\n", m.Mallocs) // the caller sees a short answer
	})
	srv := &http.Server{Addr: os.Getenv("BARE_ADDR"), Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { _ = srv.Close() })
	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// A reading is what has been used up to a moment.
type reading struct {
	server, pg time.Duration
	statements int64
}

// read takes a reading. Outside a transaction every statement is one of its own, and
// Postgres counts those; it does so with a delay, which is waited for.
func (s *stage) read(ctx context.Context, t *target) (r reading, err error) {
	time.Sleep(1200 * time.Millisecond)
	if r.server, err = cpuOf(t.pid); err != nil {
		return r, err
	}
	if r.pg, err = cpuOfTree(s.postgres); err != nil {
		return r, err
	}
	err = s.owner.QueryRow(ctx, commits, s.name).Scan(&r.statements)
	return r, err
}

// allocations returns how many objects a request takes, measured over a thousand.
func allocations(ctx context.Context, t *target) (string, error) {
	const n = 1000
	before, err := mallocs(ctx, t)
	if err != nil {
		return "", err
	}
	for range n {
		if _, err := ask(ctx, http.DefaultClient, t); err != nil {
			return "", err
		}
	}
	after, err := mallocs(ctx, t)
	return strconv.FormatInt((after-before)/n, 10), err
}

func mallocs(ctx context.Context, t *target) (int64, error) {
	address := strings.Replace(strings.Replace(t.url, "/graphql", "/metrics", 1), "/list", "/allocs", 1)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer bench-bench-bench-bench-bench-bench")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, fmt.Errorf("ask for allocations: %w", err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err
	}
	for _, line := range strings.Split(string(body), "\n") {
		if figure, ok := strings.CutPrefix(line, "go_memstats_mallocs_total "); ok {
			f, err := strconv.ParseFloat(strings.TrimSpace(figure), 64)
			return int64(f), err
		}
	}
	return 0, fmt.Errorf("%s does not tell its allocations", t.name)
}
