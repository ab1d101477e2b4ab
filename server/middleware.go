package server

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"path"
	"regexp"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/google/uuid"

	"orion/internal/kit/errs"
	"orion/internal/viewer"
)

// An exchange is what the door knows of a request and notes about it for the log.
type exchange struct {
	// host is what the client asked for, in lower case and without port; authority is
	// the same with a port that is not the usual one.
	host, authority string
	secure          bool // the client speaks TLS
	trusted         bool // the peer is a proxy of ours

	route, vendor string // for the log, "" where there is none
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	if x == nil {
		return &exchange{}
	}
	return x
}

// proxy finds out where a request comes from and which host it is for. What
// X-Forwarded-* say counts only where a proxy of ours wrote it; of several values, the
// last is the one that the nearest proxy wrote.
func (s *Server) proxy(next http.Handler) http.Handler {
	inner := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &exchange{authority: r.Host, secure: r.TLS != nil, trusted: s.trusts(r.RemoteAddr)}
		if x.trusted {
			if host := last(r.Header.Values("X-Forwarded-Host")); host != "" {
				x.authority = host
			}
			if proto := last(r.Header.Values("X-Forwarded-Proto")); proto != "" {
				x.secure = strings.EqualFold(proto, "https")
			}
		}
		x.authority, x.host = readHost(x.authority)
		ctx := context.WithValue(r.Context(), exchangeKey{}, x)
		next.ServeHTTP(w, r.WithContext(identified(ctx, w, r, x)))
	})
	if len(s.TrustedProxies) == 0 {
		return inner // the peer is the client
	}
	networks := make([]string, len(s.TrustedProxies))
	for i, p := range s.TrustedProxies {
		networks[i] = p.String()
	}
	return middleware.ClientIPFromXFF(networks...)(inner)
}

func (s *Server) trusts(remote string) bool {
	if len(s.TrustedProxies) == 0 {
		return false
	}
	peer, err := netip.ParseAddrPort(remote)
	if err != nil {
		return false
	}
	for _, p := range s.TrustedProxies {
		if p.Contains(peer.Addr().Unmap().WithZone("")) {
			return true
		}
	}
	return false
}

func last(values []string) string {
	if len(values) == 0 {
		return ""
	}
	v := values[len(values)-1]
	return strings.TrimSpace(v[strings.LastIndexByte(v, ',')+1:])
}

// readHost splits a Host header into itself, without the usual ports, and the name.
func readHost(header string) (authority, host string) {
	authority = strings.ToLower(header)
	host, port, err := net.SplitHostPort(authority)
	if err != nil {
		host, port = strings.Trim(authority, "[]"), ""
	}
	if port == "80" || port == "443" {
		authority = strings.TrimSuffix(authority, ":"+port)
	}
	return authority, strings.TrimSuffix(host, ".")
}

var incomingID = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// identified gives the request its id and says in the context who sent it.
func identified(ctx context.Context, w http.ResponseWriter, r *http.Request, x *exchange) context.Context {
	id := r.Header.Get("X-Request-Id")
	if !x.trusted || !incomingID.MatchString(id) {
		id = uuid.Must(uuid.NewV7()).String()
	}
	w.Header()["X-Request-Id"] = []string{id}
	return viewer.WithRequest(ctx, viewer.Request{
		ID: id, Address: address(r), UserAgent: cut(r.UserAgent(), 400), Browser: r.Header.Get("Origin") != "",
	})
}

// address returns the IP address of the client; of the peer, where no proxy of ours says for
// whom it asks.
func address(r *http.Request) string {
	if ip := middleware.GetClientIP(r.Context()); ip != "" {
		return ip
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		host, _, _ := net.SplitHostPort(r.RemoteAddr) // "" where there is none
		return host
	}
	return peer.Addr().Unmap().WithZone("").String()
}

// cut returns the printable part of s, at most so many bytes of it.
func cut(s string, most int) string {
	s = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || c == utf8.RuneError {
			return -1
		}
		return c
	}, s)
	for len(s) > most {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s
}

// observe writes a line for each request and counts it. Of the address only the route
// is written: paths and queries hold tokens.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		s.meters.running.Inc()
		defer func(began time.Time) { // also of a request that is dropped half-way
			s.meters.running.Dec()
			s.note(r, rec, time.Since(began))
		}(time.Now())
		next.ServeHTTP(rec, r)
	})
}

func (s *Server) note(r *http.Request, rec middleware.WrapResponseWriter, took time.Duration) {
	ctx, req := r.Context(), viewer.RequestFrom(r.Context())
	x, status, level := exchangeOf(ctx), rec.Status(), slog.LevelInfo
	if x.route == "" {
		x.route = chi.RouteContext(ctx).RoutePattern()
	}
	if status == 0 { // nothing was written, or a socket took over
		status = http.StatusOK
	}
	s.meters.count(x.route, method(r.Method), status, took)
	finish(r, x.route, status, rec)
	if x.route == "/healthz" || x.route == "/readyz" || x.route == "/metrics" {
		level = slog.LevelDebug
	}
	if !s.Log.Enabled(ctx, level) {
		return
	}
	s.Log.LogAttrs(ctx, level, "http", slog.String("request", req.ID), slog.String("method", method(r.Method)),
		slog.String("route", x.route), slog.Int("status", status), slog.Int("bytes", rec.BytesWritten()),
		slog.Duration("took", took), slog.String("ip", req.Address), slog.String("vendor", x.vendor))
}

// method keeps what a client made up out of the log and the figures.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodOptions, http.MethodDelete, http.MethodPatch:
		return m
	}
	return "OTHER"
}

// recover answers a panic with an error and keeps the process alive.
func (s *Server) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(v) // the server's own way to drop a connection
			}
			s.Log.ErrorContext(r.Context(), "http: panic", "request", viewer.RequestFrom(r.Context()).ID, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
			if rec, ok := w.(middleware.WrapResponseWriter); ok && rec.Status() != 0 {
				panic(http.ErrAbortHandler) // half an answer must not look like a whole one
			}
			refuse(w, r, http.StatusInternalServerError, errs.New(errs.Internal, "internal error"))
		}()
		next.ServeHTTP(w, r)
	})
}

// straight refuses paths that could mean something else to whoever reads them next:
// with dots or empty parts to resolve, with a backslash, a NUL or a hidden slash.
// Routing then sees the decoded path alone.
func straight(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, raw := r.URL.Path, strings.ToLower(r.URL.RawPath)
		clean := path.Clean(p)
		if clean != "/" && strings.HasSuffix(p, "/") {
			clean += "/"
		}
		if p != clean || strings.ContainsAny(p, "\\\x00") || strings.Contains(raw, "%2f") || !utf8.ValidString(p) {
			refuse(w, r, http.StatusNotFound, errNothing)
			return
		}
		if r.URL.RawPath != "" {
			url := *r.URL
			url.RawPath = ""
			r.URL = &url
		}
		next.ServeHTTP(w, r)
	})
}

// same compares secrets without telling by the time how much of them was right.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
