package graph

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"orion/graph/gate"
	"orion/internal/kit/errs"
)

// SocketConfig says how sockets and streams are let in and kept. The zero value takes
// sockets from pages of the same host and never looks again.
type SocketConfig struct {
	// Origin reports whether a page may open a socket here. It is asked only where the
	// request names an origin; programs name none.
	Origin func(*http.Request) bool

	// Authenticate puts the viewer of a bearer token into the context. It is asked where
	// connection_init carries an Authorization; its error closes the socket.
	Authenticate func(ctx context.Context, bearer string) (context.Context, error)

	// Alive returns an error once the viewer of the context must be let go: the token is
	// over, the session ended. It is asked every Check, 15 seconds unless said, and at
	// once when Changed says that there is something new of the viewer; stop is called
	// in the end. Without Changed nothing is said.
	Alive   func(context.Context) error
	Check   time.Duration
	Changed func(context.Context) (notices <-chan struct{}, stop func())

	// Operations is how many one socket runs at once, 50 unless said; Init how long a
	// client may take to introduce itself, 10 seconds; Ping how often it is asked
	// whether it is there, 20 seconds.
	Operations int
	Init, Ping time.Duration
}

func (c *SocketConfig) complete() {
	if c.Origin == nil {
		c.Origin = sameHost
	}
	if c.Alive == nil {
		c.Alive = func(context.Context) error { return nil }
	}
	if c.Changed == nil {
		c.Changed = func(context.Context) (<-chan struct{}, func()) { return nil, func() {} }
	}
	if c.Operations == 0 {
		c.Operations = 50
	}
	for _, d := range []struct {
		to *time.Duration
		or time.Duration
	}{{&c.Check, 15 * time.Second}, {&c.Init, 10 * time.Second}, {&c.Ping, 20 * time.Second}} {
		if *d.to == 0 {
			*d.to = d.or
		}
	}
}

func sameHost(r *http.Request) bool {
	u, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && strings.EqualFold(u.Host, r.Host)
}

const (
	protocol       = "graphql-transport-ws"
	messageBytes   = 64 << 10
	closeForbidden = 4403 // the protocol's own code for a viewer who is not let in
)

// socket is the transport of graphql-transport-ws.
type socket struct {
	transport.Websocket
	config SocketConfig
}

func newSocket(c SocketConfig, log *slog.Logger) socket {
	limit := int64(messageBytes)
	return socket{config: c, Websocket: transport.Websocket{
		Implementation: distinct{transport.CoderWebsocketImplementation{AcceptOptions: websocket.AcceptOptions{
			Subprotocols:       []string{protocol},
			InsecureSkipVerify: true, // the origin is checked in Do
			CompressionMode:    websocket.CompressionDisabled,
		}}},
		InitFunc:         c.greet,
		InitTimeout:      c.Init,
		PingPongInterval: c.Ping,
		PayloadReadLimit: &limit,
		ErrorFunc: func(ctx context.Context, err error) {
			log.DebugContext(ctx, "graph: socket", "err", err)
		},
	}}
}

// Supports implements graphql.Transport.
func (s socket) Supports(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// Do implements graphql.Transport.
func (s socket) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	switch {
	case r.Header.Get("Origin") != "" && !s.config.Origin(r):
		gate.RefuseHTTP(w, r, exec, gate.Unreadable(http.StatusForbidden, "pages of that origin may not open a socket here"))
		return
	case !offers(r, protocol):
		gate.RefuseHTTP(w, r, exec, gate.Unreadable(http.StatusBadRequest, "a socket speaks %s", protocol))
		return
	}
	ctx, cancel := context.WithCancel(context.WithValue(r.Context(), runningKey{}, new(atomic.Int32)))
	defer cancel()
	s.Websocket.Do(w, r.WithContext(ctx), gate.Guard(exec))
}

func offers(r *http.Request, protocol string) bool {
	for p := range strings.SplitSeq(strings.Join(r.Header.Values("Sec-WebSocket-Protocol"), ","), ",") {
		if strings.TrimSpace(p) == protocol {
			return true
		}
	}
	return false
}

var errClosed = errors.New("closed")

// greet implements transport.WebsocketInitFunc.
func (c SocketConfig) greet(ctx context.Context, init transport.InitPayload) (context.Context, *transport.InitPayload, error) {
	bearer, named := strings.CutPrefix(init.Authorization(), "Bearer ")
	if named && c.Authenticate != nil {
		known, err := c.Authenticate(ctx, bearer)
		if err != nil {
			return transport.WithWebsocketCloseCode(ctx, closeForbidden), nil, errClosed
		}
		ctx = known
	}
	ctx, cancel := context.WithCancel(ctx)
	go c.watch(ctx, cancel)
	return ctx, nil, nil
}

// watch lets a viewer go who may no longer be here. It ends with the context.
func (c SocketConfig) watch(ctx context.Context, letGo context.CancelFunc) {
	defer letGo()
	notices, stop := c.Changed(ctx)
	defer stop()
	t := time.NewTicker(c.Check)
	defer t.Stop()
	// The first look is for what changed between the viewer's coming in and now.
	for c.Alive(ctx) == nil {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		case <-notices:
		}
	}
}

type runningKey struct{}

// perSocket bounds how many operations one socket runs at once.
func (p presenter) perSocket(limit int) graphql.OperationMiddleware {
	return func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		running, ok := ctx.Value(runningKey{}).(*atomic.Int32)
		if !ok {
			return next(ctx)
		}
		if running.Add(1) > int32(limit) {
			running.Add(-1)
			err := p.present(ctx, gate.Refuse(errs.New(errs.Throttled, "a socket runs at most %d operations at once", limit)))
			return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{err}})
		}
		context.AfterFunc(ctx, func() { running.Add(-1) }) // each operation has a context of its own
		return next(ctx)
	}
}
