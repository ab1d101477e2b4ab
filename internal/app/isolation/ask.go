package isolation

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// An answer is what somebody was told.
type answer struct {
	// short is for people; full is all of it, but for what differs from one call to the
	// next; raw is what was sent.
	short, full, raw string
	took             time.Duration
}

// patience is how long a question may take, subscriptions too.
const patience = 10 * time.Second

// ask sends an operation through the platform's door. What is asked about is blotted out
// of the answer.
func (e *examiner) ask(ctx context.Context, who *audience, doc, asked string) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	// A comment makes every document a new one: those that are known are parsed faster,
	// which would look as if the walls answered faster.
	body, err := json.Marshal(map[string]string{"query": doc + " # " + unique("q")})
	if err != nil {
		return nil, fmt.Errorf("write a request: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("write a request: %w", err)
	}
	r.RemoteAddr = "192.0.2.1:1"
	r.Header.Set("Content-Type", "application/json")
	if strings.HasPrefix(doc, "subscription") {
		r.Header.Set("Accept", "text/event-stream")
	}
	if who.bearer != "" {
		r.Header.Set("Authorization", "Bearer "+who.bearer)
	}
	if who.shop != "" {
		r.Header.Set("Orion-Vendor", who.shop)
	}
	w := &recorder{header: http.Header{}, status: http.StatusOK}
	began := time.Now()
	e.Door.ServeHTTP(w, r)
	took := time.Since(began)
	out, err := read(w, asked)
	if err != nil {
		return nil, fmt.Errorf("%s asks %s: %w", who.name, doc, err)
	}
	out.took = took
	return out, nil
}

// A recorder keeps an answer.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) { r.status = status }

// Write implements http.ResponseWriter.
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }

// Flush implements http.Flusher.
func (*recorder) Flush() {}

// read takes an answer apart. Of a stream it is the first event.
func read(w *recorder, asked string) (*answer, error) {
	raw := w.body.String()
	if strings.HasPrefix(w.header.Get("Content-Type"), "text/event-stream") {
		_, raw, _ = strings.Cut(raw, "data: ")
		raw, _, _ = strings.Cut(raw, "\n")
	}
	var body map[string]any
	if err := json.Unmarshal([]byte(raw), &body); err != nil {
		return nil, fmt.Errorf("no JSON but %.200q: %w", raw, err)
	}
	short := outcome(body)
	if x, ok := body["extensions"].(map[string]any); ok {
		if cost, ok := x["cost"].(map[string]any); ok {
			delete(cost, "throttle") // what is left depends on what was asked before
		}
	}
	full, err := json.Marshal(blot(body, asked))
	if err != nil {
		return nil, fmt.Errorf("write an answer: %w", err)
	}
	return &answer{short: short, full: fmt.Sprint(w.status, " ", string(full)), raw: raw}, nil
}

// outcome is an answer in a word: the code of an error, of a user's mistake, null, none or
// found.
func outcome(body map[string]any) string {
	if list, _ := body["errors"].([]any); len(list) > 0 {
		first, _ := list[0].(map[string]any)
		x, _ := first["extensions"].(map[string]any)
		if reason, ok := x["reason"].(string); ok {
			return reason
		}
		return fmt.Sprint(x["code"])
	}
	v := body["data"]
	for {
		m, ok := v.(map[string]any)
		if !ok {
			break
		}
		if mistakes, ok := m["userErrors"].([]any); ok && len(mistakes) > 0 {
			first, _ := mistakes[0].(map[string]any)
			return fmt.Sprint(first["code"])
		}
		if nodes, ok := m["nodes"].([]any); ok {
			v = nodes
			break
		}
		if len(m) != 1 {
			return "found"
		}
		for _, only := range m {
			v = only
		}
	}
	switch v := v.(type) {
	case nil:
		return "null"
	case []any:
		if len(v) == 0 || v[0] == nil {
			return "none"
		}
	}
	return "found"
}

// What differs between two calls that are answered alike.
var (
	ids      = regexp.MustCompile(`\b[a-z]{3,6}_[0-9a-hjkmnp-tv-z]{26}\b`)
	uuids    = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	times    = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`)
	uniques  = regexp.MustCompile(`\b[a-z]{1,5}-[0-9a-f]{8}-[0-9a-f]{4}`)
	random   = regexp.MustCompile(`[A-Za-z0-9]{24,}`)
	secretly = regexp.MustCompile(`[A-Za-z0-9_\-%.=]*\d[A-Za-z0-9_\-%.=]{19,}`)
)

// blot takes out of an answer what was asked about and what is new each time.
func blot(v any, asked string) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			if k == "requestId" || k == "version" { // which rises with each change
				delete(v, k)
				continue
			}
			v[k] = blot(v[k], asked)
		}
	case []any:
		for i := range v {
			v[i] = blot(v[i], asked)
		}
	case string:
		if asked != "" {
			v = strings.ReplaceAll(v, asked, "‹asked›")
		}
		for _, each := range []*regexp.Regexp{ids, uuids, times, uniques, random, secretly} {
			v = each.ReplaceAllString(v, "‹new›")
		}
		return v
	}
	return v
}
