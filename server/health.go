package server

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// A Check says whether a part of the program works: "database", "storage", "queue".
type Check struct {
	Name string
	Run  func(context.Context) error
	// Optional says that requests are welcome without the part: a shop without pictures is
	// better than none.
	Optional bool
	// Detail says more of a part that works, such as what stands in for what; it may be nil.
	// Anybody can read it.
	Detail func() string
}

const (
	checkTime = 2 * time.Second // that a part has to answer
	checkAge  = time.Second     // for which an answer is good, however many ask
)

// alive answers whether the process runs. What it depends on is for /readyz: a restart
// would not help a database.
func (s *Server) alive(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "alive"})
}

// A partReport is what /readyz says of a part. Why it is down is for the log: anybody
// may ask.
type partReport struct {
	Status       string `json:"status"`
	Milliseconds int64  `json:"milliseconds"`
	Detail       string `json:"detail,omitempty"`
}

type readyReport struct {
	Status string                `json:"status"`
	Parts  map[string]partReport `json:"parts"`
}

type readiness struct {
	log      *slog.Logger
	checks   []Check
	draining *atomic.Bool

	mu    sync.Mutex
	known readyReport
	until time.Time
}

func newReadiness(log *slog.Logger, checks []Check, draining *atomic.Bool) *readiness {
	return &readiness{log: log, checks: checks, draining: draining}
}

// ServeHTTP answers 200 while requests are welcome, and 503 while a part that they need is
// down or the process is about to end.
func (c *readiness) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	report := readyReport{Status: "draining", Parts: map[string]partReport{}}
	if !c.draining.Load() {
		report = c.look(r.Context())
	}
	status := http.StatusOK
	if report.Status != "ready" {
		status = http.StatusServiceUnavailable
		w.Header().Set("Retry-After", "1")
	}
	writeJSON(w, status, report)
}

func (c *readiness) look(ctx context.Context) readyReport {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Now().Before(c.until) {
		return c.known
	}
	c.known = c.ask(context.WithoutCancel(ctx)) // the answer is for all who wait for it
	c.until = time.Now().Add(checkAge)
	return c.known
}

func (c *readiness) ask(ctx context.Context) readyReport {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	parts := make([]partReport, len(c.checks))
	var wg sync.WaitGroup
	for i, check := range c.checks {
		wg.Go(func() { parts[i] = c.part(ctx, check) })
	}
	wg.Wait()
	report := readyReport{Status: "ready", Parts: map[string]partReport{}}
	for i, p := range parts {
		report.Parts[c.checks[i].Name] = p
		if p.Status != "up" && !c.checks[i].Optional {
			report.Status = "unready"
		}
	}
	return report
}

func (c *readiness) part(ctx context.Context, check Check) partReport {
	began, done := time.Now(), make(chan error, 1)
	go func() { done <- check.Run(ctx) }()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done(): // a check that does not listen must not hold the answer up
		err = ctx.Err()
	}
	p := partReport{Status: "up", Milliseconds: time.Since(began).Milliseconds()}
	if check.Detail != nil {
		p.Detail = check.Detail()
	}
	if err != nil {
		p.Status = "down"
		c.log.WarnContext(ctx, "http: a part is down", "part", check.Name, "err", err)
	}
	return p
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // types of ours that are no JSON
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
