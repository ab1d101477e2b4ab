package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strings"
	"sync"
	"time"
)

// The list as a shop asks for it: 20 products, variants with prices, first picture.
const listQuery = `{ shop { name slug currencyCode products(first: 20) { nodes { id slug title description
	priceRange { min { amount currencyCode } } featuredMedia { url alt width height }
	variants(first: 10) { nodes { id sku title price { amount currencyCode } availableForSale } } } } } }`

// How the list is measured: windows of both handlers take turns, so that whatever
// else the machine does meets both.
const (
	callers = 8
	windows = 5
	window  = 3 * time.Second

	listBar       = 9.0
	statementsBar = 4.0
)

// A target is a server under measurement.
type target struct {
	name string
	url  string
	pid  int
	send func(*http.Request)
}

// A sample is what one window of requests took.
type sample struct {
	requests   int
	elapsed    time.Duration
	server, pg time.Duration
	statements int64
}

func (s sample) perSecond() float64 { return float64(s.requests) / s.elapsed.Seconds() }

// cpu is the processor time of one request, server and database together.
func (s sample) cpu() time.Duration { return (s.server + s.pg) / time.Duration(max(s.requests, 1)) }

func benchList(ctx context.Context) error {
	b, err := newStage(ctx)
	if err != nil {
		return err
	}
	defer b.close()
	graph, plain, err := b.servers(ctx)
	if err != nil {
		return err
	}
	if err := sameBytes(ctx, graph, plain); err != nil {
		return err
	}
	samples := map[*target][]sample{}
	for i := range windows + 1 {
		for _, t := range []*target{graph, plain} {
			s, err := b.measure(ctx, t)
			if err != nil {
				return fmt.Errorf("measure %s: %w", t.name, err)
			}
			if i > 0 { // the first warms up
				samples[t] = append(samples[t], s)
			}
		}
	}
	return report(ctx, graph, plain, median(samples[graph]), median(samples[plain]))
}

func report(ctx context.Context, graph, plain *target, g, p sample) error {
	for _, of := range []struct {
		t *target
		s sample
	}{{graph, g}, {plain, p}} {
		peak, err := peakOf(of.t.pid)
		if err != nil {
			return err
		}
		allocs, err := allocations(ctx, of.t)
		if err != nil {
			return err
		}
		fmt.Printf("list.%s %.0f req/s cpu=%s (server %s, database %s) peak=%dMiB allocs=%s\n", of.t.name, of.s.perSecond(),
			of.s.cpu().Round(time.Microsecond), (of.s.server / time.Duration(of.s.requests)).Round(time.Microsecond),
			(of.s.pg / time.Duration(of.s.requests)).Round(time.Microsecond), peak>>20, allocs)
	}
	statements := float64(g.statements) / float64(g.requests)
	cpu := verdict("list.cpu", g.cpu().Round(time.Microsecond).String(), float64(g.cpu())/float64(p.cpu()), listBar)
	sql := verdict("list.statements", fmt.Sprintf("%.2f", statements), statements, statementsBar)
	if cpu != nil {
		return cpu
	}
	return sql
}

// median returns the sample with the middle cost.
func median(of []sample) sample {
	sort.Slice(of, func(i, j int) bool { return of[i].cpu() < of[j].cpu() })
	return of[len(of)/2]
}

// measure sends requests for one window and reads what they took.
func (s *stage) measure(ctx context.Context, t *target) (sample, error) {
	before, err := s.read(ctx, t)
	if err != nil {
		return sample{}, err
	}
	start := time.Now()
	n, err := load(ctx, t)
	if err != nil {
		return sample{}, err
	}
	elapsed := time.Since(start)
	after, err := s.read(ctx, t)
	if err != nil {
		return sample{}, err
	}
	return sample{
		requests: n, elapsed: elapsed, server: after.server - before.server, pg: after.pg - before.pg,
		statements: after.statements - before.statements,
	}, nil
}

// load keeps callers busy for a window and returns how many answers came.
func load(ctx context.Context, t *target) (int, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: callers}, Timeout: 10 * time.Second}
	defer client.CloseIdleConnections()
	end := time.Now().Add(window)
	var mu sync.Mutex
	var total int
	var failed error
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			n := 0
			var err error
			for err == nil && time.Now().Before(end) {
				if _, err = ask(ctx, client, t); err == nil {
					n++
				}
			}
			mu.Lock()
			defer mu.Unlock()
			total += n
			if err != nil {
				failed = err
			}
		})
	}
	wg.Wait()
	return total, failed
}

func ask(ctx context.Context, client *http.Client, t *target) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url, nil)
	if err != nil {
		return nil, fmt.Errorf("make a request: %w", err)
	}
	t.send(req)
	res, err := client.Do(req)
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

// sameBytes makes sure that both do the same work: the answers are equal but for the
// extensions, whose figures change with every request.
func sameBytes(ctx context.Context, graph, plain *target) error {
	a, err := ask(ctx, http.DefaultClient, graph)
	if err != nil {
		return err
	}
	b, err := ask(ctx, http.DefaultClient, plain)
	if err != nil {
		return err
	}
	data := func(s []byte) string { before, _, _ := strings.Cut(string(s), `,"extensions"`); return before }
	if data(a) != data(b) {
		return fmt.Errorf("the answers differ:\n%.600s\n%.600s", a, b)
	}
	if len(a) != len(b) {
		fmt.Printf("list.bytes %d of the graph, %d of the bare handler\n", len(a), len(b))
	}
	return nil
}
