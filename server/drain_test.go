package server_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/server"
)

// Requests under load are all answered, and readiness goes first.
func TestB8_148DrainingFailsNoRequest(t *testing.T) {
	t.Parallel()
	s, _ := open(t, func(d *server.Deps) {
		d.Graph = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Accept") != "" {
				ticking(w, r)
				return
			}
			mirror(w, r)
		})
	})
	srv, addr := serve(t, s)
	events := stream(t, addr)
	status, _ := ready(t, s)
	require.Equal(t, http.StatusOK, status)

	stop, failed := make(chan struct{}), make(chan error, 8)
	var answered atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { failed <- hammer(t, addr, stop, &answered) })
	}
	require.Eventually(t, func() bool { return answered.Load() > 100 }, 5*time.Second, time.Millisecond)
	done := make(chan error, 1)
	go func() { done <- s.Drain(t.Context(), srv, 2*time.Second) }()
	require.Eventually(t, func() bool { status, _ = ready(t, s); return status == http.StatusServiceUnavailable }, time.Second, 5*time.Millisecond,
		"readiness goes first")
	_, a := ready(t, s)
	require.Equal(t, "draining", a.Status)
	before := answered.Load()
	require.Eventually(t, func() bool { return answered.Load() > before+100 }, 1500*time.Millisecond, time.Millisecond, "all goes on for a while")
	close(stop) // whoever hands out requests has heard of it
	wg.Wait()
	for range 8 {
		require.NoError(t, <-failed)
	}
	require.NoError(t, <-done)
	rest, err := io.ReadAll(events)
	require.NoError(t, err)
	require.Contains(t, string(rest), "event: complete", "a stream is ended, not torn")
}

// hammer sends one request after the other over connections that it keeps, until stop
// is closed or one fails.
func hammer(t testing.TB, addr string, stop chan struct{}, answered *atomic.Int64) error {
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for {
		select {
		case <-stop:
			return nil
		default:
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+addr+"/graphql", strings.NewReader("{}"))
		if err != nil {
			return err
		}
		resp, err := client.Do(r)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			return fmt.Errorf("status %d: %w", resp.StatusCode, err)
		}
		answered.Add(1)
	}
}

func TestB8_148DrainingEndsInTime(t *testing.T) {
	t.Parallel()
	began, free := make(chan struct{}), make(chan struct{})
	t.Cleanup(func() { close(free) })
	s, _ := open(t, func(d *server.Deps) {
		d.Graph = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(began); <-free })
	})
	srv, addr := serve(t, s)
	go func() { _ = hammer(t, addr, make(chan struct{}), new(atomic.Int64)) }()
	<-began
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, s.Drain(ctx, srv, 0), context.DeadlineExceeded)
}
