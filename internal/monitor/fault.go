package monitor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"orion/internal/kit/build"
)

const (
	// faultsEvery is how often errors are written down, and maxFaults how many different ones
	// wait for it: a program in flames must not fill its memory.
	faultsEvery = 10 * time.Second
	maxFaults   = 200
	// The longest parts of an error, in bytes.
	maxFaultWords, maxStack, maxOperation, maxRequest = 900, 7900, 190, 60
)

// Faults gathers what the program logs as an error, each once for all the times that it
// happened. It is safe for concurrent use.
type Faults struct {
	mu      sync.Mutex
	waiting map[string]*fault
}

// A fault is an error and how often it happened since errors were written down last.
type fault struct {
	fingerprint, source, operation, message, stack, request string
	vendor                                                  uuid.UUID
	times                                                   int64
	last                                                    time.Time
}

// NewFaults returns an empty Faults.
func NewFaults() *Faults { return &Faults{waiting: map[string]*fault{}} }

// Handler returns a handler that gathers errors and hands everything on.
func (f *Faults) Handler(next slog.Handler) slog.Handler { return faultHandler{Handler: next, to: f} }

type faultHandler struct {
	slog.Handler
	to    *Faults
	attrs []slog.Attr
}

// Enabled implements slog.Handler: errors are gathered whatever is printed.
func (h faultHandler) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelError || h.Handler.Enabled(ctx, l)
}

// Handle implements slog.Handler.
func (h faultHandler) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelError {
		h.to.add(faultOf(r, h.attrs))
	}
	if !h.Handler.Enabled(ctx, r.Level) {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h faultHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return faultHandler{Handler: h.Handler.WithAttrs(attrs), to: h.to, attrs: append(h.attrs[:len(h.attrs):len(h.attrs)], attrs...)}
}

// WithGroup implements slog.Handler.
func (h faultHandler) WithGroup(name string) slog.Handler {
	return faultHandler{Handler: h.Handler.WithGroup(name), to: h.to, attrs: h.attrs}
}

// faultOf reads an error out of a line of the log. What is before the colon says where in the
// program it was.
func faultOf(r slog.Record, attrs []slog.Attr) *fault {
	f := &fault{message: r.Message, times: 1, last: r.Time.UTC()}
	f.source, _, _ = strings.Cut(r.Message, ":")
	for _, a := range attrs {
		f.read(a)
	}
	r.Attrs(func(a slog.Attr) bool { f.read(a); return true })
	f.message, f.operation = cut(plain(f.message), maxFaultWords), cut(plain(f.operation), maxOperation)
	f.source, f.stack, f.request = cut(f.source, 20), cut(f.stack, maxStack), cut(f.request, maxRequest)
	sum := sha256.Sum256([]byte(f.source + "\x00" + f.operation + "\x00" + f.message))
	f.fingerprint = hex.EncodeToString(sum[:])
	return f
}

func (f *fault) read(a slog.Attr) {
	value := a.Value.Resolve().String()
	switch a.Key {
	case "err", "error", "panic":
		f.message += ": " + value
	case "operation", "path", "route", "kind", "part":
		f.operation = strings.TrimSpace(f.operation + " " + value)
	case "stack", "trace":
		f.stack = value
	case "request":
		f.request = value
	case "vendor":
		f.vendor, _ = uuid.Parse(value) // one that is no id is left out
	}
}

// values are what differs from time to time: addresses, what is quoted, ids and numbers. They
// may be somebody's, and would make each time an error of its own.
var values = regexp.MustCompile(`[^\s"'<]+@[^\s"'>]+|"[^"]*"|'[^']*'|\b[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b|\b[0-9][0-9A-Fa-f.:_-]*\b`)

func plain(text string) string { return values.ReplaceAllString(text, "…") }

func cut(text string, bytes int) string {
	if len(text) <= bytes {
		return strings.ToValidUTF8(text, "")
	}
	return strings.ToValidUTF8(text[:bytes], "") + "…"
}

func (f *Faults) add(one *fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	had := f.waiting[one.fingerprint]
	switch {
	case had != nil:
		one.times += had.times
	case len(f.waiting) >= maxFaults:
		return
	}
	f.waiting[one.fingerprint] = one
}

func (f *Faults) take() []*fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := make([]*fault, 0, len(f.waiting))
	for _, one := range f.waiting {
		out = append(out, one)
	}
	clear(f.waiting)
	return out
}

// Run writes errors down until ctx ends, and then a last time.
func (f *Faults) Run(ctx context.Context, to *Service, log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			f.write(context.WithoutCancel(ctx), to, log)
			return
		case <-time.After(faultsEvery):
			f.write(ctx, to, log)
		}
	}
}

// write keeps what waits. What cannot be written is lost to the list, and still in the log.
func (f *Faults) write(ctx context.Context, to *Service, log *slog.Logger) {
	all := f.take()
	if len(all) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, faultsEvery/2)
	defer cancel()
	if err := to.keepFaults(ctx, all, build.Version); err != nil {
		log.WarnContext(ctx, "monitor: errors were not written down", "errors", len(all), "err", err)
	}
}
