package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/google/uuid"
)

const metricsToken = "bench-bench-bench-bench-bench-bench"

// startAll starts the program twice, with and without kept answers, and the bare handler,
// each a process of its own with an index of its own to search.
func (s *stage) startAll(ctx context.Context) (err error) {
	binary := filepath.Join(s.dir, "orion")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w: %s", err, out)
	}
	index := filepath.Join(s.dir, "index")
	if err := s.buildIndex(ctx, index); err != nil {
		return fmt.Errorf("build the index: %w", err)
	}
	for _, of := range []struct {
		to   **target
		name string
		kept string
	}{{&s.of.fresh, "fresh", "0"}, {&s.of.kept, "kept", "67108864"}} {
		data := filepath.Join(s.dir, of.name)
		if err := os.CopyFS(filepath.Join(data, "search"), os.DirFS(index)); err != nil {
			return fmt.Errorf("copy the index: %w", err)
		}
		if *of.to, err = s.startOrion(ctx, of.name, binary, data, of.kept); err != nil {
			return err
		}
	}
	s.of.bare, err = s.startBare(ctx, index)
	return err
}

// aim returns the servers as they are asked for a scenario.
func (s *stage) aim(ctx context.Context, sc scenario) (servers, error) {
	body, err := json.Marshal(map[string]string{"query": sc.query})
	if err != nil {
		return servers{}, fmt.Errorf("write a query: %w", err)
	}
	fresh, kept, bare := *s.of.fresh, *s.of.kept, *s.of.bare
	fresh.body, kept.body, bare.path = body, body, "/"+sc.name
	answer, err := ask(ctx, &fresh)
	if err != nil {
		return servers{}, err
	}
	tail := answer[max(0, bytes.LastIndex(answer, []byte(extensions))):]
	return servers{&fresh, &kept, &bare}, s.teach(ctx, bare, tail)
}

// teach tells the bare handler what stands behind the data in the graph's answers, which it
// copies where the graph works it out.
func (s *stage) teach(ctx context.Context, bare target, tail []byte) error {
	bare.path, bare.body = tailPath, tail
	_, err := ask(ctx, &bare)
	return err
}

func (s *stage) startOrion(ctx context.Context, name, binary, data, kept string) (*target, error) {
	addr, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(binary, "serve", "--no-workers") //nolint:noctx // it is asked to end, not killed
	cmd.Env = append(os.Environ(), "ORION_ADDR="+addr, "ORION_DATABASE_URL="+s.url, "ORION_DATA_DIR="+data, "ORION_LOG_LEVEL=ERROR",
		"ORION_ANSWER_CACHE="+kept, "ORION_COST_ANONYMOUS=1000000000/1000000000", "ORION_METRICS_TOKEN="+metricsToken)
	return s.start(ctx, &target{name: name, addr: addr, path: "/graphql"}, cmd, "/readyz")
}

func (s *stage) startBare(ctx context.Context, index string) (*target, error) {
	addr, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(os.Args[0], "bare") //nolint:noctx,gosec // it is this very program, and asked to end
	cmd.Env = append(os.Environ(), "BARE_ADDR="+addr, "BARE_URL="+s.url, "BARE_VENDOR="+s.vendor.String(), "BARE_INDEX="+index, "GOGC=400")
	return s.start(ctx, &target{name: "bare", addr: addr}, cmd, "/metrics")
}

func (s *stage) start(ctx context.Context, t *target, cmd *exec.Cmd, ready string) (*target, error) {
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", t.name, err)
	}
	s.children, t.pid = append(s.children, cmd), cmd.Process.Pid
	for range 600 {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+t.addr+ready, nil)
		if err != nil {
			return nil, fmt.Errorf("make a request: %w", err)
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return t, nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, fmt.Errorf("%s does not answer at %s", t.name, t.addr)
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}

// vendorID reads the vendor that a bare handler answers for.
func vendorID() (uuid.UUID, error) {
	id, err := uuid.Parse(os.Getenv("BARE_VENDOR"))
	if err != nil {
		return id, fmt.Errorf("read the vendor: %w", err)
	}
	return id, nil
}
