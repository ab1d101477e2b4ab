package server_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"

	"orion/server"
)

// ticking streams an event every 50 ms until its client or the server leaves.
func ticking(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	w.Header().Set("Content-Type", "text/event-stream")
	t := time.NewTicker(50 * time.Millisecond)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			_, _ = io.WriteString(w, "event: next\n\n")
			w.(http.Flusher).Flush()
		case <-r.Context().Done():
			_, _ = io.WriteString(w, "event: complete\n\n")
			return
		}
	}
}

func stream(t testing.TB, addr string) *bufio.Reader {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+addr+"/graphql", strings.NewReader("{}"))
	require.NoError(t, err)
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Accept-Encoding", "gzip")
	resp, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	t.Cleanup(func() { _ = resp.Body.Close() })
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Empty(t, resp.Header.Get("Content-Encoding"), "events are not held back to be compressed")
	return bufio.NewReader(resp.Body)
}

func TestAStreamOutlivesTheLimitsOfRequests(t *testing.T) {
	t.Parallel()
	s, _ := open(t, func(d *server.Deps) { d.Requests, d.Graph = 1, http.HandlerFunc(ticking) })
	_, addr := serve(t, s, impatient)
	events, began := stream(t, addr), time.Now()
	for time.Since(began) < 1200*time.Millisecond { // four times the limits
		line, err := events.ReadString('\n')
		require.NoError(t, err)
		require.NotEqual(t, "event: complete\n", line)
	}
	require.Equal(t, http.StatusOK, get(s, "/shop/lumiere/").Code, "and takes no place of theirs")
}

func TestASocketOutlivesTheLimitsOfRequests(t *testing.T) {
	t.Parallel()
	s, _ := open(t, func(d *server.Deps) {
		d.Graph = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
			if err != nil {
				return
			}
			for {
				kind, b, err := c.Read(r.Context())
				if err != nil {
					_ = c.Close(websocket.StatusGoingAway, "")
					return
				}
				_ = c.Write(r.Context(), kind, b)
			}
		})
	})
	srv, addr := serve(t, s, impatient)
	c, _, err := websocket.Dial(t.Context(), "ws://"+addr+"/graphql", nil)
	require.NoError(t, err)
	defer c.CloseNow()
	for began := time.Now(); time.Since(began) < 1200*time.Millisecond; {
		require.NoError(t, c.Write(t.Context(), websocket.MessageText, []byte("hello")))
		_, b, err := c.Read(t.Context())
		require.NoError(t, err)
		require.Equal(t, "hello", string(b))
	}
	require.NoError(t, s.Drain(t.Context(), srv, 0))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	_, _, err = c.Read(ctx)
	require.Error(t, err)
	require.NoError(t, ctx.Err(), "the server hangs up when it drains")
}
