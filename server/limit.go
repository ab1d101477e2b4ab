package server

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"orion/graph/gate"
	"orion/internal/kit/errs"
)

const (
	bodyBytes = 2 << 20          // of a request that is no upload; the graph takes less
	patience  = time.Second      // how long a request waits for its turn
	pause     = 30 * time.Second // how long a transfer may stand still
)

// A limit bounds how many requests are answered at once. Who finds no place within a
// second is told to come again: a queue of minutes helps nobody.
type limit chan struct{}

func newLimit(n int) limit { return make(limit, n) }

func (l limit) hold(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.enter(r.Context()) {
			refuse(w, r, http.StatusServiceUnavailable, errs.New(errs.Unavailable, "too much is going on; try again"))
			return
		}
		defer func() { <-l }()
		next.ServeHTTP(w, r)
	})
}

func (l limit) enter(ctx context.Context) bool {
	select {
	case l <- struct{}{}:
		return true
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case l <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// split counts sockets and streams of events apart from requests with one answer, and
// frees them of the limits that suit only the latter.
func (s *Server) split(requests, streams limit) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		once, endless := requests.hold(compressed(next)), streams.hold(s.endless(next))
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if opensSocket(r) || gate.AcceptsStream(r.Header.Values("Accept")) {
				endless.ServeHTTP(w, r)
				return
			}
			once.ServeHTTP(w, r)
		})
	}
}

func opensSocket(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// endless lets an answer go on for as long as its reader keeps up and the process is
// not asked to stop.
func (s *Server) endless(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithCancel(r.Context())
		defer cancel()
		defer context.AfterFunc(s.streams, cancel)()
		r = r.WithContext(ctx)
		if r.Body != nil && r.Body != http.NoBody && !opensSocket(r) {
			r.Body = &endlessBody{slow(w, r.Body, pause), w}
		} else {
			_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
		}
		p := newPatient(w)
		next.ServeHTTP(p, r)
		_ = p.control.SetWriteDeadline(time.Now().Add(pause)) // for what ends the answer
	})
}

// endlessBody lifts the time limit for reading once the body has been read: the server
// would take it for the client's leaving.
type endlessBody struct {
	io.ReadCloser
	w http.ResponseWriter
}

func (b *endlessBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		_ = http.NewResponseController(b.w).SetReadDeadline(time.Time{})
	}
	return n, err
}

// A slowBody gives each read its own time limit, so that a large file over a slow line
// arrives and a line that stands still is cut.
type slowBody struct {
	io.ReadCloser
	w     *http.ResponseController
	pause time.Duration
}

func slow(w http.ResponseWriter, body io.ReadCloser, pause time.Duration) io.ReadCloser {
	return &slowBody{body, http.NewResponseController(w), pause}
}

func (b *slowBody) Read(p []byte) (int, error) {
	until := time.Now().Add(b.pause) // these fail only where there is no line
	_ = b.w.SetReadDeadline(until)
	_ = b.w.SetWriteDeadline(until.Add(b.pause)) // for the answer, which comes after the body
	return b.ReadCloser.Read(p)
}

// A patient writer gives each write its own time limit.
type patient struct {
	http.ResponseWriter
	control *http.ResponseController
}

func newPatient(w http.ResponseWriter) *patient {
	return &patient{w, http.NewResponseController(w)}
}

func (p *patient) Write(b []byte) (int, error) {
	_ = p.control.SetWriteDeadline(time.Now().Add(pause)) // fails only where there is no line
	return p.ResponseWriter.Write(b)
}

// Flush implements http.Flusher.
func (p *patient) Flush() { _ = p.control.Flush() }

// Unwrap serves http.ResponseController.
func (p *patient) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// within bounds the time that a request may take.
func within(limit time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), limit)
			defer cancel()
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

// small bounds the body of a request.
func small(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, bodyBytes) // the request is ours: proxy has made it
		next.ServeHTTP(w, r)
	})
}

// compressed compresses answers that are text.
var compressed = func() func(http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.CompressionLevel(5))
	if err != nil {
		panic(err) // the options are constants
	}
	return func(next http.Handler) http.Handler { return wrap(next) }
}()
