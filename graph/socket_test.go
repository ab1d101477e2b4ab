package graph

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/stretchr/testify/require"

	"orion/internal/marketplace"
	"orion/internal/viewer"
)

// frame is a message of graphql-transport-ws.
type frame struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

type line struct {
	*websocket.Conn
	t *testing.T
}

func (l line) say(kind, id, payload string) {
	l.t.Helper()
	require.NoError(l.t, wsjson.Write(l.t.Context(), l.Conn, frame{ID: id, Type: kind, Payload: json.RawMessage(payload)}))
}

// hear returns the next message that is no ping.
func (l line) hear() (frame, error) {
	for {
		ctx, cancel := context.WithTimeout(l.t.Context(), 10*time.Second)
		var m frame
		err := wsjson.Read(ctx, l.Conn, &m)
		cancel()
		if err != nil || m.Type != "ping" {
			return m, err
		}
	}
}

func dial(t *testing.T, url string, o *websocket.DialOptions) (line, *http.Response, error) {
	t.Helper()
	if o == nil {
		o = &websocket.DialOptions{Subprotocols: []string{protocol}}
	}
	c, res, err := websocket.Dial(t.Context(), url, o)
	if err == nil {
		t.Cleanup(func() { _ = c.CloseNow() })
	}
	return line{c, t}, res, err
}

func greeted(t *testing.T, url string) line {
	t.Helper()
	l, _, err := dial(t, url, nil)
	require.NoError(t, err)
	l.say("connection_init", "", "")
	m, err := l.hear()
	require.NoError(t, err)
	require.Equal(t, "connection_ack", m.Type)
	return l
}

const progress = `{"query":"subscription{importProgress(id:\"x\"){sequence}}"}`

var importer = &viewer.Viewer{Audience: viewer.Vendor, VendorID: someID, Grants: map[string]bool{"import.read": true}}

func served(t *testing.T, who *viewer.Viewer, change func(*Config, *resolvers)) (*desk, string) {
	t.Helper()
	d := openDesk(t, who, change)
	srv := httptest.NewServer(d.handler)
	t.Cleanup(srv.Close)
	return d, srv.URL
}

func TestASocket(t *testing.T) {
	t.Parallel()
	d, url := served(t, importer, nil)
	l := greeted(t, url)
	l.say("subscribe", "1", progress)
	for i := range 3 {
		d.events <- &marketplace.Event{Sequence: i}
		m, err := l.hear()
		require.NoError(t, err)
		require.Equal(t, "next", m.Type)
		require.Contains(t, string(m.Payload), fmt.Sprintf(`{"sequence":%d}`, i))
	}
	l.say("subscribe", "2", `{"query":"{viewer{email}}"}`)
	m, err := l.hear()
	require.NoError(t, err)
	require.Equal(t, "2", m.ID, "queries run beside")
	l.say("complete", "1", "")
}

// 84 of the catalogue.
func TestHostileSockets(t *testing.T) {
	t.Parallel()
	_, url := served(t, importer, func(c *Config, _ *resolvers) {
		c.Socket.Init = 50 * time.Millisecond
		c.Socket.Operations = 5
	})
	t.Run("a page of another host", func(t *testing.T) {
		_, res, err := dial(t, url, &websocket.DialOptions{Subprotocols: []string{protocol}, HTTPHeader: http.Header{"Origin": {"https://evil.example"}}})
		require.Error(t, err)
		require.Equal(t, http.StatusForbidden, res.StatusCode)
	})
	t.Run("no page at all", func(t *testing.T) {
		_, res, err := dial(t, url, &websocket.DialOptions{Subprotocols: []string{protocol}, HTTPHeader: http.Header{"Origin": {"null"}}})
		require.Error(t, err)
		require.Equal(t, http.StatusForbidden, res.StatusCode)
	})
	t.Run("another protocol", func(t *testing.T) {
		_, res, err := dial(t, url, &websocket.DialOptions{Subprotocols: []string{"graphql-ws"}})
		require.Error(t, err)
		require.Equal(t, http.StatusBadRequest, res.StatusCode)
	})
	t.Run("nobody introduces himself", func(t *testing.T) {
		l, _, err := dial(t, url, nil)
		require.NoError(t, err)
		start := time.Now()
		_, err = l.hear()
		require.Error(t, err)
		require.Less(t, time.Since(start), 5*time.Second)
	})
	t.Run("a message of 2 MB", func(t *testing.T) {
		l := greeted(t, url)
		l.say("subscribe", "1", `{"query":"`+strings.Repeat("x", 2<<20)+`"}`)
		_, err := l.hear()
		require.Equal(t, websocket.StatusMessageTooBig, websocket.CloseStatus(err))
	})
	t.Run("a hostile document", func(t *testing.T) {
		l := greeted(t, url)
		l.say("subscribe", "1", fmt.Sprintf(`{"query":%q}`, doubling(40)))
		m, err := l.hear()
		require.NoError(t, err)
		require.Equal(t, "error", m.Type)
		require.Contains(t, string(m.Payload), "BAD_REQUEST")
		require.Contains(t, string(m.Payload), "req-1")
	})
	t.Run("a closed door", func(t *testing.T) {
		l := greeted(t, url)
		l.say("subscribe", "1", `{"query":"{admin{version}}"}`)
		m, err := l.hear()
		require.NoError(t, err)
		require.Equal(t, "error", m.Type)
		require.Contains(t, string(m.Payload), "FORBIDDEN")
	})
	t.Run("more subscriptions than one socket may have", func(t *testing.T) {
		l := greeted(t, url)
		for i := range 6 {
			l.say("subscribe", fmt.Sprint(i), progress)
		}
		m, err := l.hear()
		require.NoError(t, err)
		require.Contains(t, string(m.Payload), "THROTTLED")
		require.Contains(t, string(m.Payload), "req-1")
		over := m.ID
		m, err = l.hear()
		require.NoError(t, err)
		require.Equal(t, frame{ID: over, Type: "complete"}, m)

		one := "0"
		if over == one {
			one = "1"
		}
		l.say("complete", one, "") // one goes, and there is room again
		require.Eventually(t, func() bool {
			l.say("subscribe", "q", `{"query":"{viewer{email}}"}`)
			for {
				m, err := l.hear()
				require.NoError(t, err)
				if m.Type == "next" && m.ID == "q" {
					return !strings.Contains(string(m.Payload), "THROTTLED")
				}
			}
		}, 5*time.Second, 20*time.Millisecond)
	})
}

func TestASocketIntroducesItsViewer(t *testing.T) {
	t.Parallel()
	d, url := served(t, as.anonymous, func(c *Config, r *resolvers) {
		c.Socket.Authenticate = func(ctx context.Context, bearer string) (context.Context, error) {
			if bearer != "good" {
				return nil, errors.New("signature is invalid")
			}
			return viewer.NewContext(ctx, importer), nil
		}
	})
	l, _, err := dial(t, url, nil)
	require.NoError(t, err)
	l.say("connection_init", "", `{"Authorization":"Bearer bad"}`)
	_, err = l.hear()
	require.EqualValues(t, closeForbidden, websocket.CloseStatus(err))
	require.NotContains(t, err.Error(), "signature")

	l, _, err = dial(t, url, nil)
	require.NoError(t, err)
	l.say("connection_init", "", `{"authorization":"Bearer good"}`)
	_, err = l.hear()
	require.NoError(t, err)
	l.say("subscribe", "1", progress)
	d.events <- &marketplace.Event{Sequence: 7}
	m, err := l.hear()
	require.NoError(t, err)
	require.Contains(t, string(m.Payload), `7`)
}

func TestB1_27ASocketIsClosedWhenItsViewerMayNoLongerBeHere(t *testing.T) {
	t.Parallel()
	gone := make(chan struct{})
	d, url := served(t, importer, func(c *Config, _ *resolvers) {
		c.Socket.Check = 10 * time.Millisecond
		c.Socket.Alive = func(context.Context) error {
			select {
			case <-gone:
				return errors.New("revoked")
			default:
				return nil
			}
		}
	})
	l := greeted(t, url)
	l.say("subscribe", "1", progress)
	d.events <- &marketplace.Event{Sequence: 1}
	_, err := l.hear()
	require.NoError(t, err)
	close(gone)
	for err == nil {
		_, err = l.hear()
	}
	require.Equal(t, websocket.StatusNormalClosure, websocket.CloseStatus(err))
}

// B1.27, B2.46: who looks every hour hears of a revocation at once.
func TestB1_27_B2_46SubscriptionsEndWithTheNotice(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(t *testing.T, url string) func() error{
		"a socket": func(t *testing.T, url string) func() error {
			l := greeted(t, url)
			l.say("subscribe", "1", progress)
			return func() error { _, err := l.hear(); return err }
		},
		"a stream": func(t *testing.T, url string) func() error {
			lines := streamed(t, url)
			return func() error { _, err := lines.ReadString('\n'); return err }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, url, notice, revoked := watched(t)
			next := begin(t, url)
			d.events <- &marketplace.Event{Sequence: 1}
			require.NoError(t, next())
			notice() // about something else of the viewer
			d.events <- &marketplace.Event{Sequence: 2}
			require.NoError(t, next(), "who may stay stays")

			revoked.Store(true)
			notice()
			began := time.Now()
			for next() == nil {
				require.Less(t, time.Since(began), time.Second)
			}
			require.Less(t, time.Since(began), time.Second)
		})
	}
}

// watched is a desk of its own that asks who is revoked when there is a notice.
func watched(t *testing.T) (d *desk, url string, notice func(), revoked *atomic.Bool) {
	t.Helper()
	given, revoked := make(chan struct{}, 1), &atomic.Bool{}
	notice = func() {
		select {
		case given <- struct{}{}:
		default: // one that nobody has heard yet says the same
		}
	}
	d, url = served(t, importer, func(c *Config, _ *resolvers) {
		c.Socket.Check = time.Hour
		c.Socket.Changed = func(context.Context) (<-chan struct{}, func()) { return given, func() {} }
		c.Socket.Alive = func(context.Context) error {
			if revoked.Load() {
				return errors.New("revoked")
			}
			return nil
		}
	})
	return d, url, notice, revoked
}

func streamed(t *testing.T, url string) *bufio.Reader {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(progress))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	resp, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	t.Cleanup(func() { _ = resp.Body.Close() })
	require.Equal(t, http.StatusOK, resp.StatusCode)
	return bufio.NewReader(resp.Body)
}

func TestOperationsOfASocketHaveIDsOfTheirOwn(t *testing.T) {
	t.Parallel()
	t.Run("an id that is running", func(t *testing.T) {
		_, url := served(t, importer, nil)
		l := greeted(t, url)
		l.say("subscribe", "1", progress)
		l.say("subscribe", "1", progress)
		var err error
		for err == nil {
			_, err = l.hear()
		}
		require.EqualValues(t, closeTaken, websocket.CloseStatus(err))
	})
	t.Run("an id that was running", func(t *testing.T) {
		_, url := served(t, importer, nil)
		l := greeted(t, url)
		for _, doc := range []string{`{"query":"{viewer{email}}"}`, `{"query":"{nothing}"}`, `{"query":"{viewer{email}}"}`} {
			l.say("subscribe", "1", doc)
			for {
				m, err := l.hear()
				require.NoError(t, err)
				if m.Type == "complete" {
					break
				}
			}
		}
	})
	t.Run("an id whose operation was ended by its client", func(t *testing.T) {
		d, url := served(t, importer, nil)
		l := greeted(t, url)
		for range 2 {
			l.say("subscribe", "1", progress)
			d.events <- &marketplace.Event{Sequence: 1}
			m, err := l.hear()
			require.NoError(t, err)
			require.Equal(t, "next", m.Type)
			l.say("complete", "1", "")
			m, err = l.hear()
			require.NoError(t, err)
			require.Equal(t, "complete", m.Type)
		}
	})
}
