package server

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
)

const (
	headerBytes = 64 << 10
	connections = 10_000
)

// HTTP returns an http.Server with the limits that face the world: who sends headers or
// a body slowly, reads slowly or says nothing is let go. Sockets, streams of events,
// uploads and pictures have limits for standing still instead.
func HTTP(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       75 * time.Second,   // above that of the usual proxies, which must be the first to hang up
		MaxHeaderBytes:    headerBytes - 4096, // net/http adds as much
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// Listen opens a listener that holds a bounded number of connections; more wait at the
// door of the system.
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	return netutil.LimitListener(l, connections), nil
}

// Drain ends serving without failing a request: /readyz says so first, and for notice
// all goes on, each answer asking its client to connect anew; then streams end, what is
// under way is finished, and nothing new is taken. What is not finished when ctx ends is
// cut off, and the error says so.
func (s *Server) Drain(ctx context.Context, srv *http.Server, notice time.Duration) error {
	s.draining.Store(true)
	select {
	case <-time.After(notice):
	case <-ctx.Done():
	}
	s.end()
	if err := srv.Shutdown(ctx); err != nil {
		_ = srv.Close()
		return fmt.Errorf("finish requests: %w", err)
	}
	return nil
}
