package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A target is a server that is asked one thing.
type target struct {
	name string
	addr string // host and port
	path string
	body []byte // nil for a GET
	pid  int
}

func (t *target) request(ctx context.Context) (*http.Request, error) {
	method := http.MethodPost
	if t.body == nil {
		method = http.MethodGet
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://"+t.addr+t.path, bytes.NewReader(t.body))
	if err != nil {
		return nil, fmt.Errorf("make a request: %w", err)
	}
	if t.body != nil {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/graphql-response+json")
		r.Header.Set("Orion-Vendor", "bench-1")
	}
	return r, nil
}

// A sample is what one window of requests took.
type sample struct {
	requests   int
	elapsed    time.Duration
	server, pg time.Duration
}

func (s sample) perSecond() float64 { return float64(s.requests) / s.elapsed.Seconds() }

// cpu is the processor time of one request, server and database together.
func (s sample) cpu() time.Duration { return (s.server + s.pg) / time.Duration(max(s.requests, 1)) }

// measure sends requests for a time and reads what they took.
func (s *stage) measure(ctx context.Context, t *target, span time.Duration) (sample, error) {
	server, pg, err := s.used(t)
	if err != nil {
		return sample{}, err
	}
	start := time.Now()
	n, err := load(ctx, t, start.Add(span))
	if err != nil {
		return sample{}, err
	}
	out := sample{requests: n, elapsed: time.Since(start)}
	serverAfter, pgAfter, err := s.used(t)
	out.server, out.pg = serverAfter-server, pgAfter-pg
	return out, err
}

func (s *stage) used(t *target) (server, pg time.Duration, err error) {
	if server, err = cpuOf(t.pid); err != nil {
		return 0, 0, err
	}
	pg, err = cpuOfTree(s.postgres)
	return server, pg, err
}

// load keeps callers busy for a while and returns how many answers came.
func load(ctx context.Context, t *target, until time.Time) (int, error) {
	counts, errs := make([]int, callers), make([]error, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() { counts[i], errs[i] = call(ctx, t, until) })
	}
	wg.Wait()
	total := 0
	for i, n := range counts {
		total += n
		if errs[i] != nil {
			return total, errs[i]
		}
	}
	return total, nil
}

func call(ctx context.Context, t *target, until time.Time) (n int, err error) {
	w, err := dial(ctx, t)
	if err != nil {
		return 0, err
	}
	defer w.close()
	for time.Now().Before(until) {
		if err := w.ask(); err != nil {
			return n, fmt.Errorf("ask %s: %w", t.name, err)
		}
		n++
	}
	return n, nil
}

// tripsFigure is how often the server has asked the database for requests, as it counts
// itself: what it asks by itself now and then is another figure.
const tripsFigure = `orion_database_round_trips_total{for="request"}`

// roundTrips returns how many round trips a request takes. One before them leaves nothing to
// be read that is read once in a while.
func (s *stage) roundTrips(ctx context.Context, t *target) (float64, error) {
	if _, err := ask(ctx, t); err != nil {
		return 0, err
	}
	before, err := figure(ctx, t, tripsFigure)
	if err != nil {
		return 0, err
	}
	for range counted {
		if _, err := ask(ctx, t); err != nil {
			return 0, err
		}
	}
	after, err := figure(ctx, t, tripsFigure)
	return float64(after-before) / counted, err
}

func ask(ctx context.Context, t *target) ([]byte, error) {
	req, err := t.request(ctx)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", t.name, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, fmt.Errorf("read the answer of %s: %w", t.name, err)
	}
	if res.StatusCode != http.StatusOK || bytes.Contains(body, []byte(`"errors"`)) {
		return nil, fmt.Errorf("%s answered %d: %.300s", t.name, res.StatusCode, body)
	}
	return body, nil
}

// extensions is where the part of an answer begins whose figures change with every request.
const extensions = `,"extensions"`

// sameBytes makes sure that all do the same work: their answers are equal but for the
// extensions.
func sameBytes(ctx context.Context, all []*target) error {
	var first string
	for i, t := range all {
		answer, err := ask(ctx, t)
		if err != nil {
			return err
		}
		data, _, _ := strings.Cut(string(answer), extensions)
		if i == 0 {
			first = data
		}
		if data != first {
			return fmt.Errorf("the answers differ:\n%.900s\n%.900s", first, data)
		}
	}
	return nil
}

// allocations returns how many objects a request takes, measured over a thousand.
func allocations(ctx context.Context, t *target) (string, error) {
	const n = 1000
	before, err := figure(ctx, t, mallocsFigure)
	if err != nil {
		return "", err
	}
	for range n {
		if _, err := ask(ctx, t); err != nil {
			return "", err
		}
	}
	after, err := figure(ctx, t, mallocsFigure)
	return strconv.FormatInt((after-before)/n, 10), err
}

const mallocsFigure = "go_memstats_mallocs_total"

// figure reads one of the figures that a server shows.
func figure(ctx context.Context, t *target, name string) (int64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+t.addr+"/metrics", nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+metricsToken)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, fmt.Errorf("ask for figures: %w", err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err
	}
	for _, line := range strings.Split(string(body), "\n") {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			f, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			return int64(f), err
		}
	}
	return 0, fmt.Errorf("%s does not tell %s", t.name, name)
}
