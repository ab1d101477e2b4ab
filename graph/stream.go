package graph

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/transport"

	"orion/graph/gate"
)

// stream is the transport of server-sent events, asked for by POST.
type stream struct {
	transport.SSE
	limits gate.Limits
	config SocketConfig
}

func newStream(c SocketConfig, l gate.Limits) stream {
	return stream{SSE: transport.SSE{KeepAlivePingInterval: c.Ping}, limits: l, config: c}
}

// Supports implements graphql.Transport.
func (s stream) Supports(r *http.Request) bool {
	return r.Method == http.MethodPost && gate.AcceptsStream(r.Header.Values("Accept"))
}

// Do implements graphql.Transport. The body is checked as that of any POST.
func (s stream) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	body, err := s.limits.ReadBody(w, r)
	if err == nil {
		err = gate.CheckBody(body)
	}
	if err != nil {
		gate.RefuseHTTP(w, r, exec, err)
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	go s.config.watch(ctx, cancel)
	r = r.WithContext(ctx)
	r.Body = io.NopCloser(bytes.NewReader(body))
	s.SSE.Do(&patient{ResponseWriter: w, control: http.NewResponseController(w)}, r, gate.Guard(exec))
}

// slowReader is how long a client may take to read one event.
const slowReader = 30 * time.Second

// patient is a writer without an end, which gives up on a client that stopped reading.
type patient struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (p *patient) Write(b []byte) (int, error) {
	// A connection without deadlines, as in some tests, is written to without one.
	_ = p.control.SetWriteDeadline(time.Now().Add(slowReader))
	return p.ResponseWriter.Write(b)
}

// Flush implements http.Flusher.
func (p *patient) Flush() { _ = p.control.Flush() } // the next write tells of a broken line

// Unwrap lets a http.ResponseController through.
func (p *patient) Unwrap() http.ResponseWriter { return p.ResponseWriter }
